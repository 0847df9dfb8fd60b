import {bytesWidth, formatBytes} from '../../format/bytes.js';
import {countOf, formatCount} from '../../format/count.js';
import {safeText} from '../../format/safe-text.js';
import {absent} from '../../tree/entry-store.js';
import type {Package, PackageBytes, PackageList} from '../../tree/packages.js';
import {findingText, selectFinding} from '../findings.js';
import {isDirectory} from '../is-directory.js';
import {memoize} from '../parts/memoize.js';
import {paragraph} from '../parts/text-line.js';
import type {State} from '../state.js';
import {versionOf, type Taken} from '../taken.js';
import type {ListView} from './view.js';
import {sizeText, sorted} from './rows.js';

/** A package, or what nobody owns. */
export type PackageRow = PackageBytes & {key: number; text: string; found?: Package};

const rowsOf = memoize(({packages, unowned}: PackageList): PackageRow[] => [
	...packages.map((found, key) => ({...found, key, text: safeText(`${found.name} ${found.version}`.trimEnd()), found})),
	...(packages.length > 0 ? [{...unowned, key: -1, text: '(owned by no package)'}] : []),
]);

const orders: ReadonlyArray<(a: PackageRow, b: PackageRow) => number> = [
	(a, b) => b.bytes - a.bytes || b.wasted - a.wasted,
	(a, b) => b.wasted - a.wasted || b.bytes - a.bytes,
	(a, b) => unownedLast(a, b) || Number(a.text > b.text) - Number(a.text < b.text),
	(a, b) => unownedLast(a, b) || (a.found?.layer ?? 0) - (b.found?.layer ?? 0) || b.bytes - a.bytes,
];

/** What has no name and no layer of its own comes after all that have. */
function unownedLast(a: PackageRow, b: PackageRow): number {
	return Number(a.found === undefined) - Number(b.found === undefined);
}

const sortedRows = memoize(sorted<PackageRow>);

/** Bytes by the package that owns the files. */
export const packagesView: ListView<PackageRow> = {
	title: 'p Packages',
	sorts: ['largest first', 'most waste first', 'by name', 'by the layer that brought it'],
	rows(state) {
		const list = selectFinding(state, 'packages');
		return list ? sortedRows(rowsOf(list), orders[state.views.packages.sort]) : [];
	},
	key: ({key}) => key,
	text: ({text, found}) => `${text} ${found?.kind ?? ''}`,
	heading(state, {symbols: {separator}}) {
		const list = selectFinding(state, 'packages');
		return list && list.packages.length > 0
			? `${countOf(list.packages.length, 'package')} ${separator} ${packagesView.sorts[state.views.packages.sort]}`
			: '';
	},
	empty: state => [selectFinding(state, 'packages') ? 'No package database is in the image, and nothing else that names a package.' : findingText(state, 'packages', 'Looking for who owns what')],
	columns: () => [
		{name: 'bytes', width: bytesWidth, isRight: true, text: ({bytes}) => sizeText(bytes)},
		{name: 'waste', width: bytesWidth, isRight: true, text: ({wasted}) => sizeText(wasted), style: 'waste'},
		{name: 'files', width: 6, leaves: 24, isRight: true, text: ({files}) => formatCount(files), style: 'faint'},
		{name: 'kind', width: 6, leaves: 20, text: ({found}) => found?.kind ?? '', style: 'faint'},
		{name: 'layer', width: 6, leaves: 16, text: ({found}, {symbols}) => found ? `${found.layer}${found.removedIn > 0 ? symbols.arrow + found.removedIn : ''}` : ''},
		{name: 'package', text: ({text}) => text, styleOf: ({found}) => found && found.removedIn > 0 ? 'removed' : undefined},
	],
	foot({text, found, bytes, files, wasted, wastedFiles}, state, columns) {
		const layers = found && found.wastedIn.length > 0 ? `, stored by ${found.wastedIn.length === 1 ? 'layer' : 'layers'} ${found.wastedIn.join(', ')}` : '';
		return [
			...paragraph(`${text}: ${formatBytes(bytes)} in ${countOf(files, 'file')}`, columns, 'strong'),
			...(wasted > 0 ? paragraph(`${formatBytes(wasted)} in ${countOf(wastedFiles, 'file')} no longer seen${layers}`, columns, 'waste') : []),
			...(found ? paragraph(`brought by layer ${found.layer}: ${instructionOf(state, found.layer)}`, columns) : []),
			...(found && found.removedIn > 0 ? paragraph(`removed by layer ${found.removedIn}: ${instructionOf(state, found.removedIn)}`, columns, 'removed') : []),
		];
	},
	hasTicks: true,
	taken: ({key, found}, state) => ownedBy(state, key, found),
	place: ({found}) => found && {path: found.path, layer: found.layer},
};

/** The files of a package, as they were when it was there last. */
function ownedBy(state: State, key: number, found: Package | undefined): Taken[] {
	const list = selectFinding(state, 'packages');
	if (!list || !state.grown) {
		return [];
	}

	const {overlay} = state.grown;
	const {tree, transitions, store} = overlay;
	const at = found && found.removedIn > 0 ? found.removedIn - 1 : overlay.ready;
	const taken: Taken[] = [];
	for (let path = 1; path < tree.count; path++) {
		const entry = list.ownerOf[path] === key ? transitions.stateAfter(path, at) : absent;
		const version = entry === absent || isDirectory(store, entry) ? undefined : versionOf(overlay, path, at);
		if (version) {
			taken.push({...version, keepsLink: true});
		}
	}

	return taken;
}

function instructionOf({image}: State, layer: number): string {
	return image?.layers[layer - 1]?.history?.instruction ?? '';
}
