/**
How long freedive takes, and how much memory: for each step of the walk, and for the whole program from its start to its end.

	npm run benchmark -- [FOLDER] [--only WORD] [--runs N]

Without a folder it makes its inputs, which are the same each time. A folder holds images of one's own: NAME.docker.tar, NAME.oci.tar, …
Beside freedive, in the same run: bare inflation of the same blobs, in turn with it, and dive where it is on PATH.
*/
import {execFileSync, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import * as esbuild from 'esbuild';
import {inputs, scratch} from './inputs.js';
import {measure, measureInTurn, median, type Measurement} from './measure.js';
import type {Walk} from './steps.js';

const here = path.dirname(fileURLToPath(import.meta.url));
const program = path.join(here, '../build/freedive.js');

/** Seconds that dive is given for an image. */
const diveLimit = 100;

/** Steps run bundled, as the program does: run from its sources, the loader's own memory would be measured with them. */
async function bundleSteps(): Promise<{steps: string; bareInflation: string}> {
	const outdir = path.join(scratch, 'build');
	await esbuild.build({
		entryPoints: {steps: path.join(here, 'steps.ts'), bare: path.join(here, 'bare-inflation.ts'), 'layer-worker': path.join(here, '../source/archive/layer-worker.ts')},
		outdir,
		outExtension: {'.js': '.mjs'},
		bundle: true,
		format: 'esm',
		platform: 'node',
		logLevel: 'error',
		banner: {js: 'import {createRequire as __createRequire} from \'node:module\';const require=__createRequire(import.meta.url);'},
	});
	// The program looks for its worker under the name that it has in the published package.
	fs.renameSync(path.join(outdir, 'layer-worker.mjs'), path.join(outdir, 'layer-worker.js'));
	fs.writeFileSync(path.join(outdir, 'package.json'), '{"type": "module"}');
	return {steps: path.join(outdir, 'steps.mjs'), bareInflation: path.join(outdir, 'bare.mjs')};
}

const seconds = (value: number) => value < 0.1 ? `${(value * 1000).toFixed(value < 0.01 ? 1 : 0)} ms` : `${value.toFixed(2)} s`;
const megabytes = (value: number) => `${Math.round(value / 1e6)} MB`;

type Row = {seconds: number; processor?: number; peak: number};

function row(name: string, {seconds: time, processor, peak}: Row, note = ''): void {
	const columns = [seconds(time).padStart(9), (processor ? seconds(processor) : '').padStart(9), (peak ? megabytes(peak) : '').padStart(9)];
	console.log(`  ${name.padEnd(32)}${columns.join('')}   ${note}`.trimEnd());
}

function printSteps(file: string, script: string, runs: number): void {
	const walks = Array.from({length: runs}, () => JSON.parse(execFileSync(process.execPath, [script, file], {maxBuffer: 1 << 24}).toString()) as Walk);
	const [{layers, entries, paths, steps}] = walks;
	console.log(`\n${path.basename(file)}: ${megabytes(fs.statSync(file).size)}, ${layers} layers, ${entries.toLocaleString('en')} entries, ${paths.toLocaleString('en')} paths`);
	for (const [index, {step}] of steps.entries()) {
		const of = walks.map(walk => walk.steps[index]);
		row(step, {seconds: median(of.map(({milliseconds}) => milliseconds)) / 1000, peak: median(of.map(({peak}) => peak))});
	}
}

function ratio(other: Measurement, own: Measurement): string {
	return `${(other.seconds / own.seconds).toFixed(1)} × the time, ${(other.peak / own.peak).toFixed(2)} × the memory of freedive`;
}

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {only: {type: 'string', default: ''}, runs: {type: 'string', default: '5'}},
});
const runs = Number(values.runs);
const files = await inputs(positionals[0], values.only);
const scripts = await bundleSteps();
const hasDive = spawnSync('dive', ['--version'], {stdio: 'ignore'}).status === 0;
const node = process.execPath;
console.log(`Node ${process.version}, ${os.cpus()[0].model}, ${os.availableParallelism()} cores; medians of ${runs} runs after a first: time, time of processors, peak of resident memory`);
if (!hasDive) {
	console.log('dive is not on PATH, so nothing is compared with it (go install github.com/wagoodman/dive/cmd/dive@latest).');
}

for (const file of files) {
	printSteps(file, scripts.steps, runs);
	const isCompressed = file.endsWith('.oci.tar');
	const commands = [
		[node, program, '--no-cache', 'summary', file],
		[node, program, '--no-cache', 'files', file, '--limit', '1'],
		...(isCompressed ? [[node, scripts.bareInflation, file]] : []),
	];
	const [summary, list, bare] = await measureInTurn(commands, runs);
	if (bare) {
		row('bare inflation, the process', bare);
	}

	// A summary compares contents, a list of files does not.
	for (const [name, own] of [['summary', summary], ['files', list]] as const) {
		const comparison = bare ? `${(own.seconds / bare.seconds).toFixed(2)} × the time of bare inflation, ${(own.processor / bare.processor).toFixed(2)} × the work` : '';
		row(`freedive ${name}, the process`, own, own.status === 0 ? comparison : `EXIT ${own.status}`);
	}

	// The first of these keeps what the others open it by.
	process.env.XDG_CACHE_HOME = path.join(scratch, 'cache');
	const [again] = await measureInTurn([[node, program, 'summary', file]], runs);
	delete process.env.XDG_CACHE_HOME;
	row('freedive summary, opened again', again, again.status === 0 ? `${(again.seconds / summary.seconds).toFixed(2)} × the first time` : `EXIT ${again.status}`);

	if (hasDive && file.endsWith('.docker.tar')) {
		const [beside] = await measureInTurn([commands[0]], 1);
		const dive = await measure(['dive', '--source', 'docker-archive', file, '--ci'], diveLimit);
		row('dive --ci, the process', dive, dive.status === null ? `stopped: it takes more than ${diveLimit} s` : ratio(dive, beside));
	}
}

for (const oci of files) {
	const docker = oci.replace(/(?<!\.zstd)\.oci\.tar$/, '.docker.tar');
	if (docker !== oci && files.includes(docker)) {
		console.log(`\n${path.basename(docker)} and ${path.basename(oci)}, which are the same`);
		const open = (file: string) => [node, program, '--no-cache', 'files', file, '--limit', '1'];
		const [both, first, second] = await measureInTurn([[node, program, '--no-cache', 'diff', docker, oci, '--exit-code'], open(docker), open(oci)], runs);
		row('freedive diff, the process', both, both.status === 0 ? `${(both.seconds / (first.seconds + second.seconds)).toFixed(2)} × the time of freedive files of both` : `EXIT ${both.status}`);
	}
}

fs.rmSync(path.join(scratch, 'cache'), {recursive: true, force: true});
console.log('\nThe demo, and what a start costs');
const [version, demo] = await measureInTurn([[node, program, '--no-cache', '--version'], [node, program, '--no-cache', 'summary', 'demo:']], runs);
row('freedive --version', version);
row('freedive summary demo:', demo);
