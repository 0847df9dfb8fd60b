import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import test from 'ava';
import type {Summary} from '../../source/report/summary.js';
import {diveFigures} from '../../source/tree/dive-figures.js';
import {Overlay} from '../../source/tree/overlay.js';
import {runNow} from '../../source/archive/slices.js';
import {countReads} from '../helpers/count-reads.js';
import {diveLayers} from '../helpers/dive-layers.js';
import {drawLayers, drawnLayers, overlayOf, tableOf, type DrawnEntry} from '../helpers/draw-layers.js';
import {shrunkLayers} from '../helpers/random-layers.js';
import {Random} from '../helpers/random.js';
import {runCommand} from '../helpers/run-command.js';
import {slowDive} from '../helpers/slow-dive.js';

/** What dive itself said. */
type Told = {efficiency: number; wastedBytes: number};
const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));
const told = JSON.parse(fs.readFileSync(path.join(fixtures, 'dive.json'), 'utf8')) as {
	archives: Array<Told & {name: string}>;
	random: Array<Told & {layers: string[]}>;
};

function figures(picture: string) {
	return diveFigures(overlayOf(picture));
}

test('an overwritten file counts twice, a removed one as it was, and what is there once as itself', t => {
	t.deepEqual(figures(`
		+ /a 10
		+ /b 20
		+ /c 30
		--
		+ /a 4
		- /b
	`), {efficiency: (4 + 0 + 30) / (14 + 20 + 30), wastedBytes: 14 + 20, userWastedPercent: 34 / 4});
});

test('nothing stored is efficient, and what is not there has no share', t => {
	t.deepEqual(figures(''), {efficiency: 1, wastedBytes: 0, userWastedPercent: null});
	t.deepEqual(figures('+ /a 5'), {efficiency: 1, wastedBytes: 0, userWastedPercent: null});
	t.deepEqual(figures('+ /a 5\n--\n+ /b 0'), {efficiency: 1, wastedBytes: 0, userWastedPercent: null});
});

test('a whiteout of a folder counts all that was in it, and no waste, as no layer had it as a leaf', t => {
	t.deepEqual(figures(`
		d /d
		+ /d/a 10
		+ /d/e/b 20
		--
		- /d
		+ /x 5
	`), {efficiency: 1, wastedBytes: 0, userWastedPercent: 0});
});

test('a whiteout of a folder that its last layer did not list counts nothing', t => {
	t.is(figures('d /d\n+ /d/a 10\n--\n+ /d/b 1\n--\n- /d\n--\n+ /d 5').wastedBytes, 5);
	t.is(figures('d /d\n+ /d/a 10\n--\nd /d\n+ /d/b 1\n--\n- /d\n--\n+ /d 5').wastedBytes, 16);
});

test('opaque markers hide nothing from a later whiteout', t => {
	t.is(figures('d /d\n+ /d/a 10\n--\nd /d\no /d\n+ /d/b 1\n--\n- /d\n--\n+ /d 5').wastedBytes, 16);
});

test('a whiteout of what is not below is a leaf of no size, and the rest of its layer counts', t => {
	t.deepEqual(figures('+ /b 10\n--\n- /a\n+ /b 7'), {efficiency: 7 / 17, wastedBytes: 17, userWastedPercent: 17 / 7});
});

test('a whiteout as overlayfs writes it is a device', t => {
	const layers = drawnLayers('d /d\n+ /d/a 10\n--\n- /d\n--\n+ /d 5');
	const overlay = new Overlay(layers.length);
	for (const [index, layer] of layers.entries()) {
		const table = tableOf(layer);
		if (index === 1) {
			table.devices.set(0, [0, 0]);
		}

		overlay.add(index + 1, table);
		runNow(overlay.advance());
	}

	t.is(diveFigures(overlay).wastedBytes, 5);
	t.is(diveFigures(overlayOf(layers)).wastedBytes, 15);
});

test('a hundred whiteouts of one big folder cost no hundred walks through it', t => {
	const folder = Array.from({length: 3000}, (_, index) => `+ /d/${index % 50}/${index} 1`).join('\n');
	const layers = Array.from({length: 200}, (_, index) => index % 2 === 0 ? 'd /d\n- /d/0' : 'd /d\n+ /d/0/0 1');
	const overlay = overlayOf(`d /d\n${folder}\n--\n${layers.join('\n--\n')}`);
	const walked = countReads(overlay.tree, 'parent');
	diveFigures(overlay);
	t.true(walked.count < overlay.store.count * 20, `${walked.count} steps for ${overlay.store.count} entries`);
});

test('random layers: the same as dive said of their archives', t => {
	for (const {layers, ...figures} of told.random) {
		const drawn = layers.join('\n');
		t.like(diveFigures(overlayOf(drawn)), figures, drawn);
		t.like(slowDive(drawnLayers(drawn)), figures, drawn);
	}
});

test('archives of real tools: the same as dive said', async t => {
	for (const {name, ...figures} of told.archives) {
		const {output} = await runCommand(['summary', path.join(fixtures, name), '--format', 'json']);
		t.like((JSON.parse(output) as Summary).dive, figures, name);
	}
});

test('random layers: the same as dive\'s own steps say', t => {
	let hidden = 0;
	for (let seed = 1; seed <= 1500; seed++) {
		const layers = diveLayers(new Random(seed));
		hidden += layers.flat().filter(({type}) => type === 'whiteout').length;
		const differs = (layers: DrawnEntry[][]) => {
			const {efficiency, wastedBytes} = diveFigures(overlayOf(layers));
			const slow = slowDive(layers);
			return !slow.dropped && (efficiency !== slow.efficiency || wastedBytes !== slow.wastedBytes);
		};

		if (differs(layers)) {
			const shrunk = shrunkLayers(layers, differs);
			t.deepEqual(diveFigures(overlayOf(shrunk)), slowDive(shrunk) as never, `seed ${seed}:\n${drawLayers(shrunk)}`);
			return;
		}
	}

	t.true(hidden > 500, `${hidden} whiteouts`);
});
