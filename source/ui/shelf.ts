import type {ImageWarning} from '../image/image.js';
import {shareLayers, type SharedLayers, type WeighedImage} from '../tree/shared-layers.js';
import {memoize} from './parts/memoize.js';
import type {State} from './state.js';

/** An image among several, as far as it was read. */
export type ShelfImage = {
	reference: string;
	step: 'waiting' | 'reading' | 'read' | 'failed';
	/** While it is read: bytes, of how many. */
	progress?: {bytes: number; total?: number};
	/** What calls it first. */
	tag?: string;
	platform?: string;
	/** Once it is read. */
	weight?: WeighedImage;
	warnings: readonly ImageWarning[];
	/** Why it can't be opened. */
	problem?: string;
};

/** Several images, in the order in which they were named. */
export type Shelf = readonly ShelfImage[];

/** What the images that are read share. `places`: the place among them of each of the shelf; undefined where it is not read. */
export type ShelfShares = SharedLayers & {places: ReadonlyArray<number | undefined>};

const sharesOf = memoize((shelf: Shelf): ShelfShares => {
	const read = shelf.flatMap(({weight}) => weight ? [weight] : []);
	let next = 0;
	return {...shareLayers(read), places: shelf.map(({weight}) => weight ? next++ : undefined)};
});

const none: Shelf = [];

export function selectShelf({shelf = none}: State): Shelf {
	return shelf;
}

export function selectShares(state: State): ShelfShares {
	return sharesOf(selectShelf(state));
}

/** Where an image of the shelf stands among those that are read, as what it shares names them. */
export function shelfPlace({places}: ShelfShares, place: number): number {
	return places.indexOf(place);
}
