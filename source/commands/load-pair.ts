import type {ByteSource} from '../archive/byte-source.js';
import {isSameSource} from '../archive/same-source.js';
import type {EntryTable} from '../archive/entry-table.js';
import type {TapFacts} from '../archive/tap.js';
import type {TapName} from '../archive/taps/index.js';
import type {Contents} from '../image/contents.js';
import type {Image, Layer, LayerNumber} from '../image/image.js';
import {claimedPairs, provenLayers} from '../image/same-blob.js';
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

/** Which layers of A are proven to be which of B. */
export type Proven = ReadonlyMap<LayerNumber, LayerNumber>;

/** What of a layer another image needs that has the same one. */
type Known = {layer: Layer; table: EntryTable; facts: TapFacts};

/**
Opens two images beside one another, indexes their layers and lays each one's over one another; or one image, which then is both.

A layer that both are proven to have is read once, and no digests of its contents are taken. That both say they have it proves nothing.

@param use Called while contents can still be read.
@throws {ImageError} If nothing of one of them can be read.
@throws {Interruption} If the user or the time said so.
*/
export async function loadPair<Used>(
	references: readonly [a: string, b?: string],
	options: Options,
	outside: Outside,
	taps: readonly TapName[],
	use: (a: LoadedSide, b: LoadedSide, work: Work, proven?: Proven) => Promise<Used>,
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
				const proven = await provenLayers(a, b, waiting.signal);
				const pairs = claimedPairs(a, b);
				const prove = (pair: {a: Layer; b: Layer} | undefined) => {
					proven.set(pair!.a.number, pair!.b.number);
				};

				const known: Known[] = [];
				const overlaidA = await overlayLayers(a, outside, waiting, {
					twin: layer => twinOf(layer, pairs.find(pair => pair.a === layer)?.b),
					onTwin(number) {
						prove(pairs.find(pair => pair.a.number === number));
					},
					taps: tapsFor(new Set(proven.keys()), taps),
					onTable(number, table, facts) {
						const layer = a.layers[number - 1];
						if (proven.has(number) || b.layers.some(other => isSameLayer(layer, other))) {
							// The overlay takes the paths out of its own.
							known.push({layer, table: {...table}, facts});
						}
					},
				});
				const overlaidB = await overlayLayers(b, outside, waiting, {
					twin: layer => twinOf(layer, pairs.find(pair => pair.b === layer)?.a),
					onTwin(number) {
						prove(pairs.find(pair => pair.b.number === number));
					},
					taps: tapsFor(new Set(proven.values()), taps),
					known: layer => known.find(other => proven.get(other.layer.number) === layer.number || isSameLayer(other.layer, layer)),
				});
				return await use(sideOf(a, overlaidA), sideOf(b, overlaidB), work, proven);
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

/** Digests of contents only for layers that are not proven to be the other image's. */
function tapsFor(proven: ReadonlySet<LayerNumber>, taps: readonly TapName[]): (layer: Layer) => readonly TapName[] {
	return ({number}) => proven.has(number) ? taps : ['content-digest', ...taps];
}

/** The plain blob that a compressed layer claims to be, of another image's layer; undefined where that is none, or lies elsewhere. */
function twinOf(layer: Layer, other: Layer | undefined): ByteSource | undefined {
	return layer.compression !== 'none' && other?.compression === 'none' && other.blob?.isHere() ? other.blob : undefined;
}

/** Whether both lie at the same place of the same file, and were indexed alike. */
function isSameLayer(a: Layer, b: Layer): boolean {
	return a.blob !== undefined && b.blob !== undefined && a.compression === b.compression && a.diffId === b.diffId && isSameSource(a.blob, b.blob);
}
