import {selectStartText, type Start, type StartRow} from './start.js';
import type {State} from './state.js';
import {viewRow, withView} from './view-rows.js';

/** Takes in images that were found. Whatever comes before it, the row under the cursor stays there; but for the demo, which is first only until there is something else. */
export function withStart(state: State, start: Start): State {
	const row = viewRow(state, 'start') as StartRow | undefined;
	const isChosen = state.views.start.cursor !== undefined || selectStartText(state) !== '' || row?.offer?.form !== 'demo';
	const next = {...state, start};
	return row && isChosen ? withView(next, 'start', {cursor: row.key}) : next;
}
