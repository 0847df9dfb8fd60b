import test from 'ava';
import {buildLayerView} from '../../source/tree/layer-view.js';
import {Overlay} from '../../source/tree/overlay.js';
import {type PresentPaths} from '../../source/tree/present-paths.js';
import {root} from '../../source/tree/path-tree.js';
import {showAll, visibleRows} from '../../source/tree/rows.js';
import {runNow} from '../../source/archive/slices.js';
import {countReads} from '../helpers/count-reads.js';
import {drawnLayers, tableOf, type DrawnEntry} from '../helpers/draw-layers.js';

/** Lays layers over each other and counts what is walked on the way: siblings and transitions, and paths that vanish. */
function measured(layers: DrawnEntry[][]) {
	const overlay = new Overlay(layers.length);
	const {present} = (overlay as unknown as {state: {present: PresentPaths}}).state;
	const siblings = countReads(present, 'nextSibling');
	const kinds = countReads(present, 'kind');
	const earlier = countReads(overlay.transitions, 'previous');
	let entries = 0;
	for (const [index, layer] of layers.entries()) {
		overlay.add(index + 1, tableOf(layer));
		entries += layer.length;
	}

	runNow(overlay.advance());
	return {overlay, entries, earlier, steps: siblings.count + kinds.count + earlier.count};
}

function folderOf(name: string, files: number): string {
	return [`d /${name}`, ...Array.from({length: files}, (_, index) => `+ /${name}/${index} 1`)].join('\n');
}

/** How many steps an entry may cost at most; what grew with layers × files would take hundreds. */
const most = 12;

for (const [name, hide] of [['whiteouts of', '- /folder'], ['opaque markers in', 'o /folder'], ['whiteouts below', '- /folder/x\n- /other/x']]) {
	test(`the cost of 200 ${name} the same folder of 2000 files, re-added once, is that of the entries`, t => {
		const folder = folderOf('folder', 2000);
		const layers = drawnLayers(Array.from({length: 200}, (_, index) => index === 0 || index === 100 ? folder : hide).join('\n--\n'));
		const {overlay, entries, steps} = measured(layers);
		t.is(overlay.ready, 200);
		t.true(steps < entries * most, `${steps} steps for ${entries} entries`);
		t.is(overlay.layer(200).removed, 0);
	});
}

test('the cost of 1000 single deletes among 50,000 paths is that of the entries', t => {
	const base = Array.from({length: 50}, (_, index) => folderOf(`folder-${index}`, 1000)).join('\n');
	const layers = drawnLayers([base, ...Array.from({length: 1000}, (_, index) => `- /folder-${index % 50}/${index}`)].join('\n--\n'));
	const {overlay, entries, steps} = measured(layers);
	t.is(overlay.finalCounts().paths, 50 * 1001 - 1000);
	t.true(steps < entries * most, `${steps} steps for ${entries} entries`);
});

test('a folder that each of 100 layers stores and removes again: cost and views follow the entries', t => {
	const layers = drawnLayers(Array.from({length: 200}, (_, index) => index % 2 === 0 ? folderOf('folder', 200) : '- /folder').join('\n--\n'));
	const {overlay, entries, earlier, steps} = measured(layers);
	t.true(steps < entries * most, `${steps} steps for ${entries} entries`);
	for (const range of [{from: 1, to: 200}, {from: 2, to: 200}, {from: 1, to: 1}, {from: 100, to: 101}, {from: 200, to: 200}]) {
		for (const changesOnly of [true, false]) {
			earlier.count = 0;
			runNow(buildLayerView(overlay, {...range, changesOnly}));
			t.true(earlier.count <= overlay.transitions.count * 3, `${earlier.count} steps for a view of ${JSON.stringify(range)}`);
		}
	}
});

test('a root that ten thousand layers restate costs a view of the first no more than that', t => {
	const layers = drawnLayers([Array.from({length: 1000}, (_, index) => `+ /${index} 1`).join('\n'), ...Array.from({length: 10_000}, (_, index) => `d / @${index}`)].join('\n--\n'));
	const {overlay, earlier} = measured(layers);
	earlier.count = 0;
	const view = runNow(buildLayerView(overlay, {from: 1, to: 1, changesOnly: true}));
	t.is(view.size[root], 1000);
	t.true(earlier.count < 40_000, `${earlier.count} steps`);
});

test('rows cost what is open, not what is there', t => {
	const layers = drawnLayers(Array.from({length: 20}, (_, index) => folderOf(`folder-${index}`, 2000)).join('\n'));
	const {overlay} = measured(layers);
	const {tree} = overlay;
	const view = runNow(buildLayerView(overlay, {from: 1, to: 1, changesOnly: true}));
	const looked = countReads(tree, 'atPosition');
	t.is(runNow(visibleRows(tree, view, {isOpen: () => false, sort: 'size', show: showAll})).length, 20);
	t.true(looked.count < 100, `${looked.count} paths were looked at`);
	t.is(runNow(visibleRows(tree, view, {isOpen: path => tree.name(path) === 'folder-3', sort: 'size', show: showAll})).length, 2020);
	t.true(looked.count < 2500, `${looked.count} paths were looked at`);
});

test('a chain of hard links, each of which waits for the next, is settled once', t => {
	const count = 3000;
	const layers = drawnLayers([...Array.from({length: count}, (_, index) => `h /${index} => /${index + 1}`), `+ /${count} 5`].join('\n'));
	const overlay = new Overlay(1);
	const {state} = overlay as unknown as {state: {now: Int32Array}};
	const looked = countReads(state, 'now');
	overlay.add(1, tableOf(layers[0]));
	runNow(overlay.advance());
	t.is([...overlay.store.links()].length, count);
	t.true(looked.count < count * most, `${looked.count} paths were looked at`);
});
