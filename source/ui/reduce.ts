import type {Action} from './action.js';
import {copyChoices} from './copy-choices.js';
import {openExtract} from './extraction.js';
import {cursorRow} from './files.js';
import {bindingsIn, placeOf, type Binding} from './key-bindings.js';
import {isOfUse, showsFiles} from './of-use.js';
import {clearMarks, toggleMark} from './marks.js';
import {helpHeight, reduceMove} from './reduce-move.js';
import {openFinder} from './reduce-finder.js';
import {helpRows, helpSpan} from './help-rows.js';
import {chosenInHelp, openField, reduceField, typeInStart} from './reduce-field.js';
import {cycleSort, reduceFiles} from './reduce-files.js';
import {reduceComparison} from './reduce-comparison.js';
import {reduceMouse} from './reduce-mouse.js';
import {reduceNews} from './reduce-news.js';
import {focusOn} from './focus.js';
import {focusNext, goBack, lookInside, nextView, readOn, switchImage} from './reduce-panes.js';
import {cycleViewSort, outOfFolder, reduceView, showView} from './reduce-views.js';
import {reduceViewer} from './reduce-viewer.js';
import {viewUnderCursor} from './viewer/open-viewer.js';
import {jumpToMatch} from './search.js';
import {selectListHeight} from './select.js';
import type {State} from './state.js';
import {viewRowIndex} from './view-rows.js';
import {views} from './views/index.js';
import {isViewName} from './views/view-names.js';

/** The state after an action. Pure. */
export function reduce(state: State, action: Action): State {
	const chosen = action.type === 'accept' ? chosenInHelp(state) : undefined;
	const next = chosen ? leaveHelp(state, chosen) : follow(state, action);
	return next === state ? state : inSight(next);
}

/** Closes help where the key that was chosen holds. Who has pressed Enter presses that key then, so that effects see it too. */
function leaveHelp(state: State, binding: Binding): State {
	const closed: State = {...state, field: undefined};
	if (bindingsIn(placeOf(closed)).includes(binding) && isOfUse(binding, closed)) {
		return closed;
	}

	const place = binding.in?.[0] ?? 'files';
	// What the viewer's keys act on is not there without it.
	return place === 'viewer' ? closed : focusOn({...closed, viewer: undefined}, place);
}

function follow(state: State, action: Action): State {
	return (state.viewer && reduceViewer(state, state.viewer, action)) ?? reduceComparison(state, action) ?? followInImage(state, action);
}

function followInImage(state: State, action: Action): State {
	switch (action.type) {
		case 'move': {
			// What is to be extracted stays what it was when the field was opened.
			if (state.field?.kind === 'extract') {
				return state;
			}

			const isSearching = state.field?.kind === 'search';
			return isSearching && action.unit === 'row' ? jumpToMatch(state, action.by) : reduceMove(state, action);
		}

		case 'open':
		case 'close':
		case 'toggle':
		case 'toggle-all': {
			return isViewName(state.focus) ? (action.type === 'toggle-all' ? state : reduceView(state, state.focus, action)) : reduceFiles(state, action);
		}

		case 'enter': {
			if (isViewName(state.focus)) {
				return reduceView(state, state.focus, action);
			}

			const toggled = state.focus === 'files' ? reduceFiles(state, {type: 'toggle'}) : state;
			return toggled === state ? (state.focus === 'files' ? viewUnderCursor(state) : lookInside(state)) : toggled;
		}

		case 'focus': {
			return focusOn(state, action.pane);
		}

		case 'focus-next': {
			return focusNext(state, action.by);
		}

		case 'next-view': {
			return nextView(state, action.by);
		}

		case 'read-on': {
			return readOn(state, action.upTo);
		}

		case 'zoom': {
			return {...state, isZoomed: action.on};
		}

		case 'switch-range': {
			return showsFiles(state) ? {...state, range: state.range === 'changes' ? 'all' : 'changes'} : state;
		}

		case 'toggle-change': {
			const shown = state.shown[state.range];
			return {...state, shown: {...state.shown, [state.range]: {...shown, [action.change]: !shown[action.change]}}};
		}

		case 'cycle-sort': {
			return isViewName(state.rightView) ? cycleViewSort(state, state.rightView) : cycleSort(state);
		}

		case 'start-search': {
			return openField(state, 'search');
		}

		case 'start-filter': {
			// Of two it holds once they are compared: what is typed meanwhile must not act as keys.
			return state.rightView === 'files' || state.comparison ? openField(state, 'filter') : state;
		}

		case 'start-find': {
			return openFinder(state);
		}

		case 'look': {
			return isOnLayer(state) ? {...state, notice: {text: 'A layer is no file: Enter goes to its files, where v looks into one.', kind: 'problem'}} : viewUnderCursor(state);
		}

		case 'show-help': {
			return openField(state, 'help');
		}

		case 'next-match': {
			return jumpToMatch(state, action.by);
		}

		case 'show-image': {
			return switchImage(state);
		}

		case 'show-view': {
			return showView(state, action.view);
		}

		case 'leave-folder': {
			return outOfFolder(state);
		}

		case 'mark': {
			return toggleMark(state);
		}

		case 'clear-marks': {
			return clearMarks(state);
		}

		case 'extract': {
			return openExtract(state, action.from);
		}

		case 'choose-copy': {
			return copyChoices(state).length > 0 ? openField(state, 'copy') : state;
		}

		case 'copy': {
			// The effect copies, and says what.
			return state;
		}

		case 'back': {
			return goBack(state);
		}

		case 'leave': {
			return {...state, exitCode: action.exitCode};
		}

		// What has the screen is changed by an effect.
		case 'open-image':
		case 'choose-image':
		case 'compare':
		case 'open-side':
		case 'switch-ignoring':
		case 'open-elsewhere':
		case 'viewer-side':
		case 'viewer-wrap':
		case 'viewer-version':
		case 'viewer-changes':
		case 'viewer-line':
		case 'suspend': {
			return state;
		}

		case 'repaint': {
			// Another object, so that it is drawn although nothing has changed.
			return {...state};
		}

		case 'accept':
		case 'type':
		case 'erase':
		case 'caret':
		case 'mark-found': {
			return state.field ? reduceField(state, state.field, action) : (state.focus === 'start' ? typeInStart(state, action) : state);
		}

		case 'press':
		case 'wheel': {
			return reduceMouse(state, action);
		}

		default: {
			return reduceNews(state, action);
		}
	}
}

/** Scrolls lists as little as it takes to have the row under the cursor on the screen. */
function inSight(state: State): State {
	const {tops} = state;
	const layers = topFor(tops.layers, state.layer - 1, state.image?.layers.length ?? 0, selectListHeight(state, 'layers'));
	const help = helpTop(state);
	const files = state.listing
		? topFor(tops.files, cursorRow(state), state.listing.rows.length, selectListHeight(state, 'files'))
		: tops.files;
	const view = viewTop(state);
	return layers === tops.layers && help === tops.help && files === tops.files && view === undefined
		? state
		: {...state, tops: {...tops, layers, help, files, ...view}};
}

/** Whether what the cursor is on is no path. */
function isOnLayer({focus}: State): boolean {
	return focus === 'layers' || focus === 'build';
}

/** In help a row may be several lines, and a heading above it is seen with it. */
function helpTop(state: State): number {
	const {field, tops, helpRow, size} = state;
	if (field?.kind !== 'help') {
		return tops.help;
	}

	const {first, end} = helpSpan(helpRows(field.text, state, size.columns), helpRow);
	return Math.min(first, Math.max(tops.help, end - helpHeight(state)));
}

/** Of views that are on the screen, and have to scroll. */
function viewTop(state: State): Partial<State['tops']> | undefined {
	const {tops, rightView, comparison} = state;
	const shown = comparison ? ['sides', 'differences'] as const : [rightView];
	const changed = shown.flatMap(name => {
		if (!isViewName(name) || name === 'map') {
			return [];
		}

		const top = topFor(tops[name], viewRowIndex(state, name), views[name].rows(state).length, selectListHeight(state, name));
		return top === tops[name] ? [] : [[name, top]];
	});
	return changed.length === 0 ? undefined : Object.fromEntries(changed) as Partial<State['tops']>;
}

function topFor(top: number, row: number, count: number, height: number): number {
	if (height <= 0) {
		return top;
	}

	const seen = row < top ? row : (row >= top + height ? row - height + 1 : top);
	return Math.max(0, Math.min(seen, Math.max(0, count - height)));
}
