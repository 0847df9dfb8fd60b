import {countOf} from '../format/count.js';
import {shortDigest} from '../format/digest.js';
import {knownByText} from '../image/base-words.js';
import type {ReportedBase} from './reported-base.js';

/** What the base is called: `debian:12@1f2e3d4c5b6a`. Not yet safe for a terminal. */
export function baseName({name, digest}: ReportedBase): string {
	const short = digest === null ? '' : `@${shortDigest(digest)}`;
	return name === '' ? short.slice(1) : `${name}${short}`;
}

/** Which layers are the base's, and who says so. */
export function baseExtent({layers, guess, knownBy, otherNames}: ReportedBase): string {
	if (!guess) {
		return [
			countOf(layers, 'layer'),
			knownByText({knownBy}),
			otherNames > 0 ? `also known by ${countOf(otherNames, 'other name')}` : '',
		].filter(Boolean).join(', ');
	}

	return layers === 0
		? 'which layers are its is not told; --base IMAGE tells'
		: `${countOf(layers, 'layer')} by a guess from the history; --base IMAGE tells`;
}

/** `12.3 MB of the waste were in the base already, 45.6 MB are your own.`, or nothing where the base is not known. */
export function wasteApart({wasted, guess}: ReportedBase, all: number, size: (bytes: number) => string): string {
	if (wasted === null) {
		return '';
	}

	return `Of the waste ${size(wasted)} came with the base${guess ? ' (by the guess)' : ''}, and ${size(all - wasted)} is this build's own.`;
}
