import type {SeekPoints} from './seek-points.js';

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

/** Stands for an owner that is not known. No file has it: to `chown` this number says "leave it as it is" (POSIX, (uid_t)-1). */
export const unknownOwner = 0xFF_FF_FF_FF;

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
	/** A user's number, or `unknownOwner`. */
	uid: Uint32Array;
	/** A group's, likewise. */
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
	/** How many names the tar writes with a slash before them, the root's own aside, and the first such entry, or -1. Tar reads them from the root all the same. */
	absolute: {count: number; first: EntryIndex};
	warnings: ArchiveWarning[];
	/** Bytes of the plain tar that were walked. */
	length: number;
	/** Of a layer that is known by its table of contents alone: where its contents lie. `offset` is a place among their plain bytes, and none of the tar. */
	points?: SeekPoints;
};

/** The names of the columns of a table. */
export const columnNames = [
	'paths', 'pathStart', 'type', 'mode', 'uid', 'gid', 'user', 'group', 'mtime', 'size', 'offset', 'links', 'linkStart',
] as const;

/** The typed arrays of a table. */
export type EntryColumns = Pick<EntryTable, typeof columnNames[number]>;

/** The path of an entry, while the table still has paths. */
export function pathBytes(table: EntryTable, entry: EntryIndex): Uint8Array {
	return table.paths.subarray(table.pathStart[entry], table.pathStart[entry + 1]);
}

/** The target of a symbolic or hard link; empty for anything else. */
export function linkBytes(table: EntryTable, entry: EntryIndex): Uint8Array {
	return table.links.subarray(table.linkStart[entry], table.linkStart[entry + 1]);
}

/** How many bytes of a content lie in the tar: of a sparse one its pieces, without its holes. */
export function storedLength({sparse, size}: Pick<EntryTable, 'sparse' | 'size'>, entry: EntryIndex): number {
	const pieces = sparse.get(entry);
	if (!pieces) {
		return size[entry];
	}

	let stored = 0;
	for (let length = 1; length < pieces.length; length += 2) {
		stored += pieces[length];
	}

	return stored;
}

/** The buffers of a table that may be moved to another thread instead of copied. */
export function transferables(table: EntryTable): ArrayBuffer[] {
	return columnNames.map(name => table[name].buffer as ArrayBuffer);
}

/** A table of no entries, for a layer that can't be read. */
export function emptyEntryTable(warnings: ArchiveWarning[] = []): EntryTable {
	return {
		count: 0,
		paths: new Uint8Array(),
		pathStart: new Uint32Array(1),
		type: new Uint8Array(),
		mode: new Uint16Array(),
		uid: new Uint32Array(),
		gid: new Uint32Array(),
		user: new Uint16Array(),
		group: new Uint16Array(),
		mtime: new Float64Array(),
		size: new Float64Array(),
		offset: new Float64Array(),
		links: new Uint8Array(),
		linkStart: new Uint32Array(1),
		owners: [''],
		devices: new Map(),
		xattrs: new Map(),
		sparse: new Map(),
		broken: new Set(),
		absolute: {count: 0, first: -1},
		warnings,
		length: 0,
	};
}
