import {isDeepStrictEqual} from 'node:util';
import test from 'ava';
import {absent, implicit} from '../../source/tree/entry-store.js';
import {buildSteps, wasteByLayer} from '../../source/tree/build-steps.js';
import {storyOf} from '../../source/tree/story.js';
import type {Image} from '../../source/image/image.js';
import {drawLayers, overlayOf, type DrawnEntry} from '../helpers/draw-layers.js';
import {entryName} from '../helpers/overlay-story.js';
import {randomLayers} from '../helpers/random-layers.js';
import {Random} from '../helpers/random.js';
import {idOf, SlowOverlay, type SlowEntry} from '../helpers/slow-overlay.js';

type Shown = SlowEntry | 'implicit' | undefined;

/** What a path shows, as it is told: a hard link has its own attributes, and the type of what it names. */
function shownBy(entry: SlowEntry | 'implicit'): Partial<DrawnEntry> & Pick<DrawnEntry, 'type' | 'mode' | 'xattrs'> {
	if (entry === 'implicit') {
		return {type: 'directory', mode: 0o755, uid: 0, gid: 0, xattrs: {}};
	}

	if (entry.drawn.type !== 'hardlink') {
		return entry.drawn;
	}

	const {type = 'file', size = 0, link = '', device} = entry.target?.drawn ?? {};
	return {...entry.drawn, type, size, link, device};
}

function slowDifferences(before: Shown, after: Shown): string[] {
	if (!before || !after) {
		return before ? ['removed'] : (after ? ['added'] : []);
	}

	const a = shownBy(before);
	const b = shownBy(after);
	const sameType = a.type === b.type && String(a.device) === String(b.device);
	const differs: Record<string, boolean> = {
		type: !sameType,
		content: sameType && a.type === 'file' && a.size !== b.size,
		link: sameType && a.type === 'symlink' && a.link !== b.link,
		mode: a.mode !== b.mode,
		owner: a.uid !== b.uid || a.gid !== b.gid,
		time: a.mtime !== undefined && b.mtime !== undefined && Math.floor(a.mtime) !== Math.floor(b.mtime),
		xattrs: !isDeepStrictEqual(a.xattrs, b.xattrs),
	};
	return Object.keys(differs).filter(name => differs[name]);
}

/** The story of a path as plainly as can be: state after state. */
function slowStory({states, layers}: SlowOverlay, path: string): string[] {
	return layers.flatMap((entries, index) => {
		const before = states[index].get(path);
		const after = states[index + 1].get(path);
		const lost = entries.flatMap((drawn, place): string[] => {
			const entry: SlowEntry = {layer: index + 1, index: place, drawn};
			return drawn.type === 'file' && drawn.path === path && idOf(entry) !== idOf(after)
				? [`${index + 1} ${idOf(entry)} ${slowDifferences(before, entry).join(',')}`]
				: [];
		});
		return idOf(before) === idOf(after) ? lost : [...lost, `${index + 1} ${idOf(after)} ${slowDifferences(before, after).join(',')}`];
	});
}

test('random layers: every path has the story that its states tell, and all waste is stored and made', t => {
	const count = 150;
	for (let seed = 1; seed <= count; seed++) {
		const random = new Random(seed);
		const layers = randomLayers(random);
		const overlay = overlayOf(layers, random.shuffled(layers.map((_layer, index) => index + 1)));
		const slow = new SlowOverlay(layers);
		for (let path = 0; path < overlay.tree.count; path++) {
			const name = overlay.tree.path(path);
			const story = storyOf(overlay, path).map(({layer, entry, what}) => `${layer} ${entry === absent ? '' : (entry === implicit ? 'implicit' : entryName(overlay, entry))} ${what.join(',')}`);
			t.deepEqual(story, slowStory(slow, name), `seed ${seed}, ${name} of\n${drawLayers(layers)}`);
		}

		const {wasted, causes, hidden} = wasteByLayer(overlay);
		const hiddenIn = (test: (layer: number, by: number) => boolean) => slow.contents
			.filter(({entry: {layer}, hiddenBy}) => hiddenBy > 0 && test(layer, hiddenBy))
			.reduce((sum, {entry: {drawn}}) => sum + drawn.size, 0);
		const image: Pick<Image, 'history' | 'layers'> = {history: [], layers: layers.map((_layer, index) => ({number: index + 1, mediaType: '', storedSize: 0, compression: 'none'}))};
		for (const {layer} of buildSteps(image as Image, overlay)) {
			t.is(wasted[layer!], hiddenIn(stored => stored === layer), `seed ${seed}`);
			t.is(causes[layer!], hiddenIn((stored, by) => by === layer && stored !== layer), `seed ${seed}`);
			t.is(hidden[layer!], hiddenIn((_stored, by) => by === layer), `seed ${seed}`);
		}
	}
});
