import type {MouseAction} from './action.js';
import {cursorRow, isFolder} from './files.js';
import {listOf, paneAt, type PaneName} from './layout.js';
import {isDoubleClick, wheelRows} from './mouse.js';
import {reduceComparison} from './reduce-comparison.js';
import {reduceFiles} from './reduce-files.js';
import {mouseInFinder} from './reduce-finder.js';
import {focusOn} from './focus.js';
import {selectLayer} from './layer-cursor.js';
import {reduceMove} from './reduce-move.js';
import {reduceView} from './reduce-views.js';
import {selectDetailsLines, selectImageLines, selectLayout, selectListHeight} from './select.js';
import type {State} from './state.js';
import {plotAt} from './treemap.js';
import {scrollTold, selectTold} from './told.js';
import {viewRowIndex, withViewRow} from './view-rows.js';
import {views} from './views/index.js';
import {selectMapCells} from './views/map.js';
import {isViewName, type ViewName} from './views/view-names.js';

/** The wheel scrolls the pane under it, a click selects, a double click opens or closes. */
export function reduceMouse(state: State, action: MouseAction): State {
	if (state.field?.kind === 'help') {
		return action.type === 'wheel' ? reduceMove(state, {type: 'move', unit: 'row', by: action.by}) : state;
	}

	if (state.field?.kind === 'find') {
		return mouseInFinder(state, action);
	}

	if (state.field?.kind === 'copy') {
		return state;
	}

	const layout = selectLayout(state);
	const pane = paneAt(layout, action.x, action.y);
	if (!pane) {
		return state;
	}

	return action.type === 'wheel' ? turned(state, pane, action.by) : pressed(state, pane, action);
}

function pressed(before: State, pane: PaneName, press: Extract<MouseAction, {type: 'press'}>): State {
	const {x, y, at} = press;
	const isDouble = isDoubleClick(before, press);
	const state: State = {...focusOn(before, pane), lastPress: isDouble ? undefined : {x, y, at}};
	const list = listOf(pane, selectLayout(state).panes[pane]!, state.isZoomed);
	const row = state.tops[pane] + y - list.y;
	if (y < list.y || y >= list.y + list.height) {
		return state;
	}

	if (pane === 'layers') {
		if (row >= (state.image?.layers.length ?? 0)) {
			return state;
		}

		return isDouble ? focusOn(selectLayer(state, row + 1), 'files') : selectLayer(state, row + 1);
	}

	if (isViewName(pane)) {
		const index = pane === 'map' ? plotAt(selectMapCells(state).map(({plot}) => plot), x - list.x, y - list.y) : row;
		const selected = withViewRow(state, pane, index);
		return isDouble ? reduceComparison(selected, {type: 'enter'}) ?? reduceView(selected, pane, {type: 'enter'}) : selected;
	}

	const path = pane === 'files' ? state.listing?.rows[row] : undefined;
	if (path === undefined) {
		return state;
	}

	const selected = {...state, cursor: path};
	return isDouble && isFolder(state.listing!, path) ? reduceFiles(selected, {type: 'toggle'}) : selected;
}

/** Scrolls a pane; the cursor stays where it is as long as it can be seen. */
function turned(state: State, pane: PaneName, by: 1 | -1): State {
	const told = isViewName(pane) && pane !== 'map' ? selectTold(state, pane) : undefined;
	if (told?.scrolls) {
		return scrollTold(state, pane as Exclude<ViewName, 'map'>, told, by * wheelRows);
	}

	const height = selectListHeight(state, pane);
	const furthest = Math.max(0, countOf(state, pane) - height);
	const top = Math.max(0, Math.min(furthest, state.tops[pane] + by * wheelRows));
	const next: State = {...state, tops: {...state.tops, [pane]: top}};
	if (pane === 'layers') {
		return selectLayer(next, Math.max(top + 1, Math.min(top + height, state.layer)));
	}

	if (isViewName(pane)) {
		return pane === 'map' ? state : withViewRow(next, pane, Math.max(top, Math.min(top + height - 1, viewRowIndex(state, pane))));
	}

	if (pane === 'files' && state.listing && state.listing.rows.length > 0) {
		return {...next, cursor: state.listing.rows[Math.max(top, Math.min(top + height - 1, cursorRow(state), state.listing.rows.length - 1))]};
	}

	return next;
}

function countOf(state: State, pane: PaneName): number {
	switch (pane) {
		case 'layers': {
			return state.image?.layers.length ?? 0;
		}

		case 'files': {
			return state.listing?.rows.length ?? 0;
		}

		case 'details': {
			return selectDetailsLines(state).length;
		}

		case 'image': {
			return selectImageLines(state).length;
		}

		default: {
			return views[pane].rows(state).length;
		}
	}
}
