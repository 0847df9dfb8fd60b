import type {LayerNumber} from '../image/image.js';
import type {PathId} from '../tree/path-tree.js';
import {stopExtracting} from './extraction.js';
import {cursorPath} from './files.js';
import type {PaneName, RightView} from './layout.js';
import {focusOn, isOnTheRight, leaveView} from './focus.js';
import {cancelField} from './reduce-field.js';
import {openFinder} from './reduce-finder.js';
import {reveal} from './search.js';
import {revealDifference} from './search-differences.js';
import type {State} from './state.js';
import {canReadOn} from './select-layers.js';
import {viewRow} from './view-rows.js';
import {imageViewNames, isSeveralViewName} from './views/view-names.js';

/** The image's own details; where they are shown, back to the files on the right and to the pane that had the keys. */
export function switchImage(state: State): State {
	return state.rightView === 'image' ? leaveView(state) : focusOn(state, 'image');
}

/** Round the panes that are on the screen, in the order of their numbers. */
export function focusNext(state: State, by: 1 | -1): State {
	const order: PaneName[] = isSeveralViewName(state.focus) ? severalPanes(state) : ['layers', state.rightView, 'details'];
	const at = Math.max(0, order.indexOf(state.focus));
	return focusOn(state, order[(at + by + order.length) % order.length]);
}

/** The panes of what shows more than one image. */
function severalPanes({comparison, focus}: State): PaneName[] {
	return comparison ? ['sides', 'differences'] : [focus];
}

/** What stands on the right, in the order in which `[` and `]` go through it. */
const rightViews: readonly RightView[] = ['files', 'image', ...imageViewNames];

/** The next view in the place of the pane in focus, or the one before. */
export function nextView(state: State, by: 1 | -1): State {
	switch (state.focus) {
		case 'layers': {
			return state;
		}

		case 'details': {
			return {...state, detailsView: state.detailsView === 'layer' ? 'file' : 'layer', tops: {...state.tops, details: 0}};
		}

		default: {
			const at = rightViews.indexOf(state.focus);
			return focusOn(state, rightViews[(at + by + rightViews.length) % rightViews.length]);
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

	const stopped = stopExtracting(state);
	if (stopped) {
		return stopped;
	}

	// What the files are searched and filtered for is not seen while something else is in their place.
	const isInFiles = state.rightView === 'files';
	if (state.search && (isInFiles || state.search.pane !== 'files')) {
		return {...state, search: undefined};
	}

	if (state.filter !== '' && (isInFiles || state.comparison)) {
		return withoutFilter(state);
	}

	if (state.isZoomed) {
		return {...state, isZoomed: false};
	}

	const stop = state.trail.at(-1);
	if (stop && isOnTheRight(state.focus)) {
		if (stop.pane === 'finder') {
			const {layer, range, beforeView, under} = stop;
			return openFinder({...state, layer, range, beforeView, ...under, trail: state.trail.slice(0, -1)}, state.finder.text);
		}

		const {pane, ...rest} = stop;
		return {...focusOn(state, pane), ...rest, trail: state.trail.slice(0, -1)};
	}

	if (isSeveralViewName(state.focus)) {
		return backInSeveral(state);
	}

	if (!isInFiles) {
		return leaveView(state);
	}

	if (!state.isInner && (state.phase === 'reading' || state.phase === 'opening')) {
		return {...state, phase: 'stopping'};
	}

	if (state.detailsView === 'file') {
		return {...state, detailsView: 'layer', tops: {...state.tops, details: 0}};
	}

	return state.focus === 'layers' ? state : focusOn(state, 'layers');
}

/** What was found by the filter stays in sight without it. */
function withoutFilter(state: State): State {
	const unfiltered: State = {...state, filter: '', flipped: new Uint8Array(0)};
	if (!state.comparison) {
		return reveal(unfiltered, cursorPath(state) ?? state.cursor);
	}

	const path = viewRow(state, 'differences') as PathId | undefined;
	return path === undefined ? unfiltered : revealDifference(unfiltered, path);
}

/** What was not read waits again. */
export function readOn(state: State, goal?: LayerNumber): State {
	// What was not even opened is opened.
	if (state.failure) {
		return state.phase === 'stopped' ? {...state, phase: 'opening', failure: undefined} : state;
	}

	return canReadOn(state)
		? {...state, phase: 'reading', goal, reading: undefined, layers: new Map([...state.layers].filter(([, {step}]) => step !== 'stopped'))}
		: state;
}

/** While two are read, Esc stops that; else it goes to the pane that had the keys at first. On the start screen, where nothing is typed, it quits. Where nothing is left it changes nothing. */
function backInSeveral(state: State): State {
	if (state.comparison && (state.phase === 'reading' || state.phase === 'opening') && !state.isInner) {
		return {...state, phase: 'stopping'};
	}

	if (state.focus === 'choices') {
		return state.image ? leaveView(state) : state;
	}

	// There is nothing behind it to go back to.
	if (state.focus === 'start' && !state.isInner) {
		return {...state, exitCode: 0};
	}

	return state.focus === 'sides' ? focusOn(state, 'differences') : state;
}
