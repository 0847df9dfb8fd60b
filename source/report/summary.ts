import type {
	Image,
	ImageConfig,
	ImageForm,
	ImageWarning,
	Layer,
	LayerNumber,
} from '../image/image.js';
import type {Attached} from '../image/attached.js';
import type {DiveFigures} from '../tree/dive-figures.js';
import {noBytes, type BytesByFate} from '../tree/fate.js';
import type {LayerTotals} from '../tree/layer-totals.js';
import {reportAttached, type ReportedAttached} from './reported-attached.js';
import type {ReportedBase} from './reported-base.js';

/** What the overlay counts of an image. */
export type ImageFigures = {
	/** By layer number minus one. */
	layers: readonly LayerTotals[];
	/** Paths of the final file system without `/`. */
	finalPaths: number;
	/** Regular files and hard links of the final file system. */
	finalFiles: number;
	dive: DiveFigures;
	/** Undefined where nobody told. */
	base?: ReportedBase;
	/** What is attached to the image. */
	attached?: readonly Attached[];
	/** The worst wastes first; not more than are shown. */
	worst: readonly WorstWaste[];
};

/** A warning about the image, as every JSON holds it. */
export type ReportedWarning = {
	layer: LayerNumber | null;
	path: string | null;
	message: string;
	/** Whether something that is there could not be read, so that the result is partial. */
	incomplete: boolean;
};

/** What `summary` tells, in the shape of its JSON. */
export type Summary = {
	schema: 'freedive/summary/1';
	image: {
		reference: string;
		form: ImageForm;
		/** When its registry was asked for it, where it could not be reached now; null else. */
		asOf: string | null;
		digest: string | null;
		platform: string | null;
		created: string | null;
		tags: string[];
		config: ImageConfig;
		size: number;
		finalSize: number;
		storedSize: number;
		paths: number;
		files: number;
	};
	layers: SummaryLayer[];
	history: Array<{
		createdBy: string;
		instruction: string;
		created: string | null;
		comment: string | null;
		emptyLayer: boolean;
		layer: LayerNumber | null;
	}>;
	bytes: BytesByFate & {total: number; wasted: number};
	/** What dive says of the image. */
	dive: DiveFigures;
	/** The base image; null where nobody told. */
	base: ReportedBase | null;
	/** Signatures, attestations, SBOMs. */
	attached: ReportedAttached[];
	/** The worst wastes, five at most; `waste` tells all, and more of each. */
	worst: WorstWaste[];
	warnings: ReportedWarning[];
};

/** One of the worst wastes, in short. */
export type WorstWaste = {
	id: string;
	bytes: number;
	/** What happened. */
	what: string;
	/** What to write instead. */
	remedy: string;
};

export type SummaryLayer = {
	layer: LayerNumber;
	digest: string | null;
	diffId: string | null;
	mediaType: string;
	storedSize: number;
	size: number;
	createdBy: string | null;
	instruction: string | null;
	created: string | null;
	comment: string | null;
	/** Whether the layer is of the base image; null where nobody told. */
	base: boolean | null;
} & Omit<LayerTotals, 'size'>;

/** What there is to tell of an image whose layers were all overlaid. */
export function summarize(image: Image, figures: ImageFigures, warnings: readonly ImageWarning[]): Summary {
	const layers = image.layers.map((layer, index) => summarizeLayer(layer, figures.layers[index], figures.base));
	const bytes = addFates(layers);
	const total = layers.reduce((sum, {size}) => sum + size, 0);
	const {live, ...wasted} = bytes;
	return {
		schema: 'freedive/summary/1',
		image: {
			reference: image.reference,
			form: image.form,
			asOf: image.asOf ?? null,
			digest: image.digest ?? null,
			platform: image.platform || null,
			created: image.created ?? null,
			tags: image.tags,
			config: configOf(image.config),
			size: total,
			finalSize: live,
			storedSize: layers.reduce((sum, {storedSize}) => sum + storedSize, 0),
			paths: figures.finalPaths,
			files: figures.finalFiles,
		},
		layers,
		history: image.history.map(({createdBy, instruction, created, comment, emptyLayer, layer}) => ({
			createdBy,
			instruction,
			created: created ?? null,
			comment: comment ?? null,
			emptyLayer,
			layer: layer ?? null,
		})),
		bytes: {total, live, wasted: total - live, ...wasted},
		dive: figures.dive,
		base: figures.base ?? null,
		attached: (figures.attached ?? []).map(one => reportAttached(one)),
		worst: [...figures.worst],
		warnings: reportWarnings(warnings),
	};
}

/** Warnings as every JSON holds them. */
export function reportWarnings(warnings: readonly ImageWarning[]): ReportedWarning[] {
	return warnings.map(({layer, path, message, incomplete}) => ({layer: layer ?? null, path: path ?? null, message, incomplete}));
}

function summarizeLayer(layer: Layer, {size, entries, added, modified, metadata, removed, unknown, bytes}: LayerTotals, base: ReportedBase | undefined): SummaryLayer {
	return {
		layer: layer.number,
		digest: layer.digest ?? null,
		diffId: layer.diffId ?? null,
		mediaType: layer.mediaType,
		storedSize: layer.storedSize,
		size,
		createdBy: layer.history?.createdBy ?? null,
		instruction: layer.history?.instruction ?? null,
		created: layer.history?.created ?? null,
		comment: layer.history?.comment ?? null,
		base: base ? layer.number <= base.layers : null,
		entries,
		added,
		modified,
		metadata,
		removed,
		unknown,
		bytes: addFates([{bytes}]),
	};
}

function addFates(parts: ReadonlyArray<{bytes: BytesByFate}>): BytesByFate {
	const sum = noBytes();
	for (const {bytes} of parts) {
		for (const fate of Object.keys(sum) as Array<keyof BytesByFate>) {
			sum[fate] += bytes[fate];
		}
	}

	return sum;
}

/** The keys of the contract in its order, whatever order and keys the object came with. */
function configOf({user, env, entrypoint, cmd, workingDir, exposedPorts, volumes, labels, healthcheck}: ImageConfig): ImageConfig {
	return {user, env, entrypoint, cmd, workingDir, exposedPorts, volumes, labels, healthcheck};
}
