import {FetchedSource} from '../archive/fetched-source.js';
import {holdsSame, isSameSource} from '../archive/same-source.js';
import type {Image, Layer, LayerNumber} from './image.js';

/**
Whether the stored bytes of two layers are proven to be the same, without being inflated. A digest that a document states proves nothing:
the bytes of both are compared. What lies elsewhere is held to its digest when it comes, and what was kept of it was.

@throws {Error} AbortError, when `signal` says so.
*/
export async function isSameBlob(a: Layer, b: Layer, signal?: AbortSignal): Promise<boolean> {
	if (!a.blob || !b.blob || a.compression !== b.compression) {
		return false;
	}

	if (a.blob instanceof FetchedSource && b.blob instanceof FetchedSource) {
		return a.digest !== undefined && a.digest === b.digest;
	}

	try {
		return a.blob.isHere() && b.blob.isHere() && await holdsSame(a.blob, b.blob, signal);
	} catch {
		signal?.throwIfAborted();
		// What can't be read is proven to be nothing; whoever needs it tells why.
		return false;
	}
}

/** Layers that two images claim to share, the first of A with a diff_id and the first of B with it, and so on. */
export function claimedPairs(a: Image, b: Image): Array<{a: Layer; b: Layer}> {
	const claimed = Map.groupBy(b.layers.filter(({diffId}) => diffId !== undefined), ({diffId}) => diffId!);
	return a.layers.flatMap(layer => {
		const other = claimed.get(layer.diffId ?? '')?.shift();
		return other ? [{a: layer, b: other}] : [];
	});
}

/**
Which layers that two images claim to share are proven to be the same: by layer of A the one of B. Plain ones are, where both are the
same place of the same file: others are compared content by content, which costs no more than this would.

@throws {Error} AbortError, when `signal` says so.
*/
export async function provenLayers(a: Image, b: Image, signal?: AbortSignal): Promise<Map<LayerNumber, LayerNumber>> {
	const proven = new Map<LayerNumber, LayerNumber>();
	for (const pair of claimedPairs(a, b)) {
		const isProven = pair.a.compression === 'none' && pair.a.blob && pair.b.blob
			? pair.b.compression === 'none' && isSameSource(pair.a.blob, pair.b.blob)
			: await isSameBlob(pair.a, pair.b, signal);
		if (isProven) {
			proven.set(pair.a.number, pair.b.number);
		}
	}

	return proven;
}
