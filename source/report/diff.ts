import {entryType, entryTypeNames} from '../archive/entry-table.js';
import {octalMode} from '../format/mode.js';
import {formatTime} from '../format/time.js';
import type {HistoryEntry, ImageWarning, LayerNumber} from '../image/image.js';
import {changeNames} from '../tree/change.js';
import type {ConfigDifference} from '../tree/compare-config.js';
import type {ComparisonCounts, Side} from '../tree/compare-images.js';
import type {PackageDifference} from '../tree/compare-packages.js';
import type {ImageComparison, Verdict} from '../tree/compare-verdict.js';
import {namesOf} from '../tree/difference.js';
import {absent, type EntryId} from '../tree/entry-store.js';
import type {PathId} from '../tree/path-tree.js';
import {pathBase64, reportImage, type ReportedImage} from './reported-image.js';
import {reportWarnings, type ReportedWarning} from './summary.js';

/** What `diff` tells but for the paths that differ, in the shape of its JSON. */
export type Diff = {
	schema: 'freedive/diff/1';
	a: DiffSide;
	b: DiffSide;
	/** Whether nothing differs of what was compared and not ignored. */
	identical: boolean;
	/** What differs, in one sentence. Not safe for a terminal. */
	verdict: string;
	/** What was compared: of single layers, points in a history and some paths no documents are. */
	compared: string[];
	/** What was left out. */
	ignored: string[];
	layers: {
		/** How many layers both have. */
		shared: number;
		/** Bytes of these as they lie in A. */
		sharedStoredSize: number;
		onlyA: DiffLayer[];
		onlyB: DiffLayer[];
	};
	config: ConfigDifference[];
	history: {
		/** How many instructions both have. */
		shared: number;
		/** Of these, how many ran at another time. */
		otherTimes: number;
		onlyA: DiffStep[];
		onlyB: DiffStep[];
	};
	packages: PackageDifference[];
	files: Omit<ComparisonCounts, 'byDifference'> & {
		/** Content bytes that each shows. */
		bytesA: number;
		bytesB: number;
		/** Bytes of files that are added, removed, or have other content; of the latter those of the larger. */
		differing: number;
	};
	warnings: Array<ReportedWarning & {image: 'a' | 'b'}>;
};

export type DiffSide = ReportedImage & {
	/** What calls it among the images of its archive, where it was chosen among them; null where it was not. */
	chosen: string | null;
	/** The layer after which its file system is compared; null where only what a layer holds is. */
	at: LayerNumber | null;
	layer: LayerNumber | null;
	/** Content bytes of the layers that are compared, what no path shows among them. */
	size: number;
	/** Bytes of these layers as they lie. */
	storedSize: number;
	layers: number;
};

export type DiffLayer = {
	layer: LayerNumber;
	diffId: string | null;
	storedSize: number;
	size: number;
	instruction: string | null;
	comment: string | null;
};

export type DiffStep = {
	layer: LayerNumber | null;
	createdBy: string;
	instruction: string;
	comment: string | null;
};

/** A path that differs. */
export type DiffChange = {
	/** Beginning with `/`; a byte that is no UTF-8 stands as `\xNN`. Not safe for a terminal. */
	path: string;
	/** The path's bytes, where they are no UTF-8. */
	pathBase64?: string;
	/** `added` is what only B has. */
	change: (typeof changeNames)[number];
	/** Content bytes; null where it is not there. */
	sizeA: number | null;
	sizeB: number | null;
	/** The layer that stored it; null where it is not there, and for a directory that no layer lists. */
	layerA: LayerNumber | null;
	layerB: LayerNumber | null;
	/** What differs, by names of `difference`. */
	what: string[];
	/** What it is; null where it is not there. */
	a: DiffAttributes | null;
	b: DiffAttributes | null;
};

export type DiffAttributes = {
	type: string;
	mode: string;
	uid: number;
	gid: number;
	/** RFC 3339; null for a directory that no layer lists. */
	mtime: string | null;
	/** Where a link leads; null for anything else. */
	link: string | null;
};

/** What there is to tell of two images but for the paths that differ. */
export function reportDiff(comparison: ImageComparison, {identical, sentence}: Verdict, ignored: readonly string[], warnings: Record<'a' | 'b', readonly ImageWarning[]>): Diff {
	const {files, config, history, packages} = comparison;
	const {a, b, layers, counts: {byDifference, ...counts}} = files;
	return {
		schema: 'freedive/diff/1',
		a: sideOf(a),
		b: sideOf(b),
		identical,
		verdict: sentence,
		compared: ['files', ...(packages ? ['packages'] : []), ...(config ? ['config'] : []), ...(history ? ['history'] : [])],
		ignored: [...ignored],
		layers: {
			shared: layers.shared.length,
			sharedStoredSize: layers.shared.reduce((sum, pair) => sum + a.image.layers[pair.a - 1].storedSize, 0),
			onlyA: layers.onlyA.map(layer => layerOf(a, layer)),
			onlyB: layers.onlyB.map(layer => layerOf(b, layer)),
		},
		config: [...config ?? []],
		history: {
			shared: history?.shared ?? 0,
			otherTimes: history?.otherTimes ?? 0,
			onlyA: (history?.onlyA ?? []).map(step => stepOf(step)),
			onlyB: (history?.onlyB ?? []).map(step => stepOf(step)),
		},
		packages: [...packages ?? []],
		files: {...counts, bytesA: files.bytesA, bytesB: files.bytesB, differing: files.differing[0]},
		warnings: (['a', 'b'] as const).flatMap(image => reportWarnings(warnings[image]).map(warning => ({image, ...warning}))),
	};
}

function sideOf({image, overlay, view}: Side): DiffSide {
	const layers = 'layer' in view ? [image.layers[view.layer - 1]] : image.layers.slice(0, view.at);
	return {
		...reportImage(image),
		chosen: image.chosen ?? null,
		at: 'at' in view ? view.at : null,
		layer: 'layer' in view ? view.layer : null,
		size: layers.reduce((sum, {number}) => sum + overlay.layer(number).size, 0),
		storedSize: layers.reduce((sum, {storedSize}) => sum + storedSize, 0),
		layers: layers.length,
	};
}

function layerOf({image, overlay}: Side, number: LayerNumber): DiffLayer {
	const {diffId, storedSize, history} = image.layers[number - 1];
	return {
		layer: number,
		diffId: diffId ?? null,
		storedSize,
		size: overlay.layer(number).size,
		instruction: history?.instruction ?? null,
		comment: history?.comment ?? null,
	};
}

function stepOf({layer, createdBy, instruction, comment}: HistoryEntry): DiffStep {
	return {
		layer: layer ?? null,
		createdBy,
		instruction,
		comment: comment ?? null,
	};
}

/** What there is to tell of a path that differs. */
export function reportChange({files}: ImageComparison, path: PathId): DiffChange {
	const {a, b, tree, change: changes, what, entryA, entryB} = files;
	const base64 = pathBase64(tree.pathBytes(path));
	const [ownA, ownB] = [attributesOf(a, entryA[path]), attributesOf(b, entryB[path])];
	return {
		path: tree.path(path),
		...(base64 !== undefined && {pathBase64: base64}),
		change: changeNames[changes[path]],
		sizeA: ownA?.size ?? null,
		sizeB: ownB?.size ?? null,
		layerA: ownA?.layer ?? null,
		layerB: ownB?.layer ?? null,
		what: namesOf(what[path]),
		a: ownA?.attributes ?? null,
		b: ownB?.attributes ?? null,
	};
}

function attributesOf({overlay}: Side, entry: EntryId): {size: number; layer: LayerNumber | null; attributes: DiffAttributes} | undefined {
	if (entry === absent) {
		return undefined;
	}

	const {type, mode, uid, gid, mtime, link, size, layer} = overlay.facts(entry);
	return {
		size,
		layer: layer || null,
		// A hard link is a file of its content.
		attributes: {type: type === entryType.hardlink ? 'file' : entryTypeNames[type], mode: octalMode(mode), uid, gid, mtime: formatTime(mtime) || null, link: link === '' ? null : link},
	};
}

/** A row for people: a path that differs, and of a folder that is added or removed whole all that it holds. */
export type DiffRow = DiffChange & {
	/** Content bytes of a file, and of a folder those below it. */
	bytesA: number;
	bytesB: number;
	/** Paths of which the row tells. */
	paths: number;
	/** Where it differs in hard links, another name of the same file in each; null where there is none. */
	otherNames: {a: string | null; b: string | null};
};

/** The same of a path for people: see `DiffRow`. */
export function reportRow(comparison: ImageComparison, path: PathId): DiffRow {
	const {sizeA, sizeB, changedBelow, linked, tree} = comparison.files;
	const nameOf = (other: PathId | undefined) => other === undefined ? null : tree.path(other);
	const change = reportChange(comparison, path);
	const isWhole = change.change === 'added' || change.change === 'removed' || change.what.includes('type');
	// Of a file with several names, each tells its size.
	return {...change, bytesA: change.sizeA || sizeA[path], bytesB: change.sizeB || sizeB[path], paths: isWhole ? changedBelow[path] + 1 : 1, otherNames: {a: nameOf(linked.get(path)?.a), b: nameOf(linked.get(path)?.b)}};
}
