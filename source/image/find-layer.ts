import {ImageError, type Layer, type LayerNumber} from './image.js';

/**
The layer that a user named: all digits are its number, from 1; a start of its blob's digest or of its diff_id needs `sha256:`, or
six hex digits.

@throws {ImageError} Where that is no layer, or several.
*/
export function findLayer(layers: readonly Layer[], name: string): LayerNumber {
	if (/^\d+$/.test(name)) {
		const number = Number(name);
		if (number < 1 || number > layers.length) {
			throw new ImageError(`There is no layer ${name}: the image has ${layers.length === 0 ? 'none' : `layers 1 to ${layers.length}`}.`);
		}

		return number;
	}

	const isDigest = /^[\da-z]+:[\da-f]+$/i.test(name);
	if (!isDigest && !/^[\da-f]{6,}$/i.test(name)) {
		throw new ImageError(`${name || '""'} names no layer: give its number from 1, or the start of its digest (sha256:… or six hex digits).`);
	}

	const start = name.toLowerCase();
	const found = layers.filter(({digest, diffId}) => [digest, diffId].some(whole => whole !== undefined && (isDigest ? whole : whole.slice(whole.indexOf(':') + 1)).startsWith(start)));
	if (found.length !== 1) {
		throw new ImageError(found.length === 0
			? `No layer's digest begins with ${name}.`
			: `Several layers have a digest that begins with ${name}: ${found.map(({number}) => number).join(', ')}.`);
	}

	return found[0].number;
}
