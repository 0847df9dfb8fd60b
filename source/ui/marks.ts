import type {LayerNumber} from '../image/image.js';
import type {PathId} from '../tree/path-tree.js';
import {cursorPath} from './files.js';
import type {State} from './state.js';
import {sumOfTaken, type TakenSum} from './sum-of-taken.js';
import {selectTickedSum} from './taken-differences.js';
import {keyOf, versionOf, type Taken} from './taken.js';
import {viewRow, withView} from './view-rows.js';
import {views} from './views/index.js';
import type {RowKey} from './views/view.js';
import type {Viewer} from './viewer/viewer.js';
import {isViewName, type ViewName} from './views/view-names.js';

export type {Taken} from './taken.js';

/** What is marked, or else what is under the cursor; a thing that is marked twice comes once. In the viewer the version that it shows. */
export function selectTaken(state: State): Taken[] {
	const marked = state.viewer ? [] : selectMarked(state);
	return marked.length > 0 ? marked : selectUnderCursor(state);
}

/**
The view in focus whose rows have ticks of their own, such as the waste that is taken as mended. There they are what is marked, and
nowhere else: elsewhere the marks are.
*/
function tickedView({focus, field, viewer}: Pick<State, 'focus' | 'field' | 'viewer'>): ViewName | undefined {
	return !viewer && field?.kind !== 'find' && isViewName(focus) && views[focus].hasTicks ? focus : undefined;
}

/** What is marked, where the keys go. */
function selectMarked(state: State): Taken[] {
	const view = tickedView(state);
	return view === undefined ? [...state.marks.values()] : tickedIn(state, view);
}

/** How many rows or paths are marked, where the keys go. */
export function countMarks(state: Pick<State, 'marks' | 'views' | 'focus' | 'field' | 'viewer'>): number {
	const view = tickedView(state);
	return view === undefined ? state.marks.size : state.views[view].ticks.size;
}

const noSum: TakenSum = {bytes: 0, files: 0};

let last: {from: readonly unknown[]; sum: TakenSum} | undefined;

/** What all that is marked comes to; what is in it twice counts once. It is told in each frame, and adding it up takes all paths. */
export function selectMarkedSum(state: State): TakenSum {
	const {grown, marks, findings, comparison} = state;
	if (comparison) {
		return selectTickedSum(state);
	}

	if (!grown) {
		return noSum;
	}

	const view = tickedView(state);
	const from = [grown, view === undefined ? marks : state.views[view].ticks, findings];
	if (last?.from.every((value, index) => value === from[index]) !== true) {
		last = {from, sum: sumOfTaken(grown.overlay, selectMarked(state))};
	}

	return last.sum;
}

/** What the pane in focus is at. */
export function selectUnderCursor(state: State): Taken[] {
	const {focus} = state;
	if (state.viewer) {
		return ofViewer(state, state.viewer);
	}

	if (isViewName(focus)) {
		const row = viewRow(state, focus);
		return row === undefined ? [] : takenOfRow(state, focus, row);
	}

	if (focus === 'image') {
		return state.grown && state.grown.ready > 0 ? [{kind: 'file-system', at: state.grown.ready}] : [];
	}

	if (focus === 'layers' || (focus === 'details' && state.detailsView === 'layer')) {
		return ofLayer(state);
	}

	const path = cursorPath(state);
	return path === undefined ? [] : ofPath(state, path, state.layer);
}

/** Marks what is under the cursor, or takes its mark away. */
export function toggleMark(state: State): State {
	const view = tickedView(state);
	if (view !== undefined) {
		const row = viewRow(state, view);
		const key = row === undefined ? undefined : views[view].key(row);
		const {ticks} = state.views[view];
		return key === undefined ? state : withView(state, view, {ticks: withToggled(ticks, key)});
	}

	return toggleTaken(state, selectUnderCursor(state));
}

function withToggled(keys: ReadonlySet<RowKey>, key: RowKey): ReadonlySet<RowKey> {
	const next = new Set(keys);
	if (!next.delete(key)) {
		next.add(key);
	}

	return next;
}

/** Marks all of these, or takes their marks away where all are marked. */
export function toggleTaken(state: State, taken: readonly Taken[]): State {
	if (taken.length === 0) {
		return state;
	}

	const marks = new Map(state.marks);
	const isMarked = taken.every(one => marks.has(keyOf(one)));
	for (const one of taken) {
		if (isMarked) {
			marks.delete(keyOf(one));
		} else {
			marks.set(keyOf(one), one);
		}
	}

	return {...state, marks};
}

/** Takes the marks of the place away that has the keys: in a view that has ticks those, else all marks. */
export function clearMarks(state: State): State {
	if (countMarks(state) === 0) {
		return state;
	}

	const view = tickedView(state);
	return view === undefined ? {...state, marks: new Map()} : withView(state, view, {ticks: new Set()});
}

/** Whether what is under the cursor is marked. */
export function isUnderCursorMarked(state: State): boolean {
	return state.marks.size > 0 && areMarked(state, selectUnderCursor(state));
}

/** The version that is looked at, as its layer leaves it; nothing where that layer stores another over it, or of what is compared. */
function ofViewer({grown, comparison}: State, {subject}: Viewer): Taken[] {
	if (!grown || comparison || subject.kind === 'difference') {
		return [];
	}

	const {layer, content} = subject.versions[subject.version];
	const {transitions, store} = grown.overlay;
	const shown = transitions.stateAfter(subject.shown, layer);
	return shown >= 0 && store.content(shown) === content ? [{kind: 'path', path: subject.shown, at: layer}] : [];
}

/** Whether a row of a view is marked. */
export function isRowMarked(state: State, name: ViewName, row: unknown): boolean {
	if (views[name].hasTicks) {
		return state.views[name].ticks.has(views[name].key(row));
	}

	return state.marks.size > 0 && areMarked(state, takenOfRow(state, name, row));
}

function areMarked({marks}: State, taken: readonly Taken[]): boolean {
	return taken.length > 0 && taken.every(one => marks.has(keyOf(one)));
}

function tickedIn(state: State, name: ViewName): Taken[] {
	const {ticks} = state.views[name];
	const view = views[name];
	return ticks.size === 0 ? [] : view.rows(state).filter(row => ticks.has(view.key(row))).flatMap(row => takenOfRow(state, name, row));
}

function takenOfRow(state: State, name: ViewName, row: unknown): Taken[] {
	const view = views[name];
	if (view.taken) {
		return view.taken(row, state);
	}

	const {layer, path} = view.place(row, state) ?? {};
	if (path !== undefined) {
		return ofPath(state, path, layer ?? state.layer);
	}

	return layer === undefined ? [] : [{kind: 'layer', layer}];
}

function ofPath({grown}: State, path: PathId, layer: LayerNumber): Taken[] {
	const version = grown && versionOf(grown.overlay, path, layer);
	return version ? [version] : [];
}

/** In the range of everything up to a layer, that is what it stands for. */
function ofLayer({image, grown, layer, range}: State): Taken[] {
	if (!image || layer > image.layers.length || !grown || grown.ready < layer) {
		return [];
	}

	return [range === 'all' ? {kind: 'file-system', at: layer} : {kind: 'layer', layer}];
}
