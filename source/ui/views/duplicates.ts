import {bytesWidth, formatBytes} from '../../format/bytes.js';
import {countOf, formatCount} from '../../format/count.js';
import {safeText} from '../../format/safe-text.js';
import type {Duplicate} from '../../tree/duplicates.js';
import type {Overlay} from '../../tree/overlay.js';
import type {PathId} from '../../tree/path-tree.js';
import {findingText, selectFinding} from '../findings.js';
import {memoize} from '../parts/memoize.js';
import {paragraph} from '../parts/text-line.js';
import {versionOf} from '../taken.js';
import type {ListView, RowKey} from './view.js';
import {sorted} from './rows.js';

/** A set of copies, or one copy of a set that stands open. */
export type DuplicateRow = {set: Duplicate; copy?: PathId; isOpen: boolean; overlay: Overlay};

type Order = (a: Duplicate, b: Duplicate, overlay: Overlay) => number;

const orders: readonly Order[] = [
	(a, b) => b.duplicateBytes - a.duplicateBytes,
	(a, b) => b.paths.length - a.paths.length,
	(a, b) => b.size - a.size,
	(a, b, {tree}) => tree.comparePaths(a.paths[0], b.paths[0]),
];

const sortedSets = memoize((sets: readonly Duplicate[], order: Order, overlay: Overlay) => sorted(sets, (a, b) => order(a, b, overlay)));

const rowsOf = memoize((sets: readonly Duplicate[], open: ReadonlySet<RowKey>, overlay: Overlay): DuplicateRow[] => sets.flatMap(set => {
	const isOpen = open.has(set.digest);
	return [{set, isOpen, overlay}, ...(isOpen ? set.paths.map(copy => ({set, copy, isOpen, overlay})) : [])];
}));

const totalOf = memoize((sets: readonly Duplicate[]) => sets.reduce((sum, {duplicateBytes}) => sum + duplicateBytes, 0));

/** Contents that are there more than once, as sets of copies. */
export const duplicatesView: ListView<DuplicateRow> = {
	title: 'D Duplicates',
	sorts: ['most bytes first', 'most copies first', 'largest first', 'by path'],
	rows(state) {
		const sets = selectFinding(state, 'duplicates');
		const {sort, open} = state.views.duplicates;
		return sets && state.grown ? rowsOf(sortedSets(sets, orders[sort], state.grown.overlay), open, state.grown.overlay) : [];
	},
	key: ({set, copy}) => copy === undefined ? set.digest : `${set.digest} ${copy}`,
	text: row => pathText(row, row.copy ?? row.set.paths[0]),
	heading(state, {symbols: {separator}}) {
		const sets = selectFinding(state, 'duplicates');
		return sets && sets.length > 0
			? `${formatBytes(totalOf(sets))} in ${countOf(sets.length, 'set')} ${separator} ${duplicatesView.sorts[state.views.duplicates.sort]}`
			: '';
	},
	empty: state => [selectFinding(state, 'duplicates') ? 'No file of 4 KiB or more is there twice.' : findingText(state, 'duplicates', 'Comparing the contents of files of the same size')],
	columns: () => [
		{name: 'repeats', width: bytesWidth, isRight: true, text: ({set, copy}) => copy === undefined ? formatBytes(set.duplicateBytes) : '', style: 'waste'},
		{name: 'copies', width: 6, isRight: true, text: ({set, copy}) => copy === undefined ? formatCount(set.paths.length) : ''},
		{name: 'each', width: bytesWidth, leaves: 20, isRight: true, text: ({set, copy}) => copy === undefined ? formatBytes(set.size) : '', style: 'faint'},
		{
			name: 'path', cut: 'start', text: row => pathText(row, row.copy ?? row.set.paths[0]),
			before: ({copy, isOpen}, {symbols}) => copy === undefined ? `${isOpen ? symbols.opened : symbols.closed} ` : ' '.repeat(4),
		},
	],
	foot({set, copy, overlay}, state, columns) {
		const path = copy ?? set.paths[0];
		const layer = layerOf(overlay, path);
		return [
			...paragraph(`${countOf(set.paths.length, 'copy', 'copies')} of ${formatBytes(set.size)}: ${formatBytes(set.duplicateBytes)} are there more than once`, columns),
			...paragraph(safeText(overlay.tree.path(path)), columns, 'strong'),
			{text: `stored by layer ${layer}`},
			...paragraph(state.image?.layers[layer - 1]?.history?.instruction ?? '', columns, 'faint'),
			{text: set.digest, style: 'faint'},
		];
	},
	isOpenable: ({copy}) => copy === undefined,
	parent: ({set, copy}) => copy === undefined ? undefined : set.digest,
	taken: ({set, copy, overlay}) => (copy === undefined ? set.paths : [copy]).flatMap(path => versionOf(overlay, path, overlay.ready) ?? []),
	place({set, copy, overlay}) {
		const path = copy ?? set.paths[0];
		return {path, layer: layerOf(overlay, path)};
	},
};

/** The layer that stores what a path shows in the end. */
function layerOf({store, transitions}: Overlay, path: PathId): number {
	return store.layerOf(transitions.state(path));
}

function pathText({overlay}: DuplicateRow, path: PathId): string {
	return safeText(overlay.tree.path(path));
}
