import {decodeBytes} from '../format/safe-text.js';
import type {ArchiveWarning, EntryColumns, EntryIndex, EntryTable, EntryType} from './entry-table.js';
import {tableLimits} from './table-limits.js';
import {grown, type Column} from './grown.js';

/** What it costs at most to keep an array or a map beside the bytes in it, in bytes. */
const overhead = 256;

const maximumOwners = 0xFF_FF;
const maximumWarnings = 100;

/** A warning tells no more of a path than this, in bytes. */
const longestTold = 4096;

/** Columns of no more entries than this are kept for the next table. */
const largestSpare = 1 << 17;

/** Columns of the table that was finished last, for the next: layers come one after another. */
let spare: {capacity: number} & EntryColumns | undefined;

/** A new builder has room for so many entries. */
const firstCapacity = 1024;

/** Grows an `EntryTable` entry by entry. After `finish` it is used up. */
export class EntryTableBuilder {
	count = 0;
	readonly devices: EntryTable['devices'] = new Map();
	readonly xattrs: EntryTable['xattrs'] = new Map();
	readonly sparse: EntryTable['sparse'] = new Map();
	readonly broken: EntryTable['broken'] = new Set();
	readonly absolute: EntryTable['absolute'] = {count: 0, first: -1};
	readonly warnings: ArchiveWarning[] = [];
	private capacity: number;
	private paths: Uint8Array;
	private pathsLength = 0;
	private pathStart: Uint32Array;
	private type: Uint8Array;
	private mode: Uint16Array;
	private uid: Uint32Array;
	private gid: Uint32Array;
	private user: Uint16Array;
	private group: Uint16Array;
	private mtime: Float64Array;
	private size: Float64Array;
	private offset: Float64Array;
	private links: Uint8Array;
	private linksLength = 0;
	private linkStart: Uint32Array;
	private readonly owners = [''];
	private readonly ownerIndex = new Map<string, number>([['', 0]]);
	private droppedWarnings = 0;
	private droppedIncomplete = false;
	/** Bytes that are kept beside the columns and names. */
	private kept = 0;

	constructor(private readonly limits = tableLimits) {
		const capacity = spare?.capacity ?? firstCapacity;
		this.capacity = capacity;
		this.paths = spare?.paths ?? new Uint8Array(capacity * 32);
		this.pathStart = spare?.pathStart ?? new Uint32Array(capacity + 1);
		this.type = spare?.type ?? new Uint8Array(capacity);
		this.mode = spare?.mode ?? new Uint16Array(capacity);
		this.uid = spare?.uid ?? new Uint32Array(capacity);
		this.gid = spare?.gid ?? new Uint32Array(capacity);
		this.user = spare?.user ?? new Uint16Array(capacity);
		this.group = spare?.group ?? new Uint16Array(capacity);
		this.mtime = spare?.mtime ?? new Float64Array(capacity);
		this.size = spare?.size ?? new Float64Array(capacity);
		this.offset = spare?.offset ?? new Float64Array(capacity);
		this.links = spare?.links ?? new Uint8Array(capacity);
		this.linkStart = spare?.linkStart ?? new Uint32Array(capacity + 1);
		spare = undefined;
	}

	/** Adds an entry with the number columns given; path and link target follow by `path` and `link`. */
	add(type: EntryType, mode: number, uid: number, gid: number, user: number, group: number, mtime: number, size: number, offset: number): EntryIndex {
		if (this.count === this.capacity) {
			this.grow();
		}

		const entry = this.count++;
		this.type[entry] = type;
		this.mode[entry] = mode;
		this.uid[entry] = uid;
		this.gid[entry] = gid;
		this.user[entry] = user;
		this.group[entry] = group;
		this.mtime[entry] = mtime;
		this.size[entry] = size;
		this.offset[entry] = offset;
		this.pathStart[entry + 1] = this.pathsLength;
		this.linkStart[entry + 1] = this.linksLength;
		return entry;
	}

	/** Appends to the path of the entry added last. */
	path(bytes: Uint8Array, start: number, end: number): void {
		const length = end - start;
		if (this.pathsLength + length > this.paths.length) {
			this.paths = grown(this.paths, this.pathsLength + length);
		}

		const {paths} = this;
		let at = this.pathsLength;
		for (let index = start; index < end; index++) {
			paths[at++] = bytes[index]!;
		}

		this.pathsLength = at;
		this.pathStart[this.count] = at;
	}

	/** Appends to the link target of the entry added last. */
	link(bytes: Uint8Array, start: number, end: number): void {
		const length = end - start;
		if (this.linksLength + length > this.links.length) {
			this.links = grown(this.links, this.linksLength + length);
		}

		this.links.set(bytes.subarray(start, end), this.linksLength);
		this.linksLength += length;
		this.linkStart[this.count] = this.linksLength;
	}

	/** Sets the numbers of the device node added last. */
	device(major: number, minor: number): void {
		this.devices.set(this.count - 1, [major, minor]);
		this.kept += overhead;
	}

	/** Sets the extended attributes of the entry added last. */
	attributes(xattrs: ReadonlyMap<string, Uint8Array>): void {
		this.xattrs.set(this.count - 1, xattrs);
		this.kept += overhead;
		for (const [name, value] of xattrs) {
			this.kept += (2 * name.length) + value.length + overhead;
		}
	}

	/** Sets the map of the entry added last, a sparse file. */
	pieces(pieces: Float64Array): void {
		this.sparse.set(this.count - 1, pieces);
		this.kept += pieces.byteLength + overhead;
	}

	/** The number under which a user's or group's name is kept. */
	owner(name: string): number {
		let index = this.ownerIndex.get(name);
		if (index === undefined) {
			if (this.owners.length >= maximumOwners) {
				return 0;
			}

			index = this.owners.length;
			this.owners.push(name);
			this.ownerIndex.set(name, index);
			this.kept += (2 * name.length) + overhead;
		}

		return index;
	}

	/** Notes what is odd about the archive. Beyond a hundred they are only counted. */
	warn(warning: ArchiveWarning): void {
		if (this.warnings.length < maximumWarnings) {
			this.warnings.push(warning);
		} else {
			this.droppedWarnings++;
			this.droppedIncomplete ||= warning.incomplete;
		}
	}

	/** Notes what is odd about the entry added last. */
	warnOfLast(message: string, incomplete: boolean): void {
		this.warn({path: `/${decodeBytes(this.lastPath.subarray(0, longestTold))}`, message, incomplete});
	}

	/** Says that the tar writes the name of the entry added last with a slash before it. */
	absoluteLast(): void {
		if (this.absolute.count++ === 0) {
			this.absolute.first = this.count - 1;
		}
	}

	/** What the entry added last is. */
	get lastType(): EntryType {
		return this.type[this.count - 1] as EntryType;
	}

	/** Permission bits of the entry added last. */
	get lastMode(): number {
		return this.mode[this.count - 1];
	}

	/** The path of the entry added last. */
	get lastPath(): Uint8Array {
		return this.paths.subarray(this.pathStart[this.count - 1], this.pathsLength);
	}

	/** Says what the entry added last is: a whiteout has no content. */
	retype(type: EntryType): void {
		this.type[this.count - 1] = type;
		this.size[this.count - 1] = 0;
	}

	/** Whether no more entries are taken. */
	get isFull(): boolean {
		return this.count >= this.limits.entries || this.pathsLength + this.linksLength + this.kept >= this.limits.bytes;
	}

	/** Sets size and offset of the entry added last, for a sparse file whose map was read after its header. */
	resizeLast(size: number, offset: number): void {
		this.size[this.count - 1] = size;
		this.offset[this.count - 1] = offset;
	}

	/** Says that of the content of the entry added last only so many bytes are there. A sparse file keeps the size that its map gives. */
	cutLast(stored: number): void {
		const entry = this.count - 1;
		if (!this.sparse.has(entry)) {
			this.size[entry] = Math.min(this.size[entry], stored);
		}

		this.broken.add(entry);
	}

	/** The table, its columns cut to length. `length`: bytes of the plain tar that were walked. */
	finish(length: number): EntryTable {
		const {count, droppedWarnings} = this;
		if (droppedWarnings > 0) {
			this.warnings.push({message: `${droppedWarnings} more warnings of this kind`, incomplete: this.droppedIncomplete});
		}

		const isSpare = this.capacity <= largestSpare && this.pathsLength + this.linksLength + this.kept <= 64 * largestSpare;
		if (isSpare) {
			const {capacity, paths, pathStart, type, mode, uid, gid, user, group, mtime, size, offset, links, linkStart} = this;
			spare = {capacity, paths, pathStart, type, mode, uid, gid, user, group, mtime, size, offset, links, linkStart};
		}

		// What is kept for the next table is copied; the rest goes on as it is, for its unused end costs no memory.
		const cut = <C extends Column>(column: C, length: number): C => (isSpare ? column.slice(0, length) : column.subarray(0, length)) as C;
		return {
			count,
			paths: cut(this.paths, this.pathsLength),
			pathStart: cut(this.pathStart, count + 1),
			type: cut(this.type, count),
			mode: cut(this.mode, count),
			uid: cut(this.uid, count),
			gid: cut(this.gid, count),
			user: cut(this.user, count),
			group: cut(this.group, count),
			mtime: cut(this.mtime, count),
			size: cut(this.size, count),
			offset: cut(this.offset, count),
			links: cut(this.links, this.linksLength),
			linkStart: cut(this.linkStart, count + 1),
			owners: this.owners,
			devices: this.devices,
			xattrs: this.xattrs,
			sparse: this.sparse,
			broken: this.broken,
			absolute: this.absolute,
			warnings: this.warnings,
			length,
		};
	}

	private grow(): void {
		const capacity = this.capacity * 2;
		this.pathStart = grown(this.pathStart, capacity + 1);
		this.type = grown(this.type, capacity);
		this.mode = grown(this.mode, capacity);
		this.uid = grown(this.uid, capacity);
		this.gid = grown(this.gid, capacity);
		this.user = grown(this.user, capacity);
		this.group = grown(this.group, capacity);
		this.mtime = grown(this.mtime, capacity);
		this.size = grown(this.size, capacity);
		this.offset = grown(this.offset, capacity);
		this.linkStart = grown(this.linkStart, capacity + 1);
		this.capacity = capacity;
	}
}
