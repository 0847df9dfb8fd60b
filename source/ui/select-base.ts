import {guessBase, type BaseImage} from '../image/base-image.js';
import {knownByText} from '../image/base-words.js';
import {safeText} from '../format/safe-text.js';
import {memoize} from './parts/memoize.js';
import type {State} from './state.js';

const guessed = memoize(guessBase);

/** The base of the image: the one that was found, else the one that labels name. */
export function selectBase({base, image}: Pick<State, 'base' | 'image'>): BaseImage | undefined {
	return base ?? (image && guessed(image));
}

/** What a base is called. Safe. */
export function baseName({name, digest = ''}: BaseImage): string {
	return safeText(name || digest);
}

/** `1..5`: which layers are the base's. */
export function baseLayers({layers}: BaseImage): string {
	return layers === 1 ? '1' : `1..${layers}`;
}

/** `debian:12, layers 1..5, as docker has it`: for the details. Not made safe. */
export function baseText(base: BaseImage): string {
	return [
		base.name || (base.digest ?? ''),
		base.layers > 0 ? `${base.layers === 1 ? 'layer' : 'layers'} ${baseLayers(base)}` : '',
		base.isGuess ? (base.layers > 0 ? 'by a guess from the history' : 'which layers are its is not told') : knownByText(base),
		base.otherNames > 0 ? `and ${base.otherNames} more ${base.otherNames === 1 ? 'name' : 'names'}` : '',
	].filter(Boolean).join(', ');
}
