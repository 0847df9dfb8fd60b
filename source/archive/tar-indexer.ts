import {dropXattrs, paxInteger, paxTime, paxXattrs, readPax, type PaxRecords} from '../content/archives/pax.js';
import {blockSize, headerProblem, isZeroBlock, readNumber, textEnd} from '../content/archives/tar-header.js';
import {EntryNames} from './entry-names.js';
import {EntryTableBuilder} from './entry-table-builder.js';
import {entryType, unknownOwner, type EntryIndex, type EntryTable} from './entry-table.js';
import {OwnerCache} from './owner-cache.js';
import {SparseFile} from './sparse-file.js';
import {tableLimits, type TableLimits} from './table-limits.js';
import {deviceNumbers, entryTypeOf, typeFlag} from './type-flag.js';

/** A PAX header or long name beyond this is skipped with a warning (Go's archive/tar has the same bound). */
const maximumExtension = 1 << 20;

/** What the bytes that are asked for next are. */
type Expecting = 'header' | 'pax' | 'global-pax' | 'long-name' | 'long-link' | 'sparse-map';

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
	readonly builder: EntryTableBuilder;

	private expecting: Expecting = 'header';
	private resyncing = false;
	/** Where the first corrupt header stands. */
	private corruptFrom = -1;
	private readonly globals: PaxRecords = new Map();
	private records: PaxRecords | undefined;
	private longName: Uint8Array | undefined;
	private longLink: Uint8Array | undefined;
	private sparse: SparseFile | undefined;
	private readonly names: EntryNames;
	private readonly user: OwnerCache;
	private readonly group: OwnerCache;

	/** @param limits Where the table ends, with a warning. */
	constructor(limits: TableLimits = tableLimits) {
		this.builder = new EntryTableBuilder(limits);
		this.names = new EntryNames(this.builder);
		this.user = new OwnerCache(this.builder);
		this.group = new OwnerCache(this.builder);
	}

	/** Takes the `need` bytes that were asked for, which stand in `bytes` from `at`. */
	take(bytes: Uint8Array, at: number): void {
		switch (this.expecting) {
			case 'header': {
				this.takeHeader(bytes, at);
				break;
			}

			case 'sparse-map': {
				this.takeSparseMap(bytes, at);
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

		const size = readNumber(bytes, at + 124, 12);
		if (!(size >= 0)) {
			this.skipCorrupt('its size is no number');
			return;
		}

		this.resyncing = false;
		const start = this.next + blockSize;
		switch (bytes[at + 156]) {
			case typeFlag.pax:
			case typeFlag.solarisPax: {
				this.expect('pax', start, size);
				return;
			}

			case typeFlag.globalPax: {
				this.expect('global-pax', start, size);
				return;
			}

			case typeFlag.longName: {
				this.expect('long-name', start, size);
				return;
			}

			case typeFlag.longLink: {
				this.expect('long-link', start, size);
				return;
			}

			case typeFlag.volume:
			case typeFlag.continued: {
				this.skipTo(start, size);
				return;
			}

			default: {
				this.takeEntry(bytes, at, size, start);
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
			this.corruptFrom = this.corruptFrom < 0 ? this.next : this.corruptFrom;
			const message = `the tar header at byte ${this.next} is corrupt (${problem}); what lies between it and the next whole header is left out`;
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
				this.records = new Map(this.globals);
				this.readRecords(body, this.records);
				break;
			}

			case 'global-pax': {
				this.readRecords(body, this.globals);
				dropXattrs(this.globals);
				break;
			}

			case 'long-name': {
				this.longName = textOf(body);
				break;
			}

			default: {
				this.longLink = textOf(body);
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

	private takeEntry(bytes: Uint8Array, at: number, headerSize: number, start: number): void {
		const {builder} = this;
		if (builder.isFull) {
			builder.warn({message: `only the first ${builder.count} entries are read: the rest would take more memory than is given to one layer`, incomplete: true});
			this.done = true;
			return;
		}

		const records = this.records ?? (this.globals.size > 0 ? this.globals : undefined);
		const name = records?.get('GNU.sparse.name') ?? records?.get('path') ?? this.longName;
		const flag = bytes[at + 156];
		const stored = records ? this.paxSize(records, headerSize) : headerSize;
		let type = entryTypeOf(bytes, at);
		if ((flag === typeFlag.oldFile || (flag === typeFlag.file && stored === 0)) && (name ? endsWithSlash(name, 0, name.length) : endsWithSlash(bytes, at, 100))) {
			// In tars before POSIX a directory is a file whose name ends with a slash. In later ones, what has bytes stays a file, as engines
			// have it: else its content would be read as headers here and nowhere else, and could hide the ones behind it.
			type = entryType.directory;
		}

		// Links, devices, folders and fifos have no content, whatever their size says.
		const hasContent = type === entryType.file || flag === typeFlag.dump;
		const contentSize = hasContent ? stored : 0;

		const mode = readNumber(bytes, at + 100, 8) & 0o7777;
		const uid = ownerOf(bytes, at + 108, records, 'uid');
		const gid = ownerOf(bytes, at + 116, records, 'gid');
		const time = (records && paxTime(records, 'mtime')) ?? readNumber(bytes, at + 136, 12);
		const user = this.user.index(bytes, at + 265, records?.get('uname'));
		const group = this.group.index(bytes, at + 297, records?.get('gname'));
		const entry = builder.add(type, mode, uid ?? unknownOwner, gid ?? unknownOwner, user, group, Number.isFinite(time) ? time : 0, type === entryType.file ? contentSize : 0, start);

		this.names.addPath(bytes, at, name);
		if (uid === undefined || gid === undefined) {
			builder.warnOfLast(`its ${uid === undefined ? 'owner' : 'group'} is no number from 0 to 4294967295; it counts as unknown`, true);
		}

		if (type === entryType.symlink || type === entryType.hardlink) {
			this.names.addLink(bytes, at, records?.get('linkpath') ?? this.longLink, type === entryType.hardlink);
		} else if (flag === typeFlag.character || flag === typeFlag.block) {
			// Of a whiteout, too: a node 0/0 is told from one by name.
			builder.device(...deviceNumbers(bytes, at));
		}

		if (stored > contentSize) {
			builder.warnOfLast(`states ${stored} bytes of content, which engines do not read`, false);
		}

		const xattrs = records && paxXattrs(records);
		if (xattrs) {
			builder.attributes(xattrs);
		}

		this.content = contentSize > 0 && builder.lastType === entryType.file ? entry : -1;
		this.contentStart = start;
		this.contentEnd = start + contentSize;
		this.skipTo(start, contentSize);
		this.sparse = flag === typeFlag.sparse
			? SparseFile.ofHeader(bytes, at)
			: (records && type === entryType.file ? SparseFile.ofRecords(records, stored) : undefined);
		if (this.sparse) {
			this.continueSparse();
		}

		this.forget();
	}

	/** The size that a PAX record gives, for files of more than 8 GiB and by some writers for all. */
	private paxSize(records: PaxRecords, headerSize: number): number {
		const size = paxInteger(records, 'size');
		if (size === undefined && records.has('size')) {
			this.builder.warn({message: `the PAX header of the entry at byte ${this.next} gives a size that is no number`, incomplete: true});
		}

		return size ?? headerSize;
	}

	private forget(): void {
		this.records = undefined;
		this.longName = undefined;
		this.longLink = undefined;
	}

	/** Asks for the next block of a sparse file's map, or ends it. */
	private continueSparse(): void {
		const {sparse, contentStart, contentEnd} = this;
		this.content = -1;
		if (sparse!.expecting === 'header' || (sparse!.expecting === 'content' && contentEnd - contentStart >= blockSize)) {
			this.expecting = 'sparse-map';
			this.need = blockSize;
			this.next = contentStart;
		} else {
			this.endSparse(sparse!);
		}
	}

	private takeSparseMap(bytes: Uint8Array, at: number): void {
		const sparse = this.sparse!;
		this.contentStart += blockSize;
		if (sparse.expecting === 'header') {
			this.contentEnd += blockSize;
		}

		sparse.takeBlock(bytes, at);
		this.continueSparse();
	}

	private endSparse(sparse: SparseFile): void {
		const {builder, contentStart, contentEnd} = this;
		const stored = contentEnd - contentStart;
		const pieces = sparse.pieces(stored);
		if (builder.lastType === entryType.file) {
			builder.resizeLast(pieces ? sparse.size : stored, contentStart);
			if (pieces) {
				builder.pieces(pieces);
			} else {
				builder.broken.add(builder.count - 1);
				builder.warnOfLast(`a sparse file of ${sparse.size} bytes whose map can't be; its ${stored} stored bytes are counted`, true);
			}
		}

		// Taps are offered whole contents only; a sparse file's pieces are read by `readContents`.
		this.sparse = undefined;
		this.skipTo(contentStart, stored);
	}

	private tellWhatIsMissing(length: number): void {
		const {builder} = this;
		const last = builder.count - 1;
		if (this.corruptFrom === 0 && last < 0) {
			// The only sentence so far says that the first header is corrupt.
			builder.warnings[0] = {message: 'is no tar archive', incomplete: true};
		} else if (last >= 0 && (this.expecting === 'sparse-map' || (this.expecting === 'header' && this.contentEnd > length && this.next > length))) {
			const there = Math.max(0, length - this.contentStart);
			builder.warnOfLast(`its content is cut off: ${there} of ${this.contentEnd - this.contentStart} bytes are there`, true);
			builder.cutLast(there);
		} else if (this.expecting !== 'header' || this.hasExtension || (length > this.next && length < this.next + this.need)) {
			builder.warn({message: `the tar is cut off within the header at byte ${this.next}`, incomplete: true});
		}
	}

	/** Whether an extended header was read whose entry has not come. */
	private get hasExtension(): boolean {
		return (this.records ?? this.longName ?? this.longLink) !== undefined;
	}
}

/** A user's or group's number; undefined where what is said of it can't be one. It must never turn into another's, least of all into root's. */
function ownerOf(bytes: Uint8Array, at: number, records: PaxRecords | undefined, key: 'uid' | 'gid'): number | undefined {
	const id = records?.has(key) ? paxInteger(records, key) : readNumber(bytes, at, 8);
	return id !== undefined && id >= 0 && id <= unknownOwner ? id : undefined;
}

/** A copy of the text in a body that may end at a NUL; `slice` of a Buffer would be none. */
function textOf(body: Uint8Array): Uint8Array {
	return new Uint8Array(body.subarray(0, textEnd(body, 0, body.length)));
}

/** Whether a name, which may end at a NUL, ends with a slash. */
function endsWithSlash(bytes: Uint8Array, start: number, length: number): boolean {
	const end = textEnd(bytes, start, length);
	return end > start && bytes[end - 1] === 0x2F;
}
