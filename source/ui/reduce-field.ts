import type {Action, FieldAction} from './action.js';
import {bindingOf} from './key-bindings.js';
import {helpBindings} from './panes/help-lines.js';
import {jumpToMatch} from './search.js';
import type {Field, State} from './state.js';

const segmenter = new Intl.Segmenter();

/** Opens a text field: `/` searches the pane in focus, `&` filters the files, `?` filters the keys. */
export function openField(state: State, kind: Field['kind']): State {
	const text = kind === 'filter' ? state.filter : '';
	const before = {text: kind === 'search' ? state.search?.query ?? '' : text, cursor: state.cursor, layer: state.layer, tops: state.tops};
	const field: Field = {kind, text, caret: text.length, before};
	if (kind === 'help') {
		return {...state, field, helpRow: 0, tops: {...state.tops, help: 0}};
	}

	return kind === 'filter'
		? {...state, field, focus: 'files', rightView: 'files'}
		: {...state, field, search: undefined};
}

/** What keys do in a text field. */
export function reduceField(state: State, field: Field, action: FieldAction): State {
	switch (action.type) {
		case 'type': {
			const text = action.text.replaceAll(/[\u0000-\u001F\u007F]/g, '');
			return written(state, field, field.text.slice(0, field.caret) + text + field.text.slice(field.caret), field.caret + text.length);
		}

		case 'erase': {
			const start = eraseStart(field, action.what);
			return written(state, field, field.text.slice(0, start) + field.text.slice(field.caret), start);
		}

		case 'caret': {
			return {...state, field: {...field, caret: caretMoved(field, action.by)}};
		}

		case 'accept': {
			return {...state, field: undefined};
		}
	}
}

/** What the key under the cursor of help does: Enter closes help and does it. */
export function chosenInHelp(state: State): Action | undefined {
	if (state.field?.kind !== 'help') {
		return undefined;
	}

	const binding = helpBindings(state.field.text)[state.helpRow];
	// A key that holds in other panes alone does nothing here.
	return binding && bindingOf(binding.keys[0], state.focus)?.action === binding.action ? binding.action : undefined;
}

/** Esc: what was searched or filtered before is back, and so is the cursor. */
export function cancelField(state: State, field: Field): State {
	const {before} = field;
	const closed: State = {...state, field: undefined};
	switch (field.kind) {
		case 'help': {
			return closed;
		}

		case 'filter': {
			return {...closed, filter: before.text, cursor: before.cursor};
		}

		case 'search': {
			return {
				...closed,
				search: before.text === '' ? undefined : {pane: state.focus, query: before.text},
				cursor: before.cursor,
				layer: before.layer,
				tops: before.tops,
			};
		}
	}
}

function written(state: State, field: Field, text: string, caret: number): State {
	const next: State = {...state, field: {...field, text, caret}};
	switch (field.kind) {
		case 'help': {
			return {...next, helpRow: 0, tops: {...next.tops, help: 0}};
		}

		case 'filter': {
			return {...next, filter: text, flipped: new Uint8Array(0)};
		}

		case 'search': {
			const {before} = field;
			// Each letter searches anew from where the search began.
			return jumpToMatch({
				...next,
				search: {pane: state.focus, query: text},
				cursor: before.cursor,
				layer: before.layer,
				tops: before.tops,
			}, 'here');
		}
	}
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

function caretMoved({text, caret}: Field, by: 1 | -1): number {
	return by < 0
		? caret - (graphemes(text.slice(0, caret)).at(-1)?.length ?? 0)
		: caret + (graphemes(text.slice(caret))[0]?.length ?? 0);
}

function graphemes(text: string): string[] {
	return Array.from(segmenter.segment(text), ({segment}) => segment);
}
