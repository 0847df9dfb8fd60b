import {decodeBytes} from '../format/safe-text.js';
import {cleanPath, nameStart, whiteoutKind, type CleanPath} from './entry-path.js';
import {EntryTableBuilder, entryType, type EntryIndex, type EntryTable, type EntryType} from './entry-table.js';
import {paxNumber, paxXattrs, readPax, type PaxRecords} from './pax.js';
import {SparseMap, largestFile} from './sparse.js';
import {blockSize, headerProblem, isPosix, isZeroBlock, readNumber, textEnd} from './tar-header.js';

/** A PAX header or long name beyond this is skipped with a warning (Go's archive/tar has the same bound). */
const maximumExtension = 1 << 20;

/** Linux's PATH_MAX is 4096, but a path may be walked to by steps; beyond this a name is cut. */
const maximumPath = 1 << 16;

const flag = {
	file: 0x30, oldFile: 0, link: 0x31, symlink: 0x32, character: 0x33, block: 0x34, directory: 0x35, fifo: 0x36,
	pax: 0x78, solarisPax: 0x58, globalPax: 0x67, longName: 0x4C, longLink: 0x4B, sparse: 0x53, dump: 0x44, volume: 0x56, continued: 0x4D,
} as const;

/** What the bytes that are asked for next are. */
type Expecting = 'header' | 'pax' | 'global-pax' | 'long-name' | 'long-link' | 'sparse-header' | 'sparse-map';

/**
Reads the headers of a tar, of any dialect, into an `EntryTable`. It does no I/O: it says which bytes it wants (`need` bytes at
`next`), and whoever drives it brings them by seeking or by letting a stream go by.

POSIX pax ("ustar Interchange Format", "pax Interchange Format") and the GNU tar manual ("Basic Tar Format", "Storing Sparse Files").
*/
export class TarIndexer {
	/** Where the bytes wanted next start, in bytes of the tar. */
	next = 0;
	/** How many bytes are wanted there. */
	need = blockSize;
	/** Whether the end of the archive was seen. */
	done = false;
	/** The entry whose content lies before `next`, or -1: the content of entry `content` lies from `contentStart` to `contentEnd`. */
	content: EntryIndex = -1;
	contentStart = 0;
	contentEnd = 0;
	readonly builder = new EntryTableBuilder();

	private expecting: Expecting = 'header';
	private resyncing = false;
	private readonly globals: PaxRecords = new Map();
	private records: PaxRecords | undefined;
	private longName: Uint8Array | undefined;
	private longLink: Uint8Array | undefined;
	private sparseMap: SparseMap | undefined;
	private sparseSize = 0;
	private sparseEntry: EntryIndex = -1;
	private lastSparse: EntryIndex = -1;
	private readonly clean: CleanPath = {bytes: new Uint8Array(), start: 0, end: 0, escaped: false};
	private readonly joined = new Uint8Array(256);
	private readonly user = new OwnerCache(this.builder);
	private readonly group = new OwnerCache(this.builder);

	/** Takes the `need` bytes that were asked for, which stand in `bytes` from `at`. */
	take(bytes: Uint8Array, at: number): void {
		switch (this.expecting) {
			case 'header': {
				this.takeHeader(bytes, at);
				break;
			}

			case 'sparse-header': {
				this.takeSparseHeader(bytes, at);
				break;
			}

			case 'sparse-map': {
				this.takeSparseMap(bytes.subarray(at, at + blockSize));
				break;
			}

			default: {
				this.takeExtension(bytes.subarray(at, at + this.need));
			}
		}
	}

	/** Ends the table. `length`: how many bytes of the tar there are; what is missing becomes warnings. */
	finish(length: number): EntryTable {
		if (!this.done) {
			this.tellWhatIsMissing(length);
		}

		return this.builder.finish(Math.min(length, this.next));
	}

	private takeHeader(bytes: Uint8Array, at: number): void {
		// Only a header's first byte is looked at in the common case: a name can't begin with NUL.
		if (bytes[at] === 0 && isZeroBlock(bytes, at)) {
			this.takeZeroBlock();
			return;
		}

		const problem = headerProblem(bytes, at);
		if (problem !== undefined) {
			this.skipCorrupt(problem);
			return;
		}

		this.resyncing = false;
		const type = bytes[at + 156]!;
		const stated = readNumber(bytes, at + 124, 12);
		const size = stated >= 0 ? stated : 0;
		const start = this.next + blockSize;
		switch (type) {
			case flag.pax:
			case flag.solarisPax: {
				this.expect('pax', start, size);
				return;
			}

			case flag.globalPax: {
				this.expect('global-pax', start, size);
				return;
			}

			case flag.longName: {
				this.expect('long-name', start, size);
				return;
			}

			case flag.longLink: {
				this.expect('long-link', start, size);
				return;
			}

			case flag.volume:
			case flag.continued: {
				this.skipTo(start, size);
				return;
			}

			default: {
				this.takeEntry(bytes, at, type, size, start);
			}
		}
	}

	private takeZeroBlock(): void {
		if (!this.resyncing) {
			// GNU tar ends at a lone zero block too; what follows is garbage.
			this.done = true;
		}

		this.next += blockSize;
	}

	private skipCorrupt(problem: string): void {
		if (!this.resyncing) {
			this.resyncing = true;
			const message = this.next === 0
				? 'is no tar archive'
				: `the tar header at byte ${this.next} is corrupt (${problem}); what lies between it and the next whole header is left out`;
			this.builder.warn({message, incomplete: true});
			this.forget();
		}

		this.content = -1;
		this.next += blockSize;
	}

	private expect(expecting: Expecting, start: number, size: number): void {
		if (size > maximumExtension) {
			this.builder.warn({message: `an extended header of ${size} bytes at byte ${start - blockSize} is skipped: more than ${maximumExtension} are not read`, incomplete: true});
			this.skipTo(start, size);
			return;
		}

		this.content = -1;
		this.expecting = expecting;
		this.next = start;
		this.need = size;
		if (size === 0) {
			this.takeExtension(new Uint8Array());
		}
	}

	private takeExtension(body: Uint8Array): void {
		switch (this.expecting) {
			case 'pax': {
				this.records ??= new Map();
				this.readRecords(body, this.records);
				break;
			}

			case 'global-pax': {
				this.readRecords(body, this.globals);
				break;
			}

			case 'long-name': {
				this.longName = body.slice(0, textEnd(body, 0, body.length));
				break;
			}

			default: {
				this.longLink = body.slice(0, textEnd(body, 0, body.length));
			}
		}

		this.skipTo(this.next, this.need);
	}

	private readRecords(body: Uint8Array, records: PaxRecords): void {
		const problem = readPax(body, records);
		if (problem !== undefined) {
			this.builder.warn({message: `the entry at byte ${this.next} ${problem}`, incomplete: true});
		}
	}

	/** Goes on at the header that follows `size` bytes from `start`, padded to whole blocks. */
	private skipTo(start: number, size: number): void {
		this.expecting = 'header';
		this.need = blockSize;
		this.next = start + (Math.ceil(size / blockSize) * blockSize);
	}

	private takeEntry(bytes: Uint8Array, at: number, typeFlag: number, headerSize: number, start: number): void {
		const records = this.effectiveRecords();
		const type = entryTypeOf(typeFlag, bytes, at);
		const stored = records ? paxNumber(records, 'size') ?? headerSize : headerSize;
		// Links, devices, folders and fifos have no content, whatever their size says.
		const hasContent = type === entryType.file || typeFlag === flag.dump;
		const contentSize = hasContent ? stored : 0;

		const mode = readNumber(bytes, at + 100, 8) & 0o7777;
		const uid = ownerId((records && paxNumber(records, 'uid')) ?? readNumber(bytes, at + 108, 8));
		const gid = ownerId((records && paxNumber(records, 'gid')) ?? readNumber(bytes, at + 116, 8));
		const time = (records && paxNumber(records, 'mtime')) ?? readNumber(bytes, at + 136, 12);
		const user = this.user.index(bytes, at + 265, records?.get('uname'));
		const group = this.group.index(bytes, at + 297, records?.get('gname'));
		const entry = this.builder.add(type, mode, uid, gid, user, group, Number.isFinite(time) ? time : 0, type === entryType.file ? contentSize : 0, start);

		this.addPath(bytes, at, records);
		this.addLink(bytes, at, type, records);
		if (type === entryType.characterDevice || type === entryType.blockDevice) {
			this.builder.devices.set(entry, [readNumber(bytes, at + 329, 8) || 0, readNumber(bytes, at + 337, 8) || 0]);
		}

		const xattrs = records && paxXattrs(records);
		if (xattrs) {
			this.builder.xattrs.set(entry, xattrs);
		}

		this.content = contentSize > 0 && this.builder.lastType === entryType.file ? entry : -1;
		this.contentStart = start;
		this.contentEnd = start + contentSize;
		this.skipTo(start, contentSize);
		if (typeFlag === flag.sparse) {
			this.beginSparse(bytes, at, entry, contentSize, start);
		} else if (records?.has('GNU.sparse.major') || records?.has('GNU.sparse.map')) {
			this.beginPaxSparse(records, entry, contentSize, start);
		}

		this.forget();
	}

	/** The records that hold for this entry: its own over the global ones. */
	private effectiveRecords(): PaxRecords | undefined {
		if (this.globals.size === 0) {
			return this.records;
		}

		return this.records ? new Map([...this.globals, ...this.records]) : this.globals;
	}

	private forget(): void {
		this.records = undefined;
		this.longName = undefined;
		this.longLink = undefined;
	}

	private addPath(bytes: Uint8Array, at: number, records: PaxRecords | undefined): void {
		const {clean} = this;
		const name = records?.get('GNU.sparse.name') ?? records?.get('path') ?? this.longName;
		if (name) {
			cleanPath(name, 0, textEnd(name, 0, Math.min(name.length, maximumPath)), clean);
		} else if (bytes[at + 345] !== 0 && isPosix(bytes, at)) {
			const prefix = textEnd(bytes, at + 345, 155) - (at + 345);
			const length = textEnd(bytes, at, 100) - at;
			this.joined.set(bytes.subarray(at + 345, at + 345 + prefix));
			this.joined[prefix] = 0x2F;
			this.joined.set(bytes.subarray(at, at + length), prefix + 1);
			cleanPath(this.joined, 0, prefix + 1 + length, clean);
		} else {
			cleanPath(bytes, at, textEnd(bytes, at, 100), clean);
		}

		const {builder} = this;
		const base = nameStart(clean.bytes, clean.start, clean.end);
		const kind = whiteoutKind(clean.bytes, base, clean.end);
		if (kind === 'none') {
			builder.path(clean.bytes, clean.start, clean.end);
		} else {
			this.addWhiteout(base, kind);
		}

		if (clean.escaped) {
			builder.warn({path: this.lastPath(), message: 'its name leaves the root by “..”; it is kept inside', incomplete: false});
		}

		if (name && name.length > maximumPath) {
			builder.warn({path: this.lastPath().slice(0, 200), message: `its name of ${name.length} bytes is cut at ${maximumPath}`, incomplete: true});
		}
	}

	private addWhiteout(base: number, kind: 'whiteout' | 'opaque' | 'aufs' | 'meaningless'): void {
		const {builder, clean} = this;
		if (kind === 'opaque') {
			builder.retype(entryType.opaque);
			builder.path(clean.bytes, clean.start, Math.max(clean.start, base - 1));
		} else if (kind === 'whiteout') {
			builder.retype(entryType.whiteout);
			builder.path(clean.bytes, clean.start, base);
			builder.path(clean.bytes, base + 4, clean.end);
		} else {
			builder.retype(entryType.aufs);
			builder.path(clean.bytes, clean.start, clean.end);
			if (kind === 'meaningless') {
				builder.warn({path: this.lastPath(), message: 'a whiteout that names nothing is ignored', incomplete: false});
			}
		}
	}

	private addLink(bytes: Uint8Array, at: number, type: EntryType, records: PaxRecords | undefined): void {
		if (type !== entryType.symlink && type !== entryType.hardlink) {
			return;
		}

		let target = records?.get('linkpath') ?? this.longLink ?? bytes;
		let start = 0;
		let end = target.length;
		if (target === bytes) {
			start = at + 157;
			end = textEnd(bytes, start, 100);
		}

		if (type === entryType.hardlink) {
			const {clean} = this;
			cleanPath(target, start, end, clean);
			target = clean.bytes;
			start = clean.start;
			end = clean.end;
		}

		this.builder.link(target, start, end);
	}

	private beginSparse(bytes: Uint8Array, at: number, entry: EntryIndex, stored: number, start: number): void {
		this.sparseEntry = entry;
		this.sparseSize = readNumber(bytes, at + 483, 12);
		this.sparseMap = new SparseMap();
		this.sparseMap.readStructs(bytes, at + 386, 4);
		if (bytes[at + 482] === 0) {
			this.endSparse(stored, start);
		} else {
			this.expectBlock('sparse-header', stored, start);
		}
	}

	private takeSparseHeader(bytes: Uint8Array, at: number): void {
		this.sparseMap!.readStructs(bytes, at, 21);
		const start = this.next + blockSize;
		const stored = this.contentEnd - this.contentStart;
		if (bytes[at + 504] === 0) {
			this.endSparse(stored, start);
		} else {
			this.expectBlock('sparse-header', stored, start);
		}
	}

	private beginPaxSparse(records: PaxRecords, entry: EntryIndex, stored: number, start: number): void {
		this.sparseEntry = entry;
		this.sparseSize = paxNumber(records, 'GNU.sparse.realsize') ?? paxNumber(records, 'GNU.sparse.size') ?? stored;
		this.sparseMap = new SparseMap();
		const map = records.get('GNU.sparse.map');
		if (map) {
			this.sparseMap.readList(decodeBytes(map));
			this.endSparse(stored, start);
		} else if (stored >= blockSize) {
			this.expectBlock('sparse-map', stored, start);
		} else {
			this.endSparse(stored, start);
		}
	}

	private takeSparseMap(block: Uint8Array): void {
		const whole = this.sparseMap!.readBlock(block);
		const start = this.next + blockSize;
		const left = this.contentEnd - start;
		if (whole || left < blockSize) {
			this.endSparse(Math.max(0, left), start);
		} else {
			this.expectBlock('sparse-map', left, start);
		}
	}

	private expectBlock(expecting: Expecting, stored: number, start: number): void {
		this.content = -1;
		this.expecting = expecting;
		this.need = blockSize;
		this.next = start;
		this.contentStart = start;
		this.contentEnd = start + stored;
	}

	private endSparse(stored: number, start: number): void {
		const {builder, sparseEntry: entry} = this;
		const size = this.sparseSize;
		const pieces = size >= 0 && size <= largestFile ? this.sparseMap!.finish(size) : undefined;
		if (pieces) {
			builder.resize(entry, size, start);
			builder.sparse.set(entry, pieces);
		} else {
			builder.resize(entry, stored, start);
			builder.broken.add(entry);
			builder.warn({path: this.lastPath(), message: `a sparse file of ${size} bytes whose map can't be; its ${stored} stored bytes are counted`, incomplete: true});
		}

		this.sparseMap = undefined;
		// Taps are offered whole contents only; a sparse file's pieces are read by `readContent`.
		this.content = -1;
		this.contentStart = start;
		this.contentEnd = start + stored;
		this.skipTo(start, stored);
		this.lastSparse = entry;
	}

	private tellWhatIsMissing(length: number): void {
		const {builder} = this;
		const last = builder.count - 1;
		if (this.expecting === 'header' && this.contentEnd > length && last >= 0 && this.next > length) {
			const there = Math.max(0, length - this.contentStart);
			builder.warn({path: this.lastPath(), message: `its content is cut off: ${there} of ${this.contentEnd - this.contentStart} bytes are there`, incomplete: true});
			if (this.lastSparse === last) {
				builder.broken.add(last);
			} else {
				builder.cut(last, there);
			}
		} else if (this.expecting !== 'header' || (length > this.next && length < this.next + this.need)) {
			builder.warn({message: `the tar is cut off within the header at byte ${this.next}`, incomplete: true});
		}
	}

	private lastPath(): string {
		return `/${decodeBytes(this.builder.lastPath)}`;
	}
}

/** Remembers the owner name seen last, since nearly all entries of a layer name the same one. */
class OwnerCache {
	private readonly last = new Uint8Array(32);
	private lastLength = 0;
	private lastIndex = 0;

	constructor(private readonly builder: EntryTableBuilder) {}

	index(bytes: Uint8Array, at: number, record: Uint8Array | undefined): number {
		if (record) {
			return this.builder.owner(decodeBytes(record));
		}

		let length = 0;
		let same = true;
		for (; length < 32 && bytes[at + length] !== 0; length++) {
			same &&= this.last[length] === bytes[at + length];
		}

		if (!same || length !== this.lastLength) {
			this.last.set(bytes.subarray(at, at + length));
			this.lastLength = length;
			this.lastIndex = this.builder.owner(decodeBytes(bytes.subarray(at, at + length)));
		}

		return this.lastIndex;
	}
}

function ownerId(id: number): number {
	return id >= 0 ? Math.min(id, 0xFF_FF_FF_FF) : 0;
}

function entryTypeOf(typeFlag: number, bytes: Uint8Array, at: number): EntryType {
	switch (typeFlag) {
		case flag.link: {
			return entryType.hardlink;
		}

		case flag.symlink: {
			return entryType.symlink;
		}

		case flag.character: {
			// Overlayfs's own whiteout is a character device 0/0.
			const isWhiteout = (readNumber(bytes, at + 329, 8) || 0) === 0 && (readNumber(bytes, at + 337, 8) || 0) === 0;
			return isWhiteout ? entryType.whiteout : entryType.characterDevice;
		}

		case flag.block: {
			return entryType.blockDevice;
		}

		case flag.directory:
		case flag.dump: {
			return entryType.directory;
		}

		case flag.fifo: {
			return entryType.fifo;
		}

		case flag.oldFile:
		case flag.file: {
			// In tars before POSIX a directory is a file whose name ends with a slash.
			const end = textEnd(bytes, at, 100);
			return end > at && bytes[end - 1] === 0x2F ? entryType.directory : entryType.file;
		}

		default: {
			// POSIX: a type that is not known is a regular file.
			return entryType.file;
		}
	}
}
