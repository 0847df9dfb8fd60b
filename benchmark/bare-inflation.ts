/**
The least that reading compressed layers can cost: `bare-inflation FILE` inflates an image's blobs with Node's zlib in two threads,
the biggest first, and throws the bytes away.
*/
import {on} from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import process from 'node:process';
import {finished} from 'node:stream/promises';
import {isMainThread, parentPort, Worker} from 'node:worker_threads';
import zlib from 'node:zlib';
import {openImage} from '../source/image/open-image.js';

type Blob = {fd: number; start: number; size: number; compression: string};

async function inflate({fd, start, size, compression}: Blob): Promise<void> {
	const chunkSize = 1 << 18;
	const inflater = compression === 'zstd' ? zlib.createZstdDecompress({chunkSize}) : zlib.createGunzip({chunkSize});
	const source = fs.createReadStream('', {fd, start, end: start + size - 1, autoClose: false, highWaterMark: chunkSize});
	await finished(source.pipe(inflater).resume());
}

async function inflateAll(file: string): Promise<void> {
	const {image, close} = await openImage(file, {temporaryFolder: os.tmpdir(), hostPlatform: 'linux/amd64'});
	const blobs = image.layers.filter(layer => layer.blob).sort((a, b) => b.storedSize - a.storedSize)
		.map(({blob, compression}): Blob => ({fd: blob!.fd, start: blob!.start, size: blob!.size, compression}));
	await Promise.all([1, 2].map(async () => {
		const worker = new Worker(new URL(import.meta.url));
		for (let blob = blobs.shift(); blob; blob = blobs.shift()) {
			const next = blob;
			await new Promise((resolve, reject) => {
				worker.once('message', resolve);
				worker.once('error', reject);
				worker.postMessage(next);
			});
		}

		await worker.terminate();
	}));
	close();
}

if (isMainThread) {
	await inflateAll(process.argv[2]);
} else {
	for await (const [blob] of on(parentPort!, 'message') as AsyncIterable<[Blob]>) {
		await inflate(blob);
		parentPort!.postMessage('done');
	}
}
