import type {ConfigDocument} from './documents.js';
import type {HistoryEntry, ImageWarning} from './image.js';
import {readInstruction} from './instruction.js';

/**
Joins the config's history to the layers.

"`history`: Describes the history of each layer. The array is ordered from first to last. … `empty_layer`: This field is used to
mark if the history item created a filesystem diff" (OCI image-spec, config.md). It may be absent, short or long: what fits is
paired from the base upward, and the rest has no layer.
*/
export function joinHistory(documents: ConfigDocument['history'], layerCount: number): {history: HistoryEntry[]; warnings: ImageWarning[]} {
	let layers = 0;
	const history = documents.map((document): HistoryEntry => {
		const createdBy = document.created_by ?? '';
		const emptyLayer = document.empty_layer ?? false;
		const layer = emptyLayer ? undefined : ++layers;
		return {
			createdBy,
			...readInstruction(createdBy),
			created: document.created,
			comment: document.comment === '' ? undefined : document.comment,
			emptyLayer,
			layer: layer !== undefined && layer <= layerCount ? layer : undefined,
		};
	});
	const warnings: ImageWarning[] = [];
	if (history.length > 0 && layers !== layerCount) {
		const rest = layers > layerCount ? 'the last of them have no layer' : 'the last layers have no instruction';
		warnings.push({
			message: `The history tells of ${count(layers)}, and the image has ${count(layerCount)}: they are paired from the base upward, and ${rest}.`,
			incomplete: false,
		});
	}

	return {history, warnings};
}

function count(layers: number): string {
	return layers === 1 ? 'one layer' : `${layers} layers`;
}
