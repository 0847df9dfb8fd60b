import fs from 'node:fs';
import net from 'node:net';
import {addAbortSignal, type Readable} from 'node:stream';
import tty from 'node:tty';
import {GrowingSpool} from '../../archive/spool.js';
import {untilAborted} from '../../archive/until-aborted.js';
import type {Opened, OriginOptions} from '../container.js';
import {ImageError} from '../image.js';

/*
This file is imported when a stream is to be read and not before: what it imports takes longer to load than an image to open.
*/

/** What was begun to be read and was stopped, by where it is read from: what can't be read again is gone on with. */
const begun = new WeakMap<object, Spooling>();

/** Spools standard input, so that it can be sought; where that was stopped before, it is gone on with. */
export async function spoolInput(input: Readable | {fd: number}, name: string, options: OriginOptions): Promise<Opened> {
	const spooling = begun.get(input) ?? new Spooling('fd' in input ? streamOf(input.fd, name) : input, {folder: options.temporaryFolder, name}, input);
	if (spooling.isWaitedFor) {
		throw new ImageError(`${name} is being read already.`);
	}

	begun.set(input, spooling);
	const {close, ...opened} = await spooling.finish(options);
	let isRead = false;
	return {
		...opened,
		read() {
			isRead = true;
		},
		close() {
			// What was stopped while it was opened may be opened after all.
			if (isRead || !options.signal?.aborted) {
				close();
			}
		},
	};
}

/** Spools what a descriptor gives that can't be sought, and closes it. */
export async function spoolDescriptor(fd: number, name: string, options: OriginOptions): Promise<Opened> {
	const {signal, temporaryFolder} = options;
	const stream = streamOf(fd, name);
	const spooling = new Spooling(signal ? addAbortSignal(signal, stream) : stream, {folder: temporaryFolder, name});
	try {
		return await spooling.finish(options);
	} catch (error) {
		// Who opens it again reads another stream.
		spooling.close();
		throw error;
	}
}

/** A stream on its way into a file without a name. */
class Spooling {
	private readonly spool: GrowingSpool;
	private readonly chunks: AsyncIterator<Uint8Array>;
	/** The chunk that is waited for: it is still to come when that is stopped. */
	private next?: Promise<IteratorResult<Uint8Array>>;
	/** Whether someone waits for its end. */
	isWaitedFor = false;

	constructor(private readonly stream: Readable, private readonly options: {folder: string; name: string}, private readonly input: object = stream) {
		this.spool = new GrowingSpool(options);
		this.chunks = chunksOf(stream)[Symbol.asyncIterator]();
	}

	/**
	Reads to the end.

	@throws What the signal says: then this may be called again.
	*/
	async finish({signal, onProgress}: Pick<OriginOptions, 'signal' | 'onProgress'>): Promise<Opened> {
		const {name} = this.options;
		const {stream} = this;
		// While nobody waits for it, it keeps no program from ending.
		const hold = (isWaitedFor: boolean) => {
			this.isWaitedFor = isWaitedFor;
			if (stream instanceof net.Socket) {
				stream[isWaitedFor ? 'ref' : 'unref']();
			}
		};

		hold(true);
		try {
			for (;;) {
				this.next ??= this.chunks.next();
				const step = await untilAborted(this.next, signal);
				this.next = undefined;
				if (step.done) {
					break;
				}

				this.spool.append(step.value);
				onProgress?.({label: `reading ${name}`, bytes: this.spool.size});
			}
		} catch (error) {
			if (!signal?.aborted) {
				this.close();
			}

			throw error;
		} finally {
			hold(false);
		}

		return {name, content: this.spool.source(), close: () => {
			this.close();
		}};
	}

	/** Frees the room that it took. It is gone on with no more. */
	close(): void {
		begun.delete(this.input);
		this.spool.close();
	}
}

/** A pipe is read as a socket is: the event loop waits for it, and no thread, which could not be called back when the user gives up. */
function streamOf(fd: number, name: string): Readable {
	if (tty.isatty(fd)) {
		throw new ImageError(`${name} is a terminal: pipe an image into it, such as docker save X | freedive -`);
	}

	const stats = fs.fstatSync(fd);
	return stats.isFIFO() || stats.isSocket()
		? new net.Socket({fd, readable: true, writable: false})
		: fs.createReadStream('', {fd, highWaterMark: 256 * 1024});
}

/** The chunks of a stream, text as UTF-8. */
async function * chunksOf(stream: Readable): AsyncIterable<Uint8Array> {
	for await (const chunk of stream) {
		yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk as Uint8Array;
	}
}
