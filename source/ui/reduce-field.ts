import type {FieldAction} from './action.js';
import {chosenToCopy} from './copy-choices.js';
import {acceptExtract} from './extraction.js';
import {selectFilterError, selectFiltering} from './filter-query.js';
import type {Binding} from './key-bindings.js';
import {acceptInFinder, leaveFinder, markInFinder, typedInFinder} from './reduce-finder.js';
import {helpBindings} from './help-rows.js';
import {viewerFieldAccepted, viewerFieldCancelled, viewerFieldWritten} from './reduce-viewer-field.js';
import {jumpToMatch} from './search.js';
import type {Field, State} from './state.js';
import {withView} from './view-rows.js';

const segmenter = new Intl.Segmenter();

/** Opens a text field: `/` searches the pane in focus, `&` filters the files, `?` filters the keys; or a menu, in which keys choose. */
export function openField(state: State, kind: Field['kind']): State {
	const text = kind === 'filter' ? state.filter : '';
	const {cursor, layer, open, flipped, tops, views} = state;
	const before = {text: kind === 'search' ? state.search?.query ?? '' : text, cursor, layer, open, flipped, tops, views};
	const field: Field = {kind, text, caret: text.length, before};
	if (kind === 'help') {
		return {...state, field, helpRow: 0, tops: {...state.tops, help: 0}};
	}

	if (kind === 'copy') {
		return {...state, field: {...field, row: 0}};
	}

	if (kind !== 'filter') {
		return {...state, field, search: undefined};
	}

	const pane = state.comparison ? 'differences' : 'files';
	return {...state, field, focus: pane, rightView: pane};
}

/** On the start screen what is typed opens the field; where nothing is typed, keys act. */
export function typeInStart(state: State, action: FieldAction): State {
	const opened = openField(state, 'start');
	return action.type === 'type' ? reduceField(opened, opened.field!, action) : state;
}

/** What keys do in a text field. */
export function reduceField(state: State, field: Field, action: FieldAction): State {
	if (field.kind === 'copy') {
		return reduceMenu(state, action);
	}

	if (field.kind === 'find' && action.type === 'accept') {
		return acceptInFinder(state);
	}

	switch (action.type) {
		case 'type': {
			const text = action.text.replaceAll(/[\u0000-\u001F\u007F]/g, '');
			if (field.isProposed && text !== '') {
				return written(state, field, text, text.length);
			}

			return written(state, field, field.text.slice(0, field.caret) + text + field.text.slice(field.caret), field.caret + text.length);
		}

		case 'erase': {
			const start = eraseStart(field, action.what);
			return written(state, field, field.text.slice(0, start) + field.text.slice(field.caret), start);
		}

		case 'caret': {
			return {...state, field: {...field, isProposed: false, caret: caretMoved(field, action.by)}};
		}

		case 'accept': {
			if (field.kind === 'extract') {
				return acceptExtract(state, field);
			}

			// An effect opens what is under the cursor, and what is typed is still there when it is left again.
			if (field.kind === 'start') {
				return state;
			}

			if (field.kind === 'look' || field.kind === 'line') {
				return viewerFieldAccepted(state, field.kind, field.text);
			}

			// What is no query can't be kept: the caret goes behind what is wrong.
			const error = field.kind === 'filter' ? selectFilterError(state) : undefined;
			if (field.kind === 'filter' && !error) {
				return {...state, field: undefined, ...filterNotice(state)};
			}

			return {...state, field: error && {...field, caret: Math.min(field.text.length, error.at + error.length)}};
		}

		case 'mark-found': {
			return markInFinder(state, action.by);
		}
	}
}

/** That a part of what the filter asks could not be answered is still to be read when it is kept. */
function filterNotice(state: State): Partial<State> | undefined {
	const problem = selectFiltering(state)?.problem;
	return problem && {notice: {text: problem.message, kind: 'problem'}};
}

/** What can be copied goes with its key; a key that copies nothing leaves the menu open. */
function reduceMenu(state: State, action: FieldAction): State {
	return chosenToCopy(state, action) ? {...state, field: undefined} : state;
}

/** The key under the cursor of help: Enter closes help and does what it does. */
export function chosenInHelp(state: State): Binding | undefined {
	if (state.field?.kind !== 'help') {
		return undefined;
	}

	return helpBindings(state.field.text, state)[state.helpRow];
}

/** Esc: what was searched or filtered before is back, and so is the cursor. */
export function cancelField(state: State, field: Field): State {
	const {before} = field;
	const closed: State = {...state, field: undefined};
	switch (field.kind) {
		case 'look':
		case 'line': {
			return viewerFieldCancelled(state);
		}

		case 'find': {
			return leaveFinder(state);
		}

		case 'start': {
			return atFirst(closed);
		}

		case 'help':
		case 'extract':
		case 'copy': {
			return closed;
		}

		case 'filter': {
			return {...closed, filter: before.text, flipped: before.flipped, cursor: before.cursor, views: before.views};
		}

		case 'search': {
			const {text, ...place} = before;
			return {...closed, ...place, search: text === '' ? undefined : {pane: state.focus, query: text}};
		}
	}
}

function written(state: State, field: Field, text: string, caret: number): State {
	const next: State = {...state, field: {...field, isProposed: false, problem: undefined, text, caret}};
	switch (field.kind) {
		case 'look':
		case 'line': {
			return viewerFieldWritten(next, text);
		}

		case 'extract':
		case 'copy': {
			return next;
		}

		case 'find': {
			return typedInFinder(next, text);
		}

		case 'start': {
			return atFirst(text === '' ? {...next, field: undefined} : next);
		}

		case 'help': {
			return {...next, helpRow: 0, tops: {...next.tops, help: 0}};
		}

		case 'filter': {
			return {...next, filter: text, flipped: new Uint8Array(0)};
		}

		case 'search': {
			// Each letter searches anew from where the search began, with the folders open that were open then.
			const {text: _, ...place} = field.before;
			return jumpToMatch({...next, ...place, search: {pane: state.focus, query: text}}, 'here');
		}
	}
}

/** The cursor of the start screen on the first row: the best that matches. */
function atFirst(state: State): State {
	return withView({...state, tops: {...state.tops, start: 0}}, 'start', {cursor: undefined});
}

function eraseStart({text, caret}: Field, what: 'character' | 'word' | 'all'): number {
	switch (what) {
		case 'all': {
			return 0;
		}

		case 'word': {
			return text.slice(0, caret).replace(/[^\s/]*[\s/]*$/, '').length;
		}

		case 'character': {
			return caret - (graphemes(text.slice(0, caret)).at(-1)?.length ?? 0);
		}
	}
}

function caretMoved({text, caret}: Field, by: 1 | -1 | 'start' | 'end'): number {
	if (typeof by === 'string') {
		return by === 'start' ? 0 : text.length;
	}

	return by < 0
		? caret - (graphemes(text.slice(0, caret)).at(-1)?.length ?? 0)
		: caret + (graphemes(text.slice(caret))[0]?.length ?? 0);
}

function graphemes(text: string): string[] {
	return Array.from(segmenter.segment(text), ({segment}) => segment);
}
