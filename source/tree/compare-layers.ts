import type {EntryTable} from '../archive/entry-table.js';
import type {LayerNumber} from '../image/image.js';
import {sameXattrs} from './compare-entries.js';
import type {Side} from './compare-images.js';

/** Which layers two images share. */
export type LayerPairs = {
	/** Layers that both have, in the order of A: the same diff_id, and the same entries. Of those that are not proven each content that is shown is compared. */
	shared: Array<{a: LayerNumber; b: LayerNumber; isProven: boolean}>;
	onlyA: LayerNumber[];
	onlyB: LayerNumber[];
	/** Layers that claim the same diff_id, and do not hold the same: none of them is in `shared`. */
	contradicting: Array<{a: LayerNumber; b: LayerNumber}>;
};

/**
Which layers the two views share.

A diff_id is the digest of all that a layer holds; but any document can state one. So layers that claim the same and have the same entries
are shared, and only where they are proven to be the same are their contents, too.

@param idsA The paths of A by a numbering that both sides have in common, and so for `idsB`.
@param proven By layers of A those of B that they are proven to be.
*/
export function * compareLayers(a: Side, b: Side, idsA: Int32Array, idsB: Int32Array, proven: ReadonlyMap<LayerNumber, LayerNumber> = new Map()): Generator<void, LayerPairs> {
	const layersA = layersOf(a);
	const layersB = layersOf(b);
	if (a.image === b.image) {
		return {
			shared: layersA.filter(layer => layersB.includes(layer)).map(layer => ({a: layer, b: layer, isProven: true})),
			onlyA: layersA.filter(layer => !layersB.includes(layer)),
			onlyB: layersB.filter(layer => !layersA.includes(layer)),
			contradicting: [],
		};
	}

	const byDiffId = new Map<string, LayerNumber[]>();
	for (const layer of layersB) {
		const {diffId} = b.image.layers[layer - 1];
		if (diffId !== undefined) {
			byDiffId.set(diffId, [...byDiffId.get(diffId) ?? [], layer]);
		}
	}

	const pairs: LayerPairs = {shared: [], onlyA: [], onlyB: [], contradicting: []};
	const taken = new Set<LayerNumber>();
	for (const layer of layersA) {
		yield;
		const other = byDiffId.get(a.image.layers[layer - 1].diffId ?? '')?.shift();
		if (other === undefined) {
			pairs.onlyA.push(layer);
		} else if (sameEntries(a, layer, idsA, b, other, idsB)) {
			pairs.shared.push({a: layer, b: other, isProven: proven.get(layer) === other});
			taken.add(other);
		} else {
			pairs.onlyA.push(layer);
			if (isWhole(a.overlay.store.table(layer)) && isWhole(b.overlay.store.table(other))) {
				pairs.contradicting.push({a: layer, b: other});
			}
		}
	}

	pairs.onlyB = layersB.filter(layer => !taken.has(layer));
	return pairs;
}

/** The layers that a view is of, base first. */
function layersOf({view}: Side): LayerNumber[] {
	return 'layer' in view ? [view.layer] : Array.from({length: view.at}, (_, index) => index + 1);
}

/** Whether all of a layer was read. */
function isWhole({broken, warnings}: EntryTable): boolean {
	return broken.size === 0 && warnings.every(({incomplete}) => !incomplete);
}

function sameEntries(a: Side, layerA: LayerNumber, idsA: Int32Array, b: Side, layerB: LayerNumber, idsB: Int32Array): boolean {
	const tableA = a.overlay.store.table(layerA);
	const tableB = b.overlay.store.table(layerB);
	const pathsA = a.overlay.store.paths(layerA);
	const pathsB = b.overlay.store.paths(layerB);
	return tableA.count === tableB.count
		&& isWhole(tableA)
		&& isWhole(tableB)
		&& columns.every(name => sameColumn(tableA[name], tableB[name]))
		&& pathsA.every((path, index) => idsA[path] === idsB[pathsB[index]])
		&& sameMaps(tableA.xattrs, tableB.xattrs, sameXattrs)
		&& sameMaps(tableA.devices, tableB.devices, ([majorA, minorA], [majorB, minorB]) => majorA === majorB && minorA === minorB)
		&& sameMaps(tableA.sparse, tableB.sparse, sameColumn);
}

const columns = ['type', 'mode', 'uid', 'gid', 'mtime', 'size', 'offset', 'linkStart', 'links'] as const;

function sameColumn(a: ArrayBufferView, b: ArrayBufferView): boolean {
	return Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}

function bytesOf({buffer, byteOffset, byteLength}: ArrayBufferView): Uint8Array {
	return new Uint8Array(buffer, byteOffset, byteLength);
}

function sameMaps<Value>(a: ReadonlyMap<number, Value>, b: ReadonlyMap<number, Value>, isSame: (a: Value, b: Value) => boolean): boolean {
	return a.size === b.size && [...a].every(([key, value]) => b.has(key) && isSame(value, b.get(key)!));
}
