import {countOf} from '../format/count.js';
import {readConfig} from './config.js';
import type {ImageChoice} from './choice-error.js';
import type {ConfigDocument} from './documents.js';
import {joinHistory} from './history.js';
import type {Image, ImageForm, ImageWarning, OtherManifest} from './image.js';
import {makeLayer, type LayerPart} from './layer.js';
import {formatPlatform} from './platform.js';

/** What the documents of any form come down to. */
export type ImageParts = {
	reference: string;
	form: ImageForm;
	/** Digest of the manifest. */
	digest?: string;
	index?: string;
	tags: readonly string[];
	annotations?: Record<string, string>;
	/** Undefined where there is none, or none that can be read. */
	config?: ConfigDocument;
	layers: readonly LayerPart[];
	others?: OtherManifest[];
	choices?: readonly ImageChoice[];
};

/** Puts an image together: layers with their diff_ids ("rootfs", config.md) and the history that made them. */
export function assembleImage(parts: ImageParts, warnings: ImageWarning[]): Image {
	const {config} = parts;
	const diffIds = config?.rootfs.diff_ids ?? [];
	if (diffIds.length > 0 && diffIds.length !== parts.layers.length) {
		warnings.push({
			message: `The config has ${countOf(diffIds.length, 'diff_id')} and the manifest ${countOf(parts.layers.length, 'layer')}: they are paired from the base upward.`,
			incomplete: false,
		});
	}

	const layers = parts.layers.map((part, index) => makeLayer(index + 1, part, diffIds[index], warnings));
	const {history, warnings: oddHistory} = joinHistory(config?.history ?? [], layers.length);
	warnings.push(...oddHistory);
	for (const entry of history) {
		if (entry.layer !== undefined) {
			layers[entry.layer - 1].history = entry;
		}
	}

	return {
		reference: parts.reference,
		form: parts.form,
		digest: parts.digest,
		...(parts.index !== undefined && {index: parts.index}),
		platform: formatPlatform(config),
		created: config?.created,
		tags: [...parts.tags],
		config: readConfig(config?.config),
		layers,
		history,
		others: parts.others ?? [],
		...(parts.choices && parts.choices.length > 1 && {choices: parts.choices}),
		annotations: parts.annotations ?? {},
		warnings,
	};
}
