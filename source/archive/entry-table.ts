/**
What a tar entry is to a layer. The first seven are of tar; the rest are how a layer says what it removes
(OCI image-spec, layer.md, "Whiteouts").
*/
export const entryType = {
	file: 0,
	directory: 1,
	symlink: 2,
	hardlink: 3,
	fifo: 4,
	characterDevice: 5,
	blockDevice: 6,
	/** `.wh.NAME`, or a character device 0/0; its path is the path that it removes. */
	whiteout: 7,
	/** `.wh..wh..opq`; its path is the directory. */
	opaque: 8,
	/** Other `.wh..wh.*`: AUFS's own bookkeeping, no part of the file system. */
	aufs: 9,
} as const;

export type EntryType = (typeof entryType)[keyof typeof entryType];

/** The names of the entry types in outputs, by their number. */
export const entryTypeNames = [
	'file', 'directory', 'symlink', 'hardlink', 'fifo', 'character-device', 'block-device', 'whiteout', 'opaque', 'aufs',
] as const;

/** A sentence about one entry, or about the archive where there is no path. */
export type ArchiveWarning = {
	/** The entry's path, beginning with `/`, as `decodeBytes` reads it. */
	path?: string;
	message: string;
	/** Whether something that is there could not be read, so that the result is partial (exit code 2). */
	incomplete: boolean;
};

/** The index of an entry in its table, in the order of the tar. */
export type EntryIndex = number;

/**
The entries of one tar as columns, in the order of the tar. Only plain data, so that it can cross threads.

Paths are relative to the root, without `./`, leading or trailing slashes; the root itself is the empty path.
*/
export type EntryTable = {
	count: number;
	/** Path bytes, one after another. Dropped (empty) once a PathTree has interned them. */
	paths: Uint8Array;
	/** Where each path starts in `paths`; `count` + 1 long. */
	pathStart: Uint32Array;
	/** `EntryType`. */
	type: Uint8Array;
	/** Permission bits and setuid, setgid, sticky: 12 bits. */
	mode: Uint16Array;
	uid: Uint32Array;
	gid: Uint32Array;
	/** Index into `owners`. */
	user: Uint16Array;
	/** Index into `owners`. */
	group: Uint16Array;
	/** Seconds since 1970, with fraction, before 1970 negative. */
	mtime: Float64Array;
	/** Content bytes, logical for sparse files, 0 for what is no regular file. */
	size: Float64Array;
	/** Where the content starts, in bytes of the plain (inflated) tar. */
	offset: Float64Array;
	/** Link targets of symlinks (as written) and hard links (paths as above), one after another. */
	links: Uint8Array;
	/** Where each link target starts in `links`; `count` + 1 long. */
	linkStart: Uint32Array;
	/** User and group names; 0 is the empty one. */
	owners: string[];
	/** Major and minor number of device nodes. */
	devices: Map<EntryIndex, readonly [number, number]>;
	/** Extended attributes, by name. */
	xattrs: Map<EntryIndex, ReadonlyMap<string, Uint8Array>>;
	/** Sparse files: pairs of logical offset and length of the pieces that are stored one after another, in bytes. */
	sparse: Map<EntryIndex, Float64Array>;
	/** Files whose content is not all there. */
	broken: Set<EntryIndex>;
	warnings: ArchiveWarning[];
	/** Bytes of the plain tar that were walked. */
	length: number;
};

/** The path of an entry, while the table still has paths. */
export function pathBytes(table: EntryTable, entry: EntryIndex): Uint8Array {
	return table.paths.subarray(table.pathStart[entry], table.pathStart[entry + 1]);
}

/** The target of a symbolic or hard link; empty for anything else. */
export function linkBytes(table: EntryTable, entry: EntryIndex): Uint8Array {
	return table.links.subarray(table.linkStart[entry], table.linkStart[entry + 1]);
}

/** The buffers of a table that may be moved to another thread instead of copied. */
export function transferables(table: EntryTable): ArrayBuffer[] {
	return columnNames.map(name => table[name].buffer as ArrayBuffer);
}

const columnNames = [
	'paths', 'pathStart', 'type', 'mode', 'uid', 'gid', 'user', 'group', 'mtime', 'size', 'offset', 'links', 'linkStart',
] as const;

/** A table of no entries, for a layer that can't be read. */
export function emptyEntryTable(warnings: ArchiveWarning[] = []): EntryTable {
	const table = new EntryTableBuilder(tableLimits, 1).finish(0);
	table.warnings = warnings;
	return table;
}

/** Where a table ends, with a warning, so that no archive takes more memory than this. */
export type TableLimits = {
	entries: number;
	/** Bytes of names, link targets, extended attributes and maps of sparse files together, with what it costs to keep them. */
	bytes: number;
};

/**
What one layer is given: 0.8 GB of columns and 1 GiB of names, and as much again for a moment while they are cut to length.
The largest images known have a tenth of these entries in all their layers together.
*/
export const tableLimits: TableLimits = {entries: 10_000_000, bytes: 2 ** 30};

/** What it costs at most to keep an array or a map beside the bytes in it, in bytes. */
const overhead = 256;

const maximumOwners = 0xFF_FF;
const maximumWarnings = 100;

/** Columns of no more entries than this are kept for the next table. */
const largestSpare = 1 << 17;

/** Columns of the table that was finished last, for the next: layers come one after another. */
let spare: {capacity: number} & Pick<EntryTable, typeof columnNames[number]> | undefined;

const smallestCapacity = 1024;

/** Grows an `EntryTable` entry by entry. After `finish` it is used up. */
export class EntryTableBuilder {
	count = 0;
	readonly devices: EntryTable['devices'] = new Map();
	readonly xattrs: EntryTable['xattrs'] = new Map();
	readonly sparse: EntryTable['sparse'] = new Map();
	readonly broken: EntryTable['broken'] = new Set();
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

	constructor(private readonly limits = tableLimits, capacity = smallestCapacity) {
		this.capacity = spare?.capacity ?? capacity;
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

		if (this.capacity <= largestSpare && this.pathsLength + this.linksLength + this.kept <= 64 * largestSpare) {
			const {capacity, paths, pathStart, type, mode, uid, gid, user, group, mtime, size, offset, links, linkStart} = this;
			spare = {capacity, paths, pathStart, type, mode, uid, gid, user, group, mtime, size, offset, links, linkStart};
		}

		return {
			count,
			paths: this.paths.slice(0, this.pathsLength),
			pathStart: this.pathStart.slice(0, count + 1),
			type: this.type.slice(0, count),
			mode: this.mode.slice(0, count),
			uid: this.uid.slice(0, count),
			gid: this.gid.slice(0, count),
			user: this.user.slice(0, count),
			group: this.group.slice(0, count),
			mtime: this.mtime.slice(0, count),
			size: this.size.slice(0, count),
			offset: this.offset.slice(0, count),
			links: this.links.slice(0, this.linksLength),
			linkStart: this.linkStart.slice(0, count + 1),
			owners: this.owners,
			devices: this.devices,
			xattrs: this.xattrs,
			sparse: this.sparse,
			broken: this.broken,
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

type Column = Uint8Array | Uint16Array | Uint32Array | Float64Array;

/** A copy of a column with room for at least `length` values, and at least twice as much as before. */
function grown<C extends Column>(column: C, length: number): C {
	const next = new (column.constructor as new (length: number) => C)(Math.max(length, column.length * 2));
	next.set(column);
	return next;
}
