import test from 'ava';
import type {Contents} from '../../source/image/contents.js';
import {runNow} from '../../source/archive/slices.js';
import {drawLayers, drawnLayers, overlayOf} from '../helpers/draw-layers.js';
import {slowStoryOf, storyOf} from '../helpers/overlay-story.js';
import {randomLayers} from '../helpers/random-layers.js';
import {lettersOf} from '../helpers/letters.js';
import {Random} from '../helpers/random.js';
import {SlowOverlay} from '../helpers/slow-overlay.js';

test('random stacks whose contents were compared have the changes and fates of the slow overlay', t => {
	const tally: Record<string, number> = {};
	for (let seed = 1; seed <= 1500; seed++) {
		const random = new Random(seed);
		const layers = randomLayers(random);
		for (const entry of layers.flat()) {
			entry.letter = random.pick(['a', 'b']);
		}

		const ranges = Array.from({length: 4}, () => {
			const to = 1 + random.below(layers.length);
			return {from: random.chance(0.5) ? to : 1 + random.below(to), to, changesOnly: random.chance(0.5)};
		}).filter(({from, to}) => from === to);
		const overlay = overlayOf(layers);
		runNow(overlay.prove(lettersOf(layers)));
		const slow = new SlowOverlay(layers);
		t.deepEqual(storyOf(overlay, ranges), slowStoryOf(slow, ranges), `seed ${seed} of\n${drawLayers(layers)}`);
		for (const {fate} of slow.contents) {
			tally[fate] = (tally[fate] ?? 0) + 1;
		}
	}

	// The stacks hold all that can become of a content.
	t.deepEqual(Object.keys(tally).sort(), ['live', 'overwritten', 'removed', 'rewritten', 'superseded', 'unknown']);
	t.true(Object.values(tally).every(count => count > 15), JSON.stringify(tally));
});

test('bytes add up before and after, and only what was unknown is asked for', t => {
	const layers = drawnLayers(`
		+ /same 10
		+ /other 20
		+ /cut 30 broken
		+ /longer 40
		+ /gone 50
		--
		+ /same 10 1000:1000
		+ /other 20
		+ /cut 30
		+ /longer 41
		- /gone
	`);
	for (const entry of layers.flat()) {
		entry.letter = 'a';
	}

	layers[1][1].letter = 'b';
	const before = overlayOf(layers);
	t.deepEqual(before.bytes(), {live: 101, overwritten: 40, rewritten: 0, removed: 50, superseded: 0, unknown: 60, total: 251, wasted: 150});
	const letters = lettersOf(layers);
	runNow(before.prove(letters));
	t.deepEqual(before.bytes(), {live: 101, overwritten: 60, rewritten: 10, removed: 50, superseded: 0, unknown: 30, total: 251, wasted: 150});
	t.deepEqual(before.layer(1).bytes, {live: 0, overwritten: 60, rewritten: 10, removed: 50, superseded: 0, unknown: 30});
	const {modified, metadata, unknown} = before.layer(2);
	t.deepEqual({modified, metadata, unknown}, {modified: 2, metadata: 1, unknown: 1});
	t.is(letters.asked, 3);
});

test('a problem with reading is one warning a layer, after which the rest is unknown', t => {
	const layers = drawnLayers('+ /a 10\n+ /b 10\n--\n+ /a 10\n+ /b 10');
	const overlay = overlayOf(layers);
	runNow(overlay.prove({
		problems: new Map([[2, 'EIO: i/o error, read']]),
		// eslint-disable-next-line require-yield -- as above
		* same() {
			return undefined;
		},
	} as unknown as Contents));
	t.is(overlay.bytes().unknown, 20);
	t.deepEqual(overlay.warnings, [{layer: 2, message: 'not all of its contents could be compared: EIO: i/o error, read', incomplete: true}]);
});
