import type {ImageWarning} from './image.js';
import {otherBlob, otherDocument, otherSize} from './mismatch-words.js';
import type {CheckedClaim, VerifiedBlob} from './verify-image.js';

/**
What does not hold, and what could not be read, as warnings: those of a layer belong to it.
*/
export function brokenClaims(blobs: readonly VerifiedBlob[]): ImageWarning[] {
	return blobs.flatMap(({kind, layer, blob, checks, problem, isForeign = false}) => {
		const wrong = checks.filter(({holds}) => !holds).map((check): ImageWarning => ({
			layer,
			message: sentenceOf({kind, layer, blob}, check),
			incomplete: false,
			isMismatch: true,
		}));
		return problem === undefined ? wrong : [...wrong, {layer, message: problem, incomplete: !isForeign}];
	});
}

/**
Warnings that were there before, and what verifying says: what it says again is told once, and of a layer that could not be read in any
case nothing is added but what does not hold.
*/
export function withBrokenClaims(before: readonly ImageWarning[], broken: readonly ImageWarning[]): ImageWarning[] {
	const unread = new Set(before.filter(({incomplete}) => incomplete).map(({layer}) => layer));
	const told = broken.filter(({isMismatch, layer}) => isMismatch || !unread.has(layer));
	const keys = new Set(told.map(warning => keyOf(warning)));
	return [...before.filter(warning => !keys.has(keyOf(warning))), ...told];
}

/** A claim that does not hold as the end of a sentence: `its digest should be X and is Y`. */
export function mismatchText({claim, claimed, found}: CheckedClaim): string {
	switch (claim) {
		case 'digest': {
			return `its digest should be ${claimed} and is ${found}`;
		}

		case 'diffId': {
			return `its diff_id should be ${claimed} and is ${found}`;
		}

		case 'size': {
			return `it should have ${claimed} bytes and has ${found}`;
		}

		case 'mediaType': {
			return `its media type says ${compressionText(claimed)} and it is ${compressionText(found)}`;
		}
	}
}

function sentenceOf({kind, layer, blob}: Pick<VerifiedBlob, 'kind' | 'layer' | 'blob'>, check: CheckedClaim): string {
	const {claim, claimed, found} = check;
	if (layer === undefined) {
		return claim === 'digest'
			? otherDocument(kind === 'config' ? 'config' : 'manifest', claimed, found)
			: `The ${kind} ${blob} is not what is claimed: ${mismatchText(check)}.`;
	}

	switch (claim) {
		case 'digest': {
			return otherBlob(claimed, found);
		}

		case 'size': {
			return otherSize(layer, blob, Number(claimed), Number(found));
		}

		default: {
			return `its blob is not what is claimed: ${mismatchText(check)}`;
		}
	}
}

function compressionText(compression: string): string {
	return compression === 'none' ? 'a plain tar' : compression;
}

function keyOf({layer, path, message}: ImageWarning): string {
	return JSON.stringify([layer, path, message]);
}
