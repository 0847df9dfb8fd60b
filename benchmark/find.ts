/**
How long the finder takes for a letter, and `freedive find` beside opening; beside it fzf on the same list, where it is on PATH.

	npx tsx benchmark/find.ts IMAGE… [--runs N] [--targets N]

Queries are typed letter by letter, made of names of the image: every letter is a query, and the time is that of its answer with the best
thousand. In slices it gives way to keys: the longest of them is told too. What someone half remembers is made of random paths, the same each
time, and told is how many of them are among the first ten.
*/
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {indexLayers} from '../source/image/index-layers.js';
import {openImage} from '../source/image/open-image.js';
import {Overlay} from '../source/tree/overlay.js';
import {findPaths, type FoundPaths} from '../source/tree/query/find-paths.js';
import {parseQuery} from '../source/tree/query/parse-query.js';
import {runNow} from '../source/archive/slices.js';
import {Random} from '../test/helpers/random.js';
import {fzf, hasFzf} from '../test/helpers/fzf.js';
import {measureInTurn, median, percentile} from './measure.js';

const program = path.join(path.dirname(fileURLToPath(import.meta.url)), '../build/freedive.js');

/** As many as the finder asks for. */
const limit = 1000;

async function load(file: string): Promise<Overlay> {
	const {image, close} = await openImage(file, {hostPlatform: 'linux/amd64', temporaryFolder: os.tmpdir(), standardInput: {fd: -1}});
	const overlay = new Overlay(image.layers.length);
	await indexLayers(image, {
		order: 'biggest-first', threads: os.availableParallelism(), inThreads: 'compressed',
		onLayer(layer, table) {
			overlay.add(layer, table);
			runNow(overlay.advance());
		},
	});
	close();
	return overlay;
}

/** An answer, with the milliseconds that it took and those of its longest slice; and of processor time, which other work changes less. */
function answer(overlay: Overlay, text: string, most = limit): {found: FoundPaths; time: number; worked: number; longest: number} {
	const parsed = parseQuery(text);
	if ('error' in parsed) {
		throw new Error(parsed.error.message);
	}

	const usage = process.cpuUsage();
	const started = performance.now();
	const steps = findPaths(overlay, parsed.query, {}, {limit: most});
	let longest = 0;
	for (let before = started; ;) {
		const step = steps.next();
		const now = performance.now();
		longest = Math.max(longest, now - before);
		before = now;
		if (step.done) {
			return {found: step.value, time: now - started, worked: process.cpuUsage(usage).user / 1000, longest};
		}
	}
}

/** A few letters of a path's names, as someone types who half remembers it. */
function halfRemembered(random: Random, target: string): string {
	const names = target.split('/').slice(1);
	const name = names.at(-1)!;
	const piece = (text: string, length: number) => text.slice(0, length);
	switch (random.below(3)) {
		case 0: {
			return piece(name, 8);
		}

		case 1: {
			return names.length > 1 ? `${piece(names[random.below(names.length - 1)], 4)} ${piece(name, 6)}` : piece(name, 6);
		}

		default: {
			// Letters that are left out.
			return [...name].filter((_letter, index) => index < 2 || index % 3 !== 2).join('').slice(0, 10);
		}
	}
}

const milliseconds = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

const {values, positionals} = parseArgs({allowPositionals: true, options: {runs: {type: 'string', default: '3'}, targets: {type: 'string', default: '40'}}});
console.log(`Node ${process.version}, ${os.cpus()[0].model}, ${os.availableParallelism()} cores, load ${os.loadavg()[0].toFixed(1)}`);
for (const file of positionals) {
	const overlay = await load(file);
	const {tree} = overlay;
	const first = answer(overlay, '');
	const all = answer(overlay, '', Number.POSITIVE_INFINITY).found;
	const list = Array.from(all.paths, found => tree.path(found));
	console.log(`\n${path.basename(file)}: ${list.length.toLocaleString('en')} paths; the finder opens in ${milliseconds(first.time)}`);

	const random = new Random(7);
	const targets = Array.from({length: Number(values.targets)}, () => random.pick(list)).filter(target => /^[\w\-./]+$/.test(target));
	const queries = targets.map(target => halfRemembered(random, target));
	// Code that has not run yet is slow whatever it does.
	for (const query of queries.slice(0, 3)) {
		answer(overlay, query);
	}

	const keys = queries.slice(0, 12).flatMap(query => Array.from(query, (_letter, index) => answer(overlay, query.slice(0, index + 1))));
	const times = keys.map(({time}) => time);
	const worked = keys.map(({worked}) => worked);
	console.log(`  ${keys.length} letters: median ${milliseconds(median(times))}, p95 ${milliseconds(percentile(times, 0.95))}, most ${milliseconds(Math.max(...times))};`
		+ ` of a processor ${milliseconds(median(worked))}, p95 ${milliseconds(percentile(worked, 0.95))}; longest slice, p95 ${milliseconds(percentile(keys.map(({longest}) => longest), 0.95))}`);

	let own = 0;
	let others = 0;
	const otherTimes: number[] = [];
	for (const [index, target] of targets.entries()) {
		const {found} = answer(overlay, queries[index], 10);
		own += Array.from(found.paths, match => tree.path(match)).includes(target) ? 1 : 0;
		if (hasFzf) {
			const started = performance.now();
			others += fzf(queries[index], list).slice(0, 10).includes(target) ? 1 : 0;
			otherTimes.push(performance.now() - started);
		}
	}

	console.log(`  half remembered: ${own} of ${targets.length} among the first ten${hasFzf ? `; with fzf ${others}, each in ${milliseconds(median(otherTimes))} (a process that reads the list anew)` : ''}`);

	const query = queries[0];
	const commands = [
		[process.execPath, program, '--no-cache', 'files', file, '--limit', '1', '--columns', 'path'],
		[process.execPath, program, '--no-cache', 'find', file, query, '--limit', '10'],
		[process.execPath, program, '--no-cache', 'find', file, query],
	];
	const [opening, best, whole] = await measureInTurn(commands, Number(values.runs));
	for (const [name, own] of [['freedive files, the process', opening], [`freedive find "${query}", ten`, best], ['the same, all of them', whole]] as const) {
		console.log(`  ${name.padEnd(40)}${own.seconds.toFixed(2)} s, of processors ${own.processor.toFixed(2)} s, ${Math.round(own.peak / 1e6)} MB${own === opening ? '' : `: ${(own.seconds - opening.seconds).toFixed(2)} s more than opening`}`);
	}
}

if (!hasFzf) {
	console.log('fzf is not on PATH, so nothing is compared with it.');
}
