import test from 'ava';
import {change} from '../../source/tree/change.js';
import type {FilterResult} from '../../source/tree/filter.js';
import {buildLayerView, type LayerView} from '../../source/tree/layer-view.js';
import type {Overlay} from '../../source/tree/overlay.js';
import {root, type PathId} from '../../source/tree/path-tree.js';
import {closeRow, hasChildren, isShown, openRow, showAll, sortOrders, visibleRows, type RowOptions} from '../../source/tree/rows.js';
import {runNow} from '../../source/archive/slices.js';
import {overlayOf} from '../helpers/draw-layers.js';
import {randomLayers} from '../helpers/random-layers.js';
import {Random} from '../helpers/random.js';
import {rowsOf} from '../helpers/show-overlay.js';

function viewOf(overlay: Overlay, changesOnly = false): LayerView {
	return runNow(buildLayerView(overlay, {from: overlay.ready, to: overlay.ready, changesOnly}));
}

const picture = `
	+ /b/small 1
	+ /b/deep/er/file 100
	+ /a 50
	+ /c 50
	d /empty
`;

test('closed folders are jumped over', t => {
	const overlay = overlayOf(picture);
	const view = viewOf(overlay);
	t.deepEqual(rowsOf(overlay, view, {isOpen: () => false}), ['A a 50', 'A b 101', 'A c 50', 'A empty 0']);
	const b = overlay.tree.find(Buffer.from('b'));
	t.deepEqual(rowsOf(overlay, view, {isOpen: path => path === b}), ['A a 50', 'A b 101', 'A   deep 100', 'A   small 1', 'A c 50', 'A empty 0']);
	// An open folder within a closed one shows nothing.
	t.is(rowsOf(overlay, view, {isOpen: path => path !== b}).length, 4);
});

test('sorted by size, largest first, equals by name', t => {
	const overlay = overlayOf(picture);
	t.deepEqual(rowsOf(overlay, viewOf(overlay), {sort: 'size'}), ['A b 101', 'A   deep 100', 'A     er 100', 'A       file 100', 'A   small 1', 'A a 50', 'A c 50', 'A empty 0']);
});

test('sorted by the bytes that nobody sees', t => {
	const overlay = overlayOf(`
		+ /a 1
		+ /b 30
		+ /c/x 4
		+ /d 5
		+ /e 2
		--
		+ /b 1
		- /d
		--
		- /c
		- /e
	`);
	const view = runNow(buildLayerView(overlay, {from: 2, to: 2, changesOnly: false}));
	t.deepEqual(rowsOf(overlay, view, {sort: 'waste'}), ['M b 1 -30', 'R d 5 -5', '· c 4 +4', '·   x 4 +4', '· e 2 +2', '· a 1']);
});

test('sorted by name: by bytes', t => {
	const overlay = overlayOf('+ /b\n+ /B\n+ /a-b\n+ /a/x\n+ /é\n+ /~');
	t.deepEqual(rowsOf(overlay, viewOf(overlay)), ['A B 0', 'A a 0', 'A   x 0', 'A a-b 0', 'A b 0', 'A ~ 0', 'A é 0']);
});

test('what is shown is chosen by its change; folders stay for what is below', t => {
	const overlay = overlayOf(`
		+ /kept/x 1
		+ /kept/y 1
		+ /gone/x 1
		+ /changed 1
		--
		+ /kept/new 1
		- /kept/y
		- /gone
		+ /changed 2
	`);
	const shown = (...changes: number[]) => rowsOf(overlay, viewOf(overlay), {show: changes.reduce((mask, bit) => mask | (1 << bit), 0)});
	t.deepEqual(shown(change.added), ['· kept 2 -1', 'A   new 1']);
	t.deepEqual(shown(change.removed), ['R gone 1 -1', 'R   x 1 -1', '· kept 2 -1', 'R   y 1 -1']);
	t.deepEqual(shown(change.modified), ['M changed 2 -1']);
	t.deepEqual(shown(change.unchanged), ['· kept 2 -1', '·   x 1']);
	t.deepEqual(shown(change.unknown, change.metadata), []);
	t.deepEqual(shown(), []);
});

test('the root is no row, and an empty view has none', t => {
	const overlay = overlayOf('d / 0700');
	t.deepEqual(rowsOf(overlay, viewOf(overlay)), []);
	t.false(hasChildren(overlay.tree, viewOf(overlay), root, {show: showAll}));
});

/** The rows by their definition: each path on its own. */
function slowRows(overlay: Overlay, view: LayerView, options: RowOptions): PathId[] {
	const {tree} = overlay;
	const keyOf: Record<RowOptions['sort'], (path: PathId) => number> = {
		name: () => 0,
		size: path => -view.size[path],
		waste: path => -(view.hides[path] + view.hiddenLater[path]),
	};
	const below = (parent: PathId): PathId[] => {
		const children = Array.from({length: view.length - 1}, (_, index) => index + 1).filter(path => tree.parent[path] === parent && isShown(view, path, options));
		children.sort((a, b) => (keyOf[options.sort](a) - keyOf[options.sort](b)) || Buffer.compare(tree.nameBytes(a), tree.nameBytes(b)));
		return children.flatMap(child => [child, ...(options.isOpen(child) ? below(child) : [])]);
	};

	return below(root);
}

test('random trees: rows are as defined, and opening and closing a folder is as computing them anew', t => {
	const random = new Random(1);
	let toggles = 0;
	for (let round = 0; round < 400; round++) {
		const overlay = overlayOf(randomLayers(random));
		const {tree} = overlay;
		const view = viewOf(overlay, random.chance(0.5));
		const open = new Set(Array.from({length: tree.count}, (_, path) => path).filter(() => random.chance(0.6)));
		const keep = Uint8Array.from({length: view.length}, () => random.chance(0.8) ? 1 : 0);
		const options: RowOptions = {
			isOpen: path => open.has(path),
			sort: random.pick(sortOrders),
			show: random.chance(0.5) ? showAll : random.below(showAll + 1),
			filter: random.chance(0.7) ? undefined : {query: '', keep, matches: keep, above: keep, matched: 0, best: -1} satisfies FilterResult,
		};
		let rows = runNow(visibleRows(tree, view, options));
		t.deepEqual([...rows], slowRows(overlay, view, options));
		for (let toggle = 0; toggle < 10 && rows.length > 0; toggle++) {
			const index = random.below(rows.length);
			const path = rows[index];
			const hadRowsBelow = hasChildren(tree, view, path, options);
			if (open.delete(path)) {
				rows = closeRow(tree, rows, index);
			} else {
				open.add(path);
				rows = runNow(openRow(tree, view, rows, index, options));
				t.is(index + 1 < rows.length && tree.parent[rows[index + 1]] === path, hadRowsBelow);
			}

			const anew = runNow(visibleRows(tree, view, options));
			toggles++;
			if (rows.join(' ') !== anew.join(' ')) {
				t.deepEqual([...rows], [...anew], `round ${round}`);
			}
		}
	}

	t.true(toggles > 1000);
});

test('a folder of many rows is opened in slices', t => {
	const overlay = overlayOf(Array.from({length: 20_000}, (_, index) => `+ /many/${index} ${index}`).join('\n'));
	const view = viewOf(overlay);
	const making = visibleRows(overlay.tree, view, {isOpen: () => true, sort: 'size', show: showAll});
	let slices = 0;
	let step = making.next();
	for (; !step.done; step = making.next()) {
		slices++;
	}

	t.is(step.value.length, 20_001);
	t.is(overlay.tree.name(step.value[1]), '19999');
	t.true(slices >= 4);
});
