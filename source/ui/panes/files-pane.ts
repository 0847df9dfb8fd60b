import {formatBytes} from '../../format/bytes.js';
import {formatCount} from '../../format/count.js';
import {octalMode} from '../../format/mode.js';
import {safeText} from '../../format/safe-text.js';
import {changeNames} from '../../tree/change.js';
import type {SortOrder} from '../../tree/rows.js';
import {cursorPath, cursorRow} from '../files.js';
import {listOf, type Rectangle} from '../layout.js';
import {cursorMark, cursorRowPaint} from '../parts/cursor-row.js';
import {cutStart} from '../parts/fit.js';
import {rule} from '../parts/rule.js';
import {selectWish} from '../select.js';
import type {Listing, ShownChange, State, Wish} from '../state.js';
import {withoutPaint, type Theme} from '../theme.js';
import {hiddenLaterText} from './file-details.js';
import {FileLines} from './file-lines.js';
import {fileColumns, fileHeading, fileLine} from './file-row.js';

const sortTexts: Record<SortOrder, string> = {size: 'largest first', name: 'by name', waste: 'most waste first'};

const drawn = new FileLines();

/** The lines of the files pane. */
export function filesPane(state: State, rectangle: Rectangle, theme: Theme): string[] {
	const {listing} = state;
	const list = listOf('files', rectangle);
	const isFocused = state.focus === 'files' && state.field?.kind !== 'help';
	const columns = fileColumns(rectangle.width);
	const row = cursorRow(state);
	const total = listing?.rows.length ?? 0;
	const lines = [rule({
		title: '2 Files',
		isFocused,
		text: headingText(state, theme),
		end: total > 0 ? `${formatCount(row + 1)}/${formatCount(total)}` : '',
	}, rectangle.width, theme)];
	if (list.hasColumns) {
		lines.push(theme.paint.faint(fileHeading(columns, theme)));
	}

	if (listing && total > 0) {
		const line = drawn.lines(listing, columns, theme);
		const top = state.tops.files;
		for (let index = top; index < Math.min(total, top + list.height); index++) {
			lines.push(index === row
				? cursorRowPaint(isFocused, theme)(fileLine(drawn.row(listing, listing.rows[index]), columns, cursorMark, withoutPaint(theme)))
				: line(listing.rows[index]));
		}
	} else {
		lines.push('', ...emptyTexts(state).map(text => theme.paint.faint(`  ${text}`)));
	}

	if (list.hasFoot) {
		while (lines.length < rectangle.height - 1) {
			lines.push('');
		}

		lines.push(footLine(state, rectangle.width, theme));
	}

	return lines;
}

/** What is shown, in which order, and what is left out. */
function headingText(state: State, {symbols: {separator}}: Theme): string {
	const wish = state.listing?.wish ?? selectWish(state);
	const {layer} = state;
	if (!wish) {
		return '';
	}

	const isBehind = state.listing !== undefined && state.listing.wish.layer !== layer;
	return [
		wish.range === 'changes' ? `changes of layer ${wish.layer}` : `all up to layer ${wish.layer}`,
		sortTexts[wish.sort],
		hiddenText(wish),
		wish.filter === '' ? '' : `${formatCount(state.listing?.filter?.matched ?? 0)} match "${safeText(wish.filter)}"`,
		isBehind ? `layer ${layer} is coming` : '',
	].filter(Boolean).join(` ${separator} `);
}

function hiddenText({range, shown}: Wish): string {
	const names = (Object.keys(shown) as ShownChange[]).filter(name => !shown[name] && (name !== 'unmodified' || range === 'all'));
	return [
		names.length > 0 ? `without ${names.join(', ')}` : '',
		range === 'changes' && shown.unmodified ? 'with unmodified' : '',
	].filter(Boolean).join(' ');
}

/** Why there are no rows. */
function emptyTexts({image, phase, grown, layer, listing, filter}: State): string[] {
	if (!image || phase === 'opening') {
		return [];
	}

	if (image.layers.length === 0) {
		return ['The image has no layers, so it has no files.'];
	}

	if (!grown || !listing || grown.ready < layer) {
		return [phase === 'reading' ? `Layer ${layer} is not read yet.` : `Layer ${layer} was not read.`];
	}

	if (filter !== '') {
		return ['No path matches the filter.', 'Esc takes it away.'];
	}

	return listing.wish.range === 'changes'
		? [`Layer ${layer} changes no file${Object.values(listing.wish.shown).slice(0, 3).every(Boolean) ? '' : ' of those that are shown'}.`, 'a shows everything up to it.']
		: ['There are no files of those that are shown.'];
}

/** The whole path under the cursor, and what became of its bytes: a rule carries it. */
function footLine(state: State, width: number, theme: Theme): string {
	const path = cursorPath(state);
	if (!state.listing || path === undefined) {
		return rule({}, width, theme);
	}

	const facts = factsText(state.listing, path, theme);
	const room = width - facts.length - 8;
	const name = cutStart(safeText(state.listing.wish.grown.overlay.tree.path(path)), Math.max(16, room), theme.symbols.ellipsis);
	return rule({text: name, end: room < 16 ? '' : facts}, width, theme);
}

function factsText({view, wish: {grown: {overlay}}}: Listing, path: number, {symbols: {separator}}: Theme): string {
	const facts = overlay.facts(view.entry[path]);
	const change = changeNames[view.change[path]];
	return [
		change === 'unchanged' ? '' : (change === 'unknown' ? 'stored again' : change),
		octalMode(facts.mode),
		view.hiddenLater[path] > 0 ? hiddenLaterText(overlay, view.entry[path], view.hiddenLater[path]) : '',
		view.hides[path] > 0 ? `hides ${formatBytes(view.hides[path])} below` : '',
	].filter(Boolean).join(` ${separator} `);
}
