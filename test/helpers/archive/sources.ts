import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type {ExecutionContext} from 'ava';
import {ByteSource, openFile} from '../../../source/archive/byte-source.js';

/** Bytes before and after a source's region: a layer lies within a larger file, whose other bytes must not be read. */
const margin = Buffer.alloc(700, 'margin');

/** Bytes as they lie in a file, which is gone after the test. */
export function sourceOf(t: ExecutionContext, bytes: Uint8Array): ByteSource {
	const source = unnamedFile(bytes);
	t.teardown(() => {
		fs.closeSync(source.fd);
	});
	return source;
}

/** What `read` makes of bytes in a file, which is gone afterwards: for tests that need thousands. */
export function withSource<Result>(bytes: Uint8Array, read: (source: ByteSource) => Result): Result {
	const source = unnamedFile(bytes);
	const close = () => {
		fs.closeSync(source.fd);
	};

	const result = read(source);
	if (result instanceof Promise) {
		return result.finally(close) as Result;
	}

	close();
	return result;
}

function unnamedFile(bytes: Uint8Array): ByteSource {
	const file = path.join(os.tmpdir(), `freedive-test-${crypto.randomUUID()}`);
	const fd = fs.openSync(file, 'wx+');
	fs.unlinkSync(file);
	fs.writevSync(fd, [margin, bytes, margin]);
	return new ByteSource('test', fd, margin.length, bytes.length);
}

/** An existing file, closed after the test. */
export function opened(t: ExecutionContext, file: string): ByteSource {
	const source = openFile(file);
	t.teardown(() => {
		fs.closeSync(source.fd);
	});
	return source;
}

/** Bytes as a stream. */
export async function * streamOf(chunks: Iterable<Uint8Array>): AsyncIterable<Uint8Array> {
	yield * chunks;
}

/** All of a stream. */
export async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
	const {bytes, error} = await collectUntilError(chunks);
	if (error) {
		throw error;
	}

	return bytes;
}

/** What came of a stream, and how it failed if it did. */
export async function collectUntilError(chunks: AsyncIterable<Uint8Array>): Promise<{bytes: Buffer; error?: Error}> {
	const pieces: Buffer[] = [];
	try {
		for await (const chunk of chunks) {
			// A chunk is valid only until the next is asked for.
			pieces.push(Buffer.from(chunk));
		}
	} catch (error) {
		return {bytes: Buffer.concat(pieces), error: error as Error};
	}

	return {bytes: Buffer.concat(pieces)};
}
