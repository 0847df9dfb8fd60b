import test from 'ava';
import {folderSizes} from '../../source/tree/folder-sizes.js';
import {runNow} from '../../source/archive/slices.js';
import {drawLayers, overlayOf} from '../helpers/draw-layers.js';
import {randomLayers} from '../helpers/random-layers.js';
import {Random} from '../helpers/random.js';
import {SlowOverlay} from '../helpers/slow-overlay.js';
import {slowView} from '../helpers/slow-view.js';

const picture = `
	d /a
	+ /a/x 5
	+ /a/b/y 7
	h /a/b/z => /a/x
	+ /c/d/e/f 11
	h /top => /c/d/e/f
	l /link -> a
	d /empty
	--
	- /a/x
	+ /c/new 100
	- /c/d
`;

function sizes(drawn: string, at: number, path = '', deepest = 99): string[] {
	const overlay = overlayOf(drawn);
	const top = overlay.tree.find(Buffer.from(path));
	return runNow(folderSizes(overlay, at, top, deepest)).map(({path, depth, size, files}) => `${'  '.repeat(depth)}${overlay.tree.path(path)} ${size} in ${files}`);
}

test('folders hold what is below them; what hard links name counts once, and each name as a file', t => {
	t.deepEqual(sizes(picture, 1), ['/ 23 in 5', '  /a 12 in 3', '    /a/b 7 in 2', '  /c 11 in 1', '    /c/d 11 in 1', '      /c/d/e 11 in 1', '  /empty 0 in 0']);
});

test('after a later layer a content counts where its name is that is left', t => {
	t.deepEqual(sizes(picture, 2), ['/ 123 in 4', '  /a 12 in 2', '    /a/b 12 in 2', '  /c 100 in 1', '  /empty 0 in 0']);
});

test('a folder, as deep as was asked for; a file alone; nothing where nothing was', t => {
	t.deepEqual(sizes(picture, 1, '', 0), ['/ 23 in 5']);
	t.deepEqual(sizes(picture, 1, 'c', 1), ['/c 11 in 1', '  /c/d 11 in 1']);
	t.deepEqual(sizes(picture, 2, 'c/new'), ['/c/new 100 in 1']);
	t.deepEqual(sizes(picture, 2, 'c/d'), []);
	t.deepEqual(sizes('', 0), ['/ 0 in 0']);
});

test('random stacks: the folders of the slow view', t => {
	for (let seed = 1; seed <= 400; seed++) {
		const random = new Random(seed);
		const layers = randomLayers(random);
		const at = 1 + random.below(layers.length);
		const overlay = overlayOf(layers);
		const slow = new SlowOverlay(layers);
		const state = slow.states[at];
		const isFile = (path: string) => {
			const shown = state.get(path);
			return shown !== undefined && shown !== 'implicit' && ['file', 'hardlink'].includes((shown.target ?? shown).drawn.type);
		};

		const isFolder = (path: string) => path === '/' || state.get(path) === 'implicit' || (state.get(path) as {drawn: {type: string}}).drawn.type === 'directory';
		const rows = slowView(slow, {from: 1, to: at, changesOnly: false}).filter(({path}) => isFolder(path)).map(({path, size}) => ({
			path, size, files: [...state.keys()].filter(file => file.startsWith(path === '/' ? '/' : `${path}/`) && isFile(file)).length,
		}));
		const ours = runNow(folderSizes(overlay, at, 0, 99)).map(({path, size, files}) => ({path: overlay.tree.path(path), size, files}));
		const byPath = (a: {path: string}, b: {path: string}) => a.path < b.path ? -1 : 1;
		t.deepEqual(ours.toSorted(byPath), rows.toSorted(byPath), `seed ${seed}, after ${at} of\n${drawLayers(layers)}`);
	}
});
