import {spawnSync} from 'node:child_process';

/** What an FFmpeg program says of itself when it is run. */
export type FfmpegTruth = {version?: string; configuration: string[]; encoders: string[]; decoders: string[]; /** Undefined where the program does not tell. */ hardware?: string[]};

/** Runs an FFmpeg program and reads what it prints of its build. */
export function ffmpegTruth(program: string): FfmpegTruth {
	const run = (option: string) => spawnSync(program, ['-hide_banner', option], {encoding: 'utf8'});
	const lines = (text: string) => text.split('\n').map(line => line.trim()).filter(line => line !== '');
	const listed = (option: string) => {
		const all = lines(run(option).stdout);
		return all.slice(all.findIndex(line => line.startsWith('------')) + 1).map(line => line.split(/\s+/, 2)[1]).sort();
	};

	const hardware = run('-hwaccels');
	return {
		version: /^ff\w+ version (\S+)/.exec(spawnSync(program, ['-version'], {encoding: 'utf8'}).stdout)?.[1],
		// It breaks the line at most flags, not at all.
		configuration: lines(run('-buildconf').stdout).filter(line => line.startsWith('--')).flatMap(line => line.split(/ (?=--)/)).map(line => line.replaceAll('\'', '')),
		encoders: listed('-encoders'),
		decoders: listed('-decoders'),
		...hardware.stdout.includes('methods:') && {hardware: lines(hardware.stdout).slice(1)},
	};
}
