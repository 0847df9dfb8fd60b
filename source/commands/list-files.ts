import {entryType, entryTypeNames} from '../archive/entry-table.js';
import {isUtf8} from '../format/safe-text.js';
import type {Contents} from '../image/contents.js';
import type {LayerNumber} from '../image/image.js';
import type {FileSort} from '../options.js';
import type {FileRow} from '../report/file-row.js';
import {change, changeNames, type Change} from '../tree/change.js';
import {absent, type EntryId} from '../tree/entry-store.js';
import {fateNames} from '../tree/fate.js';
import type {Overlay} from '../tree/overlay.js';
import type {PackageList} from '../tree/packages.js';
import type {PathVersion} from '../tree/query/query-filter.js';
import {root, type PathId, type PathTree} from '../tree/path-tree.js';
import {runNow} from '../archive/slices.js';
import type {SeenView} from './layer-range.js';

/** Which rows, and in which order. */
export type ListOptions = {
	sort?: FileSort;
	limit?: number;
	/** Takes a path as `decodeBytes` reads it. */
	matches?: (path: string) => boolean;
	/** Takes a path, as the row has it. */
	filter?: (path: PathId, version: PathVersion) => boolean;
	/** Where digests come from, if they are asked for. */
	contents?: Contents;
	/** The packages, if their names are asked for. */
	packages?: PackageList;
};

/** Rows to be: numbers that are chosen and sorted before any row is made. */
type Candidates = {
	/** PathIds of a file system, or EntryIds of layers, in their own order. */
	ids: Int32Array;
	pathOf: (id: number) => PathId;
	layerOf: (id: number) => LayerNumber;
	sizeOf: (id: number) => number;
	versionOf: (id: number) => PathVersion;
	row: (id: number) => FileRow;
};

/** The rows of a file system or of layers. Each is made when it is read. */
export function * listFiles(overlay: Overlay, listed: SeenView, {sort, limit, matches, filter, contents, packages}: ListOptions = {}): Generator<FileRow> {
	runNow(overlay.tree.reorder());
	const candidates = 'at' in listed ? fileSystem(overlay, listed.at, contents) : layerEntries(overlay, listed.from, listed.to, contents);
	let {ids} = candidates;
	if (matches) {
		const named = pathReader(overlay.tree);
		ids = ids.filter(id => matches(named(candidates.pathOf(id)).path));
	}

	if (filter) {
		ids = ids.filter(id => filter(candidates.pathOf(id), candidates.versionOf(id)));
	}

	ids = inOrder(ids, candidates, overlay, sort);
	const end = Math.min(limit ?? ids.length, ids.length);
	for (let index = 0; index < end; index++) {
		const id = ids[index];
		const row = candidates.row(id);
		yield packages ? {...row, package: () => packages.packages[packages.ownerOf[candidates.pathOf(id)]]?.name} : row;
	}
}

/** The file system as it stood after a layer, without `/`, in the tree's order. */
function fileSystem(overlay: Overlay, at: LayerNumber, contents: Contents | undefined): Candidates {
	const {tree, transitions, store} = overlay;
	const named = pathReader(tree);
	const ids = tree.atPosition.filter(path => path > 0 && transitions.stateAfter(path, at) !== absent);
	return {
		ids,
		pathOf: path => path,
		layerOf: path => transitions.layer[transitions.at(path, at)],
		sizeOf: path => store.facts(transitions.stateAfter(path, at)).size,
		versionOf(path) {
			const transition = transitions.at(path, at);
			return {entry: transitions.entry[transition], layer: transitions.layer[transition], change: transitions.change[transition] as Change};
		},
		row(path) {
			const transition = transitions.at(path, at);
			const {type, mode, uid, gid, user, group, size, mtime, link} = store.facts(transitions.entry[transition]);
			const isHardLink = type === entryType.hardlink;
			return {
				...named(path),
				type: entryTypeNames[isHardLink ? entryType.file : type],
				mode,
				uid,
				gid,
				user,
				group,
				size,
				mtime,
				link: isHardLink ? '' : link,
				layer: transitions.layer[transition],
				change: changeNames[transitions.change[transition]],
				...bytesOf(overlay, transitions.entry[transition], contents),
			};
		},
	};
}

/** Every entry of some layers, in order of layer and then of the tar; what AUFS kept for itself aside. */
function layerEntries(overlay: Overlay, from: LayerNumber, to: LayerNumber, contents: Contents | undefined): Candidates {
	const {store, tree, transitions} = overlay;
	const named = pathReader(tree);
	const parts: Int32Array[] = [];
	for (let layer = from; layer <= to; layer++) {
		const {type, count} = store.table(layer);
		const base = store.base(layer);
		parts.push(Int32Array.from({length: count}, (_, index) => base + index).filter(entry => type[entry - base] !== entryType.aufs));
	}

	const ids = new Int32Array(parts.reduce((sum, {length}) => sum + length, 0));
	let filled = 0;
	for (const part of parts) {
		ids.set(part, filled);
		filled += part.length;
	}

	return {
		ids,
		pathOf: entry => store.pathOf(entry),
		layerOf: entry => store.layerOf(entry),
		sizeOf: entry => store.sizeOf(entry),
		versionOf(entry) {
			const layer = store.layerOf(entry);
			const transition = transitions.at(store.pathOf(entry), layer);
			const isOfLayer = transition >= 0 && transitions.layer[transition] === layer;
			return {entry, layer, change: isOfLayer ? transitions.change[transition] as Change : change.unchanged};
		},
		row: entry => ({...named(store.pathOf(entry)), ...entryFacts(overlay, entry), ...bytesOf(overlay, entry, contents)}),
	};
}

/** An entry as it stands in its layer, its path aside. */
function entryFacts(overlay: Overlay, entry: EntryId): Omit<FileRow, 'path' | 'pathBytes'> {
	const {store, transitions} = overlay;
	const {type, device, ...facts} = store.ownFacts(entry);
	const transition = transitions.at(store.pathOf(entry), facts.layer);
	return {
		...facts,
		type: entryTypeNames[type],
		change: changeNames[transition >= 0 && transitions.layer[transition] === facts.layer ? transitions.change[transition] : 0],
	};
}

/** What became of the bytes that an entry stores, and the digest of those that it shows. Told only when asked: a digest may cost reading them. */
function bytesOf(overlay: Overlay, entry: EntryId, contents: Contents | undefined): Pick<FileRow, 'fate' | 'hiddenBy' | 'contentDigest'> {
	const {store} = overlay;
	const content = store.content(entry);
	if (content < 0) {
		return {};
	}

	return {
		...(content === entry && {fate: () => fateNames[overlay.fateOf(entry)], hiddenBy: () => overlay.hiddenBy(entry)}),
		...(contents && {
			contentDigest() {
				const digest = runNow(contents.digest(...store.placeOf(content)));
				return digest === undefined ? undefined : `sha256:${digest}`;
			},
		}),
	};
}

/** Reads whole paths. Neighbours are mostly in one folder, so its path is remembered. */
export function pathReader(tree: PathTree): (path: PathId) => Pick<FileRow, 'path' | 'pathBytes'> {
	let folder: PathId = -1;
	let folderText = '';
	let isFolderUtf8 = true;
	return path => {
		if (path === root) {
			return {path: '/', pathBytes: undefined};
		}

		const parent = tree.parent[path];
		if (parent !== folder) {
			folder = parent;
			folderText = parent === root ? '/' : `${tree.path(parent)}/`;
			isFolderUtf8 = isText(folderText, () => tree.pathBytes(parent));
		}

		const name = tree.name(path);
		const isWholeUtf8 = isFolderUtf8 && isText(name, () => tree.nameBytes(path));
		return {path: folderText + name, pathBytes: isWholeUtf8 ? undefined : tree.pathBytes(path)};
	};
}

/** Whether text was decoded from UTF-8: only what was written with an escape can be something else. */
function isText(text: string, bytes: () => Uint8Array): boolean {
	return !text.includes(String.raw`\x`) || isUtf8(bytes());
}

function inOrder(ids: Int32Array, {pathOf, layerOf, sizeOf}: Candidates, {tree}: Overlay, sort: FileSort | undefined): Int32Array {
	const key = sort && {
		size: (id: number) => -sizeOf(id),
		path: (id: number) => tree.position[pathOf(id)],
		layer: (id: number) => layerOf(id),
	}[sort];
	if (!key) {
		return ids;
	}

	// Keys are made once; equal ones keep the order that they had.
	const keys = Float64Array.from(ids, key);
	return Uint32Array.from(ids, (_, index) => index)
		.sort((a, b) => keys[a] - keys[b] || a - b)
		.reduce((sorted, from, to) => {
			sorted[to] = ids[from];
			return sorted;
		}, new Int32Array(ids.length));
}
