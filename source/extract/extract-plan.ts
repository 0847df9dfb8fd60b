import type {SourcePlace} from '../archive/byte-source.js';
import type {EntryTable} from '../archive/entry-table.js';
import type {SeekPoints} from '../archive/seek-points.js';
import type {Compression} from '../archive/sniff.js';
import {decodeBytes} from '../format/safe-text.js';
import type {LayerNumber} from '../image/image.js';

/** The number of a path of the result. 0 is the folder into which all goes. A folder's number is below those of what it holds. */
export type NodeId = number;

/** The kind of a node that was not asked for: a folder that is there because something in it was. Beside the `entryType`s. */
export const parentOnly = 255;

/** The contents that one layer gives, in the order in which they lie. */
export type ContentJob = {
	layer: LayerNumber;
	source: SourcePlace;
	compression: Compression;
	points?: SeekPoints;
	node: Int32Array;
	/** Where each content starts in the plain tar. */
	offset: Float64Array;
	/** How many bytes of it are stored there: for a sparse file its pieces. */
	stored: Float64Array;
};

/** Why paths did not come out: the reason, how many, and the first of them. */
export type Skipped = {reason: string; count: number; paths: string[]};

/**
What is to come out of an image, as a tree of the result: every path once, each with what it shows and where its bytes lie.

Because it is a tree, and not the entries of a tar in their order, nothing in it lies behind a link. Its columns are on shared
memory, so that it crosses threads without being copied.
*/
export type ExtractPlan = {
	count: number;
	/** What was taken off the front of paths; what is told of them has it, as they are known by it. Not yet safe for a terminal. */
	stripped: string;
	/** Own names, one after another. */
	names: Uint8Array;
	nameStart: Uint32Array;
	parent: Int32Array;
	/** An `EntryType`, or `parentOnly`. */
	kind: Uint8Array;
	/** Permission bits with setuid, setgid, sticky. */
	mode: Uint16Array;
	uid: Uint32Array;
	gid: Uint32Array;
	/** Seconds since 1970; `NaN` where no layer tells. */
	mtime: Float64Array;
	/** Bytes of a file. */
	size: Float64Array;
	/** The node that this one is another name for, a file mostly, or -1. */
	same: Int32Array;
	/** Targets of symbolic links. */
	links: Map<NodeId, Uint8Array>;
	devices: EntryTable['devices'];
	xattrs: EntryTable['xattrs'];
	/** Offset and length of the pieces of sparse files. */
	sparse: EntryTable['sparse'];
	jobs: ContentJob[];
	/** How many files, other names of files aside, and their bytes. */
	files: number;
	bytes: number;
	/** What could not be planned. */
	skipped: Skipped[];
};

/** The bytes of a node's own name. */
export function nameBytes({names, nameStart}: ExtractPlan, node: NodeId): Uint8Array {
	return names.subarray(nameStart[node], nameStart[node + 1]);
}

/** The bytes of a node's path below the folder, without a slash in front. */
export function pathBytes(plan: ExtractPlan, node: NodeId): Uint8Array {
	let length = -1;
	for (let at = node; at > 0; at = plan.parent[at]) {
		length += plan.nameStart[at + 1] - plan.nameStart[at] + 1;
	}

	const bytes = new Uint8Array(Math.max(0, length));
	for (let at = node; at > 0; at = plan.parent[at]) {
		const name = nameBytes(plan, at);
		length -= name.length;
		bytes.set(name, length);
		if (length > 0) {
			bytes[--length] = 0x2F;
		}
	}

	return bytes;
}

/** A node's path as it was asked for, with what was taken off its front: for sentences. */
export function askedPath(plan: ExtractPlan, node: NodeId): string {
	return `/${[plan.stripped, decodeBytes(pathBytes(plan, node))].filter(part => part !== '').join('/')}`;
}
