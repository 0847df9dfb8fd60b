import {isSameSource} from '../archive/same-source.js';
import type {EntryTable} from '../archive/entry-table.js';
import type {TapFacts} from '../archive/tap.js';
import type {TapName} from '../archive/taps/index.js';
import type {Contents} from '../image/contents.js';
import type {Image, Layer} from '../image/image.js';
import type {Options} from '../options.js';
import {
	openReference,
	overlayLayers,
	warningsOf,
	whileWaiting,
	workOf,
	type Loaded,
	type Work,
} from './load.js';
import type {Outside} from './outside.js';

/** An image with its layers laid over one another, while its contents can be read. */
export type LoadedSide = Loaded & {contents: Contents};

/** What of a layer another image needs that has the same one. */
type Known = {layer: Layer; table: EntryTable; facts: TapFacts};

/**
Opens two images beside one another, indexes their layers and lays each one's over one another; or one image, which then is both.

A layer that both find at the same place of the same file is read once. The digests of contents are taken but for layers that both say
they have: what these hold need not be proven.

@param use Called while contents can still be read.
@throws {ImageError} If nothing of one of them can be read.
@throws {Interruption} If the user or the time said so.
*/
export async function loadPair<Used>(
	references: readonly [a: string, b?: string],
	options: Options,
	outside: Outside,
	taps: readonly TapName[],
	use: (a: LoadedSide, b: LoadedSide, work: Work) => Promise<Used>,
): Promise<Used> {
	const [referenceA, referenceB] = references;
	return whileWaiting(`opening ${referenceA}`, options, outside, async waiting => {
		const work = workOf(waiting);
		const openedA = await openReference(referenceA, options, outside, waiting);
		try {
			if (referenceB === undefined) {
				const side = sideOf(openedA.image, await overlayLayers(openedA.image, outside, waiting, {taps: ['content-digest', ...taps]}));
				return await use(side, side, work);
			}

			work.tell(`opening ${referenceB}`);
			const openedB = await openReference(referenceB, options, outside, waiting);
			try {
				const [a, b] = [openedA.image, openedB.image];
				const known: Known[] = [];
				const overlaidA = await overlayLayers(a, outside, waiting, {
					taps: tapsFor(b, taps),
					onTable(number, table, facts) {
						const layer = a.layers[number - 1];
						if (b.layers.some(other => isSameLayer(layer, other))) {
							// The overlay takes the paths out of its own.
							known.push({layer, table: {...table}, facts});
						}
					},
				});
				const overlaidB = await overlayLayers(b, outside, waiting, {
					taps: tapsFor(a, taps),
					known: layer => known.find(other => isSameLayer(other.layer, layer)),
				});
				return await use(sideOf(a, overlaidA), sideOf(b, overlaidB), work);
			} finally {
				openedB.close();
			}
		} finally {
			openedA.close();
		}
	});
}

function sideOf(image: Image, {overlay, contents}: Pick<LoadedSide, 'overlay' | 'contents'>): LoadedSide {
	return {image, overlay, contents, warnings: warningsOf(image, overlay)};
}

/** Digests of contents only for layers that the other image does not say to have. */
function tapsFor(other: Image, taps: readonly TapName[]): (layer: Layer) => readonly TapName[] {
	const shared = new Set(other.layers.map(({diffId}) => diffId).filter(diffId => diffId !== undefined));
	return ({diffId}) => diffId !== undefined && shared.has(diffId) ? taps : ['content-digest', ...taps];
}

/** Whether both lie at the same place of the same file, and were indexed alike. */
function isSameLayer(a: Layer, b: Layer): boolean {
	return a.blob !== undefined && b.blob !== undefined && a.compression === b.compression && a.diffId === b.diffId && isSameSource(a.blob, b.blob);
}
