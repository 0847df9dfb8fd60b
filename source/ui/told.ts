import {isTextAlone, listOf} from './layout.js';
import type {TextLine} from './parts/text-line.js';
import {selectLayout, textColumns} from './select.js';
import type {State} from './state.js';
import {viewRow, withView} from './view-rows.js';
import {listViews} from './views/index.js';

/** What the lines below a list tell of the row under the cursor. */
export type Told = {
	/** All of them. */
	lines: readonly TextLine[];
	/** How many are seen at once, and the first that is. */
	height: number;
	top: number;
	/** Whether they scroll. */
	scrolls: boolean;
};

/** What is told of the row under a view's cursor; undefined where there is no row or no room. */
export function selectTold(state: State, name: keyof typeof listViews): Told | undefined {
	const rectangle = selectLayout(state).panes[name];
	const row = viewRow(state, name);
	const view = listViews[name];
	if (!rectangle || row === undefined || !view.foot) {
		return undefined;
	}

	// The first is a rule.
	const height = listOf(name, rectangle, state.isZoomed).foot - 1;
	if (height < 1) {
		return undefined;
	}

	const scrolls = isTextAlone(name, rectangle, state.isZoomed);
	const lines = view.foot(row, state, textColumns(rectangle.width), scrolls ? Number.POSITIVE_INFINITY : height);
	const {told} = state.views[name];
	const top = scrolls && told?.row === view.key(row) ? Math.max(0, Math.min(told.top, lines.length - height)) : 0;
	return {lines, height, top, scrolls};
}

/** Scrolls what is told of a row. */
export function scrollTold(state: State, name: keyof typeof listViews, {lines, height, top}: Told, by: number): State {
	const next = Math.max(0, Math.min(top + by, lines.length - height));
	return withView(state, name, {told: {row: listViews[name].key(viewRow(state, name)), top: next}});
}
