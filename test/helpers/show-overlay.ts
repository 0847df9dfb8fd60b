import {entryType, entryTypeNames} from '../../source/archive/entry-table.js';
import {change, type Change} from '../../source/tree/change.js';
import {absent, implicit, type EntryId} from '../../source/tree/entry-store.js';
import {fateNames} from '../../source/tree/fate.js';
import {buildLayerView, type LayerView} from '../../source/tree/layer-view.js';
import type {Overlay} from '../../source/tree/overlay.js';
import type {PathId} from '../../source/tree/path-tree.js';
import {showAll, visibleRows, type RowOptions} from '../../source/tree/rows.js';
import {runNow} from '../../source/archive/slices.js';
import {drawEntry} from './draw-layers.js';

/** The file system after a layer, as lines that would draw it; a hard link with the size that it shows. */
export function stateOf(overlay: Overlay, layer = overlay.ready): string[] {
	return inOrder(overlay).flatMap(path => {
		const entry = overlay.transitions.stateAfter(path, layer);
		return entry === absent ? [] : [drawn(overlay, path, entry)];
	});
}

function drawn(overlay: Overlay, path: PathId, entry: EntryId): string {
	const name = overlay.tree.path(path);
	if (entry === implicit) {
		return `d ${name} (implicit)`;
	}

	const facts = overlay.facts(entry);
	const xattrs = Object.fromEntries([...overlay.store.xattrs(entry) ?? []].map(([name, value]) => [name, Buffer.from(value).toString()]));
	return drawEntry({...facts, type: entryTypeNames[facts.type], path: name, mtime: facts.mtime ?? 0, xattrs, broken: false});
}

const letters: Readonly<Record<Change, string>> = {
	[change.unchanged]: '·', [change.added]: 'A', [change.modified]: 'M', [change.metadata]: 'm', [change.removed]: 'R', [change.unknown]: '?',
};

/** What a layer did, such as `A /etc/motd`. */
export function changesOf(overlay: Overlay, layer = overlay.ready): string[] {
	const {transitions} = overlay;
	return inOrder(overlay).flatMap(path => {
		const transition = transitions.at(path, layer);
		return transition >= 0 && transitions.layer[transition] === layer ? [`${letters[transitions.change[transition] as Change]} ${overlay.tree.path(path)}`] : [];
	});
}

/** What became of every content, such as `1 /etc/motd 12 removed by 2`. */
export function fatesOf(overlay: Overlay): string[] {
	const lines: string[] = [];
	for (let layer = 1; layer <= overlay.ready; layer++) {
		const {type, size} = overlay.store.table(layer);
		for (const [index, path] of overlay.store.paths(layer).entries()) {
			if (type[index] === entryType.file) {
				const entry = overlay.store.base(layer) + index;
				const hiddenBy = overlay.hiddenBy(entry);
				lines.push(`${layer} ${overlay.tree.path(path)} ${size[index]} ${fateNames[overlay.fateOf(entry)]}${hiddenBy > 0 ? ` by ${hiddenBy}` : ''}`);
			}
		}
	}

	return lines;
}

/** A view's rows, all folders open, such as `A   motd 12`; `+9` are bytes that a later layer hides, `-9` bytes below that it hides. */
export function rowsOf(overlay: Overlay, view: LayerView, options: Partial<RowOptions> = {}): string[] {
	const {tree} = overlay;
	const rows = runNow(visibleRows(tree, view, {isOpen: () => true, sort: 'name', show: showAll, ...options}));
	return Array.from(rows, path => {
		const marks = `${view.hiddenLater[path] > 0 ? ` +${view.hiddenLater[path]}` : ''}${view.hides[path] > 0 ? ` -${view.hides[path]}` : ''}`;
		return `${letters[view.change[path] as Change]} ${'  '.repeat(tree.depth[path] - 1)}${tree.name(path)} ${view.size[path]}${marks}`;
	});
}

/** The rows of what layers did. */
export function changeRows(overlay: Overlay, from = overlay.ready, to = from): string[] {
	return rowsOf(overlay, runNow(buildLayerView(overlay, {from, to, changesOnly: true})));
}

/** The rows of everything up to a layer. */
export function allRows(overlay: Overlay, from = overlay.ready, to = from): string[] {
	return rowsOf(overlay, runNow(buildLayerView(overlay, {from, to, changesOnly: false})));
}

function inOrder(overlay: Overlay): PathId[] {
	runNow(overlay.tree.reorder());
	return [...overlay.tree.atPosition];
}

/** The overlay's warnings, such as `2 /etc/motd: …`. */
export function warningsOf(overlay: Overlay): string[] {
	return overlay.warnings.map(({layer, path, message}) => `${layer ?? ''} ${path === undefined ? '' : `${path}: `}${message}`.trim());
}
