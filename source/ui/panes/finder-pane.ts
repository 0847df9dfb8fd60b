import {bytesWidth, formatBytes} from '../../format/bytes.js';
import {countOf, formatCount} from '../../format/count.js';
import {safeText} from '../../format/safe-text.js';
import {changeNames} from '../../tree/change.js';
import type {Overlay} from '../../tree/overlay.js';
import {matchedRanges} from '../../tree/query/matched-ranges.js';
import {expressionPlace} from '../../tree/query/prepared.js';
import {asksNothing, foundRow, isAnswered, selectPast, selectQuery, selectResult, type FinderResult, type FoundRow} from '../finder.js';
import {finderLayout} from '../finder-layout.js';
import {foundChange} from '../found-change.js';
import {isDirectory} from '../is-directory.js';
import {cursorMark} from '../parts/cursor-row.js';
import {cutEnd, cutStart, padEnd} from '../parts/fit.js';
import {highlight} from '../parts/highlight.js';
import {rule} from '../parts/rule.js';
import {fitColumns, tableHeading, tableLine, type Column} from '../parts/table.js';
import {textWidth} from '../parts/text-width.js';
import {wrapText} from '../parts/wrap.js';
import type {Field, Grown, State} from '../state.js';
import {isPathMarked} from '../taken.js';
import {withoutPaint, type Theme} from '../theme.js';
import {changeLetters, changeStyles} from './file-row.js';
import {finderFoot} from './finder-foot.js';
import {finderHelp} from './finder-help.js';
import {queryLine, type QueryLine} from './query-line.js';

/** The lines of the finder, which has the whole screen below the title. */
export function finderPane(state: State, field: Field, theme: Theme): string[] {
	const {columns, rows} = state.size;
	const height = rows - 2;
	const layout = finderLayout(height);
	const typed = queryLine({prompt: 'f', text: field.text, caret: field.caret, result: countText(state), columns, theme});
	const past = selectPast(state);
	const body = past === undefined ? foundLines(state, layout.list, theme) : pastLines(state, past, layout.list, theme);
	const lines = [typed.line, secondLine(state, typed, past, theme), ...body];
	while (lines.length < height - layout.foot) {
		lines.push('');
	}

	const result = selectResult(state);
	const found = past === undefined && result ? foundRow(result, state.finder.row) : undefined;
	return layout.foot === 0 ? lines : [...lines, ...finderFoot(state, found, layout.foot, theme)];
}

/** How many there are, or what the answer waits for. */
function countText(state: State): string {
	const {finder, grown} = state;
	const {work} = finder;
	if (asksNothing(state)) {
		return grown ? `${countOf(grown.overlay.tree.count - 1, 'path')} in ${layersText(grown)}` : '';
	}

	// Where there is nothing to search in, nothing is no answer.
	if (!grown || grown.ready === 0) {
		return '';
	}

	const result = selectResult(state);
	const total = result ? result.found.total : 0;
	const isOf = isAnswered(state);
	const count = isOf && result && !((work ?? finder.problem) && total === 0) ? (total === 0 ? 'no match' : `${formatCount(finder.row + 1)} of ${formatCount(total)}`) : '';
	const waiting = work ? `${work.text}${work.share === undefined ? '' : ` ${Math.floor(work.share * 100)} %`}` : '';
	return [waiting, count].filter(Boolean).join('  ');
}

/** Which layers are searched. */
function layersText({isComplete}: Grown): string {
	return isComplete ? 'all layers' : 'the layers that are read';
}

/** What is wrong with the query, under the place where it is; else the names of the columns. */
function secondLine(state: State, typed: QueryLine, past: number | undefined, theme: Theme): string {
	const {columns} = state.size;
	const {paint, symbols: {ellipsis}} = theme;
	const parsed = selectQuery(state);
	if ('error' in parsed) {
		const {message, at, length} = parsed.error;
		const start = Math.min(typed.columnOf(at), columns - 2);
		const end = Math.max(start + 1, Math.min(typed.columnOf(at + length), columns - 1));
		const carets = '^'.repeat(end - start);
		const text = safeText(message);
		const after = columns - end - 2;
		// Behind the caret where there is room, else before it.
		if (textWidth(text) <= after || start < after) {
			return ' '.repeat(start) + paint.error(`${carets} ${cutEnd(text, after, ellipsis)}`);
		}

		const before = cutEnd(text, start - 2, ellipsis);
		return ' '.repeat(start - 1 - textWidth(before)) + paint.error(`${before} ${carets}`);
	}

	const result = selectResult(state);
	// Where nothing is found it stands there, whole.
	if (state.finder.problem !== undefined && (past !== undefined || result?.found.paths.length !== 0)) {
		return ` ${paint.error(cutEnd(safeText(state.finder.problem), columns - 2, ellipsis))}`;
	}

	return past === undefined && result && result.found.paths.length > 0 ? tableHeading(fitColumns(columnsOf(state, result), columns), theme) : '';
}

/** What was found, as far as it is seen. */
function foundLines(state: State, height: number, theme: Theme): string[] {
	const {finder, grown, size: {columns}} = state;
	if (!grown || grown.ready === 0) {
		return [theme.paint.faint(`  ${unreadText(state)}`), '', ...(asksNothing(state) ? finderHelp(columns, height - 2, theme) : [])].slice(0, Math.max(0, height));
	}

	const result = selectResult(state);
	if (!result) {
		return asksNothing(state) ? finderHelp(columns, height, theme) : [];
	}

	if (result.found.paths.length === 0) {
		return isAnswered(state) && !finder.work ? ['', ...noneLines(state, grown, theme)] : [];
	}

	const fitted = fitColumns(columnsOf(state, result), columns);
	const lines: string[] = [];
	for (let index = finder.top; index < Math.min(result.found.paths.length, finder.top + height); index++) {
		const row = foundRow(result, index)!;
		lines.push(index === finder.row
			? theme.paint.selected(tableLine(row, fitted, {mark: cursorMark, query: ''}, withoutPaint(theme)))
			: tableLine(row, fitted, {mark: ' ', query: ''}, theme));
	}

	return lines;
}

/** That nothing is found; and why it could not be, as far as that is known. */
function noneLines({finder: {problem}, size: {columns}}: State, {isComplete}: Grown, {paint}: Theme): string[] {
	return problem === undefined
		? [paint.faint(isComplete ? '  No path of any layer matches.' : '  No path in the layers that are read matches.')]
		: [...wrapText(problem, columns - 4).map(line => `  ${paint.error(line)}`), '', paint.faint('  No path is found that matches.')];
}

/** Why there is nothing to search in. */
function unreadText({image, phase}: State): string {
	return image?.layers.length === 0 ? 'The image has no layers.' : (phase === 'opening' || phase === 'reading' ? 'No layer is read yet.' : 'No layer was read.');
}

const goneText = 'gone';

function columnsOf({marks, grown}: State, result: FinderResult): ReadonlyArray<Column<FoundRow>> {
	const {overlay} = result;
	return [
		{name: '', width: 1, text: (row, {symbols}) => grown && isMarkedHere(marks, overlay, row) ? symbols.marked : '', style: 'good'},
		{name: '', width: 1, text: row => changeLetters[changeNames[foundChange(overlay, row)]], styleOf: row => changeStyles[changeNames[foundChange(overlay, row)]]},
		{name: 'layer', width: 5, isRight: true, text: ({layer}) => String(layer), style: 'faint'},
		{name: 'size', width: bytesWidth, leaves: 20, isRight: true, text: row => sizeText(overlay, row)},
		{name: '', width: goneText.length, leaves: 16, text: ({isGone}) => isGone ? goneText : '', style: 'removed'},
		{name: 'path', text: row => pathText(overlay, row), draw: (row, theme, width) => drawPath(result, row, width, theme)},
	];
}

/** A folder that is still there is marked as it is in the end. */
function isMarkedHere(marks: State['marks'], overlay: Overlay, {path, layer, isGone}: FoundRow): boolean {
	return isPathMarked(marks, overlay, path, layer) || (!isGone && isPathMarked(marks, overlay, path, overlay.ready));
}

function sizeText({store}: Overlay, {entry}: FoundRow): string {
	const content = store.content(entry);
	return content >= 0 ? formatBytes(store.sizeOf(content)) : '';
}

/** The path, safe; a folder with a slash at its end. */
function pathText({tree, store}: Overlay, {path, entry}: FoundRow): string {
	return safeText(tree.path(path)) + (isDirectory(store, entry) ? '/' : '');
}

/** Of a path that is too long the end is shown: that tells which it is, and most of what was searched is there. */
function drawPath({overlay, query, expressions}: FinderResult, row: FoundRow, width: number, theme: Theme): string {
	const {paint, symbols: {ellipsis}} = theme;
	const whole = pathText(overlay, row);
	const shown = cutStart(whole, width, ellipsis);
	const cut = shown === whole ? 0 : whole.length - (shown.length - ellipsis.length);
	const start = cut === 0 ? 0 : ellipsis.length;
	const raw = overlay.tree.path(row.path);
	// Where signs are shown in place of what the name has, its places are others.
	const shownSo = whole.startsWith(raw) ? expressions : undefined;
	const ranges = matchedRanges(query, whole, pattern => expressionPlace(shownSo, pattern, row.path))
		.map(([from, to]) => [Math.max(start, from - cut + start), to - cut + start] as const)
		.filter(([from, to]) => to > from);
	return highlight(shown, ranges, row.isGone ? paint.removed : plain, paint.match) + ' '.repeat(Math.max(0, width - textWidth(shown)));
}

/** Queries of before, the last one first. */
function pastLines(state: State, past: number, height: number, theme: Theme): string[] {
	const {finder: {history, text}, size: {columns}} = state;
	const {paint, symbols: {ellipsis}} = theme;
	const most = text.trim() === '' ? Math.max(3, Math.floor(height / 2)) : height - 1;
	const top = Math.max(0, Math.min(past - Math.floor(most / 2), history.length - most));
	const rows = history.slice(top, top + most).map((query, index) => {
		const isSelected = top + index === past;
		const line = `${isSelected ? cursorMark : ' '} ${padEnd(safeText(query), columns - 3, ellipsis)}`;
		return isSelected ? paint.selected(line) : line;
	});
	const lines = [rule({text: 'queries before: Enter takes one up', end: `${past + 1}/${history.length}`}, columns, theme), ...rows];
	return text.trim() === '' ? [...lines, '', ...finderHelp(columns, height - lines.length - 1, theme)] : lines;
}

function plain(text: string): string {
	return text;
}
