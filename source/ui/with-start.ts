import {selectStartText, type Start, type StartRow} from './start.js';
import type {State} from './state.js';
import {viewRow, withView} from './view-rows.js';

/**
Takes in images that were found. Whatever comes before it, the row under the cursor stays there; but for the demo, which is first only until there is something else, and for what nobody has seen there yet.

@param isSeen Whether the screen was drawn before: until then the first row is whatever answered first.
*/
export function withStart(state: State, start: Start, isSeen: boolean): State {
	const row = viewRow(state, 'start') as StartRow | undefined;
	const isChosen = state.views.start.cursor !== undefined || selectStartText(state) !== '' || (isSeen && row?.offer?.form !== 'demo');
	const next = {...state, start};
	return row && isChosen ? withView(next, 'start', {cursor: row.key}) : next;
}
