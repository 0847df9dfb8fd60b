import {onePackage, type PackageFact} from './package-fact.js';

/** How much of a program's start must be there to find its segments: more than any linker puts before the last program header. */
const headSize = 4096;

/** A build information begins so, sixteen bytes before what tells its form (Go's `debug/buildinfo`). */
const magic = Buffer.from('\u00FF Go buildinf:', 'latin1');

/** How much is kept from there on: the version of Go and the main module, which come first. */
const captureSize = 16 * 1024;

/** A program may hold the magic by chance; after this many there is none. */
const maximumCandidates = 8;

/** Loaded, and writable: where linkers put Go's build information. */
const loadable = 1;
const writable = 2;

/**
Finds the main module of a Go program in its bytes as they go by, without need of those before its data segment.

Programs of Go 1.18 and later hold it in line; those before point to it, and are passed over.
*/
export class GoBuildInfoReader {
	/** Where the next byte lies that is needed; endless where none is. */
	next = 0;
	private readonly head = Buffer.alloc(headSize);
	private readonly headLength: number;
	private headFilled = 0;
	private segmentEnd = 0;
	/** What may be the start of the magic, at the end of what was searched; once found, all from it on. */
	private held = Buffer.alloc(0);
	private isFound = false;
	private candidates = 0;
	private fact: PackageFact | undefined;

	/** @param size The program's length in bytes. */
	constructor(size: number) {
		this.headLength = Math.min(headSize, size);
	}

	/** Takes bytes that lie at `at`: in order, and none left out but those before `next`. */
	write(piece: Uint8Array, at: number): void {
		if (this.headFilled < this.headLength) {
			const part = piece.subarray(0, this.headLength - this.headFilled);
			this.head.set(part, this.headFilled);
			this.headFilled += part.length;
			this.next = this.headFilled;
			if (this.headFilled < this.headLength) {
				return;
			}

			const segment = dataSegment(this.head);
			this.next = segment?.start ?? Number.POSITIVE_INFINITY;
			this.segmentEnd = segment?.end ?? 0;
			// A segment may begin within the head.
			if (this.next < headSize && at > 0) {
				this.search(this.head.subarray(this.next, Math.min(at, this.segmentEnd)));
				this.next = Math.max(this.next, at);
			}
		}

		if (this.next < at + piece.length) {
			this.search(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).subarray(Math.max(0, this.next - at), Math.max(0, this.segmentEnd - at)));
			if (this.next !== Number.POSITIVE_INFINITY) {
				this.next = at + piece.length < this.segmentEnd ? at + piece.length : Number.POSITIVE_INFINITY;
			}
		}
	}

	/** The main module, or the package where a program was built outside of one; undefined for what is no program of Go. */
	end(): PackageFact | undefined {
		if (this.isFound && !this.fact) {
			this.fact = readModule(this.held);
		}

		return this.fact;
	}

	private search(part: Buffer): void {
		this.held = Buffer.concat([this.held, part]);
		for (;;) {
			if (!this.isFound) {
				const found = this.held.indexOf(magic);
				this.isFound = found >= 0;
				this.held = Buffer.from(this.held.subarray(found < 0 ? Math.max(0, this.held.length - magic.length + 1) : found));
			}

			if (!this.isFound || this.held.length < captureSize) {
				return;
			}

			this.fact = readModule(this.held);
			if (this.fact || ++this.candidates >= maximumCandidates) {
				this.next = Number.POSITIVE_INFINITY;
				this.held = Buffer.alloc(0);
				this.isFound = false;
				return;
			}

			this.isFound = false;
			this.held = this.held.subarray(magic.length);
		}
	}
}

/** Where the first writable segment of an ELF file lies; undefined where it is none. */
function dataSegment(head: Buffer): {start: number; end: number} | undefined {
	if (head.length < 64 || head.readUInt32BE(0) !== 0x7F_45_4C_46) {
		return undefined;
	}

	const is64 = head[4] === 2;
	const isLittle = head[5] === 1;
	const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
	const word = (at: number) => is64 ? Number(view.getBigUint64(at, isLittle)) : view.getUint32(at, isLittle);
	const table = word(is64 ? 32 : 28);
	const entrySize = view.getUint16(is64 ? 54 : 42, isLittle);
	const count = view.getUint16(is64 ? 56 : 44, isLittle);
	if (entrySize < (is64 ? 56 : 32)) {
		return undefined;
	}

	for (let index = 0, at = table; index < count && at + entrySize <= head.length; index++, at += entrySize) {
		const flags = view.getUint32(at + (is64 ? 4 : 24), isLittle);
		if (view.getUint32(at, isLittle) === loadable && (flags & writable) !== 0) {
			const start = word(at + (is64 ? 8 : 4));
			const end = start + word(at + (is64 ? 32 : 16));
			return Number.isSafeInteger(end) ? {start, end} : undefined;
		}
	}

	return undefined;
}

/** Reads the two strings behind the header's 32 bytes: the version of Go, and lines of the module's facts between marks of 16 bytes. */
function readModule(bytes: Buffer): PackageFact | undefined {
	const hasInlineStrings = bytes.length > 33 && (bytes[15] & 2) !== 0;
	const version = hasInlineStrings ? readLength(bytes, 32) : undefined;
	const facts = version && readLength(bytes, version.at + version.length);
	if (!facts || facts.length < 33) {
		return undefined;
	}

	const lines = bytes.subarray(facts.at + 16, facts.at + facts.length - 16).toString().split('\n');
	const field = (name: string) => lines.find(line => line.startsWith(`${name}\t`))?.split('\t');
	const [, module, moduleVersion] = field('mod') ?? [];
	const fact = onePackage(module ?? field('path')?.[1], moduleVersion ?? '');
	return fact.form === 'packages' ? fact : undefined;
}

/** A length as Go's `binary.PutUvarint` writes it. */
function readLength(bytes: Buffer, at: number): {at: number; length: number} | undefined {
	let length = 0;
	for (let shift = 0; shift < 28 && at < bytes.length; shift += 7) {
		const byte = bytes[at++];
		length += (byte & 0x7F) * (2 ** shift);
		if (byte < 0x80) {
			return {at, length};
		}
	}

	return undefined;
}
