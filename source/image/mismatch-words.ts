import {formatCount} from '../format/count.js';
import type {LayerNumber} from './image.js';

/*
What is said where bytes are not what documents claim. Readers find that by the way and `verify` looks for it: both say the same, so that
it is told once (see `withBrokenClaims`).
*/

/** Of a manifest, which an index is too, or a config: a sentence. */
export function otherDocument(what: 'manifest' | 'config', claimed: string, found: string): string {
	return `The ${what} is not what its digest says: it should be ${claimed} and is ${found}.`;
}

/** Of a layer's blob: the end of a sentence that names the layer. */
export function otherBlob(claimed: string, found: string): string {
	return `its blob is not what its digest says: it should be ${claimed} and is ${found}`;
}

/** Of the bytes of a layer's blob: a sentence. */
export function otherSize(layer: LayerNumber, blob: string, claimed: number, found: number): string {
	return `Layer ${layer}: its blob ${blob} has ${formatCount(found)} bytes, where its descriptor says ${formatCount(claimed)}.`;
}
