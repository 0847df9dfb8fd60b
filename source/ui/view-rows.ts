import type {State} from './state.js';
import {cursorIndex} from './view-cursor.js';
import {views} from './views/index.js';
import type {ViewState} from './views/view.js';
import type {ViewName} from './views/view-names.js';

/** The place of the row under a view's cursor; the first where the cursor's row is not there. */
export function viewRowIndex(state: State, name: ViewName): number {
	return cursorIndex(views[name], state, name);
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
