import type {LayerNumber} from '../image/image.js';
import {change} from '../tree/change.js';
import type {Overlay} from '../tree/overlay.js';
import {root, type PathId} from '../tree/path-tree.js';
import type {KeyAction} from './action.js';
import {cursorPath} from './files.js';
import {focusOn, leaveView} from './focus.js';
import {selectLayer} from './layer-cursor.js';
import {canChoose} from './of-use.js';
import {reveal} from './search.js';
import type {State} from './state.js';
import {plotBeside} from './treemap.js';
import {viewRow, viewRowIndex, withView, withViewRow} from './view-rows.js';
import {listViews, views} from './views/index.js';
import {isBy, selectMapCells, selectMapFolder, type MapCell} from './views/map.js';
import type {FilesPlace, ListView, RowKey} from './views/view.js';
import {isViewName, type ViewName} from './views/view-names.js';

/** A view takes the place of the files; where it has the keys already, the files are back. */
export function showView(state: State, view: ViewName): State {
	if (state.focus === view) {
		return leaveView(state);
	}

	if (view === 'choices' && !canChoose(state)) {
		const isStream = state.image?.reference === '-';
		return {...state, notice: {text: isStream ? 'Standard input can\'t be read again: open the file itself to choose among its images.' : 'There is no other image in it.', kind: 'problem'}};
	}

	// A row that is still to come has no story, and that of another path was not asked for.
	if (view === 'story' && isViewName(state.focus) && viewRow(state, state.focus) === undefined) {
		return state;
	}

	return focusOn(view === 'story' ? {...withStop(state), storyOf: pathUnderCursor(state)} : {...state, trail: []}, view);
}

/** What keys do in a view to the row under the cursor. */
export function reduceView(state: State, name: ViewName, {type}: Extract<KeyAction, {type: 'open' | 'close' | 'toggle' | 'enter'}>): State {
	if (name === 'map') {
		return reduceMap(state, type);
	}

	const row = viewRow(state, name);
	if (row === undefined) {
		return state;
	}

	const view: ListView<unknown> = listViews[name];
	if (type === 'enter') {
		return goTo(state, view.place(row, state));
	}

	const key = view.key(row);
	if (!view.isOpenable?.(row)) {
		const parent = type === 'open' ? undefined : view.parent?.(row);
		return parent === undefined ? state : withView(state, name, {cursor: parent});
	}

	return type === 'toggle' || (type === 'open') !== state.views[name].open.has(key) ? withView(state, name, {open: flipped(state.views[name].open, key)}) : state;
}

/** The next order of a view's rows. */
export function cycleViewSort(state: State, name: ViewName): State {
	const {sorts} = views[name];
	const sort = (state.views[name].sort + 1) % sorts.length;
	return sorts.length < 2 ? state : withView(state, name, name === 'map' ? {sort, cursor: undefined} : {sort});
}

/** To the cell of the map above or below, or to the first or the last. */
export function moveInMap(state: State, {unit, by}: Extract<KeyAction, {type: 'move'}>): State {
	const cells = selectMapCells(state);
	if (unit === 'all') {
		return withViewRow(state, 'map', by < 0 ? 0 : cells.length - 1);
	}

	return walk(state, by < 0 ? 'up' : 'down') ?? state;
}

function reduceMap(state: State, type: 'open' | 'close' | 'toggle' | 'enter'): State {
	const cell = viewRow(state, 'map') as MapCell | undefined;
	switch (type) {
		case 'open': {
			return walk(state, 'right') ?? state;
		}

		case 'close': {
			return walk(state, 'left') ?? outOfFolder(state);
		}

		case 'toggle': {
			return cell ? goTo(state, views.map.place(cell, state)) : state;
		}

		case 'enter': {
			return cell ? into(state, cell) : state;
		}
	}
}

/** To the folder around the one that the map shows, which is under the cursor then. */
export function outOfFolder(state: State): State {
	const folder = selectMapFolder(state);
	if (!isBy(state, 'folder') || folder === root || !state.grown) {
		return state;
	}

	return withView({...state, mapFolder: state.grown.overlay.tree.parent[folder]}, 'map', {cursor: folder});
}

function into(state: State, cell: MapCell): State {
	switch (cell.kind) {
		case 'folder': {
			return withView({...state, mapFolder: cell.path!}, 'map', {cursor: undefined});
		}

		case 'layer': {
			return withView({...selectLayer(state, cell.layer!), mapFolder: root, range: 'changes'}, 'map', {sort: 0, cursor: undefined});
		}

		default: {
			return goTo(state, views.map.place(cell, state));
		}
	}
}

function walk(state: State, direction: 'left' | 'right' | 'up' | 'down'): State | undefined {
	const cells = selectMapCells(state);
	const from = viewRowIndex(state, 'map');
	const index = cells.length > 0 ? plotBeside(cells.map(({plot}) => plot), from, direction) : undefined;
	return index === undefined ? undefined : withViewRow(state, 'map', index);
}

function flipped(keys: ReadonlySet<RowKey>, key: RowKey): ReadonlySet<RowKey> {
	const next = new Set(keys);
	if (!next.delete(key)) {
		next.add(key);
	}

	return next;
}

/** Goes to a place in the files: nothing that is hidden there keeps it from being seen. */
function goTo(state: State, place: FilesPlace | undefined): State {
	return place ? goToPlace(withStop(state), place) : state;
}

/** The same without a way back of its own. */
export function goToPlace(from: State, {layer, path}: FilesPlace): State {
	let next = focusOn(layer === undefined ? from : selectLayer(from, layer), 'files');
	if (path === undefined || !from.grown) {
		return layer === undefined ? next : {...next, range: 'changes'};
	}

	const range = layer === undefined ? next.range : (changedIn(from.grown.overlay, path, layer) ? 'changes' : 'all');
	next = {...next, range, shown: {...next.shown, [range]: {...next.shown[range], added: true, modified: true, removed: true}}};
	return reveal({...next, filter: '', flipped: new Uint8Array(0)}, path);
}

/** Remembers what has the keys in the files' place, for the way back. */
function withStop(state: State): State {
	const {focus, layer, range, beforeView, trail} = state;
	return isViewName(focus) || focus === 'files' ? {...state, trail: [...trail, {pane: focus, layer, range, beforeView}]} : state;
}

/** Whether a layer changed a path or something below it, so that it is among its changes. */
function changedIn({tree, transitions}: Overlay, path: PathId, layer: LayerNumber): boolean {
	for (let at = transitions.start(layer), end = transitions.end(layer); at < end; at++) {
		if (transitions.change[at] !== change.unchanged && tree.isWithin(transitions.path[at], path)) {
			return true;
		}
	}

	return false;
}

/** The path that the pane in focus is at; that of the files where it is at none. */
function pathUnderCursor(state: State): PathId | undefined {
	const {focus} = state;
	if (isViewName(focus)) {
		const row = viewRow(state, focus);
		const view = views[focus];
		const path = row === undefined ? undefined : (view.path ? view.path(row, state) : view.place(row, state)?.path);
		if (path !== undefined) {
			return path;
		}
	}

	return cursorPath(state);
}
