import type {BaseImage} from './base-image.js';
import {chainIds} from './chain-ids.js';
import type {Image} from './image.js';
import type {KnownImage} from './known-image.js';

/**
The base among images that are known: the one of most layers that are all the image's own first ones. An image is not its own base, nor
is what was called the same before.

@returns Undefined where none of them is: an image that was built anew, or squashed, has a chain of its own.
*/
export function findBase(image: Image, known: readonly KnownImage[]): BaseImage | undefined {
	const {layers, tags, reference} = image;
	// All layers are the image itself, under whatever name.
	const chain = chainIds(layers.slice(0, -1));
	const own = new Set([reference, ...tags]);
	const under = known.filter(({chainId, layers, name}) => layers > 0 && chain[layers - 1] === chainId && !own.has(name));
	const most = Math.max(0, ...under.map(({layers}) => layers));
	const same = under.filter(({layers}) => layers === most).sort((a, b) => oddness(a.name) - oddness(b.name) || a.name.length - b.name.length || (a.name < b.name ? -1 : Number(a.name > b.name)));
	if (same.length === 0) {
		return undefined;
	}

	const [{name, knownBy}] = same;
	return {
		name,
		layers: most,
		steps: Math.max(...same.map(one => stepsOf(image, one))),
		isGuess: false,
		knownBy,
		otherNames: new Set(same.map(({name}) => name)).size - 1,
	};
}

/** How far a name is from what people write behind FROM: a tag, a digest or an id, a path. */
function oddness(name: string): number {
	if (/^[./~]/.test(name)) {
		return 2;
	}

	return /@|^(?:sha256:)?[\da-f]{12,64}$/.test(name) ? 1 : 0;
}

/** How many entries of the history are the base's: those up to its last layer, and of those without a layer that follow as many as it is known to have. */
function stepsOf({history}: Image, {layers, steps, created}: KnownImage): number {
	const least = history.findLastIndex(({layer}) => layer !== undefined && layer <= layers) + 1;
	const next = history.findIndex(({layer}) => layer === layers + 1);
	const most = next === -1 ? history.length : next;
	if (steps !== undefined && steps >= least && steps <= most) {
		return steps;
	}

	const made = Date.parse(created ?? '');
	const last = history.slice(least, most).findLastIndex(entry => Date.parse(entry.created ?? '') === made);
	return least + last + 1;
}
