/**
How long the screen takes: the program in a real pseudo-terminal, a terminal emulator at its other end.

	npm run benchmark:screen -- [FOLDER | ARCHIVE] [--only WORD] [--keys N] [--finder]

A key's time is from its byte going in to the last byte of its frame being on the screen, so the terminal's own time is in it.
With `--finder` only the finder is measured, in a program that has done nothing else, and its memory.
*/
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {RealTerminal} from '../test/helpers/real-terminal.js';
import {burstsToResults, deletionsToResults, keysToLine, keysToResults, type KeyTimes} from './finder-keys.js';
import {inputs} from './inputs.js';
import {median, percentile, residentPeak} from './measure.js';

const program = path.join(path.dirname(fileURLToPath(import.meta.url)), '../build/freedive.js');
const size = {columns: 120, rows: 40};

const {values, positionals} = parseArgs({allowPositionals: true, options: {only: {type: 'string', default: ''}, keys: {type: 'string', default: '200'}, finder: {type: 'boolean', default: false}}});
const keyCount = Number(values.keys);

const isDrawn = (text: string) => /^>\s+1 /m.test(text);
const isLoading = (text: string) => text.split('\n', 1)[0].includes('reading layer');
const milliseconds = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
const pause = async (time: number) => new Promise(resolve => {
	setTimeout(resolve, time);
});

function row(name: string, text: string): void {
	console.log(`  ${name.padEnd(44)}${text}`);
}

function keyRow(name: string, times: readonly number[]): void {
	row(name, `p50 ${milliseconds(median(times)).padStart(8)}   p95 ${milliseconds(percentile(times, 0.95)).padStart(8)}   worst ${milliseconds(Math.max(...times)).padStart(8)}   of ${times.length}`);
}

function resultRows(name: string, {times, worked}: KeyTimes): void {
	keyRow(name, times);
	keyRow('  of it, the main thread worked', worked);
}

/** Types a key and gives the time until the screen is another. */
async function keyToFrame(terminal: RealTerminal, key: string): Promise<number> {
	const before = terminal.text;
	const started = performance.now();
	terminal.type(key);
	await terminal.until(text => text !== before, 30);
	return performance.now() - started;
}

async function keysToFrames(terminal: RealTerminal, keys: readonly string[]): Promise<number[]> {
	const times = [];
	for (let index = 0; index < keyCount; index++) {
		times.push(await keyToFrame(terminal, keys[index % keys.length]));
		// The frames of a switch of layers come in slices; and a person's keys do not come at once.
		await terminal.quiet(60);
	}

	return times;
}

async function firstFrame(file: string): Promise<number> {
	const started = performance.now();
	const terminal = new RealTerminal([process.execPath, program, '--no-cache', file], size);
	await terminal.until(isDrawn, 60);
	const time = performance.now() - started;
	terminal.type('q');
	await terminal.exited;
	return time;
}

/** Moves among the layers while they load; only whether the cursor has moved counts, since progress is drawn meanwhile. */
async function keysWhileLoading(terminal: RealTerminal): Promise<number[]> {
	const cursor = (text: string) => text.split('\n').findIndex(line => line.startsWith('>'));
	const times = [];
	for (let index = 0; isLoading(terminal.text) && index < keyCount; index++) {
		const before = cursor(terminal.text);
		const started = performance.now();
		terminal.type(index % 2 === 0 ? 'j' : 'k');
		await terminal.until(text => cursor(text) !== before, 30);
		times.push(performance.now() - started);
		await pause(20);
	}

	return times;
}

async function loadingOnce(file: string): Promise<number[]> {
	const terminal = new RealTerminal([process.execPath, program, '--no-cache', file], size);
	await terminal.until(isDrawn, 60);
	const times = await keysWhileLoading(terminal);
	terminal.type('q');
	await terminal.exited;
	return times;
}

async function measureScreen(file: string): Promise<void> {
	console.log(`\n${path.basename(file)}`);
	const starts = [];
	for (let run = 0; run < 6; run++) {
		starts.push(await firstFrame(file));
	}

	row('start to first frame', `${milliseconds(median(starts.slice(1)))}, median of 5`);
	const started = performance.now();
	const terminal = new RealTerminal([process.execPath, program, '--no-cache', file], size);
	await terminal.until(isDrawn, 60);
	await terminal.until(text => !isLoading(text), 300);
	row('start to everything loaded', `${((performance.now() - started) / 1000).toFixed(2)} s`);
	// One loading has too few keys for a percentile.
	const loading = [];
	for (let run = 0; run < 6; run++) {
		loading.push(...await loadingOnce(file));
	}

	if (loading.length > 1) {
		keyRow('key to frame while loading', loading);
	}

	terminal.type('g');
	await terminal.quiet(500);
	keyRow('layer up and down', await keysToFrames(terminal, /\n +2 /.test(terminal.text) ? ['j', 'k'] : ['?', 'q']));

	// Everything up to the last layer, and every folder open.
	terminal.type('G');
	await terminal.quiet(500);
	terminal.type('a');
	await terminal.quiet(500);
	terminal.type('2');
	await terminal.quiet(500);
	const opened = performance.now();
	terminal.type('*');
	await terminal.quiet(500);
	row('opening every folder', milliseconds(performance.now() - opened - 500));
	row('rows then', /\/([\d,]+) ─$/m.exec(terminal.lines[1])?.[1] ?? 'unknown');
	terminal.type('\u001B[6~');
	await terminal.quiet(200);
	keyRow('cursor down and up', await keysToFrames(terminal, ['j', 'j', 'k']));
	keyRow('page and half page', await keysToFrames(terminal, ['\u001B[6~', 'd', 'd', 'u', '\u001B[5~']));
	keyRow('to the last and the first', await keysToFrames(terminal, ['G', 'g']));
	terminal.type('g');
	await terminal.quiet(200);
	keyRow('a folder closed and opened', await keysToFrames(terminal, ['h', 'l']));
	keyRow('changes, or everything', await keysToFrames(terminal, ['a']));
	keyRow('help, and back', await keysToFrames(terminal, ['?', 'q']));
	for (const [name, key] of [['waste', 'w'], ['duplicates', 'D'], ['packages', 'p'], ['story', 'L'], ['Dockerfile', 'b'], ['map', 'm']]) {
		// The first time it is computed; what is measured is the way there and back.
		terminal.type(key);
		await terminal.quiet(1500);
		terminal.type(key);
		await terminal.quiet(500);
		keyRow(`to the ${name} and back`, await keysToFrames(terminal, [key]));
	}

	for (const [name, key] of [['search', '/'], ['filter', '&']]) {
		terminal.type(key);
		await terminal.quiet(500);
		keyRow(`typing in the ${name}`, await keysToFrames(terminal, ['l', 'i', 'b', '\u007F', '\u007F', '\u007F']));
		terminal.type('\u001B');
		await terminal.quiet(500);
	}

	terminal.type('f');
	await terminal.quiet(1500);
	resultRows('typing in the finder, to its results', await keysToResults(terminal, keyCount));
	terminal.type('e');
	await terminal.quiet(500);
	keyRow('down and up in the finder', await keysToFrames(terminal, ['\u001B[B', '\u001B[B', '\u001B[A']));
	terminal.type('\u001B');
	await terminal.quiet(500);
	row('memory, at its peak', `${Math.round(residentPeak(terminal.pid) / 1e6)} MB`);
	terminal.type('q');
	await terminal.exited;
}

async function measureFinder(file: string): Promise<void> {
	console.log(`\n${path.basename(file)}`);
	const loading = [];
	for (let run = 0; run < 3; run++) {
		const terminal = new RealTerminal([process.execPath, program, '--no-cache', file], size);
		await terminal.until(isDrawn, 60);
		loading.push(...await keysToLine(terminal, isLoading, keyCount));
		terminal.close();
		await terminal.exited;
	}

	if (loading.length > 1) {
		keyRow('a letter to its line, while loading', loading);
	}

	const terminal = new RealTerminal([process.execPath, program, '--no-cache', file], size);
	await terminal.until(isDrawn, 60);
	await terminal.until(text => !isLoading(text), 300);
	// What is made ready and audited behind the screen.
	await terminal.quiet(3000);
	row('memory, before the finder, at its peak', `${Math.round(residentPeak(terminal.pid) / 1e6)} MB`);
	terminal.type('f');
	await terminal.quiet(500);
	resultRows('the first ten letters, to their results', await keysToResults(terminal, 10));
	resultRows('letters, to their results', await keysToResults(terminal, keyCount));
	resultRows('letters taken back', await deletionsToResults(terminal, keyCount));
	resultRows('twelve letters in 200 ms, after the last', await burstsToResults(terminal, keyCount / 10));
	row('memory, at its peak', `${Math.round(residentPeak(terminal.pid) / 1e6)} MB`);
	terminal.close();
	await terminal.exited;
}

console.log(`Node ${process.version}, ${os.cpus()[0].model}, ${os.availableParallelism()} cores; a terminal of ${size.columns}×${size.rows}; load ${os.loadavg()[0].toFixed(1)}`);
const files = await inputs(positionals[0], values.only);
const measure = values.finder ? measureFinder : measureScreen;
for (const file of values.finder ? files : ['demo:', ...files]) {
	await measure(file);
}
