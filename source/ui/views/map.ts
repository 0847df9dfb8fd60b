import {formatBytes} from '../../format/bytes.js';
import {countOf, formatCount} from '../../format/count.js';
import {safeText} from '../../format/safe-text.js';
import type {LayerNumber} from '../../image/image.js';
import {change} from '../../tree/change.js';
import {root, type PathId} from '../../tree/path-tree.js';
import type {PackageList} from '../../tree/packages.js';
import {isFolder} from '../files.js';
import {findingText, selectFinding} from '../findings.js';
import {listOf} from '../layout.js';
import {memoize} from '../parts/memoize.js';
import {selectLayout} from '../select.js';
import {isUntold, selectInstructions, selectProblem} from '../select-layers.js';
import type {Grown, Listing, State} from '../state.js';
import {versionOf, type Taken} from '../taken.js';
import {leastShare, plotTreemap, type Plot} from '../treemap.js';
import type {RowKey, View} from './view.js';

/** A part of the picture. */
export type MapCell = {
	key: RowKey;
	kind: 'folder' | 'file' | 'layer' | 'package' | 'rest';
	/** Safe. */
	name: string;
	size: number;
	/** Of its bytes, those that nobody sees in the end. */
	waste: number;
	path?: PathId;
	layer?: LayerNumber;
	plot: Plot;
};

type Part = Omit<MapCell, 'plot'>;

/** The cells of the map; all of them fill it. */
export function selectMapCells(state: State): readonly MapCell[] {
	const rectangle = selectLayout(state).panes.map;
	if (!rectangle) {
		return [];
	}

	const {width, height} = listOf('map', rectangle);
	if (isBy(state, 'layer')) {
		return state.grown ? cellsByLayer(state.grown, selectInstructions(state), width, height) : [];
	}

	if (isBy(state, 'package')) {
		const list = selectFinding(state, 'packages');
		return list ? cellsByPackage(list, width, height) : [];
	}

	return state.listing ? cellsInFolder(state.listing, selectMapFolder(state), width, height) : [];
}

/** What the parts of the map are, in the order in which `s` goes through them. */
const partNames = ['folder', 'layer', 'package'] as const;

export function isBy({views}: Pick<State, 'views'>, part: (typeof partNames)[number]): boolean {
	return partNames[views.map.sort] === part;
}

/** The folder that the map shows: the one that was gone into, or the nearest around it that is there. */
export function selectMapFolder({mapFolder, listing}: State): PathId {
	return listing ? nearestFolder(listing, mapFolder) : root;
}

function nearestFolder(listing: Listing, path: PathId): PathId {
	let folder = path;
	while (folder !== root && (listing.view.inView[folder] !== 1 || !isFolder(listing, folder))) {
		folder = listing.wish.grown.overlay.tree.parent[folder];
	}

	return folder;
}

/** Where the bytes are, as a picture: the parts of a folder by their sizes, or the layers. */
export const mapView: View<MapCell> = {
	sorts: partNames.map(name => `by ${name}`),
	rows: selectMapCells,
	key: ({key}) => key,
	text: ({name}) => name,
	heading(state) {
		const {listing, grown} = state;
		if (isBy(state, 'package')) {
			const list = selectFinding(state, 'packages');
			return grown && list ? `${countOf(list.packages.length, 'package')} in all layers: ${formatBytes(grown.overlay.bytes().total)}` : '';
		}

		if (isBy(state, 'layer')) {
			return grown ? `all layers: ${formatBytes(grown.overlay.bytes().total)}` : '';
		}

		if (!listing || state.image?.layers.length === 0) {
			return '';
		}

		const {wish, view} = listing;
		const folder = selectMapFolder(state);
		const range = wish.range === 'changes' ? `changes of layer ${wish.layer}` : `all up to layer ${wish.layer}`;
		return `${safeText(wish.grown.overlay.tree.path(folder))}  ${formatBytes(view.size[folder])} in ${range}`;
	},
	empty(state) {
		const {image, listing, layer, phase} = state;
		if (isBy(state, 'package') && !selectFinding(state, 'packages')) {
			return [findingText(state, 'packages', 'Looking for who owns what')];
		}

		if (image?.layers.length === 0) {
			return isUntold(state) ? ['No layers could be found.', 'i tells why.'] : ['The image has no layers.'];
		}

		if (!listing) {
			return [phase === 'reading' ? `Layer ${layer} is not read yet.` : `Layer ${layer} was not read.`];
		}

		const said = selectProblem(state, layer) ?? 'No bytes are stored here.';
		return listing.wish.range === 'changes' ? [said, 'a shows everything up to this layer.'] : ['No bytes are stored here.'];
	},
	place({kind, path, layer}, state) {
		if (kind === 'package' || (kind === 'rest' && !isBy(state, 'folder'))) {
			return path === undefined ? undefined : {path, layer};
		}

		return layer === undefined ? {path: path ?? selectMapFolder(state)} : {layer};
	},
	path: ({path}) => path,
	taken: takenOf,
};

/** What is too small to be seen is not taken unseen, and a package is taken in its own view. */
function takenOf({kind, path, layer}: MapCell, {grown, layer: shown}: State): Taken[] {
	if (kind === 'layer') {
		return [{kind: 'layer', layer: layer!}];
	}

	const version = grown && path !== undefined && (kind === 'folder' || kind === 'file') ? versionOf(grown.overlay, path, shown) : undefined;
	return version ? [version] : [];
}

/** Cells of folders that were asked for, of the view that is shown: a picture is made of many, and drawn again for every key. */
let known: {view: Listing['view']; cells: Map<string, readonly MapCell[]>} | undefined;

/** The parts of a folder, in a rectangle of so many cells of the terminal. */
export function cellsInFolder(listing: Listing, folder: PathId, width: number, height: number): readonly MapCell[] {
	if (known?.view !== listing.view) {
		known = {view: listing.view, cells: new Map()};
	}

	const key = `${folder} ${width} ${height}`;
	const cells = known.cells.get(key) ?? computeCells(listing, folder, width, height);
	known.cells.set(key, cells);
	return cells;
}

function computeCells({view, wish}: Pick<Listing, 'view' | 'wish'>, folder: PathId, width: number, height: number): MapCell[] {
	const {tree} = wish.grown.overlay;
	const isGone = folder !== root && view.change[folder] === change.removed;
	// A folder may hold very many: those that get no plot are added up, and no more.
	const wanted = view.size[folder] * leastShare(width, height);
	const parts: Array<{path: PathId; size: number}> = [];
	const rest = {count: 0, bytes: 0, waste: 0, last: root};
	for (let at = tree.position[folder] + 1, end = tree.subtreeEnd[folder]; at < end;) {
		const path = tree.atPosition[at];
		at = tree.subtreeEnd[path];
		// What is gone has no part in the size of a folder that is still there.
		const size = view.inView[path] === 1 && (isGone || view.change[path] !== change.removed) ? view.size[path] : 0;
		if (size >= wanted && size > 0) {
			parts.push({path, size});
		} else if (size > 0) {
			rest.count++;
			rest.bytes += size;
			rest.waste += view.hiddenLater[path];
			rest.last = path;
		}
	}

	// One alone is named.
	const isOne = rest.count === 1;
	if (isOne) {
		parts.push({path: rest.last, size: rest.bytes});
	}

	parts.sort((a, b) => b.size - a.size);
	const isDirectory = (path: PathId) => isFolder({view, wish} as Listing, path);
	return plotted(parts.map(({path, size}): Part => ({
		key: path,
		kind: isDirectory(path) ? 'folder' : 'file',
		name: safeText(tree.name(path)),
		size,
		waste: view.hiddenLater[path],
		path,
	})), isOne ? nothing : rest, width, height);
}

const cellsByLayer = memoize(({overlay, ready}: Grown, instructions: ReadonlyArray<{text: string}>, width: number, height: number): MapCell[] => {
	const parts: Part[] = [];
	for (let layer = 1; layer <= ready; layer++) {
		const {size, bytes} = overlay.layer(layer);
		if (size > 0) {
			parts.push({key: `layer ${layer}`, kind: 'layer', name: `${layer} ${instructions[layer - 1]?.text ?? ''}`, size, waste: size - bytes.live, layer});
		}
	}

	parts.sort((a, b) => b.size - a.size);
	const least = overlay.bytes().total * leastShare(width, height);
	const shown = parts.filter(({size}) => size >= least);
	return plotted(shown, restOf(parts.slice(shown.length), nothing), width, height);
});

const cellsByPackage = memoize(({packages, unowned}: PackageList, width: number, height: number): MapCell[] => {
	const owned = packages.map(({name, bytes, wasted, path, layer}, index): Part => ({
		key: `package ${index}`, kind: 'package', name: safeText(name), size: bytes + wasted, waste: wasted, path, layer,
	}));
	const parts = [...owned, {key: 'unowned', kind: 'package' as const, name: '(owned by no package)', size: unowned.bytes + unowned.wasted, waste: unowned.wasted}]
		.filter(({size}) => size > 0)
		.sort((a, b) => b.size - a.size);
	const least = parts.reduce((sum, {size}) => sum + size, 0) * leastShare(width, height);
	const shown = parts.filter(({size}) => size >= least);
	return plotted(shown, restOf(parts.slice(shown.length), nothing), width, height);
});

/** Parts that get no plot, added up. */
type Rest = {count: number; bytes: number; waste: number};

const nothing: Rest = {count: 0, bytes: 0, waste: 0};

function restOf(parts: readonly Part[], more: Rest): Rest {
	return {
		count: parts.length + more.count,
		bytes: parts.reduce((sum, {size}) => sum + size, more.bytes),
		waste: parts.reduce((sum, {waste}) => sum + waste, more.waste),
	};
}

/** `more`: parts beside these that are too small. */
function plotted(parts: readonly Part[], more: Rest, width: number, height: number): MapCell[] {
	const {plots, count} = plotTreemap(parts.map(({size}) => size), more.count > 0 ? more.bytes : undefined, width, height);
	const cells = parts.slice(0, count).map((part, index): MapCell => ({...part, plot: plots[index]}));
	const left = parts.slice(count);
	if (plots.length > count && left.length === 1 && more.count === 0) {
		cells.push({...left[0], plot: plots[count]});
	} else if (plots.length > count) {
		const rest = restOf(left, more);
		// Smaller than what is drawn; where nothing is, they are just all there are.
		cells.push({key: 'rest', kind: 'rest', name: count > 0 ? `${formatCount(rest.count)} smaller` : countOf(rest.count, 'part'), size: rest.bytes, waste: rest.waste, plot: plots[count]});
	}

	return cells;
}
