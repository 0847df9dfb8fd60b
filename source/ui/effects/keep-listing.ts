import type {LayerView} from '../../tree/layer-view.js';
import {computeListing, isSameWish} from '../listing.js';
import {selectWish} from '../select.js';
import type {Listing, Wish} from '../state.js';
import type {Store} from '../store.js';
import {beforeFrame, type SliceName, type Slicer} from './slicer.js';

/** Computes anew what the files pane shows, whenever what it is to show differs from what it shows. */
export function keepListing(store: Store, slicer: Slicer<SliceName>, onError: (error: unknown) => void): void {
	let current: Wish | undefined;
	// The view before the one that is shown: its memory serves the next.
	let retired: LayerView | undefined;
	store.onAction(() => {
		const state = store.getState();
		const wish = selectWish(state);
		const {listing} = state;
		if (!wish || (current && isSameWish(current, wish))) {
			return;
		}

		if (listing && isSameWish(listing.wish, wish)) {
			// Back to what is shown, before anything else was ready.
			current = wish;
			slicer.cancel('listing');
			return;
		}

		current = wish;
		slicer.run('listing', computeListing(wish, listing, retired), {
			atOnce: beforeFrame.milliseconds,
			done(next: Listing) {
				const shown = store.getState().listing;
				if (shown && shown.view !== next.view) {
					retired = shown.view;
				}

				store.dispatch({type: 'listed', listing: next});
			},
			failed: onError,
		});
	});
}
