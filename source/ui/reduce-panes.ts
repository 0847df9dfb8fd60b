import {cursorPath} from './files.js';
import type {PaneName} from './layout.js';
import {cancelField} from './reduce-field.js';
import {reveal} from './search.js';
import type {State} from './state.js';

/** Gives the keys to a pane. */
export function focusOn(state: State, pane: PaneName): State {
	const rightView = pane === 'files' || pane === 'image' ? pane : state.rightView;
	const beforeImage = pane === 'image' && state.focus !== 'image' ? state.focus : state.beforeImage;
	return state.focus === pane && state.rightView === rightView ? state : {...state, focus: pane, beforeImage, rightView};
}

/** The image's own details; where they are shown, back to the files on the right and to the pane that had the keys. */
export function switchImage(state: State): State {
	return state.rightView === 'image'
		? {...state, rightView: 'files', focus: state.focus === 'image' ? state.beforeImage : state.focus}
		: focusOn(state, 'image');
}

/** Round the panes that are on the screen, in the order of their numbers. */
export function focusNext(state: State, by: 1 | -1): State {
	const order: PaneName[] = ['layers', state.rightView, 'details'];
	const at = Math.max(0, order.indexOf(state.focus));
	return focusOn(state, order[(at + by + order.length) % order.length]);
}

/** The next view in the place of the pane in focus. */
export function nextView(state: State): State {
	switch (state.focus) {
		case 'files': {
			return focusOn(state, 'image');
		}

		case 'image': {
			return focusOn(state, 'files');
		}

		case 'details': {
			return {...state, detailsView: state.detailsView === 'layer' ? 'file' : 'layer', tops: {...state.tops, details: 0}};
		}

		case 'layers': {
			return state;
		}
	}
}

/** Enter on a layer shows its files; on a file its details. */
export function lookInside(state: State): State {
	if (state.focus === 'layers') {
		return focusOn(state, 'files');
	}

	return cursorPath(state) === undefined ? state : {...state, detailsView: 'file', tops: {...state.tops, details: 0}};
}

/** Esc: undoes one step, and never quits. While the image loads and there is nothing to go back from, it stops loading. */
export function goBack(state: State): State {
	if (state.field) {
		return cancelField(state, state.field);
	}

	if (state.search) {
		return {...state, search: undefined};
	}

	if (state.filter !== '') {
		// What was found by the filter stays in sight without it.
		return reveal({...state, filter: '', flipped: new Uint8Array(0)}, cursorPath(state) ?? state.cursor);
	}

	if (state.isZoomed) {
		return {...state, isZoomed: false};
	}

	if (state.rightView === 'image') {
		return switchImage(state);
	}

	if (state.phase === 'reading' || state.phase === 'opening') {
		return {...state, phase: 'stopping'};
	}

	if (state.detailsView === 'file') {
		return {...state, detailsView: 'layer', tops: {...state.tops, details: 0}};
	}

	return state.focus === 'layers' ? state : focusOn(state, 'layers');
}
