import test from 'ava';
import {computeLayout, listOf, paneAt, type PaneName} from '../../source/ui/layout.js';

const at = (columns: number, rows: number, more: Partial<Parameters<typeof computeLayout>[0]> = {}) =>
	computeLayout({columns, rows, focus: 'layers', rightView: 'files', isZoomed: false, layerCount: 9, ...more});

test('wide: layers above their details on the left, files on the right', t => {
	const {kind, panes, ruleAt} = at(120, 40);
	t.is(kind, 'split');
	t.deepEqual(Object.keys(panes), ['layers', 'details', 'files']);
	t.deepEqual(panes.layers, {x: 0, y: 1, width: 52, height: 11});
	t.deepEqual(panes.details, {x: 0, y: 12, width: 52, height: 27});
	t.deepEqual(panes.files, {x: 53, y: 1, width: 67, height: 38});
	t.is(ruleAt, 52);
});

test('from 80 columns the left is narrower, below there is one pane at a time', t => {
	t.is(at(80, 24).panes.layers!.width, 32);
	t.deepEqual(at(79, 24).panes, {layers: {x: 0, y: 1, width: 79, height: 22}});
	t.deepEqual(Object.keys(at(79, 24, {focus: 'files'}).panes), ['files']);
});

test('below 40×10 nothing fits', t => {
	t.is(at(40, 10).kind, 'single');
	t.is(at(39, 10).kind, 'tiny');
	t.is(at(40, 9).kind, 'tiny');
});

test('zoomed, the pane in focus has the screen', t => {
	t.deepEqual(at(120, 40, {isZoomed: true, focus: 'details'}).panes, {details: {x: 0, y: 1, width: 120, height: 38}});
});

test('many layers leave the details their place', t => {
	const {panes} = at(120, 40, {layerCount: 500});
	t.is(panes.layers!.height, 22);
	t.is(panes.details!.height, 16);
});

test('panes never overlap, whatever the size', t => {
	for (let columns = 40; columns < 240; columns += 7) {
		for (let rows = 10; rows < 70; rows += 3) {
			const layout = at(columns, rows, {layerCount: rows});
			const cells = new Set<string>();
			for (const name of Object.keys(layout.panes) as PaneName[]) {
				const pane = layout.panes[name]!;
				const list = listOf(name, pane);
				t.true(list.height >= 1 && list.y + list.height <= pane.y + pane.height);
				t.is(paneAt(layout, pane.x, pane.y), name);
				for (let {x} = pane; x < pane.x + pane.width; x++) {
					t.false(cells.has(`${x} ${pane.y}`));
					cells.add(`${x} ${pane.y}`);
				}

				t.true(pane.x + pane.width <= columns && pane.y + pane.height <= rows - 1);
			}
		}
	}
});
