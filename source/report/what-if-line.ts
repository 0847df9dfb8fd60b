import {countOf} from '../format/count.js';
import {listWords} from '../format/list-words.js';
import type {AskedWhatIf, WasteReport} from './waste.js';

/** What the image would weigh, as sentences: with what was asked for, else without any waste. Not yet safe for a terminal. */
export function whatIfLine({image, bytes, sizeAfter, pullSavings, whatIf, wastes, warnings}: WasteReport, size: (bytes: number) => string): string {
	const pull = pullSavings !== null && pullSavings > 0 ? ` A pull would save about ${size(pullSavings)}: an estimate, by how far each layer is compressed.` : '';
	if (whatIf) {
		const less = image.size - sizeAfter;
		return `With ${listWords(deeds(whatIf))} the image would weigh ${size(sizeAfter)} instead of ${size(image.size)}${less > 0 ? `, ${size(less)} less` : ''}.${pull}`;
	}

	if (bytes === 0) {
		return warnings.some(({incomplete}) => incomplete)
			? 'No waste in what could be read.'
			: 'No waste: the finished image shows every byte that its layers store.';
	}

	return `${countOf(wastes.length, 'waste')}, ${size(bytes)} in all. Without them the image would weigh ${size(sizeAfter)} instead of ${size(image.size)}.${pull}`;
}

function deeds({fix, merge, drop, without}: AskedWhatIf): string[] {
	return [
		...(fix.length > 0 ? [`${listWords(fix)} mended`] : []),
		...merge.map(([from, to]) => `layers ${from} to ${to} merged`),
		...(drop.length > 0 ? [`${listWords(drop)} dropped`] : []),
		...(without.length > 0 ? [`layer${without.length > 1 ? 's' : ''} ${listWords(without.map(String))} left out`] : []),
	];
}
