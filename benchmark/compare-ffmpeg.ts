/**
Compares what freedive reads of FFmpeg programs with what they say of themselves, and times it. Run it by

	npx tsx benchmark/compare-ffmpeg.ts PROGRAM…

Each PROGRAM is an ffmpeg or ffprobe that runs on this machine; the libraries of one that shares them are those that ldd names.

Prints for each the differences, or none, and how long each file took and how much memory; ends with 1 if there is any difference.
*/
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {configurationFlags} from '../source/content/ffmpeg/configuration.js';
import type {FfmpegBinary} from '../source/content/ffmpeg/ffmpeg-binary.js';
import {joinBuilds} from '../source/content/ffmpeg/ffmpeg-build.js';
import {libraryOf, readFfmpeg} from '../source/content/ffmpeg/read-ffmpeg.js';
import {readNow} from '../source/content/reading.js';
import {ffmpegTruth} from '../test/helpers/ffmpeg-truth.js';

let different = 0;

function read(file: string): FfmpegBinary | undefined {
	const descriptor = fs.openSync(file, 'r');
	const {size} = fs.fstatSync(descriptor);
	const bytesAt = (at: number, length: number) => {
		const bytes = Buffer.allocUnsafe(length);
		return bytes.subarray(0, fs.readSync(descriptor, bytes, 0, length, at));
	};

	const start = process.cpuUsage();
	const binary = readNow(readFfmpeg(bytesAt(0, 64), size, path.basename(file)), bytesAt);
	const {user, system} = process.cpuUsage(start);
	fs.closeSync(descriptor);
	console.log(`  ${file} ${(size / 1e6).toFixed(1)} MB: ${Math.round((user + system) / 1000)} ms of processor time, ${Math.round(process.memoryUsage().rss / 1e6)} MB in memory`);
	return binary;
}

for (const program of process.argv.slice(2)) {
	console.log(program);
	const own = fs.realpathSync(program);
	const linked = spawnSync('ldd', [own], {encoding: 'utf8'}).stdout;
	const files = [own, ...Array.from(linked.matchAll(/=> (\S+)/g), ([, file]) => file).filter(file => libraryOf(path.basename(file))).map(file => fs.realpathSync(file))];
	const builds = joinBuilds(files.flatMap(file => {
		const ffmpeg = read(file);
		return ffmpeg ? [{ffmpeg}] : [];
	}));
	const build = builds[0]?.build;
	const truth = ffmpegTruth(own);
	const found = {
		version: build?.version,
		configuration: build?.configuration && configurationFlags(build.configuration),
		encoders: build?.encoders?.map(({name}) => name).sort(),
		decoders: build?.decoders?.map(({name}) => name).sort(),
		// Only ffmpeg itself tells of hardware.
		...truth.hardware && {hardware: build?.hardware},
	};
	for (const key of ['version', 'configuration', 'encoders', 'decoders', 'hardware'] as const) {
		const [ours, theirs] = [found[key], truth[key]].map(value => [value ?? []].flat());
		const wrong = [...ours.filter(value => !theirs.includes(value)).map(value => `+${value}`), ...theirs.filter(value => !ours.includes(value)).map(value => `-${value}`)];
		different += wrong.length;
		console.log(`  ${key}: ${wrong.length === 0 ? `the same, ${key === 'version' ? theirs[0] : theirs.length}` : wrong.slice(0, 20).join(' ')}`);
	}
}

process.exitCode = different === 0 ? 0 : 1;
