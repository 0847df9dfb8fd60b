import {changeNames} from '../../source/tree/change.js';
import {absent, implicit, type EntryId} from '../../source/tree/entry-store.js';
import {fateNames} from '../../source/tree/fate.js';
import {buildLayerView, type LayerView} from '../../source/tree/layer-view.js';
import type {Overlay} from '../../source/tree/overlay.js';
import {runNow} from '../../source/archive/slices.js';
import {changeBetween, idOf, type SlowOverlay} from './slow-overlay.js';
import {slowView, type SlowRange, type SlowRow} from './slow-view.js';

/** Everything that an overlay knows of its first `ready` layers, as sorted lines that do not depend on how paths and entries are numbered. */
export function storyOf(overlay: Overlay, ranges: readonly SlowRange[]): string[] {
	const {tree, store, transitions} = overlay;
	const lines: string[] = [];
	for (let layer = 1; layer <= overlay.ready; layer++) {
		for (let path = 0; path < tree.count; path++) {
			const entry = transitions.stateAfter(path, layer);
			if (entry !== absent) {
				lines.push(`after ${layer} ${tree.path(path)} ${entryName(overlay, entry)}`);
			}
		}

		for (let transition = transitions.start(layer); transition < transitions.end(layer); transition++) {
			const changed = changeNames[transitions.change[transition]];
			if (changed !== 'unchanged') {
				lines.push(`change ${layer} ${tree.path(transitions.path[transition])} ${changed}`);
			}
		}

		const paths = store.paths(layer);
		const {type, size} = store.table(layer);
		for (let index = 0; index < type.length; index++) {
			if (type[index] === 0) {
				const entry = store.base(layer) + index;
				lines.push(`content ${layer}#${index} ${tree.path(paths[index])} ${size[index]} ${fateNames[overlay.fateOf(entry)]} ${overlay.hiddenBy(entry)}`);
			}
		}

		const {bytes, ...totals} = overlay.layer(layer);
		lines.push(totalsLine(layer, totals, bytes));
	}

	lines.push(totalsLine(0, overlay.finalCounts(), overlay.bytes()));
	let view: LayerView | undefined;
	for (const range of ranges) {
		// Columns are used again, as the screen does.
		view = runNow(buildLayerView(overlay, range, view));
		for (let path = 0; path < view.length; path++) {
			if (view.inView[path] === 1) {
				lines.push(rowLine(range, {
					path: tree.path(path),
					entry: entryName(overlay, view.entry[path]),
					change: changeNames[view.change[path]],
					size: view.size[path],
					hiddenLater: view.hiddenLater[path],
					hides: view.hides[path],
					below: changeNames.filter((_name, bit) => (view!.below[path] & (1 << bit)) !== 0).sort(),
				}));
			}
		}

		lines.push(`counts ${JSON.stringify(range)} ${changeNames.map((name, bit) => `${name}=${view!.counts[bit]}`).join(' ')}`);
	}

	return lines.sort();
}

/** The same of the slow overlay. */
export function slowStoryOf(overlay: SlowOverlay, ranges: readonly SlowRange[]): string[] {
	const {states, contents, layers} = overlay;
	const lines: string[] = [];
	const all = {live: 0, overwritten: 0, rewritten: 0, removed: 0, superseded: 0, unknown: 0};
	for (const [index, entries] of layers.entries()) {
		const layer = index + 1;
		for (const [path, entry] of states[layer]) {
			lines.push(`after ${layer} ${path} ${idOf(entry)}`);
		}

		const totals: Record<string, number> = {entries: entries.length, size: 0, added: 0, modified: 0, metadata: 0, removed: 0, unknown: 0};
		for (const path of new Set([...states[index].keys(), ...states[layer].keys()])) {
			const changed = changeBetween(states[index].get(path), states[layer].get(path));
			if (changed !== 'unchanged') {
				lines.push(`change ${layer} ${path} ${changed}`);
				totals[changed] += path === '/' ? 0 : 1;
			}
		}

		const bytes: Record<string, number> = {live: 0, overwritten: 0, rewritten: 0, removed: 0, superseded: 0, unknown: 0};
		for (const {entry, fate, hiddenBy} of contents) {
			if (entry.layer === layer) {
				lines.push(`content ${idOf(entry)} ${entry.drawn.path} ${entry.drawn.size} ${fate} ${hiddenBy}`);
				totals.size += entry.drawn.size;
				bytes[fate] += entry.drawn.size;
				all[fate as keyof typeof all] += entry.drawn.size;
			}
		}

		lines.push(totalsLine(layer, totals, bytes));
	}

	const total = contents.reduce((sum, {entry}) => sum + entry.drawn.size, 0);
	const last = [...states.at(-1)!].filter(([path]) => path !== '/');
	const files = last.filter(([, entry]) => entry !== 'implicit' && ['file', 'hardlink'].includes((entry.target ?? entry).drawn.type)).length;
	lines.push(totalsLine(0, {paths: last.length, files}, {...all, total, wasted: total - all.live}));
	for (const range of ranges) {
		const rows = slowView(overlay, range);
		const counts = changeNames.map(name => `${name}=${rows.filter(({path, change}) => path !== '/' && change === name).length}`).join(' ');
		lines.push(...rows.map(row => rowLine(range, row)), `counts ${JSON.stringify(range)} ${counts}`);
	}

	return lines.sort();
}

/** `layer#place` of an entry, as the slow overlay names it. */
export function entryName(overlay: Overlay, entry: EntryId): string {
	if (entry < 0) {
		return entry === implicit ? 'implicit' : '';
	}

	const layer = overlay.store.layerOf(entry);
	return `${layer}#${entry - overlay.store.base(layer)}`;
}

function totalsLine(layer: number, counts: Record<string, number>, bytes: Record<string, number>): string {
	const list = (numbers: Record<string, number>) => Object.keys(numbers).sort().map(name => `${name}=${numbers[name]}`).join(' ');
	return `totals ${layer} ${list(counts)} bytes ${list(bytes)}`;
}

function rowLine(range: SlowRange, row: SlowRow): string {
	return `row ${JSON.stringify(range)} ${row.path} ${row.entry} ${row.change} size=${row.size} later=${row.hiddenLater} hides=${row.hides} below=${row.below.join(',')}`;
}
