import {ArchiveError} from '../archive/archive-error.js';
import {ByteSource} from '../archive/byte-source.js';
import {emptyEntryTable, entryType} from '../archive/entry-table.js';
import {readChunks} from '../archive/read-chunks.js';
import {readContents} from '../archive/read-contents.js';
import {grantedMode, grantedTime, note, noteOwner} from './attributes.js';
import {pathBytes, type ContentJob, type ExtractPlan, type NodeId} from './extract-plan.js';
import type {ExtractOptions, Note} from './folder-session.js';
import {isSpecial, linkToNothing, withoutDevices} from './make-links.js';
import {SkipList} from './skip-list.js';
import {plainXattrs, sparseMap, tarHeader} from './tar-header.js';
import type {Outcome} from './write-folder.js';

const block = 512;

/** Headers and small contents are gathered up to this length, in bytes: whoever takes them writes once for many. */
const gathered = 256 * 1024;

const zeros = new Uint8Array(64 * 1024);
const slash = Uint8Array.of(0x2F);

export type TarWriter = {
	options: Pick<ExtractOptions, 'sameOwner' | 'keepSetuid' | 'devices'>;
	signal?: AbortSignal;
	onBytes?: (bytes: number) => void;
	/** Told at the end what went into the tar. */
	onDone: (outcome: Outcome) => void;
};

/**
A plan as a tar, in chunks that are valid until the next is asked for. From plain layers it comes in the order of the tree; what is
compressed comes as the layers hold it, and all that is no file after it. A hard link names what came before.
*/
export async function * writeTar(plan: ExtractPlan, {options, signal, onBytes, onDone}: TarWriter): AsyncGenerator<Uint8Array, void, void> {
	const skips = new SkipList(plan.skipped);
	const outcome: Outcome = {files: 0, names: 0, folders: 0, links: 0, special: 0, bytes: 0, skipped: [], notes: []};
	const buffer = new Gatherer();
	const noting = {plan, options, notes: new Map<Note['kind'], Note>()};
	/** Of several names of one thing the one that comes first has what it holds. */
	const written = new Map<NodeId, NodeId>();
	const header = (node: NodeId, {stored, link, isHardLink = false}: {stored?: number; link?: Uint8Array; isHardLink?: boolean} = {}): Buffer => {
		const isFolder = plan.kind[node] === entryType.directory;
		const pieces = plan.sparse.get(plan.same[node] < 0 ? node : plan.same[node]);
		const mode = grantedMode(plan, node, options.keepSetuid);
		const xattrs = isHardLink ? undefined : plan.xattrs.get(node);
		if (!options.keepSetuid && mode !== plan.mode[node]) {
			note(noting, node, 'setuid');
		}

		if (!options.keepSetuid && xattrs?.has('security.capability')) {
			note(noting, node, 'setuid');
		}

		noteOwner(noting, node);
		const mtime = grantedTime(plan, node);
		if (Math.abs(mtime - plan.mtime[node]) >= 1) {
			note(noting, node, 'clamped');
		}

		const path = pathBytes(plan, node);
		return tarHeader({
			path: node === 0 ? Buffer.from('./') : isFolder ? Buffer.concat([path, slash]) : path,
			type: isHardLink ? entryType.hardlink : plan.kind[node],
			mode,
			uid: options.sameOwner ? plan.uid[node] : 0,
			gid: options.sameOwner ? plan.gid[node] : 0,
			mtime: Number.isNaN(mtime) ? 0 : mtime,
			size: stored ?? 0,
			link,
			device: plan.devices.get(node),
			xattrs: plainXattrs(xattrs, options.keepSetuid),
			realSize: pieces && !isHardLink ? plan.size[node] : undefined,
		});
	};

	const content = async function * (node: NodeId, stored: number, layer: number, pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
		const sparse = plan.sparse.get(plan.same[node] < 0 ? node : plan.same[node]);
		const map = sparse ? sparseMap(sparse) : new Uint8Array();
		yield * buffer.add(header(node, {stored: stored + map.length}));
		yield * buffer.add(map);
		let given = 0;
		try {
			for await (const piece of pieces) {
				signal?.throwIfAborted();
				given += piece.length;
				onBytes?.(piece.length);
				yield * buffer.add(piece);
			}

			outcome.files++;
			outcome.bytes += given;
		} catch (error) {
			signal?.throwIfAborted();
			// The header stands already and says how long it is: the rest is filled up.
			skips.add(plan, node, `layer ${layer}: ${(error as Error).message}; in the tar zeros stand for the rest`);
			for (let left = stored - given; left > 0; left -= zeros.length) {
				yield * buffer.add(zeros.subarray(0, left));
			}
		}

		yield * buffer.add(zeros.subarray(0, -(stored + map.length) & (block - 1)));
	};

	const otherName = function * (node: NodeId, first: NodeId): Generator<Uint8Array> {
		outcome.names++;
		yield * buffer.add(header(node, {link: pathBytes(plan, first), isHardLink: true}));
	};

	/** What is no file. */
	const other = function * (node: NodeId): Generator<Uint8Array> {
		const kind = plan.kind[node];
		if (kind === entryType.directory) {
			outcome.folders++;
			yield * buffer.add(header(node));
		} else if (isSpecial(kind) && !options.devices) {
			skips.add(plan, node, withoutDevices);
		} else if (plan.links.get(node)?.length === 0) {
			skips.add(plan, node, linkToNothing);
		} else if (isSpecial(kind) || kind === entryType.symlink) {
			const holder = plan.same[node] < 0 ? node : plan.same[node];
			const first = written.get(holder);
			if (first !== undefined) {
				yield * otherName(node, first);
				return;
			}

			written.set(holder, node);
			outcome[kind === entryType.symlink ? 'links' : 'special']++;
			yield * buffer.add(header(node, {link: plan.links.get(node)}));
		}
	};

	if (plan.jobs.every(({compression}) => compression === 'none')) {
		const places = new PlainContents(plan);
		for (let node = 0; node < plan.count; node++) {
			if (plan.kind[node] !== entryType.file) {
				yield * other(node);
				continue;
			}

			const holder = plan.same[node] < 0 ? node : plan.same[node];
			const first = written.get(holder);
			const place = first === undefined ? places.of(holder) : undefined;
			if (place) {
				written.set(holder, node);
				yield * content(node, place.stored, place.layer, place.pieces);
			} else {
				yield * otherName(node, first ?? holder);
			}
		}
	} else {
		for (const {source, compression, points, layer, node: nodes, offset, stored} of plan.jobs) {
			const table = {...emptyEntryTable(), count: nodes.length, offset, size: stored};
			for await (const {entry, pieces} of readContents({blob: ByteSource.at(source), compression, points}, table, nodes.keys(), {signal})) {
				yield * content(nodes[entry], stored[entry], layer, pieces);
			}
		}

		for (let node = 0; node < plan.count; node++) {
			if (plan.same[node] >= 0 && plan.kind[node] === entryType.file) {
				yield * otherName(node, plan.same[node]);
			}
		}

		// Folders come after the files in them: whoever unpacks one gives it its time as soon as something outside of it comes.
		for (let node = 0; node < plan.count; node++) {
			yield * other(node);
		}
	}

	yield * buffer.add(zeros.subarray(0, 2 * block));
	yield * buffer.rest();
	onDone({...outcome, skipped: skips.list, notes: [...noting.notes.values()]});
}

/** The contents of plain layers, which can be read in any order. */
class PlainContents {
	private readonly job: Int32Array;
	private readonly index: Int32Array;

	constructor(private readonly plan: ExtractPlan) {
		this.job = new Int32Array(plan.count).fill(-1);
		this.index = new Int32Array(plan.count);
		for (const [number, {node: nodes}] of plan.jobs.entries()) {
			for (const [index, node] of nodes.entries()) {
				this.job[node] = number;
				this.index[node] = index;
			}
		}
	}

	of(node: NodeId): {stored: number; layer: number; pieces: AsyncIterable<Uint8Array>} | undefined {
		const job = this.plan.jobs[this.job[node]] as ContentJob | undefined;
		if (!job) {
			return undefined;
		}

		const {source, layer} = job;
		const index = this.index[node];
		const stored = job.stored[index];
		return {stored, layer, pieces: whole(readChunks(ByteSource.at(source).region(source.name, job.offset[index], stored)), stored)};
	}
}

async function * whole(chunks: Iterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
	let there = 0;
	for (const chunk of chunks) {
		there += chunk.length;
		yield chunk;
	}

	if (there < length) {
		throw new ArchiveError('it is shorter than it was when its entries were read');
	}
}

/** Gathers small pieces into large ones. */
class Gatherer {
	private readonly bytes = new Uint8Array(gathered);
	private length = 0;

	* add(piece: Uint8Array): Generator<Uint8Array> {
		if (this.length + piece.length > gathered) {
			yield * this.rest();
		}

		if (piece.length > gathered) {
			yield piece;
			return;
		}

		this.bytes.set(piece, this.length);
		this.length += piece.length;
	}

	* rest(): Generator<Uint8Array> {
		if (this.length > 0) {
			yield this.bytes.subarray(0, this.length);
			this.length = 0;
		}
	}
}
