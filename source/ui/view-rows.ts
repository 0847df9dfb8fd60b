import type {State} from './state.js';
import {views} from './views/index.js';
import type {RowKey, ViewState} from './views/view.js';
import type {ViewName} from './views/view-names.js';

/** Rows that are looked at first, on either side. */
const nearby = 200;

/** Where each view's cursor was found last: rows may be very many, and frames ask again and again. */
const last = new Map<ViewName, {rows: readonly unknown[]; cursor: RowKey | undefined; index: number}>();

/** The place of the row under a view's cursor; the first where the cursor's row is not there. */
export function viewRowIndex(state: State, name: ViewName): number {
	const rows = views[name].rows(state);
	const {cursor} = state.views[name];
	const known = last.get(name);
	if (known?.rows === rows && known.cursor === cursor) {
		return known.index;
	}

	const isCursor = (row: unknown) => views[name].key(row) === cursor;
	// The cursor mostly goes to a row nearby.
	const from = known?.rows === rows ? Math.max(0, known.index - nearby) : 0;
	const near = known?.rows === rows ? rows.slice(from, from + (2 * nearby)).findIndex(row => isCursor(row)) : -1;
	const index = cursor === undefined ? 0 : (near >= 0 ? from + near : Math.max(0, rows.findIndex(row => isCursor(row))));
	last.set(name, {rows, cursor, index});
	return index;
}

/** The row under a view's cursor; undefined where there is none. */
export function viewRow(state: State, name: ViewName): unknown {
	return views[name].rows(state)[viewRowIndex(state, name)];
}

/** Puts a view's cursor on a row. */
export function withViewRow(state: State, name: ViewName, index: number): State {
	const row = views[name].rows(state)[index];
	return row === undefined ? state : withView(state, name, {cursor: views[name].key(row)});
}

export function withView(state: State, name: ViewName, changed: Partial<ViewState>): State {
	return {...state, views: {...state.views, [name]: {...state.views[name], ...changed}}};
}
