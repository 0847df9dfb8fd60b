/**
What seek points cost and give, on the largest gzip layer of an image: finding them beside bare inflation, their size as they are kept,
and reading with them and without.

	npx tsx benchmark/seek.ts IMAGE [--runs N]
*/
import os from 'node:os';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {decodeSeekPoints, encodeSeekPoints} from '../source/archive/encode-seek-points.js';
import {entryType} from '../source/archive/entry-table.js';
import {findSeekPoints} from '../source/archive/find-seek-points.js';
import {indexBlob} from '../source/archive/index-blob.js';
import {inflate} from '../source/archive/inflate.js';
import {readContent, readContents} from '../source/archive/read-contents.js';
import type {SeekPoints} from '../source/archive/seek-points.js';
import {formatBytes} from '../source/format/bytes.js';
import {openImage} from '../source/image/open-image.js';
import {SeekableContent} from '../source/image/seekable-content.js';
import {median} from './measure.js';

const {values, positionals} = parseArgs({allowPositionals: true, options: {runs: {type: 'string', default: '3'}}});
const {image, close} = await openImage(positionals[0], {temporaryFolder: os.tmpdir(), hostPlatform: 'linux/amd64'});
const [layer] = image.layers.filter(({blob, compression}) => blob && compression === 'gzip').sort((a, b) => b.storedSize - a.storedSize);
const blob = layer.blob!;
const {table} = await indexBlob(blob, 'gzip');
const files = Array.from({length: table.count}, (_, index) => index).filter(index => table.type[index] === entryType.file && table.size[index] > 0);
const last = files.at(-1)!;
const times = new Map<string, Array<{elapsed: number; processor: number}>>();

async function time<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
	const started = performance.now();
	const before = process.cpuUsage();
	const result = await work();
	const {user, system} = process.cpuUsage(before);
	times.set(name, [...times.get(name) ?? [], {elapsed: performance.now() - started, processor: (user + system) / 1000}]);
	return result;
}

async function drain(chunks: AsyncIterable<Uint8Array>): Promise<number> {
	let bytes = 0;
	for await (const chunk of chunks) {
		bytes += chunk.length;
	}

	return bytes;
}

async function read(how: string, points?: SeekPoints): Promise<void> {
	const stored = {blob, compression: 'gzip' as const, points};
	await time(`a look at the start of the last file, ${how}`, async () => {
		const content = new SeekableContent({...stored, table, index: last}, {temporaryFolder: os.tmpdir()});
		await content.read(0, 4096);
		content.close();
	});
	await time(`the last file, whole, ${how}`, async () => drain(readContent(stored, table, last)));
	await time(`all files in one pass, ${how}`, async () => {
		for await (const {pieces} of readContents(stored, table, files)) {
			await drain(pieces);
		}
	});
}

let plain = 0;
let kept: Uint8Array = new Uint8Array();
let count = 0;
for (let run = 0; run < Number(values.runs); run++) {
	plain = await time('bare inflation', async () => drain(inflate(blob, 'gzip')));
	const found = await time('finding the points', async () => findSeekPoints(blob, 'gzip'));
	kept = encodeSeekPoints(found!);
	const points = await time('reading the points as they are kept', async () => decodeSeekPoints(kept));
	({count} = points!);
	await read('from the start');
	await read('by points', points);
}

close();
console.log(`Node ${process.version}, ${os.cpus()[0].model}, ${os.availableParallelism()} cores, median of ${values.runs}`);
console.log(`layer ${layer.number}: ${formatBytes(blob.size)}, ${formatBytes(plain)} plain, ${files.length} files`);
console.log(`${count} points, kept in ${formatBytes(kept.length)}: ${formatBytes(kept.length / count)} each, ${(kept.length / blob.size * 100).toFixed(2)} % of the layer`);
for (const [name, taken] of times) {
	const elapsed = median(taken.map(({elapsed}) => elapsed));
	const processor = median(taken.map(({processor}) => processor));
	console.log(`  ${name.padEnd(50)}${elapsed.toFixed(elapsed < 10 ? 1 : 0).padStart(7)} ms${processor.toFixed(processor < 10 ? 1 : 0).padStart(9)} ms of processor`);
}
