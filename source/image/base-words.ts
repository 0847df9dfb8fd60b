import type {BaseImage} from './base-image.js';

/** How a base is known, where that was not told by whoever asks: `as docker has it`; empty where it was, or is a guess. */
export function knownByText({knownBy}: Pick<BaseImage, 'knownBy'>): string {
	if (knownBy === 'user' || knownBy === 'label') {
		return '';
	}

	return knownBy === 'opened' ? 'as it was opened before' : `as ${knownBy} has it`;
}
