import fs from 'node:fs';
import net from 'node:net';
import {addAbortSignal, type Readable} from 'node:stream';
import tty from 'node:tty';
import {spool} from '../../archive/spool.js';
import type {Opened, OriginOptions} from '../container.js';
import {ImageError} from '../image.js';

/*
This file is imported when a stream is to be read and not before: what it imports takes longer to load than an image to open.
*/

/** Spools a stream, so that it can be sought. */
export async function spoolStream(stream: Readable, name: string, {temporaryFolder, onProgress, signal}: OriginOptions): Promise<Opened> {
	const chunks = chunksOf(signal ? addAbortSignal(signal, stream) : stream);
	const content = await spool(chunks, {
		folder: temporaryFolder,
		name,
		onWrite: bytes => onProgress?.({label: `reading ${name}`, bytes}),
	});
	return {name, content, close: () => fs.closeSync(content.fd)};
}

/**
Spools what a descriptor gives that can't be sought, and closes it.

A pipe is read as a socket is: the event loop waits for it, and no thread, which could not be called back when the user gives up.
*/
export async function spoolDescriptor(fd: number, name: string, options: OriginOptions): Promise<Opened> {
	if (tty.isatty(fd)) {
		throw new ImageError(`${name} is a terminal: pipe an image into it, such as docker save X | freedive -`);
	}

	const stats = fs.fstatSync(fd);
	const stream = stats.isFIFO() || stats.isSocket()
		? new net.Socket({fd, readable: true, writable: false})
		: fs.createReadStream('', {fd, highWaterMark: 256 * 1024});
	return spoolStream(stream, name, options);
}

/** The chunks of a stream, text as UTF-8. */
async function * chunksOf(stream: Readable): AsyncIterable<Uint8Array> {
	for await (const chunk of stream) {
		yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk as Uint8Array;
	}
}
