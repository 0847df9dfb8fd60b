import test from 'ava';
import {findCopies, findDuplicates, smallestDuplicate} from '../../source/tree/duplicates.js';
import {runNow} from '../../source/archive/slices.js';
import type {Contents} from '../../source/image/contents.js';
import {drawLayers, drawnLayers, overlayOf, type DrawnEntry} from '../helpers/draw-layers.js';
import {randomLayers} from '../helpers/random-layers.js';
import {Random} from '../helpers/random.js';
import {idOf, SlowOverlay} from '../helpers/slow-overlay.js';

type Told = {digest: string; size: number; duplicateBytes: number; paths: string[]};

/** Digests of drawn contents are their letters, and those that were asked for are counted. Starts are told by `startOf`, of none where it is not given. */
function lettersOf(layers: readonly DrawnEntry[][], startOf: (entry: DrawnEntry) => number | undefined = () => undefined) {
	const asked: string[] = [];
	const contents = {
		startOf: (layer: number, index: number) => startOf(layers[layer - 1][index]),
		* digest(layer: number, index: number) {
			const {path, size, letter, broken} = layers[layer - 1][index];
			asked.push(path);
			yield;
			return broken ? undefined : `${size}${letter}`;
		},
		* same(layerA: number, indexA: number, layerB: number, indexB: number) {
			const [a, b] = [layers[layerA - 1][indexA], layers[layerB - 1][indexB]];
			yield;
			return a.broken || b.broken ? undefined : a.size === b.size && a.letter === b.letter;
		},
	};
	return {contents: contents as unknown as Contents, asked};
}

function told(layers: readonly DrawnEntry[][], minimum?: number, startOf?: (entry: DrawnEntry) => number | undefined): {duplicates: Told[]; asked: string[]} {
	const overlay = overlayOf(layers);
	const {contents, asked} = lettersOf(layers, startOf);
	const duplicates = runNow(findDuplicates(overlay, contents, {minimum}));
	return {duplicates: duplicates.map(duplicate => ({...duplicate, paths: duplicate.paths.map(path => overlay.tree.path(path))})), asked};
}

/** Every pair of live contents is looked at. */
function slowly(layers: readonly DrawnEntry[][], minimum: number): Told[] {
	const slow = new SlowOverlay(layers);
	const state = slow.states.at(-1)!;
	const inOrder = (a: string, b: string) => {
		const [namesA, namesB] = [a, b].map(path => path.split('/'));
		const differs = namesA.findIndex((name, index) => name !== namesB[index]);
		return differs < 0 || namesB[differs] === undefined ? namesA.length - namesB.length : (namesA[differs] < namesB[differs] ? -1 : 1);
	};

	const sets = new Map<string, {size: number; paths: string[]}>();
	for (const {entry, fate} of slow.contents) {
		const {size, letter, broken} = entry.drawn;
		if (fate !== 'live' || size < minimum || size === 0 || broken) {
			continue;
		}

		const id = idOf(entry);
		const names = [...state].flatMap(([path, shown]) => shown !== 'implicit' && idOf(shown.target ?? shown) === id ? [{path, shown}] : []);
		const isOwn = ({shown}: (typeof names)[number]) => idOf(shown) === id;
		names.sort((a, b) => Number(isOwn(b)) - Number(isOwn(a)) || a.shown.layer - b.shown.layer || a.shown.index - b.shown.index);
		const first = names[0].path;
		const set = sets.get(`${size}${letter}`) ?? {size, paths: []};
		set.paths.push(first);
		sets.set(`${size}${letter}`, set);
	}

	return [...sets]
		.filter(([, {paths}]) => paths.length > 1)
		.map(([digest, {size, paths}]) => ({digest: `sha256:${digest}`, size, duplicateBytes: size * (paths.length - 1), paths: paths.sort(inOrder)}))
		.sort((a, b) => b.duplicateBytes - a.duplicateBytes || inOrder(a.paths[0], b.paths[0]));
}

test('the same bytes twice and more, worst first; once each where hard links name them', t => {
	const layers = drawnLayers(`
		+ /b/big 9000
		+ /a/big 9000
		+ /twin 5000
		h /z/name => /twin
		+ /other 5000
		+ /small 4095
		+ /small-too 4095
		+ /empty 0
		+ /empty-too 0
		+ /gone 9000
		+ /renamed 9000
		h /new-name => /renamed
		--
		- /gone
		- /renamed
		+ /c/big 9000
		+ /twin-of-twin 5000
	`);
	for (const entry of layers.flat()) {
		entry.letter = entry.path === '/other' ? 'b' : 'a';
	}

	const {duplicates, asked} = told(layers);
	t.deepEqual(duplicates, [
		{digest: 'sha256:9000a', size: 9000, duplicateBytes: 27_000, paths: ['/a/big', '/b/big', '/c/big', '/new-name']},
		{digest: 'sha256:5000a', size: 5000, duplicateBytes: 5000, paths: ['/twin', '/twin-of-twin']},
	]);
	t.false(asked.some(path => path.startsWith('/small') || path === '/gone'));
	t.is(told(layers, 1).duplicates.length, 3);
	t.is(told(layers, smallestDuplicate).duplicates.length, 2);
});

test('a size of its own is not read, and what can not be read is no copy', t => {
	const layers = drawnLayers('+ /a 5000 broken\n+ /b 5000\n+ /c 6000');
	const {duplicates, asked} = told(layers);
	t.deepEqual([duplicates, asked], [[], ['/a', '/b']]);
});

test('of one size only those are read that begin alike, or of whose start nothing is known', t => {
	const layers = drawnLayers('+ /a 5000\n+ /b 5000\n+ /c 5000\n+ /d 6000\n+ /e 6000\n+ /f 7000\n+ /g 7000');
	const starts: Record<string, number | undefined> = {'/a': 1, '/b': 2, '/c': 1, '/d': 1, '/f': 1, '/g': 2};
	const {duplicates, asked} = told(layers, 1, ({path}) => starts[path]);
	t.deepEqual(asked, ['/a', '/c', '/d', '/e']);
	t.deepEqual(duplicates.map(({paths}) => paths), [['/d', '/e'], ['/a', '/c']]);
});

test('random stacks have the duplicates that a slow count of them finds', t => {
	let found = 0;
	for (let seed = 1; seed <= 1500; seed++) {
		const random = new Random(seed);
		const layers = randomLayers(random);
		for (const entry of layers.flat()) {
			entry.letter = random.pick(['a', 'a', 'b']);
			entry.size = Math.min(5, entry.size);
		}

		const slow = slowly(layers, 5);
		found += slow.length;
		t.deepEqual(told(layers, 5).duplicates, slow, `seed ${seed} of\n${drawLayers(layers)}`);
		const startOf = ({path, letter, broken}: DrawnEntry) => broken || path.length % 3 === 0 ? undefined : Number(letter === 'b' && seed % 2 === 0);
		t.deepEqual(told(layers, 5, startOf).duplicates, slow, `by starts, seed ${seed}`);
		const overlay = overlayOf(layers);
		const copies = runNow(findCopies(overlay, lettersOf(layers, startOf).contents, {minimum: 5}));
		t.deepEqual(
			copies.map(({paths, ...copy}) => ({...copy, paths: paths.map(path => overlay.tree.path(path))})),
			slow.map(({digest, ...copy}) => copy),
			`without digests, seed ${seed}`,
		);
	}

	t.true(found > 100, `${found} sets`);
});

test('tells how far it is, up to all', t => {
	const layers = drawnLayers('+ /a 900000\n+ /b 900000\n+ /c 900000\n+ /alone 7000');
	const told: number[] = [];
	runNow(findDuplicates(overlayOf(layers), lettersOf(layers).contents, {
		onProgress(share) {
			told.push(share);
		},
	}));
	t.true(told.length >= 2);
	t.deepEqual(told.toSorted((a, b) => a - b), told);
	t.true(told.every(share => share > 0 && share <= 1));
	t.is(told.at(-1), 1);
});
