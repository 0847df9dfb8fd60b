import {entryTypeNames} from '../../archive/entry-table.js';
import {bytesWidth, formatBytes} from '../../format/bytes.js';
import {countOf, formatCount} from '../../format/count.js';
import {formatMode, octalMode} from '../../format/mode.js';
import {safeText} from '../../format/safe-text.js';
import {formatTime} from '../../format/time.js';
import {change, changeNames} from '../../tree/change.js';
import type {Comparison, Side} from '../../tree/compare-images.js';
import {difference, differencePhrases, namesOf} from '../../tree/difference.js';
import {absent} from '../../tree/entry-store.js';
import type {PathId} from '../../tree/path-tree.js';
import {isFolderIn, selectCompared} from '../comparison.js';
import {isOpen} from '../files.js';
import {selectFilterError, selectFiltering} from '../filter-query.js';
import {changeLetters, changeStyles} from '../panes/file-row.js';
import {cutMiddle} from '../parts/fit.js';
import {highlight} from '../parts/highlight.js';
import {field, occurrences, paragraph, type TextLine} from '../parts/text-line.js';
import {textWidth} from '../parts/text-width.js';
import {rangesInName} from '../parts/found-ranges.js';
import {flippedFolders} from '../reduce-files.js';
import type {ShownChange, State} from '../state.js';
import type {Theme} from '../theme.js';
import type {ListView} from './view.js';

/** Columns of a difference with its sign. */
const signedWidth = bytesWidth + 1;

/** From so many columns of the screen on the heading has room for whole sentences. */
const wideFrom = 110;

/** What differs between two images, as a tree. */
export const differencesView: ListView<PathId> = {
	title: '2 Differences',
	sorts: ['by bytes', 'by growth', 'by name'],
	rows: state => state.comparison?.listing?.rows ?? none,
	key: path => path,
	text: (path, state) => safeText(filesOf(state)!.tree.path(path)),
	heading(state, {symbols: {separator, ellipsis}}) {
		const {comparison, views} = state;
		const files = filesOf(state);
		if (!files || !comparison) {
			return '';
		}

		const left = (Object.keys(comparison.shown) as ShownChange[]).filter(name => name !== 'unmodified' && !comparison.shown[name]);
		// What is left out matters most; the order may be cut.
		return [
			filterText(state),
			comparison.isIgnoring ? (state.size.columns < wideFrom ? 'no times, owners' : 'without times and owners') : '',
			left.length > 0 ? `without ${left.join(', ')}` : '',
			comparison.shown.unmodified ? 'with unmodified' : '',
			comparison.listing?.wish.files === files ? '' : ellipsis,
			differencesView.sorts[views.differences.sort],
		].filter(Boolean).join(` ${separator} `);
	},
	empty: emptyTexts,
	columns(state) {
		const files = filesOf(state)!;
		return [
			{name: '', width: 1, text: path => changeLetters[changeNames[files.change[path]]], styleOf: path => changeStyles[changeNames[files.change[path]]]},
			{name: 'A', width: bytesWidth, leaves: 22, isRight: true, text: path => sizeIn(files.entryA, files.sizeA, path)},
			{name: 'B', width: bytesWidth, leaves: 22, isRight: true, text: path => sizeIn(files.entryB, files.sizeB, path)},
			{name: 'B - A', width: signedWidth, leaves: 12, isRight: true, text: path => grownBy(files, path), styleOf: path => files.sizeB[path] > files.sizeA[path] ? 'added' : 'removed'},
			{name: 'differs', width: bytesWidth, leaves: 34, isRight: true, text: path => files.differing[path] > 0 ? formatBytes(files.differing[path]) : '', style: 'faint'},
			{name: 'name', text: path => safeText(files.tree.name(path)), draw: (path, theme, width) => nameCell(state, files, path, width, theme)},
		];
	},
	foot(path, state, columns) {
		const files = filesOf(state)!;
		return [
			...paragraph(files.tree.path(path), columns, 'strong'),
			...paragraph(whatText(files, path), columns, changeStyles[changeNames[files.change[path]]]),
			...sideLines('A', files.a, files.entryA[path], columns),
			...sideLines('B', files.b, files.entryB[path], columns),
		];
	},
	place: () => undefined,
	hasTicks: true,
};

const none: readonly PathId[] = [];

function filesOf(state: State): Comparison | undefined {
	// Rows are those of the listing, whose paths have the same numbers.
	return selectCompared(state)?.files ?? state.comparison?.listing?.wish.files;
}

/** How many the filter keeps; of what is no query yet, what the one before kept. */
function filterText(state: State): string {
	const {filter, comparison} = state;
	const {listing} = comparison ?? {};
	if (filter === '') {
		return '';
	}

	const text = selectFilterError(state) ? listing?.query?.text : filter;
	return text === undefined ? '' : `${listing?.filter && listing.query?.text === text && !listing.wish.isAwaited ? `${formatCount(listing.filter.matched)} ` : ''}match "${safeText(text)}"`;
}

function emptyTexts(state: State): string[] {
	const {comparison, phase} = state;
	if (phase === 'stopped') {
		return ['Reading was stopped: to be compared, both images must be read.'];
	}

	const compared = selectCompared(state);
	if (!compared || !comparison?.listing) {
		return [comparison?.deed === undefined ? 'Both images are being read.' : 'Comparing …'];
	}

	if (state.filter !== '') {
		const {work, problem} = selectFiltering(state) ?? {};
		return work ? ['Nothing is found of what differs that matches the filter, so far.', 'Esc stops it.'] : [problem?.message ?? 'Nothing of what differs matches the filter.', 'Esc takes it away.'];
	}

	const {added, removed, modified, metadata, unknown, ignored} = compared.files.counts;
	if (added + removed + modified + metadata + unknown > 0) {
		return ['There are no differences of those that are shown.'];
	}

	return [
		ignored > 0 ? `The files are the same, but for times and owners of ${countOf(ignored, 'path')}.` : 'The files are the same.',
		...(ignored > 0 ? ['i counts times and owners too.'] : []),
	];
}

function sizeIn(entries: Int32Array, sizes: Float64Array, path: PathId): string {
	return entries[path] === absent ? '' : formatBytes(sizes[path]);
}

/** How much larger B is there, with its sign; nothing where no bytes differ. */
function grownBy({sizeA, sizeB, differing}: Comparison, path: PathId): string {
	const more = sizeB[path] - sizeA[path];
	return more === 0 ? (differing[path] > 0 ? '0 B' : '') : `${more > 0 ? '+' : ''}${formatBytes(more)}`;
}

/** Indentation, sign and name in exactly `width` columns. What is deep keeps a readable name: the indentation gives way. */
function nameCell(state: State, files: Comparison, path: PathId, width: number, {paint, symbols}: Theme): string {
	const {tree, change: changes, entryA, entryB} = files;
	const isFolder = isFolderIn(files, path);
	const deepest = Math.max(0, Math.floor((width - 16) / 2));
	const space = ' '.repeat(2 * Math.min(tree.depth[path] - 1, deepest));
	const isOpenable = isFolder && (files.changedBelow[path] > 0 || state.comparison!.shown.unmodified);
	const sign = isOpenable ? (isOpen(state.comparison!.listing?.filter, flippedFolders(state), path) ? symbols.opened : symbols.closed) + ' ' : '  ';
	const whole = safeText(tree.name(path));
	const room = Math.max(0, width - space.length - 2);
	const name = cutMiddle(whole, room, symbols.ellipsis);
	const rest = room - textWidth(name);
	const style = changes[path] === change.removed ? paint.removed : (isFolder ? paint.strong : (text: string) => text);
	// What was a folder and is none, or the other way round, says so.
	const note = entryA[path] !== absent && entryB[path] !== absent && (files.what[path] & difference.type) !== 0 && rest > 16
		? ` ${typeIn(files.a, entryA[path])} ${symbols.arrow} ${typeIn(files.b, entryB[path])}`
		: '';
	const shown = textWidth(note) <= rest ? note : '';
	return space + paint.faint(sign) + highlight(name, name === whole ? foundIn(state, files, path, whole) : [], style, paint.match) + paint.faint(shown) + ' '.repeat(Math.max(0, rest - textWidth(shown)));
}

/** What of a name a search found, or else the filter. */
function foundIn({search, comparison}: State, {tree}: Comparison, path: PathId, name: string): ReadonlyArray<readonly [number, number]> {
	if (search?.pane === 'differences' && search.query !== '') {
		return occurrences(name, search.query);
	}

	const {query, filter, expressions} = comparison?.listing ?? {};
	const whole = tree.path(path);
	const shown = safeText(whole);
	return query && filter?.matches[path] === 1 ? rangesInName(query, shown, name, path, shown === whole ? expressions : undefined) : [];
}

function typeIn({overlay}: Side, entry: number): string {
	return entryTypeNames[overlay.facts(entry).type];
}

/** How a path differs, in words. */
function whatText(files: Comparison, path: PathId): string {
	const {change: changes, what, changedBelow} = files;
	const words = namesOf(what[path]).map(name => name === 'hardlinks' ? linksText(files, path) : differencePhrases[name]).join(', ');
	const below = changedBelow[path] > 0 ? `${countOf(changedBelow[path], 'path')} below ${changedBelow[path] === 1 ? 'differs' : 'differ'}` : '';
	const own = {
		[change.unchanged]: '',
		[change.added]: 'only in B',
		[change.removed]: 'only in A',
		[change.modified]: `differs in ${words}`,
		[change.metadata]: `differs in ${words}`,
		[change.unknown]: `the contents could not be compared${what[path] === 0 ? '' : `; differs in ${words}`}`,
	}[changes[path]] ?? '';
	return [own, below].filter(Boolean).join('; ') || 'the same in both';
}

/** Which path is the same file, and in which image. */
function linksText({tree, linked}: Comparison, path: PathId): string {
	const {a, b} = linked.get(path) ?? {};
	const names = [...(a === undefined ? [] : [`${tree.path(a)} in A`]), ...(b === undefined ? [] : [`${tree.path(b)} in B`])];
	return `hard links (the same file as ${names.join(', as ')}${names.length === 1 ? ' alone' : ''})`;
}

/** What one side shows at a path. */
function sideLines(letter: string, {overlay}: Side, entry: number, columns: number): TextLine[] {
	if (entry === absent) {
		return field(letter, 'not there', columns, 'faint');
	}

	const {type, mode, uid, gid, user, group, size, mtime, link, layer} = overlay.facts(entry);
	const name = entryTypeNames[type];
	return field(letter, [
		name === 'file' ? formatBytes(size) : name,
		formatMode(mode, name),
		octalMode(mode),
		`${uid}:${gid}${user || group ? ` (${user}:${group})` : ''}`,
		formatTime(mtime),
		link === '' ? '' : `to ${link}`,
		layer > 0 ? `layer ${layer}` : '',
	].filter(Boolean).join('  '), columns);
}
