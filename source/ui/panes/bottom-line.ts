import {formatBytes} from '../../format/bytes.js';
import {countOf, formatCount} from '../../format/count.js';
import {filterWorkText, selectFilterError, selectFiltering} from '../filter-query.js';
import type {Binding} from '../key-bindings.js';
import {extractionText, extractPrompt} from '../extraction.js';
import {countMarks, selectMarkedSum} from '../marks.js';
import {isOfUse} from '../of-use.js';
import {matchInfo} from '../search.js';
import {cutMiddle} from '../parts/fit.js';
import {oneLine} from '../parts/wrap.js';
import type {Field, Notice, State} from '../state.js';
import type {Theme} from '../theme.js';
import {viewerPrompt} from '../reduce-viewer-field.js';
import {viewOf} from '../viewer/viewer.js';
import {fieldLine} from './field-line.js';
import {fieldHints, hintLine} from './hint-line.js';
import {viewerStatus} from './viewer-pane.js';

/** The last line of the screen: what is being typed, else what was done just now, else where a search stands and the hints. */
export function bottomLine(state: State, theme: Theme): string {
	const {columns} = state.size;
	const {field} = state;
	if (field?.kind === 'copy' || field?.kind === 'find' || field?.kind === 'start') {
		return state.notice ? noticeLine(state.notice, columns, theme) : menuLine(field.kind, state, theme);
	}

	if (field) {
		const inViewer = state.viewer && viewerPrompt(state.viewer, field.kind);
		const prompt = field.toExtract ? extractPrompt(field.toExtract) : (inViewer === undefined ? undefined : {name: inViewer, rest: ''});
		const error = field.kind === 'filter' ? selectFilterError(state) ?? selectFiltering(state)?.problem : (field.problem === undefined ? undefined : {message: field.problem, at: 0, length: field.text.length});
		return fieldLine({kind: field.kind, text: field.text, caret: field.caret, result: resultText(state), isProposed: field.isProposed, error, prompt, columns, theme});
	}

	if (state.notice) {
		return noticeLine(state.notice, columns, theme);
	}

	if (state.viewer) {
		const status = viewerStatus(state.viewer);
		const before = [oneLine(extractionText(state)), state.viewer.search ? `/${state.viewer.search.query}  ${status}` : status].filter(Boolean).join(' '.repeat(3));
		const isInChanges = viewOf(state.viewer) === 'changes';
		return hintLine({
			place: 'viewer',
			isOfUse: binding => isOfUse(binding, state),
			hintOf: ({action, hint}) => action.type === 'viewer-changes' && isInChanges ? 'back' : hint,
			back: state.extraction ? 'stop' : 'back',
			before,
			columns,
			theme,
		});
	}

	const search = state.search?.pane === state.focus ? `/${state.search.query}  ${resultText(state)}` : '';
	const before = [oneLine(extractionText(state)), filterText(state), marksText(state), search].filter(Boolean).join(' '.repeat(3));
	return hintLine({place: state.focus, isOfUse: binding => isHinted(binding, state), back: backText(state), before, columns, theme});
}

/** The keys that act in what has the screen for itself, and how much is marked. */
function menuLine(kind: Field['kind'], state: State, theme: Theme): string {
	const {columns} = state.size;
	const marks = kind === 'find' ? marksText(state) : '';
	const hints = fieldHints(kind, columns - 2 - (marks === '' ? 0 : marks.length + 3), theme);
	return ` ${theme.paint.match(marks)}${marks === '' ? '' : ' '.repeat(3)}${hints}`;
}

/** What a filter that is kept still waits for, or that it could not look everywhere, where what it keeps is seen. */
function filterText(state: State): string {
	const isSeen = state.comparison !== undefined || state.rightView === 'files';
	return isSeen ? filterWorkText(state) || (selectFiltering(state)?.problem ? 'filtered in part' : '') : '';
}

/** How much is marked: the rows, and the bytes of all that they stand for. */
function marksText(state: State): string {
	const count = countMarks(state);
	if (state.shelf) {
		return count === 0 ? '' : `${formatCount(count)} marked`;
	}

	return count === 0 ? '' : `${formatCount(count)} marked, ${formatBytes(selectMarkedSum(state).bytes)}`;
}

/** Names from the image may be in it. */
function noticeLine({text, kind}: Notice, columns: number, {paint, symbols}: Theme): string {
	const shown = cutMiddle(oneLine(text), columns - 2, symbols.ellipsis);
	return ` ${kind === 'problem' ? paint.error(shown) : paint.good(shown)}`;
}

/** What orders the files or filters them is no news of the details, though it acts from there. */
function isHinted(binding: Binding, state: State): boolean {
	return isOfUse(binding, state) && !(state.focus === 'details' && ofTheFiles.has(binding.action.type));
}

const ofTheFiles: ReadonlySet<Binding['action']['type']> = new Set(['switch-range', 'cycle-sort', 'start-filter']);

/** What Esc does now. */
function backText({extraction, search, filter, isZoomed, rightView, phase, trail, isInner, focus, comparison, shelf, start, choosing}: State): string | undefined {
	const isElsewhere = comparison || shelf || start ? focus === 'sides' : rightView !== 'files';
	if (extraction) {
		return 'stop';
	}

	if (choosing) {
		return isInner ? 'back' : undefined;
	}

	if (start && !isInner) {
		return 'quit';
	}

	if (search || filter !== '' || isZoomed || isElsewhere || trail.length > 0 || isInner) {
		return 'back';
	}

	return !shelf && (phase === 'reading' || phase === 'opening') ? 'stop' : undefined;
}

function resultText(state: State): string {
	if (state.field?.kind === 'extract') {
		return state.field.text.trim() === '' ? 'a folder is needed' : (state.field.isProposed ? 'typing replaces it' : '');
	}

	if (state.field?.kind === 'filter') {
		const {isAwaited} = selectFiltering(state) ?? {};
		const matched = isAwaited ? undefined : (state.comparison ?? state).listing?.filter?.matched;
		return state.filter === '' ? '' : [filterWorkText(state), matched === undefined ? '' : countOf(matched, 'match', 'matches')].filter(Boolean).join('  ');
	}

	if (state.viewer) {
		return viewerStatus(state.viewer);
	}

	const info = state.field?.kind === 'help' ? undefined : matchInfo(state);
	if (!info) {
		return '';
	}

	return info.total === 0 ? 'no match' : `${info.index === 0 ? '' : `${formatCount(info.index)} of `}${formatCount(info.total)}`;
}
