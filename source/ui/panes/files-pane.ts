import {formatBytes} from '../../format/bytes.js';
import {formatCount} from '../../format/count.js';
import {octalMode} from '../../format/mode.js';
import {safeText} from '../../format/safe-text.js';
import {formatTime} from '../../format/time.js';
import type {PathId} from '../../tree/path-tree.js';
import type {SortOrder} from '../../tree/rows.js';
import {cursorPath, cursorRow} from '../files.js';
import {selectFilterError, selectFiltering} from '../filter-query.js';
import {listOf, type Rectangle} from '../layout.js';
import {isSameWish} from '../listing.js';
import {cursorMark, cursorRowPaint} from '../parts/cursor-row.js';
import {cutStart} from '../parts/fit.js';
import {textWidth} from '../parts/text-width.js';
import {memoize} from '../parts/memoize.js';
import {rule} from '../parts/rule.js';
import {wrapText} from '../parts/wrap.js';
import {selectWish} from '../select.js';
import {isUntold, selectProblem} from '../select-layers.js';
import type {Grown, Listing, ShownChange, State, Wish} from '../state.js';
import {withoutPaint, type Theme} from '../theme.js';
import {selectBadges} from '../views/audit.js';
import {hiderText} from './file-details.js';
import {FileLines} from './file-lines.js';
import {fileColumns, fileHeading, fileLine, type FileColumns} from './file-row.js';
import {ownerWidth} from './owner-width.js';

const sortTexts: Record<SortOrder, string> = {size: 'largest first', name: 'by name', waste: 'most waste first'};

const drawn = new FileLines();

/** The same columns for all layers, so that nothing moves with a change of layer. */
const columnsOf = memoize((width: number, grown: Grown | undefined): FileColumns => fileColumns(width, {
	owner: grown ? ownerWidth(grown) : 3,
	hasBadge: grown === undefined || grown.overlay.bytes().wasted > 0,
}));

/** The lines of the files pane. */
export function filesPane(state: State, rectangle: Rectangle, theme: Theme): string[] {
	const {listing} = state;
	const list = listOf('files', rectangle);
	const isFocused = state.focus === 'files' && state.field?.kind !== 'help';
	const columns = columnsOf(rectangle.width, state.grown);
	const row = cursorRow(state);
	const total = listing?.rows.length ?? 0;
	const end = total > 0 ? `${formatCount(row + 1)}/${formatCount(total)}` : '';
	const lines = [
		rule({title: '2 Files', isFocused, text: headingText(state, theme), end}, rectangle.width, theme),
		...(list.hasColumns ? [theme.paint.faint(fileHeading(columns, theme))] : []),
	];

	if (listing && total > 0) {
		const signs = {marks: state.marks, badges: selectBadges(state)};
		const line = drawn.lines(listing, columns, signs, theme);
		const top = state.tops.files;
		for (let index = top; index < Math.min(total, top + list.height); index++) {
			lines.push(index === row
				? cursorRowPaint(isFocused, theme)(fileLine(drawn.row(listing, listing.rows[index], signs), columns, cursorMark, withoutPaint(theme)))
				: line(listing.rows[index]));
		}
	} else {
		lines.push('', ...emptyTexts(state).flatMap(text => wrapText(text, rectangle.width - 4)).map(text => theme.paint.faint(`  ${text}`)));
	}

	if (list.foot > 0) {
		while (lines.length < rectangle.height - 1) {
			lines.push('');
		}

		lines.push(footLine(state, rectangle.width, theme));
	}

	return lines;
}

/** What is shown, in which order, and what is left out: at once what was asked for, also while the rows are still to come. */
function headingText(state: State, {symbols: {ellipsis, separator}}: Theme): string {
	const wish = selectWish(state);
	if (!wish || state.image?.layers.length === 0) {
		return '';
	}

	const isBehind = state.listing !== undefined && !isSameWish(state.listing.wish, wish);
	return [
		wish.range === 'changes' ? `changes of layer ${wish.layer}` : `all up to layer ${wish.layer}`,
		filterText(state, wish, isBehind),
		hiddenText(wish),
		sortTexts[wish.sort],
		isBehind || wish.isAwaited ? ellipsis : '',
	].filter(Boolean).join(` ${separator} `);
}

function filterText(state: State, wish: Wish, isBehind: boolean): string {
	const {filter} = wish;
	if (filter === '') {
		return '';
	}

	// What is no query yet is told where it is typed; here stands what was kept by the one before.
	const {listing} = state;
	if (selectFilterError(state)) {
		return listing?.filter && listing.query ? `${formatCount(listing.filter.matched)} match "${safeText(listing.query.text)}"` : '';
	}

	return `${isBehind || wish.isAwaited ? '' : `${formatCount(listing?.filter?.matched ?? 0)} `}match "${safeText(filter)}"`;
}

function hiddenText({range, shown}: Wish): string {
	const names = (Object.keys(shown) as ShownChange[]).filter(name => !shown[name] && (name !== 'unmodified' || range === 'all'));
	return [
		names.length > 0 ? `without ${names.join(', ')}` : '',
		range === 'changes' && shown.unmodified ? 'with unmodified' : '',
	].filter(Boolean).join(' ');
}

/** Why there are no rows. */
function emptyTexts(state: State): string[] {
	const {image, phase, grown, layer, listing, filter} = state;
	if (!image || phase === 'opening') {
		return [];
	}

	if (image.layers.length === 0) {
		return isUntold(state) ? ['No layers could be found, so there are no files to show.', 'i tells why.'] : ['The image has no layers, so it has no files.'];
	}

	if (!grown || !listing || grown.ready < layer) {
		return [phase === 'reading' ? `Layer ${layer} is not read yet.` : `Layer ${layer} was not read.`];
	}

	if (filter !== '') {
		const {work, problem} = selectFiltering(state) ?? {};
		return work ? ['No path is found that matches the filter, so far.', 'Esc stops it.'] : [problem?.message ?? 'No path matches the filter.', 'Esc takes it away.'];
	}

	const problem = selectProblem(state, layer);
	if (problem !== undefined && listing.wish.range === 'changes') {
		return [problem, 'a shows everything up to this layer.'];
	}

	return listing.wish.range === 'changes'
		? [`Layer ${layer} changes no file${Object.values(listing.wish.shown).slice(0, 3).every(Boolean) ? '' : ' of those that are shown'}.`, 'a shows everything up to it.']
		: ['There are no files of those that are shown.'];
}

/** The whole path under the cursor, and what is known of it, as far as there is room: a rule carries it. */
function footLine(state: State, width: number, theme: Theme): string {
	const path = cursorPath(state);
	if (!state.listing || path === undefined) {
		return rule({}, width, theme);
	}

	const {symbols: {ellipsis, separator}} = theme;
	const whole = safeText(state.listing.wish.grown.overlay.tree.path(path));
	const facts: string[] = [];
	let room = width - 7 - textWidth(whole);
	for (const {text, leaves} of factTexts(state.listing, path)) {
		// The path gives its start for a fact, as long as that much of its end stays.
		if (text.length + 3 <= room + Math.max(0, textWidth(whole) - leaves)) {
			room -= text.length + 3;
			facts.push(text);
		}
	}

	const end = facts.join(` ${separator} `);
	return rule({text: cutStart(whole, width - end.length - 7, ellipsis), end}, width, theme);
}

/** Columns that a path keeps beside its waste, which tells more than the folders around it, and beside what can be read elsewhere. */
const leastPath = {besideWaste: 8, besideOthers: 24} as const;

/** The most telling first. `leaves`: columns that stay for the path. */
function factTexts(listing: Listing, path: PathId): Array<{text: string; leaves: number}> {
	const {view, wish} = listing;
	const {mode, uid, gid, mtime} = wish.grown.overlay.facts(view.entry[path]);
	const waste = [hiderText(listing, path), view.hides[path] > 0 ? `hides ${formatBytes(view.hides[path])} below` : ''];
	const others = [octalMode(mode), `${uid}:${gid}`, formatTime(mtime).slice(0, 10)];
	return [
		...waste.map(text => ({text, leaves: leastPath.besideWaste})),
		...others.map(text => ({text, leaves: leastPath.besideOthers})),
	].filter(({text}) => text !== '');
}
