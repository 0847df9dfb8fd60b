import {listDifferences} from '../comparison-listing.js';
import {selectDifferencesWish, type DifferencesWish} from '../comparison.js';
import type {Store} from '../store.js';
import {beforeFrame, type Slicer} from './slicer.js';

/** Computes anew which rows the differences have, whenever what they are to show differs from what they show. */
export function keepDifferences(store: Store, slicer: Pick<Slicer<'listing'>, 'run'>, onError: (error: unknown) => void): void {
	let current: DifferencesWish | undefined;
	store.onAction(() => {
		const state = store.getState();
		const wish = selectDifferencesWish(state);
		if (!wish || wish === current) {
			return;
		}

		current = wish;
		slicer.run('listing', listDifferences(wish, state.comparison!.listing), {
			atOnce: beforeFrame.milliseconds,
			done(listing) {
				store.dispatch({type: 'differences-listed', listing});
			},
			failed: onError,
		});
	});
}
