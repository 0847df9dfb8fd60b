import type {KeyAction, MouseAction} from './action.js';
import {asksNothing, firstLimit, foundRow, isAnswered, remembered, selectPast, selectResult, type Finder, type FinderResult} from './finder.js';
import {finderLayout, finderListHeight} from './finder-layout.js';
import {isDirectory} from './is-directory.js';
import {toggleTaken} from './marks.js';
import {isDoubleClick, wheelRows} from './mouse.js';
import {goToPlace} from './reduce-views.js';
import type {Field, State} from './state.js';
import {versionOf} from './taken.js';

/** Opens the finder, on a query of before where Esc comes back to it. Before a layer is read, too: what is typed must not act as keys. */
export function openFinder(state: State, text = ''): State {
	if (state.shelf || state.comparison || state.start) {
		return state;
	}

	const {cursor, layer, open, flipped, tops, views} = state;
	const field: Field = {kind: 'find', text, caret: text.length, before: {text, cursor, layer, open, flipped, tops, views}};
	return {...state, field, finder: text === state.finder.text ? {...state.finder, past: undefined} : withText(state.finder, text)};
}

/** Another query: what was found is shown until it is answered. */
export function typedInFinder(state: State, text: string): State {
	return text === state.finder.text ? state : {...state, finder: withText(state.finder, text)};
}

function withText(finder: Finder, text: string): Finder {
	return {...finder, text, row: 0, top: 0, limit: firstLimit, past: undefined, isAwaited: false, problem: undefined};
}

/** Enter: takes up a query of before, or goes to the path under the cursor in the layer that holds it. */
export function acceptInFinder(state: State): State {
	const {finder, field} = state;
	const past = selectPast(state);
	if (past !== undefined) {
		const text = finder.history[past] ?? '';
		return typedInFinder({...state, field: {...field!, text, caret: text.length}}, text);
	}

	if (!isAnswered(state)) {
		return asksNothing(state) ? state : {...state, finder: {...finder, isAwaited: true}};
	}

	const found = foundRow(finder.result!, finder.row);
	if (!found) {
		return state;
	}

	const {focus, rightView, layer, range, beforeView, trail} = state;
	const from: State = {
		...state,
		field: undefined,
		finder: {...finder, history: remembered(finder.history, finder.text)},
		trail: [...trail, {pane: 'finder', layer, range, beforeView, under: {focus, rightView}}],
	};
	return goToPlace(from, {path: found.path, layer: found.layer});
}

/** Esc: from the queries of before to what was found, else out of the finder. */
export function leaveFinder(state: State): State {
	const {finder} = state;
	if (finder.past !== undefined) {
		return {...state, finder: {...finder, past: undefined}};
	}

	const hasServed = isAnswered(state) && finder.result!.found.total > 0;
	return {...state, field: undefined, finder: {...finder, isAwaited: false, history: hasServed ? remembered(finder.history, finder.text) : finder.history}};
}

/** Marks the path under the cursor, or takes its mark away, and goes on to the next. */
export function markInFinder(state: State, by: 1 | -1): State {
	const {finder, grown} = state;
	const found = isAnswered(state) && selectPast(state) === undefined ? foundRow(finder.result!, finder.row) : undefined;
	if (!found || !grown) {
		return state;
	}

	const {overlay} = grown;
	// A folder that is still there is marked as it is in the end; what is gone as it was last.
	const isFolder = isDirectory(overlay.store, overlay.transitions.state(found.path));
	const version = versionOf(overlay, found.path, isFolder ? overlay.ready : found.layer);
	const marked = toggleTaken(state, version ? [version] : []);
	return moveInFinder({...marked, finder: {...marked.finder, history: remembered(finder.history, finder.text)}}, {type: 'move', unit: 'row', by});
}

/** Up from the first row are the queries of before. */
export function moveInFinder(state: State, {unit, by}: Extract<KeyAction, {type: 'move'}>): State {
	const {finder} = state;
	const height = finderListHeight(state);
	const distance = by * (unit === 'row' ? 1 : Math.max(1, unit === 'half-page' ? Math.floor(height / 2) : height - 1));
	const past = selectPast(state);
	if (past !== undefined) {
		return {...state, finder: {...finder, past: bounded(past + distance, finder.history.length)}};
	}

	if (by < 0 && finder.row === 0 && unit === 'row' && finder.history.length > 0) {
		return {...state, finder: {...finder, past: 0}};
	}

	const result = selectResult(state);
	const count = result?.found.paths.length ?? 0;
	const row = bounded(finder.row + distance, count);
	return withRow({...state, finder: {...finder, limit: limitFor(result, row, height, finder.limit)}}, row);
}

/** Near the last of those that were found more are asked for. */
function limitFor(result: FinderResult | undefined, row: number, height: number, limit: number): number {
	const count = result?.found.paths.length ?? 0;
	return result && count < result.found.total && result.limit === limit && row >= count - height * 2 ? limit * 10 : limit;
}

/** Puts the cursor on a row, and brings that into sight. */
function withRow(state: State, row: number): State {
	const {finder} = state;
	const height = Math.max(1, finderListHeight(state));
	const top = row < finder.top ? row : (row >= finder.top + height ? row - height + 1 : finder.top);
	return {...state, finder: {...finder, row, top}};
}

/** An answer came: the cursor keeps to its path where the query is the same. */
export function foundInFinder(state: State, result: FinderResult): State {
	const {finder} = state;
	const before = finder.result?.text === result.text ? foundRow(finder.result, finder.row) : undefined;
	const kept = before ? result.found.paths.indexOf(before.path) : -1;
	const row = finder.row === 0 ? 0 : Math.max(0, kept);
	const next = withRow({...state, finder: {...finder, result, problem: undefined}}, row);
	return finder.isAwaited && isAnswered(next) && state.field?.kind === 'find' ? acceptInFinder(next) : next;
}

function bounded(row: number, count: number): number {
	return Math.max(0, Math.min(count - 1, row));
}

/** The wheel scrolls what was found, a click puts the cursor on a row, a double click goes there. */
export function mouseInFinder(state: State, action: MouseAction): State {
	const past = selectPast(state);
	if (action.type === 'wheel') {
		const by = past === undefined && action.by < 0 ? Math.max(-wheelRows, -state.finder.row) : action.by * wheelRows;
		return Array.from({length: Math.abs(by)}).reduce<State>(next => moveInFinder(next, {type: 'move', unit: 'row', by: action.by}), state);
	}

	const {finder} = state;
	const {x, y, at} = action;
	const isDouble = isDoubleClick(state, action);
	// The body begins below the title.
	const line = y - 1 - finderLayout(state.size.rows - 2).head;
	const row = finder.top + line;
	if (past !== undefined || line < 0 || line >= finderListHeight(state) || row >= (selectResult(state)?.found.paths.length ?? 0)) {
		return state;
	}

	const selected: State = {...state, lastPress: isDouble ? undefined : {x, y, at}, finder: {...finder, row}};
	return isDouble ? acceptInFinder(selected) : selected;
}
