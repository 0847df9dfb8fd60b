import test, {type ExecutionContext} from 'ava';
import {drawLayers, overlayOf, tableOf, type DrawnEntry} from '../helpers/draw-layers.js';
import {slowStoryOf, storyOf} from '../helpers/overlay-story.js';
import {randomLayers, shrunkLayers} from '../helpers/random-layers.js';
import {Random} from '../helpers/random.js';
import {SlowOverlay} from '../helpers/slow-overlay.js';
import type {SlowRange} from '../helpers/slow-view.js';
import {Overlay} from '../../source/tree/overlay.js';
import {runNow} from '../../source/archive/slices.js';

/** Layers' changes, the file systems up to them, and wider ranges of both kinds. */
function randomRanges(random: Random, layers: number): SlowRange[] {
	return Array.from({length: 6}, () => {
		const to = 1 + random.below(layers);
		const from = random.chance(0.5) ? to : 1 + random.below(to);
		return {from, to, changesOnly: random.chance(0.5)};
	});
}

/** Where the overlay and the slow one tell different stories. */
function difference(ours: string[], slow: string[]): {ours: string[]; slow: string[]} | undefined {
	return ours.join('\n') === slow.join('\n')
		? undefined
		: {
			ours: ours.filter(line => !slow.includes(line)),
			slow: slow.filter(line => !ours.includes(line)),
		};
}

/** How a whole stack differs from the slow overlay; an error is a difference too. */
function differenceOfStack(layers: DrawnEntry[][], ranges: SlowRange[], order: number[]) {
	const fitting = ranges.filter(({to}) => to <= layers.length);
	let ours: string[];
	try {
		ours = storyOf(overlayOf(layers, order.filter(layer => layer <= layers.length)), fitting);
	} catch (error) {
		ours = [(error as Error).stack!];
	}

	return difference(ours, slowStoryOf(new SlowOverlay(layers), fitting));
}

function holdStacks(t: ExecutionContext, firstSeed: number, count: number): void {
	t.plan(count);
	for (let seed = firstSeed; seed < firstSeed + count; seed++) {
		const random = new Random(seed);
		const layers = randomLayers(random);
		const ranges = randomRanges(random, layers.length);
		const order = random.shuffled(layers.map((_layer, index) => index + 1));
		if (!differenceOfStack(layers, ranges, order)) {
			t.pass();
			continue;
		}

		const smallest = shrunkLayers(layers, candidate => differenceOfStack(candidate, ranges, order) !== undefined);
		const {ours, slow} = differenceOfStack(smallest, ranges, order)!;
		t.log(`seed ${seed}, layers come in the order ${order.join(' ')}:\n${drawLayers(smallest)}`);
		t.deepEqual(ours, slow, `seed ${seed}`);
		return;
	}
}

for (let part = 1; part <= 4; part++) {
	test(`random stacks of layers are what the slow overlay makes of them, in whatever order they come in (${part} of 4)`, t => {
		holdStacks(t, part * 10_000, 1200);
	});
}

test('what is overlaid so far is what a shorter stack would be', t => {
	for (let seed = 1; seed <= 400; seed++) {
		const random = new Random(seed);
		const layers = randomLayers(random);
		const overlay = new Overlay(layers.length);
		for (const layer of random.shuffled(layers.map((_layer, index) => index + 1))) {
			overlay.add(layer, tableOf(layers[layer - 1]));
			runNow(overlay.advance());
			if (overlay.ready > 0 && !overlay.complete) {
				const shorter = layers.slice(0, overlay.ready);
				const ranges = randomRanges(random, shorter.length);
				const found = difference(storyOf(overlay, ranges), slowStoryOf(new SlowOverlay(shorter), ranges));
				t.deepEqual(found?.ours, found?.slow, `seed ${seed}, ${overlay.ready} layers of\n${drawLayers(layers)}`);
			}
		}
	}
});
