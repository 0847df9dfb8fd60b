import {entryType} from '../archive/entry-table.js';
import type {Image, LayerNumber} from '../image/image.js';
import type {EntryId} from './entry-store.js';
import type {Overlay} from './overlay.js';
import type {PathId} from './path-tree.js';
import type {Waste} from './waste.js';

/** Changes to an image that are weighed together. */
export type WhatIf = {
	/** Wastes whose remedies are applied. */
	fix?: readonly Waste[];
	/** Ranges of layers that become one, both ends included: what such a range stores and hides itself is not stored. */
	merge?: ReadonlyArray<readonly [LayerNumber, LayerNumber]>;
	/** Takes a path, as `decodeBytes` reads it: a content is left out where all of its names are such. */
	drop?: (path: string) => boolean;
	/** Layers that are left out. */
	without?: readonly LayerNumber[];
};

/** Content bytes that the image would store. */
export function sizeAfter(overlay: Overlay, whatIf: WhatIf): number {
	return overlay.bytes().total - sum(savedByLayer(overlay, whatIf));
}

/**
About how many bytes less a pull would fetch, by how well each layer is compressed as a whole.

@returns undefined where the layers that would shrink are not compressed: how they travel is not known.
*/
export function pullSavings(overlay: Overlay, {layers}: Image, whatIf: WhatIf): number | undefined {
	let savings = 0;
	let isKnown = false;
	for (const [layer, saved] of savedByLayer(overlay, whatIf).entries()) {
		const {compression, storedSize} = layers[Math.max(0, layer - 1)] ?? noLayer;
		if (saved > 0 && compression !== 'none') {
			isKnown = true;
			savings += saved * storedSize / Math.max(1, overlay.layer(layer).size);
		}
	}

	return isKnown ? Math.round(savings) : undefined;
}

const noLayer = {compression: 'none', storedSize: 0};

/** Bytes that each layer would not store any more, by layer number. */
function savedByLayer(overlay: Overlay, {fix = [], merge = [], drop, without = []}: WhatIf): Float64Array {
	const {store} = overlay;
	const saved = new Float64Array(overlay.layerCount + 1);
	if (merge.length === 0 && drop === undefined && without.length === 0) {
		// Wastes are disjoint and know what each layer stores of them: hundreds are weighed one by one.
		for (const {parts} of new Set(fix)) {
			for (const {layer, bytes} of parts) {
				saved[layer] += bytes;
			}
		}

		return saved;
	}

	const fixed = new Uint8Array(store.count);
	for (const {contents} of fix) {
		for (const content of contents) {
			fixed[content] = 1;
		}
	}

	const linkNames = drop ? linkedNames(overlay) : undefined;
	const left = new Set(without);
	for (let layer = 1; layer <= overlay.ready; layer++) {
		const {count, type, size} = store.table(layer);
		const base = store.base(layer);
		const paths = store.paths(layer);
		for (let index = 0; index < count; index++) {
			if (type[index] !== entryType.file) {
				continue;
			}

			const content = base + index;
			const hiddenBy = overlay.hiddenBy(content);
			const isGone = fixed[content] === 1
				|| left.has(layer)
				|| (hiddenBy > 0 && merge.some(([from, to]) => layer >= from && hiddenBy <= to))
				|| (drop !== undefined && drop(overlay.tree.path(paths[index])) && (linkNames!.get(content) ?? []).every(path => drop(overlay.tree.path(path))));
			saved[layer] += isGone ? size[index] : 0;
		}
	}

	return saved;
}

function linkedNames({store}: Overlay): Map<EntryId, PathId[]> {
	const names = new Map<EntryId, PathId[]>();
	for (const {entry, content} of store.links()) {
		names.set(content, [...(names.get(content) ?? []), store.pathOf(entry)]);
	}

	return names;
}

function sum(counts: Float64Array): number {
	let total = 0;
	for (const count of counts) {
		total += count;
	}

	return total;
}
