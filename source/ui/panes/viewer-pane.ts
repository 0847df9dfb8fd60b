import {formatBytes} from '../../format/bytes.js';
import {formatCount} from '../../format/count.js';
import {safeText} from '../../format/safe-text.js';
import {encodingNames} from '../../content/decode-text.js';
import {fateNames} from '../../tree/fate.js';
import {changeNames} from '../../tree/change.js';
import {cutEnd, cutStart} from '../parts/fit.js';
import {rule} from '../parts/rule.js';
import {matchingLines, topOf} from '../viewer/move-viewer.js';
import {isUnderCursorMarked} from '../marks.js';
import {selectInstructions} from '../select-layers.js';
import type {State} from '../state.js';
import type {Theme} from '../theme.js';
import {LinesPages} from '../viewer/lines-pages.js';
import {subjectName, type Version} from '../viewer/subject.js';
import {TextPages} from '../viewer/text-pages.js';
import {lookOf, pagesOf, viewerRoom, viewOf, viewsOf, type Viewer, type ViewerView} from '../viewer/viewer.js';

const viewTitles: Readonly<Record<ViewerView, string>> = {text: 'text', formatted: 'formatted', facts: 'facts', hex: 'hex', changes: 'changes'};

/** The lines of the viewer: what it is, which version, and as much of it as there is room for. */
export function viewerPane(state: State, viewer: Viewer, theme: Theme): string[] {
	const {columns, height} = viewerRoom(state.size);
	const pages = pagesOf(viewer);
	const look = lookOf(viewer, state.size);
	const places = pages?.from(topOf(viewer), height, look) ?? [];
	const position = pages && places.length > 0 ? pages.position(places[0], places.at(-1)!) : '';
	const name = subjectName(viewer.subject, state.grown?.overlay, theme.symbols.arrow);
	const tail = viewsText(viewer);
	const room = Math.max(12, columns - position.length - tail.length - 12);
	const lines = [
		rule({title: cutStart(name, room, theme.symbols.ellipsis), isFocused: state.field === undefined, text: tail, end: position}, columns, theme),
		aboutLine(state, viewer, columns, theme),
	];
	const drawing = {theme, left: viewer.wraps ? 0 : viewer.left, query: viewer.search?.query ?? '', match: viewer.search?.match};
	lines.push(...places.map(place => pages!.line(place, look, drawing)));
	const last = pages?.last(look);
	const isAtEnd = last !== undefined && places.at(-1)?.at === last.at && places.at(-1)?.row === last.row;
	const note = noteOf(viewer, places.length < height);
	if (note !== undefined && lines.length < height + 2) {
		lines.push(theme.paint.faint(cutEnd(`  ${note}`, columns, theme.symbols.ellipsis)));
	} else if (note !== undefined && isAtEnd) {
		lines[lines.length - 1] = theme.paint.waste(cutEnd(`  ${note}`, columns, theme.symbols.ellipsis));
	}

	return lines;
}

/** The ways to look at it, the one that is shown in brackets. */
function viewsText(viewer: Viewer): string {
	const current = viewOf(viewer);
	const names = viewsOf(viewer);
	return names.length < 2 ? '' : names.map(name => name === current ? `[${viewTitles[name]}]` : viewTitles[name]).join(' ');
}

/** Which version it is, by whom it came and what became of it; and what kind of file it is. */
function aboutLine(state: State, viewer: Viewer, columns: number, {paint, symbols}: Theme): string {
	const {subject, opened} = viewer;
	const kind = opened ? kindText(viewer) : '';
	if (subject.kind === 'difference') {
		return paint.faint(cutEnd(`  ${kind}`, columns, symbols.ellipsis));
	}

	const version = subject.versions[subject.version];
	const {layer} = version;
	const count = subject.versions.length;
	const pieces = [
		count > 1 ? `version ${subject.version + 1} of ${count}` : '',
		`layer ${layer}`,
		fateText(version),
		isUnderCursorMarked(state) ? `${symbols.marked} marked` : '',
	].filter(Boolean).join(', ');
	const known = cutEnd(` ${pieces}`, columns, symbols.ellipsis);
	const instruction = selectInstructions(state)[layer - 1]?.text ?? '';
	const about = kind === '' ? '' : ` ${symbols.separator} ${kind}`;
	const rest = columns - known.length - about.length - 3;
	const told = rest > 8 && instruction !== '' ? ` ${symbols.separator} ${cutEnd(instruction, rest, symbols.ellipsis)}` : '';
	const paintFate = version.hiddenBy > 0 ? paint.waste : paint.strong;
	return `${paintFate(known)}${cutEnd(about, columns - known.length, symbols.ellipsis)}${paint.faint(told)}`;
}

/** What a layer did, and what became of it: `added, removed by layer 3`. */
function fateText({change, fate, hiddenBy}: Version): string {
	return [changeNames[change] === 'unchanged' ? 'stored again' : changeNames[change], fate !== undefined && hiddenBy > 0 ? `${fateNames[fate]} by layer ${hiddenBy}` : ''].filter(Boolean).join(', ');
}

function kindText({opened}: Viewer): string {
	const {bytes, facts, pages} = opened!;
	const text = pages.text instanceof TextPages && opened!.first === 'text' ? encodingNames[pages.text.encoding] : '';
	return [bytes ? formatBytes(bytes.size) : '', safeText(facts?.title ?? ''), facts ? '' : text].filter(Boolean).join(', ');
}

/** What is said below the last row: why there is no more, or what is under way. */
function noteOf({opened, view}: Viewer, hasRoom: boolean): string | undefined {
	const {bytes} = opened ?? {};
	// Where there is nothing at all, that is what is looked at.
	const problem = view === 'changes' || bytes?.available === 0 ? undefined : bytes?.problem;
	const bringing = bytes?.progress?.isSaving ? 'Having the engine save the image …' : 'Inflating the layer up to it …';
	return problem ?? (hasRoom && opened?.work === 'inflating' ? bringing : undefined);
}

/** What is under way, or where the search stands, for the bottom line. */
export function viewerStatus(viewer: Viewer): string {
	const {search, goal, opened} = viewer;
	const progress = opened?.bytes?.progress;
	const inflating = progress ? `${progress.isSaving ? 'saving' : 'inflating'} ${formatBytes(progress.read)} of ${formatBytes(progress.total)}` : '';
	if (goal && goal.kind !== 'match') {
		return [goal.kind === 'end' ? 'to the end' : 'on the way', inflating].filter(Boolean).join(', ');
	}

	if (!search || search.query === '') {
		return progress && opened && Object.keys(opened.pages).length === 0 ? inflating : '';
	}

	return [resultOf(viewer), inflating].filter(Boolean).join(', ');
}

/** Such as `12 of 3,412`; with dots while there may be more. */
function resultOf(viewer: Viewer): string {
	const {search, goal} = viewer;
	const pages = pagesOf(viewer);
	if (!search || search.query === '') {
		return '';
	}

	if (pages instanceof LinesPages) {
		const lines = matchingLines(pages, search.query);
		return lines.length === 0 ? 'no match' : `${formatCount(lines.indexOf(search.match ?? -1) + 1)} of ${formatCount(lines.length)}`;
	}

	if (goal?.kind === 'match') {
		return 'searching …';
	}

	const {finder, match} = search;
	if (search.isNone) {
		return viewer.opened?.bytes?.problem === undefined ? 'no match' : 'no match in what can be read';
	}

	if (!finder || match === undefined) {
		return '';
	}

	const index = finder.indexOf(match);
	const total = `${formatCount(finder.counted.total)}${finder.isCounted ? '' : (search.isStopped ? ' or more' : ' …')}`;
	return index === undefined ? total : `${formatCount(index + 1)} of ${total}`;
}
