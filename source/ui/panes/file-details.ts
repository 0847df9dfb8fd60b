import {entryType, entryTypeNames} from '../../archive/entry-table.js';
import {formatBytes} from '../../format/bytes.js';
import {formatMode, octalMode} from '../../format/mode.js';
import {safeText} from '../../format/safe-text.js';
import {formatTime} from '../../format/time.js';
import {changeNames} from '../../tree/change.js';
import type {PathId} from '../../tree/path-tree.js';
import {field, paragraph, type TextLine} from '../parts/text-line.js';
import type {Listing} from '../state.js';

const changeTexts: Record<(typeof changeNames)[number], string> = {
	unchanged: 'as it was below',
	added: 'added',
	modified: 'modified',
	metadata: 'the same content, other mode, owner, time or attributes',
	removed: 'removed',
	unknown: 'stored again with the same size; contents are not compared',
};

/** The details of the path under the cursor. */
export function fileDetails(listing: Listing | undefined, path: PathId | undefined, columns: number): TextLine[] {
	if (!listing || path === undefined) {
		return [{text: 'No file is selected.', style: 'faint'}];
	}

	const {view, wish} = listing;
	const {layer} = wish;
	const {overlay} = wish.grown;
	const entry = view.entry[path];
	const facts = overlay.facts(entry);
	const names = facts.user === '' && facts.group === '' ? '' : ` (${facts.user || facts.uid}:${facts.group || facts.gid})`;
	const type = entryTypeNames[facts.type];
	const isFolder = facts.type === entryType.directory;
	return [
		// A line break in a name is shown, and breaks no line.
		...paragraph(safeText(overlay.tree.path(path)), columns, 'strong'),
		{text: ''},
		...field('type', type.replace('-', ' '), columns),
		...field('change', `${changeTexts[changeNames[view.change[path]]]} in layer ${layer}`, columns),
		...field('size', formatBytes(view.size[path]) + (isFolder ? ' in all' : ''), columns),
		...hiddenLines(listing, path, columns),
		...field('mode', `${formatMode(facts.mode, type)} ${octalMode(facts.mode)}`, columns),
		...field('owner', `${facts.uid}:${facts.gid}${safeText(names)}`, columns),
		...field('modified', formatTime(facts.mtime), columns),
		...field('link to', facts.link && safeText(facts.link), columns),
		...field('device', facts.device?.join(', '), columns),
		...field('stored in', facts.layer === 0 ? 'no layer lists it: it follows from what lies below it' : `layer ${facts.layer}`, columns),
	];
}

function hiddenLines(listing: Listing, path: PathId, columns: number): TextLine[] {
	const {view} = listing;
	const hider = hiderText(listing, path);
	return [
		...field('waste', hider === '' ? '' : `${formatBytes(view.hiddenLater[path])} no longer seen: ${hider}`, columns, 'waste'),
		...field('hides', view.hides[path] > 0 ? `${formatBytes(view.hides[path])} that layers below stored` : '', columns, 'waste'),
	];
}

/** Who hides bytes of a path, as far as it is one layer; empty where nobody does. */
export function hiderText({view, wish}: Listing, path: PathId): string {
	const {overlay} = wish.grown;
	if (view.hiddenLater[path] === 0) {
		return '';
	}

	const content = overlay.store.content(view.entry[path]);
	if (content >= 0) {
		return `layer ${overlay.hiddenBy(content)} hides it`;
	}

	return view.hiddenLater[path] < view.size[path] ? 'later layers hide some of it' : 'later layers hide it';
}
