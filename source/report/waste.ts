import type {BaseImage} from '../image/base-image.js';
import type {Image, ImageWarning, LayerNumber} from '../image/image.js';
import type {Duplicate} from '../tree/duplicates.js';
import {fateNames} from '../tree/fate.js';
import type {Overlay} from '../tree/overlay.js';
import type {Waste, WasteCause} from '../tree/waste.js';
import {largestLayer} from '../tree/waste-words.js';
import {layerTitle} from '../image/layer-title.js';
import {reportBase, type ReportedBase} from './reported-base.js';
import {pathBase64, reportImage, type ReportedImage} from './reported-image.js';
import {reportWarnings, type ReportedWarning} from './summary.js';

/** What `waste` tells, in the shape of its JSON. */
export type WasteReport = {
	schema: 'freedive/waste/1';
	image: ReportedImage & {
		/** Content bytes of all layers. */
		size: number;
	};
	/** All that nobody sees. */
	bytes: number;
	/** What the image would weigh: with what was asked for, else without any waste. */
	sizeAfter: number;
	/** What a pull would save by it, in compressed bytes: an estimate; null where the layers that would shrink are not compressed. */
	pullSavings: number | null;
	/** What was asked for, and what came of it: the same as above; null where nothing was. */
	whatIf: AskedWhatIf & ReportedWeight | null;
	base: ReportedBase | null;
	wastes: ReportedWaste[];
	duplicates: ReportedDuplicate[];
	warnings: ReportedWarning[];
};

/** What is to be different, in the user's words. */
export type AskedWhatIf = {
	/** Ids of wastes. */
	fix: string[];
	/** First and last layer of each range that becomes one layer. */
	merge: Array<[LayerNumber, LayerNumber]>;
	/** Patterns of paths. */
	drop: string[];
	without: LayerNumber[];
};

export type ReportedWaste = {
	id: string;
	cause: WasteCause;
	/** What happened. */
	what: string;
	/** What to write instead. */
	remedy: string;
	bytes: number;
	files: number;
	/** What the image would weigh without it alone. */
	sizeAfter: number;
	/** What a pull would save by that: an estimate, and null as above. */
	pullSavings: number | null;
	/** The folder or file that holds all of it. */
	path: string;
	pathBase64: string | null;
	/** Where to look at it: what `--open` takes. */
	open: string;
	/** Whether all of it came with the base image; null where the base is not known. */
	base: boolean | null;
	layers: LayerNumber[];
	hiddenBy: LayerNumber[];
	parts: Array<{layer: LayerNumber; hiddenBy: LayerNumber; fate: (typeof fateNames)[number]; bytes: number; files: number}>;
	/** The largest files first, and no more than `mostPaths`. */
	paths: string[];
};

type ReportedWeight = Pick<ReportedWaste, 'sizeAfter' | 'pullSavings'>;

export type ReportedDuplicate = {
	digest: string;
	size: number;
	duplicateBytes: number;
	paths: string[];
};

/** What the image would weigh, and what a pull would save. */
export type Weight = {
	sizeAfter: number;
	pullSavings: number | undefined;
};

/** What a report on waste is made from. */
export type WasteParts = {
	image: Image;
	overlay: Overlay;
	base: BaseImage | undefined;
	/** Each with what the image would weigh without it, worst first. */
	wastes: ReadonlyArray<{waste: Waste; weight: Weight}>;
	duplicates: readonly Duplicate[];
	whatIf: AskedWhatIf | undefined;
	/** With what was asked for, else without any waste. */
	weight: Weight;
	warnings: readonly ImageWarning[];
};

/** What made each layer, in one line, by layer number minus one. Not yet safe for a terminal. */
export type LayerTitles = readonly string[];

/** So many paths of a waste are named: a million of them tell nobody more. `files --all-layers --columns path,fate` has all. */
export const mostPaths = 1000;

/** What there is to tell of an image's waste. */
export function reportWaste({image, overlay, base, wastes, duplicates, whatIf, weight, warnings}: WasteParts): WasteReport {
	const {total, wasted} = overlay.bytes();
	const {tree} = overlay;
	return {
		schema: 'freedive/waste/1',
		image: {...reportImage(image), size: total},
		bytes: wasted,
		...reportWeight(weight),
		whatIf: whatIf ? {...whatIf, ...reportWeight(weight)} : null,
		base: base === undefined ? null : reportBase(base, overlay),
		wastes: wastes.map(({waste, weight}) => reportOne(overlay, waste, weight, base)),
		duplicates: duplicates.map(({digest, size, duplicateBytes, paths}) => ({digest, size, duplicateBytes, paths: paths.map(path => tree.path(path))})),
		warnings: reportWarnings(warnings),
	};
}

/** Rows that people are shown where they did not say how many. */
const shownAtMost = 10;
const shownAtLeast = 3;

/** What is left of the waste below this share is not worth a look. */
const smallShare = 1 / 200;

/** The wastes that people are shown, and those that are left. */
export function worstWastes({wastes, bytes}: WasteReport, limit: number | undefined): {some: ReportedWaste[]; rest: ReportedWaste[]} {
	let left = bytes;
	const isWorth = (waste: ReportedWaste, index: number) => {
		const worth = index < shownAtLeast || left > bytes * smallShare;
		left -= waste.bytes;
		return worth;
	};

	const some = limit === undefined ? wastes.slice(0, shownAtMost).filter(isWorth) : wastes.slice(0, limit);
	return {some, rest: wastes.slice(some.length)};
}

/** The first rows of each kind; all where nobody said how many. */
export function limited(report: WasteReport, limit: number | undefined): WasteReport {
	return {...report, wastes: report.wastes.slice(0, limit), duplicates: report.duplicates.slice(0, limit)};
}

/** The titles of an image's layers: text shows them where the JSON has numbers. */
export function layerTitles({layers}: Image): LayerTitles {
	return layers.map(({history}) => layerTitle({instruction: history?.instruction ?? null, comment: history?.comment ?? null}));
}

function reportOne({tree, store}: Overlay, waste: Waste, weight: Weight, base: BaseImage | undefined): ReportedWaste {
	const {id, cause, what, remedy, bytes, files, path, layers, hiddenBy, parts, contents} = waste;
	const pathBytes = tree.pathBytes(path);
	const text = tree.path(path);
	return {
		id,
		cause,
		what,
		remedy,
		bytes,
		files,
		...reportWeight(weight),
		path: text,
		pathBase64: pathBase64(pathBytes) ?? null,
		open: `${largestLayer(waste)}:${text}`,
		base: base === undefined ? null : parts.every(part => part.hiddenBy <= base.layers),
		layers,
		hiddenBy,
		parts: parts.map(part => ({...part, fate: fateNames[part.fate]})),
		paths: Array.from(contents.subarray(0, mostPaths), content => tree.path(store.pathOf(content))),
	};
}

function reportWeight({sizeAfter, pullSavings}: Weight): ReportedWeight {
	return {sizeAfter, pullSavings: pullSavings ?? null};
}
