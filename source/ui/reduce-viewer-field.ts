import type {Field, State} from './state.js';
import {LinesPages} from './viewer/lines-pages.js';
import {pursue, seek, topOf, withViewer} from './viewer/move-viewer.js';
import {told} from './viewer/open-viewer.js';
import {pagesOf, viewOf, type Goal, type Viewer} from './viewer/viewer.js';

/** What is typed is searched at once. */
export function viewerFieldWritten(state: State, text: string): State {
	const {viewer, field} = state;
	if (!viewer || field?.kind !== 'look') {
		return state;
	}

	const before = viewer.before ?? {tops: viewer.tops, left: viewer.left};
	const from = topOf({...viewer, tops: before.tops}).at;
	const next: Viewer = {...viewer, tops: before.tops, left: before.left, goal: undefined, search: text === '' ? undefined : {query: text, from}};
	return seek({...state, viewer: next}, next, 'here', from);
}

/** Enter in a field of the viewer. */
export function viewerFieldAccepted(state: State, kind: 'look' | 'line', text: string): State {
	const {viewer} = state;
	const closed: State = {...state, field: undefined};
	if (!viewer) {
		return closed;
	}

	if (kind === 'look') {
		return withViewer(closed, {before: undefined});
	}

	const goal = goalOf(viewer, text.trim());
	if (typeof goal === 'string') {
		return {...state, field: state.field && {...state.field, problem: goal}};
	}

	return goal ? pursue(closed, viewer, goal) : closed;
}

/** What stands before what is typed: what can be typed there. */
export function viewerPrompt(viewer: Viewer, kind: Field['kind']): string | undefined {
	switch (kind) {
		case 'look': {
			return '/ text:';
		}

		case 'line': {
			return `: ${pagesOf(viewer) instanceof LinesPages ? 'line' : (viewOf(viewer) === 'hex' ? 'byte (8000 or 0x1f40)' : 'line, byte (0x1f40 or 8000b)')} or 50 %:`;
		}

		default: {
			return undefined;
		}
	}
}

/** Esc in a field of the viewer. */
export function viewerFieldCancelled(state: State): State {
	const {viewer} = state;
	const closed: State = {...state, field: undefined};
	return viewer?.before ? {...closed, viewer: {...viewer, ...viewer.before, goal: undefined, before: undefined}} : closed;
}

/** Opens a field of the viewer: `/` searches, `:` goes to a place. */
export function openViewerField(state: State, viewer: Viewer, kind: 'look' | 'line'): State {
	if (!pagesOf(viewer)) {
		return state;
	}

	if (kind === 'line' && viewOf(viewer) === 'facts') {
		return told(state, 'What a file says of itself has no lines to go to.');
	}

	const {cursor, layer, open, flipped, tops, views: remembered} = state;
	return {
		...state,
		viewer: {...viewer, goal: undefined, before: {search: viewer.search, tops: viewer.tops, left: viewer.left}, ...(kind === 'look' && {search: undefined})},
		field: {kind, text: '', caret: 0, before: {text: '', cursor, layer, open, flipped, tops, views: remembered}},
	};
}

/** Where a typed place leads: a line, a byte, or a share. Undefined where nothing was typed; or what is wrong, in a sentence. */
function goalOf(viewer: Viewer, text: string): Goal | string | undefined {
	if (text === '') {
		return undefined;
	}

	const size = viewer.opened?.bytes?.size ?? 0;
	const pages = pagesOf(viewer);
	const lines = pages instanceof LinesPages ? pages.lines.length : undefined;
	const share = /^(?<percent>\d{1,15})\s*%$/.exec(text);
	if (share) {
		const part = Number(share.groups!.percent) / 100;
		if (part > 1) {
			return `${text} is more than there is: a share is 100% at most.`;
		}

		return {kind: 'place', at: Math.floor(part * Math.max(0, (lines ?? size) - 1))};
	}

	if (lines === undefined && /^(?:0x[\da-f]{1,13}|\d{1,15}b)$/i.test(text)) {
		return {kind: 'place', at: Number(text.startsWith('0x') || text.startsWith('0X') ? text : text.slice(0, -1))};
	}

	if (!/^\d{1,15}$/.test(text)) {
		return lines === undefined ? 'Type the number of a line, a byte such as 0x1f40 or 8000b, or a share such as 50%.' : 'Type the number of a line, or a share such as 50%.';
	}

	return lines === undefined && viewOf(viewer) !== 'hex' ? {kind: 'line', line: Number(text)} : {kind: 'place', at: Number(text) - (lines === undefined ? 0 : 1)};
}
