import {countOf, formatCount} from '../format/count.js';
import type {Images} from './images.js';

/** What all images come to, in one sentence. `size`: writes bytes. */
export function totalSentence({images, failures, total}: Images, size: (bytes: number) => string): string {
	const {layers, layersOnce, size: all, sizeOnce} = total;
	return [
		`${countOf(images.length, 'image')}, ${countOf(layers, 'layer')}, ${size(all)}`,
		layers === layersOnce ? 'no layer is there twice' : `without repetition ${countOf(layersOnce, 'layer')}, ${size(sizeOnce)}`,
		failures.length > 0 ? `${formatCount(failures.length)} can't be opened` : '',
	].filter(Boolean).join('; ');
}

/** The numbers of the images that have a layer. */
export function holdersText(holders: Images['shared'][number]['images'], limit = Number.POSITIVE_INFINITY): string {
	const shown = holders.slice(0, limit).map(({image}) => String(image)).join(' ');
	return holders.length > limit ? `${shown} and ${holders.length - limit} more` : shown;
}

/** The number that a layer has in the images that hold it; those that it has where that differs. */
export function numbersText(holders: Images['shared'][number]['images']): string {
	const numbers = [...new Set(holders.map(({layer}) => layer))];
	return numbers.length > 3 ? `${numbers.slice(0, 3).join(',')}…` : numbers.join(',');
}
