import {spawn} from 'node:child_process';
import {Readable} from 'node:stream';
import {ArchiveError} from './archive-error.js';
import type {ByteSource} from './byte-source.js';
import type {InflateOptions} from './inflate.js';
import {readChunks} from './read-chunks.js';

/**
The plain bytes of a blob in another tool's format, through its own program.

@throws {ArchiveError} Where it is cut off or broken, or the program is not there.
*/
export async function * runProgram(compression: 'xz' | 'bzip2', source: ByteSource, {signal, onRead}: InflateOptions): AsyncGenerator<Uint8Array> {
	const child = spawn(compression, ['-dc'], {stdio: ['pipe', 'pipe', 'pipe'], signal});
	const complaints: Buffer[] = [];
	let failure: NodeJS.ErrnoException | undefined;
	const closed = new Promise<number | null>(resolve => {
		child.on('error', (error: NodeJS.ErrnoException) => {
			failure = error;
			resolve(null);
		});
		child.on('close', resolve);
	});
	child.stderr.on('data', (data: Buffer) => {
		complaints.push(data);
	});
	const input = Readable.from(readChunks(source, onRead), {objectMode: true, highWaterMark: 1});
	// The program may end before it has read all; its own exit code tells why.
	child.stdin.on('error', () => {
		input.destroy();
	});
	input.on('error', error => {
		child.stdin.destroy(error);
	});
	input.pipe(child.stdin);
	try {
		for await (const chunk of child.stdout) {
			signal?.throwIfAborted();
			yield chunk as Uint8Array;
		}

		const code = await closed;
		signal?.throwIfAborted();
		if (failure?.code === 'ENOENT') {
			throw new ArchiveError(`it is compressed with ${compression}, and the program ${compression} that could inflate it is not installed`);
		}

		if (failure || code !== 0) {
			const complaint = Buffer.concat(complaints).toString().trim().split('\n', 1)[0] ?? '';
			throw new ArchiveError(`the ${compression} data is broken or cut off (${failure?.message ?? complaint})`);
		}
	} finally {
		input.destroy();
		child.kill();
	}
}
