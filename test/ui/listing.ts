import test from 'ava';
import type {LayerView} from '../../source/tree/layer-view.js';
import {sortOrders} from '../../source/tree/rows.js';
import {runNow} from '../../source/archive/slices.js';
import {computeListing, isSameWish} from '../../source/ui/listing.js';
import type {Listing, Wish} from '../../source/ui/state.js';
import {overlayOf} from '../helpers/draw-layers.js';
import {Random} from '../helpers/random.js';
import {randomLayers} from '../helpers/random-layers.js';

test('property: a listing that builds on the one before is the one that is made anew', t => {
	const random = new Random(11);
	for (let story = 0; story < 12; story++) {
		const layers = randomLayers(random);
		const overlay = overlayOf(layers);
		const grown = {overlay, ready: overlay.ready, isComplete: true};
		let wish: Wish = {
			grown, layer: 1, range: 'changes', sort: 'size', filter: '', search: '', open: new Uint8Array(overlay.tree.count),
			shown: {added: true, modified: true, removed: true, unmodified: false},
		};
		let listing: Listing | undefined;
		let retired: LayerView | undefined;
		for (let step = 0; step < 60; step++) {
			wish = changed(wish, random, layers.length);
			const next: Listing = runNow(computeListing(wish, listing, retired));
			if (listing && listing.view !== next.view) {
				retired = listing.view;
			}

			listing = next;
			const anew = runNow(computeListing(wish));
			t.deepEqual(next.rows, anew.rows);
			t.deepEqual(next.search?.order, anew.search?.order);
			t.deepEqual(next.view.size.slice(0, next.view.length), anew.view.size);
		}
	}
});

function changed(wish: Wish, random: Random, layerCount: number): Wish {
	switch (random.below(9)) {
		case 0: {
			return {...wish, layer: 1 + random.below(layerCount)};
		}

		case 1: {
			return {...wish, sort: random.pick(sortOrders)};
		}

		case 2: {
			return {...wish, filter: random.pick(['', 'a', 'b'])};
		}

		case 3: {
			return {...wish, search: random.pick(['', 'a', 'c'])};
		}

		case 4: {
			return {...wish, range: random.pick(['changes', 'all'])};
		}

		case 5: {
			return {...wish, shown: {...wish.shown, [random.pick(['added', 'modified', 'removed', 'unmodified'])]: random.chance(0.7)}};
		}

		default: {
			const open = new Uint8Array(wish.open);
			const path = random.below(open.length);
			open[path] ^= 1;
			// With a folder others in it may open or close, and others beside it.
			const {parent} = wish.grown.overlay.tree;
			for (let other = 1; other < open.length; other++) {
				open[other] ^= (parent[other] === path && random.chance(0.3)) || random.chance(0.02) ? 1 : 0;
			}

			return {...wish, open};
		}
	}
}

test('two wishes are the same while no layer came in that matters', t => {
	const overlay = overlayOf('+ /a 1\n--\n+ /a 2\n--\n+ /b 2');
	const shown = {added: true, modified: true, removed: true, unmodified: false};
	const wish = (layer: number, ready: number): Wish => ({
		grown: {overlay, ready, isComplete: ready === 3}, layer, range: 'changes', sort: 'size', filter: '', search: '', open, shown,
	});
	const open = new Uint8Array(0);
	t.true(isSameWish(wish(1, 1), wish(1, 2)));
	t.false(isSameWish(wish(2, 1), wish(2, 2)));
	t.false(isSameWish(wish(1, 2), wish(1, 3)));
	t.false(isSameWish(wish(1, 3), wish(2, 3)));
});
