import {ArchiveError} from './archive-error.js';

const magic = 0xFD_2F_B5_28;
const magicBytes = Uint8Array.of(0x28, 0xB5, 0x2F, 0xFD);
const blockHeaderSize = 3;
const largestBlock = 128 * 1024;

/** A piece of a zstd blob that lies within one frame. */
export type FramePiece = {
	bytes: Uint8Array;
	/** Whether the frame's last byte is in this piece. */
	last: boolean;
	/** With the last piece: the most that the frame can inflate to, in bytes, by its number of blocks. */
	bound: number;
};

type Expecting = 'magic' | 'descriptor' | 'header' | 'block-header' | 'block' | 'checksum' | 'skippable-size' | 'skippable';

/**
Cuts a zstd stream into its frames by walking frame and block headers (RFC 8878, 3.1), dropping skippable frames.

Node's decompressor stops after the first frame of a write and may be silent about a frame that is cut off (nodejs/node#64741,
#64592), so it is handed one frame at a time, and whether a frame is whole is judged here.
*/
export class ZstdFrames {
	private expecting: Expecting = 'magic';
	/** Bytes still to come of what is expected. */
	private left = 4;
	/** The bytes of a header so far, little-endian. */
	private readonly header = new Uint8Array(18);
	private filled = 0;
	private hasChecksum = false;
	private lastBlock = false;
	private blocks = 0;
	private inFrame = false;
	/** Where the byte stands in the blob that follows the piece that was given last. */
	position = 0;

	/** Whether all that was pushed ends with a whole frame. */
	get whole(): boolean {
		return this.expecting === 'magic' && this.filled === 0;
	}

	/**
	The pieces of frames in `chunk`, without copying.

	@throws {ArchiveError} Where no frame begins.
	*/
	* push(chunk: Uint8Array): Generator<FramePiece> {
		let at = 0;
		let pieceStart = 0;
		while (at < chunk.length) {
			const isData = this.expecting === 'block' || this.expecting === 'skippable';
			const count = isData ? Math.min(this.left, chunk.length - at) : 1;
			if (!isData) {
				this.header[this.filled++] = chunk[at]!;
			}

			at += count;
			this.position += count;
			this.left -= count;
			if (this.left > 0) {
				continue;
			}

			this.advance();
			if (!this.inFrame && this.expecting === 'descriptor') {
				// The magic may have come in two chunks; it is always the same four bytes.
				yield {bytes: magicBytes, last: false, bound: 0};
				this.inFrame = true;
				pieceStart = at;
			} else if (this.inFrame && this.expecting === 'magic') {
				yield {bytes: chunk.subarray(pieceStart, at), last: true, bound: this.blocks * largestBlock};
				this.inFrame = false;
				this.blocks = 0;
			}
		}

		if (this.inFrame && pieceStart < at) {
			yield {bytes: chunk.subarray(pieceStart, at), last: false, bound: 0};
		}
	}

	/** What was expected is whole: says what comes next. */
	private advance(): void {
		const {header} = this;
		switch (this.expecting) {
			case 'magic': {
				this.advanceMagic();
				break;
			}

			case 'skippable-size': {
				const size = readLittle(header, 4);
				if (size > 0) {
					this.expect('skippable', size);
				} else {
					this.expect('magic', 4);
				}

				break;
			}

			case 'descriptor': {
				this.advanceDescriptor(header[0]);
				break;
			}

			case 'header': {
				this.expect('block-header', blockHeaderSize);
				break;
			}

			case 'block-header': {
				const value = readLittle(header, blockHeaderSize);
				this.lastBlock = (value & 1) === 1;
				this.blocks++;
				const isRun = ((value >> 1) & 3) === 1;
				this.expect('block', isRun ? 1 : value >> 3);
				if (this.left === 0) {
					this.endBlock();
				}

				break;
			}

			case 'block': {
				this.endBlock();
				break;
			}

			default: {
				this.expect('magic', 4);
			}
		}
	}

	private advanceMagic(): void {
		const value = readLittle(this.header, 4);
		if (value === magic) {
			this.expect('descriptor', 1);
		} else if (value >>> 4 === 0x1_84_D2_A5) {
			this.expect('skippable-size', 4);
		} else {
			throw new ArchiveError(`no zstd frame begins at byte ${this.position - 4} of the compressed data`);
		}
	}

	/** Frame_Header_Descriptor (RFC 8878, 3.1.1.1.1) tells how long the rest of the header is. */
	private advanceDescriptor(descriptor: number): void {
		const contentSizeFlag = descriptor >> 6;
		const isSingleSegment = (descriptor & 0x20) !== 0;
		this.hasChecksum = (descriptor & 0x04) !== 0;
		const window = isSingleSegment ? 0 : 1;
		const dictionary = [0, 1, 2, 4][descriptor & 3];
		const contentSize = contentSizeFlag === 0 ? (isSingleSegment ? 1 : 0) : 1 << contentSizeFlag;
		const length = window + dictionary + contentSize;
		if (length > 0) {
			this.expect('header', length);
		} else {
			this.expect('block-header', blockHeaderSize);
		}
	}

	private endBlock(): void {
		if (!this.lastBlock) {
			this.expect('block-header', blockHeaderSize);
		} else if (this.hasChecksum) {
			this.expect('checksum', 4);
		} else {
			this.expect('magic', 4);
		}
	}

	private expect(expecting: Expecting, length: number): void {
		this.expecting = expecting;
		this.left = length;
		this.filled = 0;
	}
}

function readLittle(bytes: Uint8Array, length: number): number {
	let value = 0;
	for (let index = length - 1; index >= 0; index--) {
		value = (value * 256) + bytes[index];
	}

	return value;
}
