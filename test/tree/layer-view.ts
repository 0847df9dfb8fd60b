import test from 'ava';
import {change} from '../../source/tree/change.js';
import {absent, implicit} from '../../source/tree/entry-store.js';
import {buildLayerView} from '../../source/tree/layer-view.js';
import {Overlay} from '../../source/tree/overlay.js';
import {root} from '../../source/tree/path-tree.js';
import {runNow} from '../../source/archive/slices.js';
import {drawnLayers, overlayOf, tableOf} from '../helpers/draw-layers.js';
import {allRows, changeRows, rowsOf} from '../helpers/show-overlay.js';

const story = `
	d /etc
	+ /etc/motd 10
	d /var
	d /var/cache
	+ /var/cache/a 100
	+ /var/cache/b 200
	--
	+ /etc/motd 12
	+ /usr/bin/tool 50
	--
	- /var/cache
	d /etc @9
`;

test('what each layer did, with the folders above, what it hides and what is hidden later', t => {
	const overlay = overlayOf(story);
	t.deepEqual(changeRows(overlay, 1), [
		'A etc 10 +10',
		'A   motd 10 +10',
		'A var 300 +300',
		'A   cache 300 +300',
		'A     a 100 +100',
		'A     b 200 +200',
	]);
	t.deepEqual(changeRows(overlay, 2), [
		'· etc 12 -10',
		'M   motd 12 -10',
		'A usr 50',
		'A   bin 50',
		'A     tool 50',
	]);
	t.deepEqual(changeRows(overlay, 3), [
		'· var 0 -300',
		'R   cache 300 -300',
		'R     a 100 -100',
		'R     b 200 -200',
	]);
});

test('everything up to a layer, with what it removed', t => {
	const overlay = overlayOf(story);
	t.deepEqual(allRows(overlay, 3), [
		'· etc 12',
		'·   motd 12',
		'· usr 50',
		'·   bin 50',
		'·     tool 50',
		'· var 0 -300',
		'R   cache 300 -300',
		'R     a 100 -100',
		'R     b 200 -200',
	]);
	t.deepEqual(allRows(overlay, 2).filter(line => line.includes('motd') || line.includes('cache')), ['M   motd 12 -10', '·   cache 300 +300']);
});

test('a range compares the state after it with the state before it', t => {
	const overlay = overlayOf(`
		+ /kept 1
		+ /changed 5
		+ /gone 7
		+ /there-and-back 3
		--
		+ /changed 6
		+ /new 2
		+ /for-a-while 100
		- /there-and-back
		--
		+ /changed 5
		- /gone
		- /for-a-while
		+ /there-and-back 3
	`);
	t.deepEqual(changeRows(overlay, 2, 3), ['? changed 5 -11', 'R gone 7 -7', 'A new 2', '? there-and-back 3 -3']);
	t.deepEqual(allRows(overlay, 2, 3), ['? changed 5 -11', 'R gone 7 -7', '· kept 1', 'A new 2', '? there-and-back 3 -3']);
	t.deepEqual(changeRows(overlay, 1, 3), ['A changed 5 -11', 'A kept 1', 'A new 2', 'A there-and-back 3 -3']);
});

test('a folder\'s size counts a content once; a link to what a lower layer stored is no part of a layer\'s changes', t => {
	const overlay = overlayOf(`
		+ /a/one 100
		h /a/two => /a/one
		h /b/three => /a/one
		--
		h /c/four => /a/one
		- /a/one
	`);
	t.deepEqual(changeRows(overlay, 1), ['A a 100', 'A   one 100', 'A   two 0', 'A b 0', 'A   three 0']);
	// The name that went counts as gone, and the first that is left as what is there.
	t.deepEqual(allRows(overlay, 2), ['· a 100', 'R   one 100', '·   two 100', '· b 0', '·   three 0', 'A c 0', 'A   four 0']);
	t.deepEqual(changeRows(overlay, 2), ['· a 0', 'R   one 100', 'A c 0', 'A   four 0']);
});

test('links that are left count in the order of the layers, in whatever order these come in', t => {
	for (const order of [[1, 2, 3, 4], [4, 1, 3, 2], [3, 2, 1, 4]]) {
		const overlay = overlayOf(`
			+ /own 100
			--
			h /z/second => /own
			--
			h /a/third => /own
			--
			- /own
		`, order);
		t.deepEqual(allRows(overlay, 4), ['· a 0', '·   third 0', 'R own 100', '· z 100', '·   second 100']);
	}
});

test('a removed folder has the size of what was in it', t => {
	const overlay = overlayOf(`
		+ /x/own 100
		h /folder/a => /x/own
		h /folder/b => /x/own
		+ /folder/c 5
		--
		- /folder
	`);
	t.deepEqual(changeRows(overlay, 2), ['R folder 105 -5', 'R   a 100', 'R   b 0', 'R   c 5 -5']);
});

test('a folder that a file replaced: what was below stands below the file', t => {
	const overlay = overlayOf(`
		+ /a/x 10
		--
		+ /a 3
	`);
	t.deepEqual(changeRows(overlay, 2), ['M a 3 -10', 'R   x 10 -10']);
});

test('what is only restated is no change, and a restated folder stays for what changed below', t => {
	const overlay = overlayOf(`
		d / @1
		d /a @1
		d /b @1
		l /c @1 -> a
		--
		d / @2
		d /a @2
		+ /a/x 1
		d /b @2
		l /c @2 -> a
	`);
	const view = runNow(buildLayerView(overlay, {from: 2, to: 2, changesOnly: true}));
	t.deepEqual(rowsOf(overlay, view), ['· a 1', 'A   x 1']);
	t.is(view.entry[overlay.tree.find(Buffer.from('b'))], absent);
	t.is(overlay.facts(view.entry[root]).layer, 2);
	t.deepEqual([...view.counts.slice(0, 6)], [1, 1, 0, 0, 0, 0]);
});

test('counts are those of the layer', t => {
	const overlay = overlayOf(story);
	for (let layer = 1; layer <= 3; layer++) {
		const {counts} = runNow(buildLayerView(overlay, {from: layer, to: layer, changesOnly: true}));
		const {added, modified, metadata, removed, unknown} = overlay.layer(layer);
		t.deepEqual([...counts.slice(1, 6)], [added, modified, metadata, removed, unknown]);
	}
});

test('bytes that a layer stored and stored again stand at the path', t => {
	const overlay = overlayOf('+ /a 1\n+ /a 20');
	t.deepEqual(changeRows(overlay, 1), ['A a 20 -1']);
});

test('a layer that waits for those below it shows its own entries, and that their change is unknown', t => {
	const layers = drawnLayers(`
		+ /a 1
		--
		- /a
		+ /b/c 2
		+ /b/c 3
		h /b/d => /a
		o /e
	`);
	const overlay = new Overlay(2);
	overlay.add(2, tableOf(layers[1]));
	runNow(overlay.advance());
	for (const changesOnly of [true, false]) {
		const view = runNow(buildLayerView(overlay, {from: 2, to: 2, changesOnly}));
		t.deepEqual(rowsOf(overlay, view), ['· b 3', '?   c 3', '?   d 0']);
		t.is(view.entry[overlay.tree.find(Buffer.from('b'))], implicit);
		t.is(view.entry[root], implicit);
		t.is(view.below[root], (1 << change.unchanged) | (1 << change.unknown));
	}

	t.deepEqual(changeRows(overlay, 1), []);
	overlay.add(1, tableOf(layers[0]));
	runNow(overlay.advance());
	t.deepEqual(changeRows(overlay, 2), ['R a 1 -1', 'A b 3 -2', 'A   c 3 -2', 'A   d 0', 'A e 0']);
});

test('a retired view\'s columns are filled anew, unless the tree has outgrown them', t => {
	const overlay = overlayOf(story);
	const first = runNow(buildLayerView(overlay, {from: 1, to: 1, changesOnly: true}));
	const second = runNow(buildLayerView(overlay, {from: 3, to: 3, changesOnly: true}, first));
	t.is(second.entry, first.entry);
	t.deepEqual(rowsOf(overlay, second), changeRows(overlay, 3));

	const big = overlayOf(`+ /a 1\n--\n${Array.from({length: 50}, (_, index) => `+ /b/${index} 1`).join('\n')}`);
	const view = runNow(buildLayerView(big, {from: 2, to: 2, changesOnly: true}, second));
	t.not(view.entry, second.entry);
	t.is(view.size[root], 50);
	// Much larger columns are not kept for a small tree.
	t.not(runNow(buildLayerView(overlayOf('+ /a 1'), {from: 1, to: 1, changesOnly: true}, view)).entry, view.entry);
});

test('a layer that comes in while a view is built does not tear it', t => {
	const many = (prefix: string) => tableOf(drawnLayers(Array.from({length: 3000}, (_, index) => `+ /${prefix}/${index} 1`).join('\n'))[0]);
	// Between which slices of the view the next layer comes in.
	for (let slices = 0; slices < 8; slices++) {
		for (const {to, changesOnly} of [{to: 1, changesOnly: true}, {to: 2, changesOnly: true}, {to: 2, changesOnly: false}]) {
			const overlay = new Overlay(2);
			overlay.add(1, many('first'));
			runNow(overlay.advance());
			const building = buildLayerView(overlay, {from: to, to, changesOnly});
			let step = building.next();
			for (let index = 0; index < slices && !step.done; index++) {
				step = building.next();
			}

			overlay.add(2, many('second'));
			runNow(overlay.advance());
			while (!step.done) {
				step = building.next();
			}

			const view = step.value;
			const rows = rowsOf(overlay, view);
			t.true((to === 1 ? [3001] : [0, changesOnly ? 3001 : 6002]).includes(rows.length), `${rows.length} rows, ${slices} slices`);
			t.is(rows.length, view.inView.reduce((sum, value) => sum + value, 0) - 1);
			t.is(view.counts.reduce((sum, count) => sum + count, 0), rows.length);
			t.is(view.size[root], rows.filter(row => row.endsWith(' 1')).length);
		}
	}
});

test('an image without layers, and without entries', t => {
	t.deepEqual(allRows(new Overlay(0), 0), []);
	t.deepEqual(allRows(overlayOf('--'), 2), []);
	t.deepEqual(changeRows(overlayOf('--'), 2), []);
});
