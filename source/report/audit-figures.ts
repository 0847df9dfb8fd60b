import type {AuditInput} from '../audit/audit-input.js';
import {secretMasking} from '../audit/secret-masking.js';
import type {LayerNumber} from '../image/image.js';
import {diveFigures, type DiveFigures} from '../tree/dive-figures.js';
import type {BytesByFate} from '../tree/fate.js';
import {layerTitle} from '../image/layer-title.js';
import {mapFolders, mapLayers, type StoredMap} from './stored-map.js';

/** What pages and metrics tell of an audited image beside its findings. Texts are as the image has them. */
export type AuditFigures = {
	/** How long it took, from opening the image on. No format that people compare has it: the same image gives the same output. */
	seconds: number;
	/** What dive says of the image. */
	dive: DiveFigures;
	/** Content bytes by what became of them. */
	bytes: BytesByFate & {total: number; wasted: number};
	/** Paths of the final file system without `/`, and regular files and hard links among them. */
	paths: number;
	files: number;
	layers: FiguredLayer[];
	/** The worst first. */
	wastes: FiguredWaste[];
	/** Where layers store their bytes, and where those of the finished file system are. */
	maps: {layers: StoredMap; folders: StoredMap};
};

export type FiguredLayer = {
	layer: LayerNumber;
	/** Its instruction in one line, or what is known in its place. */
	title: string;
	size: number;
	storedSize: number;
	/** Of its content bytes, those that the finished file system shows. */
	live: number;
	entries: number;
};

export type FiguredWaste = {
	id: string;
	bytes: number;
	/** What happened, as a sentence without its full stop. */
	what: string;
	/** What to write instead, likewise. */
	remedy: string;
};

/** A waste beyond these is a trifle: a page and a metric have at most so many. */
const mostWastes = 20;

/**
What is told of an image whose layers were all overlaid and whose contents were proven, secrets masked.

@param start When the audit began, as `performance.now()` tells it.
*/
export function * figuresOf(input: AuditInput, start: number): Generator<void, AuditFigures> {
	const {image: {layers}, overlay, wastes, instructions} = input;
	const mask = input.once(secretMasking);
	const figured = layers.map(({number, storedSize, history}) => {
		const {size, entries, bytes: {live}} = overlay.layer(number);
		return {layer: number, title: mask(layerTitle({instruction: history ? instructions[number - 1] : null, comment: history?.comment ?? null})), size, storedSize, live, entries};
	});
	const maps = {layers: yield * mapLayers(overlay, figured.map(({title}) => title)), folders: yield * mapFolders(overlay)};
	return {
		dive: diveFigures(overlay),
		bytes: overlay.bytes(),
		...overlay.finalCounts(),
		layers: figured,
		wastes: wastes.slice(0, mostWastes).map(({id, bytes: count, what, remedy}) => ({id, bytes: count, what: mask(what), remedy: mask(remedy)})),
		maps,
		seconds: (performance.now() - start) / 1000,
	};
}
