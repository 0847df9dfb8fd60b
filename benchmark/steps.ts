/**
One walk through an image, step by step, in a process of its own: `steps FILE` prints what each took as JSON.
*/
import os from 'node:os';
import process from 'node:process';
import type {EntryTable} from '../source/archive/entry-table.js';
import {Contents} from '../source/image/contents.js';
import {indexLayers} from '../source/image/index-layers.js';
import {openImage} from '../source/image/open-image.js';
import {diveFigures} from '../source/tree/dive-figures.js';
import {findDuplicates} from '../source/tree/duplicates.js';
import {buildLayerView} from '../source/tree/layer-view.js';
import {Overlay} from '../source/tree/overlay.js';
import {showAll, visibleRows} from '../source/tree/rows.js';
import {runNow} from '../source/archive/slices.js';
import {residentPeak} from './measure.js';

/** What a step took; the peak is the process's so far, in bytes. */
export type Step = {step: string; milliseconds: number; peak: number};

export type Walk = {layers: number; entries: number; paths: number; steps: Step[]};

const steps: Step[] = [];
let started = performance.now();
const done = (step: string) => {
	steps.push({step, milliseconds: performance.now() - started, peak: residentPeak(process.pid)});
	started = performance.now();
};

const {image, close} = await openImage(process.argv[2], {temporaryFolder: os.tmpdir(), hostPlatform: 'linux/amd64'});
done('open');

const tables = new Map<number, EntryTable>();
const contents = new Contents(image);
await indexLayers(image, {
	order: 'biggest-first',
	threads: 2,
	inThreads: 'compressed',
	taps: ['content-digest'],
	onLayer(layer, table, facts) {
		contents.add(layer, table, facts);
		tables.set(layer, table);
	},
});
done('index');

// Nothing is overlaid before the base is there, so that interning all others measures the tree alone.
const overlay = new Overlay(image.layers.length);
const fromAbove = [...tables].sort(([a], [b]) => b - a);
for (const [layer, table] of fromAbove.slice(0, -1)) {
	overlay.add(layer, table);
}

runNow(overlay.advance());
runNow(overlay.tree.reorder());
done('tree');

for (const [layer, table] of fromAbove.slice(-1)) {
	overlay.add(layer, table);
}

runNow(overlay.advance());
done('overlay');

runNow(overlay.prove(contents));
done('proof');

runNow(findDuplicates(overlay, contents));
done('duplicates');

diveFigures(overlay);
done('dive\'s figures');

const top = image.layers.length;
const view = runNow(buildLayerView(overlay, {from: top, to: top, changesOnly: false}));
done('view');

runNow(visibleRows(overlay.tree, view, {isOpen: () => true, sort: 'size', show: showAll}));
done('rows, all open');

let entries = 0;
for (let layer = 1; layer <= top; layer++) {
	entries += overlay.layer(layer).entries;
}

const walk: Walk = {layers: top, entries, paths: overlay.tree.count, steps};
process.stdout.write(JSON.stringify(walk));
close();
