import zlib from 'node:zlib';
import type * as pako from 'pako';
import type {ByteSource} from './byte-source.js';
import {packWindow} from './pack-window.js';
import {SeekPointList, type FindOptions, type Place} from './seek-point-list.js';
import {ownStart, windowSize, type SeekPoints} from './seek-points.js';

/** How much is read at a time, and how much is inflated before what lies 32 KiB back is forgotten, in bytes. */
const inputSize = 128 * 1024;
const outputSize = 512 * 1024;

/** Of zlib's `data_type` after a call with Z_BLOCK: how many bits of the last byte are unused, whether a block is the last, and whether it stopped between two. */
const unusedBits = 7;
const lastBlock = 64;
const betweenBlocks = 128;

/**
Finds where inflating can begin in a gzip blob: at borders of blocks, and at members. Broken or cut off, it has points up to there.

Node's zlib does not tell at which bit a block begins. pako, a port of zlib, does, at half of its speed.

@returns Undefined where there is no such place but the start.
@throws {Error} What the file system says.
*/
export async function findGzipPoints(source: ByteSource, options: FindOptions = {}): Promise<SeekPoints | undefined> {
	return new GzipWalk(source, await import('pako'), options).run();
}

class GzipWalk {
	private readonly list: SeekPointList;
	private readonly stream: pako.ZStream;
	private readonly input = new Uint8Array(inputSize);
	private readonly output = new Uint8Array(windowSize + outputSize);
	/** How much of the blob was read, and how much plain data came of it. */
	private read = 0;
	private plain = 0;
	/** Where the member began among the plain bytes. */
	private member = 0;
	/** Of the segment that is open. */
	private check = 0;
	/** The last place that is surely one, and what the checksum was there. */
	private border: Place & {check: number} = {plain: 0, stored: 0, bit: ownStart, check: 0};

	constructor(private readonly source: ByteSource, private readonly zlibPort: typeof pako, private readonly options: FindOptions) {
		this.list = new SeekPointList(source, 'gzip', options.leastPlain);
		this.stream = new zlibPort.ZStream();
		this.stream.input = this.input;
		this.stream.output = this.output;
		this.stream.next_out = windowSize;
		// 15 bits of window, and 16 for gzip's header and checksum.
		zlibPort.zlibInflateInit2(this.stream, 15 + 16);
	}

	run(): SeekPoints | undefined {
		const isWhole = this.walk();
		this.list.end(this.border, this.border.check);
		return this.list.finish(isWhole);
	}

	/** Whether it came to the end. */
	private walk(): boolean {
		const {stream, zlibPort} = this;
		for (;;) {
			if (stream.avail_in === 0 && !this.fill()) {
				return false;
			}

			const status = this.inflate();
			if (status === zlibPort.Z_STREAM_END) {
				this.border = {plain: this.plain, stored: this.read - stream.avail_in, bit: ownStart, check: this.check};
				// Zeros may follow the last member, and what follows them is not looked at.
				if ((stream.avail_in === 0 && !this.fill()) || this.input[stream.next_in] === 0) {
					return true;
				}

				this.beginMember();
			} else if (status !== zlibPort.Z_OK && status !== zlibPort.Z_BUF_ERROR) {
				return false;
			} else if ((stream.data_type & (betweenBlocks | lastBlock)) === betweenBlocks && this.plain > this.member) {
				this.meetBorder(stream.data_type & unusedBits);
			}
		}
	}

	private fill(): boolean {
		const length = this.source.read(this.input, this.read);
		this.read += length;
		this.stream.next_in = 0;
		this.stream.avail_in = length;
		this.options.onRead?.(length);
		return length > 0;
	}

	private inflate(): number {
		const {stream, output, zlibPort} = this;
		if (stream.next_out === output.length) {
			output.copyWithin(0, output.length - windowSize);
			stream.next_out = windowSize;
		}

		const from = stream.next_out;
		stream.avail_out = output.length - from;
		const status = zlibPort.zlibInflate(stream, zlibPort.Z_BLOCK);
		const piece = output.subarray(from, stream.next_out);
		this.plain += piece.length;
		this.check = zlib.crc32(piece, this.check);
		return status;
	}

	/** What begins within a member is read up to the member's end and no further. */
	private beginMember(): void {
		if (this.list.open.bit !== ownStart || this.list.isDue(this.border)) {
			this.list.end(this.border, this.border.check);
			this.check = 0;
		}

		this.member = this.plain;
		this.zlibPort.zlibInflateReset(this.stream);
	}

	private meetBorder(unused: number): void {
		const stored = this.read - this.stream.avail_in;
		this.border = {plain: this.plain, stored: unused === 0 ? stored : stored - 1, bit: (8 - unused) % 8, check: this.check};
		if (this.list.isDue(this.border)) {
			const end = this.stream.next_out;
			const window = this.output.subarray(end - Math.min(windowSize, this.plain - this.member), end);
			this.list.end(this.border, this.check, packWindow(this.source, this.border, window));
			this.check = 0;
			this.border.check = 0;
		}
	}
}
