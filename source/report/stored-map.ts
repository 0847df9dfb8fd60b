import {largestParts, type FolderPart, type PathBytes} from '../tree/largest-parts.js';
import {layerBytes} from '../tree/layer-bytes.js';
import {buildLayerView} from '../tree/layer-view.js';
import type {Overlay} from '../tree/overlay.js';
import {root} from '../tree/path-tree.js';

/** A picture of where bytes are: groups, and the parts of each. Texts are as the image has them. */
export type StoredMap = MapGroup[];

export type MapGroup = MapPart & {parts: MapPart[]};

export type MapPart = {
	name: string;
	bytes: number;
	/** Of these, those that nobody sees. */
	waste: number;
};

/** Groups of a picture, and parts of all together: what is more is too small to be seen. */
const mostGroups = 20;
const mostParts = 120;

/** Where the layers store their bytes: a group a layer, its parts the folders. */
export function * mapLayers(overlay: Overlay, titles: readonly string[]): Generator<void, StoredMap> {
	const {tree} = overlay;
	yield * tree.reorder();
	const sizes = titles.map((_, index) => overlay.layer(index + 1).size);
	const total = sizes.reduce((sum, size) => sum + size, 0);
	const largest = sizes.map((size, index) => ({size, layer: index + 1})).filter(({size}) => size > 0).sort((a, b) => b.size - a.size);
	const groups: StoredMap = [];
	for (const {size, layer} of largest.slice(0, mostGroups)) {
		const bytes = yield * layerBytes(overlay, layer);
		groups.push({name: `${layer} ${titles[layer - 1]}`, ...groupOf(overlay, bytes, root, size / total)});
		yield;
	}

	const rest = largest.slice(mostGroups);
	if (rest.length > 0) {
		const bytes = rest.reduce((sum, {size}) => sum + size, 0);
		const live = rest.reduce((sum, {layer}) => sum + overlay.layer(layer).bytes.live, 0);
		groups.push({name: `${rest.length} smaller layers`, bytes, waste: bytes - live, parts: []});
	}

	return groups.sort((a, b) => b.bytes - a.bytes);
}

/** Where the bytes of the finished file system are: a group for each of the largest folders at its top. */
export function * mapFolders(overlay: Overlay): Generator<void, StoredMap> {
	const {size, inView} = yield * buildLayerView(overlay, {from: 1, to: overlay.layerCount, changesOnly: false});
	const bytes: PathBytes = {bytes: size.map((count, path) => inView[path] === 1 ? count : 0), waste: new Uint8Array(size.length)};
	const total = bytes.bytes[root];
	const {position, subtreeEnd, atPosition} = overlay.tree;
	const tops = [];
	for (let place = 1; place < subtreeEnd[root]; place = subtreeEnd[atPosition[place]]) {
		tops.push(atPosition[place]);
	}

	const largest = tops.filter(path => bytes.bytes[path] > 0).sort((a, b) => bytes.bytes[b] - bytes.bytes[a] || position[a] - position[b]);
	const groups: StoredMap = [];
	for (const path of largest.slice(0, mostGroups)) {
		groups.push({name: overlay.tree.path(path), ...groupOf(overlay, bytes, path, bytes.bytes[path] / total)});
		yield;
	}

	const rest = largest.slice(mostGroups);
	if (rest.length > 0) {
		groups.push({name: `${rest.length} more in /`, bytes: rest.reduce((sum, path) => sum + bytes.bytes[path], 0), waste: 0, parts: []});
	}

	return groups.sort((a, b) => b.bytes - a.bytes);
}

function groupOf({tree}: Overlay, bytes: PathBytes, top: number, share: number): Omit<MapGroup, 'name'> {
	const parts = largestParts(tree, top, bytes, Math.max(4, Math.round(share * mostParts)));
	const nameOf = ({path, isRest}: FolderPart) => isRest ? `smaller in ${tree.path(path)}` : tree.path(path);
	return {bytes: bytes.bytes[top], waste: bytes.waste[top], parts: parts.map(part => ({name: nameOf(part), bytes: part.bytes, waste: part.waste}))};
}
