/**
How long a look into a file takes, in a real pseudo-terminal: a log of 2 GB in a plain archive, made for it and gone afterwards.

	npm run build && npx tsx benchmark/viewer.ts [--runs N] [--gigabytes N]

A key's time is from its byte going in to its frame being on the screen.
*/
import {createHash} from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {header, padded} from '../test/helpers/archive/raw-tar.js';
import {RealTerminal} from '../test/helpers/real-terminal.js';
import {median, residentPeak} from './measure.js';

const {values} = parseArgs({options: {runs: {type: 'string', default: '5'}, gigabytes: {type: 'string', default: '2'}}});
const runs = Number(values.runs);
const size = Number(values.gigabytes) * 1e9;
const program = path.join(import.meta.dirname, '../build/freedive.js');

const line = (number: number) => `${String(number).padStart(9, '0')} 2026-01-02T03:04:05Z info request served in 12 ms by worker 7 of the pool\n`;
const lineLength = line(0).length;

/** A docker archive of one layer with one file of numbered lines. */
function writeImage(file: string): number {
	const lines = Math.floor(size / lineLength);
	const content = lines * lineLength;
	const fill = Math.ceil(content / 512) * 512 - content;
	const layerSize = 512 + content + fill + 1024;
	const fd = fs.openSync(file, 'w');
	const hash = createHash('sha256');
	const putLayer = (bytes: Uint8Array) => {
		fs.writeSync(fd, bytes);
		hash.update(bytes);
	};

	fs.writeSync(fd, header({name: 'layer.tar', size: layerSize}));
	putLayer(header({name: 'big.log', size: content}));
	for (let first = 0; first < lines; first += 10_000) {
		putLayer(Buffer.from(Array.from({length: Math.min(10_000, lines - first)}, (_, index) => line(first + index + 1)).join('')));
	}

	putLayer(Buffer.alloc(fill + 1024));
	fs.writeSync(fd, Buffer.alloc(Math.ceil(layerSize / 512) * 512 - layerSize));
	const config = JSON.stringify({os: 'linux', architecture: 'amd64', config: {}, rootfs: {type: 'layers', diff_ids: [`sha256:${hash.digest('hex')}`]}, history: [{created_by: 'COPY big.log /'}]});
	for (const [name, text] of [['config.json', config], ['manifest.json', JSON.stringify([{Config: 'config.json', RepoTags: ['big:1'], Layers: ['layer.tar']}])]]) {
		fs.writeSync(fd, header({name, size: Buffer.byteLength(text)}));
		fs.writeSync(fd, padded(text));
	}

	fs.writeSync(fd, Buffer.alloc(1024));
	fs.closeSync(fd);
	return lines;
}

async function press(terminal: RealTerminal, keys: string, isThere: (text: string) => boolean): Promise<number> {
	await terminal.quiet(150);
	const started = performance.now();
	terminal.type(keys);
	await terminal.until(isThere, 120);
	return performance.now() - started;
}

const folder = fs.mkdtempSync(path.join(process.env.TMPDIR ?? '/var/tmp', 'freedive-benchmark-'));
try {
	const file = path.join(folder, 'big.tar');
	const lines = writeImage(file);
	const last = String(lines).padStart(9, '0');
	const middle = String(Math.floor(lines / 2)).padStart(9, '0');
	const times: Record<string, number[]> = {};
	const note = (name: string, time: number) => {
		(times[name] ??= []).push(time);
	};

	let memory = 0;
	for (let run = 0; run < runs; run++) {
		const terminal = new RealTerminal([process.execPath, program, '--no-cache', file], {columns: 120, rows: 40});
		await terminal.until(text => text.includes('% live'), 60);
		await press(terminal, '2', text => text.includes('>A'));
		note('Enter to the first screen', await press(terminal, '\r', text => text.includes('000000001 2026')));
		note('a page down', await press(terminal, ' ', text => text.includes('000000050 2026')));
		note('G to the last screen', await press(terminal, 'G', text => text.includes(`${last} 2026`)));
		note('… until its lines have their numbers', await press(terminal, 'g', text => text.includes('000000001 2026')) + await press(terminal, 'G', text => text.includes(` of ${lines.toLocaleString('en')}`)));
		await press(terminal, 'g', text => text.includes('000000001 2026'));
		note('a search to its match in the middle', await press(terminal, `/${middle}`, text => text.includes(`> ${middle}`)));
		note('… until all matches are counted', await press(terminal, '\r', text => text.includes('1 of 1 ')));
		memory = Math.max(memory, residentPeak(terminal.pid));
		terminal.type('q');
		await terminal.exited;
	}

	console.log(`Node ${process.version}, ${os.cpus()[0].model}, ${os.availableParallelism()} cores; a log of ${(size / 1e9).toFixed(1)} GB, ${lines} lines, median of ${runs}`);
	for (const [name, taken] of Object.entries(times)) {
		console.log(`  ${name.padEnd(44)}${median(taken).toFixed(median(taken) < 10 ? 1 : 0).padStart(8)} ms   worst ${Math.max(...taken).toFixed(0)} ms`);
	}

	console.log(`  ${'memory, at its peak'.padEnd(44)}${String(Math.round(memory / 1e6)).padStart(8)} MB`);
} finally {
	fs.rmSync(folder, {recursive: true, force: true});
}
