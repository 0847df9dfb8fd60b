import type {KeyAction} from './action.js';
import {copyChoices} from './copy-choices.js';
import {cursorRow} from './files.js';
import {legendHeight} from './panes/legend.js';
import {helpBindings} from './help-rows.js';
import {selectDetailsLines, selectImageLines, selectLayout, selectListHeight} from './select.js';
import {selectLayer} from './layer-cursor.js';
import {moveInFinder} from './reduce-finder.js';
import {moveInMap} from './reduce-views.js';
import type {State} from './state.js';
import {scrollTold, selectTold} from './told.js';
import {viewRowIndex, withViewRow} from './view-rows.js';
import {views} from './views/index.js';

type Move = Extract<KeyAction, {type: 'move'}>;

/** Moves the cursor of the pane in focus, or scrolls it where it has none. */
export function reduceMove(state: State, action: Move): State {
	if (state.field?.kind === 'help') {
		const row = moved(state.helpRow, helpBindings(state.field.text, state).length, helpHeight(state), action);
		return {...state, helpRow: row};
	}

	if (state.field?.kind === 'find') {
		return moveInFinder(state, action);
	}

	if (state.field?.kind === 'copy') {
		const {row = 0} = state.field;
		return {...state, field: {...state.field, row: moved(row, copyChoices(state).length, helpHeight(state), action)}};
	}

	const height = selectListHeight(state, state.focus);
	switch (state.focus) {
		case 'layers': {
			return selectLayer(state, moved(state.layer - 1, state.image?.layers.length ?? 0, height, action) + 1);
		}

		case 'files': {
			const {listing} = state;
			return listing && listing.rows.length > 0
				? {...state, cursor: listing.rows[moved(cursorRow(state), listing.rows.length, height, action)]}
				: state;
		}

		case 'details': {
			return scroll(state, 'details', selectDetailsLines(state).length, height, action);
		}

		case 'image': {
			return scroll(state, 'image', selectImageLines(state).length, height, action);
		}

		case 'map': {
			return moveInMap(state, action);
		}

		default: {
			const {focus} = state;
			const told = action.unit === 'page' || action.unit === 'half-page' ? selectTold(state, focus) : undefined;
			if (told?.scrolls) {
				return scrollTold(state, focus, told, distance(action, told.height, 0));
			}

			return withViewRow(state, focus, moved(viewRowIndex(state, focus), views[focus].rows(state).length, height, action));
		}
	}
}

/** Scrolls a pane without a cursor. */
export function scroll(state: State, pane: 'details' | 'image', count: number, height: number, action: Move): State {
	const furthest = Math.max(0, count - height);
	const top = Math.max(0, Math.min(furthest, Math.min(state.tops[pane], furthest) + distance(action, height, count)));
	return {...state, tops: {...state.tops, [pane]: top}};
}

export function helpHeight(state: State): number {
	return Math.max(1, selectLayout(state).hintAt - 2 - legendHeight);
}

function moved(row: number, count: number, height: number, action: Move): number {
	return Math.max(0, Math.min(count - 1, row + distance(action, height, count)));
}

function distance({unit, by}: Move, height: number, count: number): number {
	switch (unit) {
		case 'row': {
			return by;
		}

		case 'half-page': {
			return by * Math.max(1, Math.floor(height / 2));
		}

		case 'page': {
			return by * Math.max(1, height - 1);
		}

		case 'all': {
			return by * count;
		}
	}
}
