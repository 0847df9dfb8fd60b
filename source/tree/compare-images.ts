import type {Contents} from '../image/contents.js';
import type {Image, LayerNumber} from '../image/image.js';
import {sameContent, type ContentPlace} from '../image/same-content.js';
import {compareAttributes, ShownEntry, unread} from './compare-attributes.js';
import {compareLayers, type LayerPairs} from './compare-layers.js';
import {compareLinks, countOtherNames} from './compare-links.js';
import {difference, differenceNames} from './difference.js';
import {absent, implicit, type EntryId} from './entry-store.js';
import {ignoredBits, type Ignored} from './ignored.js';
import type {Overlay} from './overlay.js';
import {PathTree, slice, type PathId} from './path-tree.js';
import {settleComparison} from './settle-comparison.js';
import {shownEntries} from './shown-entries.js';

/** What of an image is compared: the file system after a layer (0 where the image has none), or only what a layer holds. */
export type ComparedView = {at: LayerNumber} | {layer: LayerNumber};

/** One of the two. All its layers are overlaid; both may be of one image. */
export type Side = {
	image: Image;
	overlay: Overlay;
	contents: Contents;
	view: ComparedView;
};

/** How many paths differ. */
export type ComparisonCounts = {
	added: number;
	removed: number;
	modified: number;
	metadata: number;
	/** Files of the same size whose contents could not be compared. */
	unknown: number;
	/** Of `metadata`, those whose time alone differs. */
	timeOnly: number;
	/** Paths that differ in nothing but what is ignored. */
	ignored: number;
	/** How many paths that both show differ in what, in the order of `differenceNames`. */
	byDifference: Uint32Array;
};

/**
What differs between the files of A and of B.

Columns are by `PathId` of `tree`, which holds every path of either image: one that neither side shows has both entries absent.
*/
export type Comparison = {
	a: Side;
	b: Side;
	/** In depth-first order. */
	tree: PathTree;
	/** `Change`: added is what only B shows, removed what only A shows. */
	change: Uint8Array;
	/** Bits of `difference`; 0 for what is added or removed. */
	what: Uint16Array;
	/** The path of `tree` that each path of A is, by A's own numbers. */
	idsA: Int32Array;
	idsB: Int32Array;
	/** The entry that A shows, by A's own numbers; `absent`, or `implicit`. */
	entryA: Int32Array;
	entryB: Int32Array;
	/** Content bytes that A shows: a file's, or all below a directory. A content of several names counts once. */
	sizeA: Float64Array;
	sizeB: Float64Array;
	/** Bytes that differ, at the path or below: of a file that is added or removed its own, of one with other content those of the larger. What is ignored has none. */
	differing: Float64Array;
	/** How many paths below a directory differ, itself aside. */
	changedBelow: Uint32Array;
	/** The changes among descendants, as bits `1 << Change`. */
	below: Uint8Array;
	/** Of paths that differ in hard links, the first path that is the same file in each; undefined where it is one by itself. */
	linked: Map<PathId, {a: PathId | undefined; b: PathId | undefined}>;
	counts: ComparisonCounts;
	layers: LayerPairs;
	/** Content bytes that each side shows. */
	bytesA: number;
	bytesB: number;
};

/** Small contents that are compared between two slices: under a millisecond of reading. Large ones give way by themselves. */
const pause = 64;

/**
Compares what two sides show, path by path. In time it is that of all paths of both, and of the contents that must be read: those of
files of the same size, unless they lie at the same place of a layer that both are proven to share.

Times are in whole seconds. Between two points of one image those of directories, links and empty files don't count, as engines
restate these all the time.

@param matches Takes a path as `decodeBytes` reads it; the paths that it leaves out are in neither side.
@param proven By layers of A those of B that they are proven to be, byte for byte.
*/
export function * compareFiles(a: Side, b: Side, ignore: ReadonlySet<Ignored> = new Set(), matches?: (path: string) => boolean, proven?: ReadonlyMap<LayerNumber, LayerNumber>): Generator<void, Comparison> {
	const isOneImage = a.overlay === b.overlay;
	const tree = isOneImage ? a.overlay.tree : new PathTree();
	const idsA = yield * mergePaths(tree, a.overlay.tree);
	const idsB = yield * mergePaths(tree, b.overlay.tree);
	const shownA = yield * shownEntries(a);
	const shownB = yield * shownEntries(b);
	yield * tree.reorder();
	const layers = yield * compareLayers(a, b, idsA, idsB, proven);

	const comparison: Comparison = {
		a,
		b,
		tree,
		change: new Uint8Array(tree.count),
		what: new Uint16Array(tree.count),
		idsA,
		idsB,
		entryA: byCommonId(shownA.entry, idsA, new Int32Array(tree.count).fill(absent)),
		entryB: byCommonId(shownB.entry, idsB, new Int32Array(tree.count).fill(absent)),
		sizeA: byCommonId(shownA.size, idsA, new Float64Array(tree.count)),
		sizeB: byCommonId(shownB.size, idsB, new Float64Array(tree.count)),
		differing: new Float64Array(tree.count),
		changedBelow: new Uint32Array(tree.count),
		below: new Uint8Array(tree.count),
		counts: {added: 0, removed: 0, modified: 0, metadata: 0, unknown: 0, timeOnly: 0, ignored: 0, byDifference: new Uint32Array(differenceNames.length)},
		linked: new Map(),
		layers,
		bytesA: 0,
		bytesB: 0,
	};
	if (matches) {
		yield * leaveOut(comparison, matches);
		countOtherNames(a, idsA, comparison.entryA, comparison.sizeA);
		countOtherNames(b, idsB, comparison.entryB, comparison.sizeB);
	}

	const pending = yield * compareShown(comparison);
	compareLinks(comparison);
	yield;
	yield * compareContents(comparison, pending);
	yield * settleComparison(comparison, ignoredBits(ignore));
	return comparison;
}

/** The paths of a tree by the numbers that they have in another, in which they are interned. */
function * mergePaths(into: PathTree, from: PathTree): Generator<void, Int32Array> {
	const ids = new Int32Array(from.count);
	for (let path = 1; path < from.count; path++) {
		ids[path] = into === from ? path : into.internChild(ids[from.parent[path]], from.names, from.nameStart[path], from.nameStart[path + 1]);
		if (path % slice === 0) {
			yield;
		}
	}

	return ids;
}

/**
A column of one side by the paths of both.

@param own By the side's own numbers; what it has of them.
@param ids By the side's own numbers the paths of both.
@param column By the paths of both: what stands in it stays for those that the side does not have.
*/
export function byCommonId<Column extends Int32Array | Float64Array>(own: Column, ids: Int32Array, column: Column): Column {
	const count = Math.min(own.length, ids.length);
	for (let path = 0; path < count; path++) {
		column[ids[path]] = own[path];
	}

	return column;
}

/** Takes the paths that don't match out of both sides. */
function * leaveOut({tree, entryA, entryB, sizeA, sizeB}: Comparison, matches: (path: string) => boolean): Generator<void> {
	for (let path = 0; path < tree.count; path++) {
		const isShown = entryA[path] !== absent || entryB[path] !== absent;
		if (isShown && !matches(tree.path(path))) {
			entryA[path] = absent;
			entryB[path] = absent;
			sizeA[path] = 0;
			sizeB[path] = 0;
		}

		if (path % (slice / 16) === 0) {
			yield;
		}
	}
}

/** Compares attributes. Gives the paths whose contents must be read. */
function * compareShown({a, b, tree, entryA, entryB, what, layers}: Comparison): Generator<void, PathId[]> {
	const shownA = new ShownEntry(a.overlay.store);
	const shownB = new ShownEntry(b.overlay.store);
	const isOneImage = a.overlay === b.overlay;
	const isLayer = 'layer' in a.view || 'layer' in b.view;
	const isSame = sharedEntries(a, b, layers.shared.filter(({isProven}) => isProven));
	const pending: PathId[] = [];
	for (let path = 0; path < tree.count; path++) {
		const before = entryA[path];
		const after = entryB[path];
		if (before !== absent && after !== absent) {
			shownA.seek(before);
			const isLink = before >= 0 && a.overlay.store.resolve(before) !== before;
			if (isLink || !isSame(before, after)) {
				shownB.seek(after);
				// A layer need not list a folder that it puts something into: nothing is known of it then.
				const isUnlisted = isLayer && (before === implicit || after === implicit) && shownA.type === shownB.type;
				const bits = isUnlisted ? 0 : compareAttributes(shownA, shownB, isOneImage);
				what[path] = bits & ~unread;
				if ((bits & unread) !== 0 && !isSame(a.overlay.store.content(before), b.overlay.store.content(after))) {
					pending.push(path);
				}
			}
		}

		if (path % (slice / 4) === 0) {
			yield;
		}
	}

	return pending;
}

/** Tells whether an entry of A and one of B are the same one: of one image, or at the same place of a layer that both share. */
function sharedEntries(a: Side, b: Side, shared: LayerPairs['shared']): (a: EntryId, b: EntryId) => boolean {
	const {store: storeA} = a.overlay;
	const {store: storeB} = b.overlay;
	if (storeA === storeB) {
		return (before, after) => before === after;
	}

	const pairs = new Map(shared.map(pair => [pair.a, pair.b]));
	return (before, after) => {
		if (before < 0 || after < 0) {
			return before === after;
		}

		const layer = storeA.layerOf(before);
		const other = pairs.get(layer);
		return other !== undefined && after - storeB.base(other) === before - storeA.base(layer) && storeB.layerOf(after) === other;
	};
}

/** Reads the contents of files of the same size, in the order in which they lie in A. Layers that claim to be the same and hold other contents contradict one another. */
function * compareContents({a, b, entryA, entryB, what, layers}: Comparison, pending: PathId[]): Generator<void> {
	const {store: storeA} = a.overlay;
	const {store: storeB} = b.overlay;
	const places = pending
		.map(path => ({path, contentA: storeA.content(entryA[path]), contentB: storeB.content(entryB[path])}))
		.sort((x, y) => x.contentA - y.contentA);
	const isClaimed = sharedEntries(a, b, layers.shared);
	for (const [index, {path, contentA, contentB}] of places.entries()) {
		const isSame = yield * sameContent(placeOf(a, contentA), placeOf(b, contentB));
		what[path] |= isSame === undefined ? unread : (isSame ? 0 : difference.content);
		if (isSame === false && isClaimed(contentA, contentB)) {
			contradict(layers, storeA.layerOf(contentA));
		}

		if (index % pause === pause - 1) {
			yield;
		}
	}
}

/** Takes a layer of A for none that both share. */
function contradict(layers: LayerPairs, layer: LayerNumber): void {
	const pair = layers.shared.find(({a}) => a === layer);
	if (pair) {
		layers.shared = layers.shared.filter(other => other !== pair);
		layers.contradicting.push({a: pair.a, b: pair.b});
		layers.onlyA = [...layers.onlyA, pair.a].sort((x, y) => x - y);
		layers.onlyB = [...layers.onlyB, pair.b].sort((x, y) => x - y);
	}
}

/** Where a content lies. */
export function placeOf({contents, overlay: {store}}: Pick<Side, 'contents' | 'overlay'>, content: EntryId): ContentPlace {
	const [layer, index] = store.placeOf(content);
	return {contents, layer, index};
}
