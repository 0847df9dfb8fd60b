import type {LayerNumber} from '../image/image.js';
import {absent, type EntryId} from '../tree/entry-store.js';
import type {PathId} from '../tree/path-tree.js';
import type {Action} from './action.js';
import {stopExtracting} from './extraction.js';
import {selectUnderCursor} from './marks.js';
import {openViewerField} from './reduce-viewer-field.js';
import type {State} from './state.js';
import type {MatchFinder} from './viewer/match-finder.js';
import {arrived, moved, seek, sideways, topOf, withViewer, wrapped, type Move} from './viewer/move-viewer.js';
import {openViewer, told, view} from './viewer/open-viewer.js';
import type {ContentRef, FileSubject} from './viewer/subject.js';
import {viewOf, viewsOf, type Goal, type Viewer} from './viewer/viewer.js';

/** What opens the viewer, or comes from outside for it. */
export type ViewerNews =
	/** Opens the version of a path that is shown after a layer. `entry`: one of several that the layer stores there. */
	| {type: 'view'; path: PathId; layer: LayerNumber; entry?: EntryId}
	| {type: 'view-difference'; a: ContentRef; b: ContentRef}
	/** What was opened, or more of it. */
	| {type: 'viewer-opened'; opened: Viewer['opened']}
	/** There is more to draw of what is shown. */
	| {type: 'viewer-grew'}
	/** What searches it from now on. */
	| {type: 'viewer-searching'; finder: MatchFinder}
	/** A goal was reached, or given up where there is no place. */
	| {type: 'viewer-arrived'; goal: Goal; at?: number};

/** What opens the viewer, and what comes for it from outside. */
export function reduceViewerNews(state: State, action: ViewerNews): State {
	switch (action.type) {
		case 'view': {
			return view(state, action.path, action.layer, action.entry);
		}

		case 'view-difference': {
			return openViewer(state, {kind: 'difference', a: action.a, b: action.b});
		}

		case 'viewer-opened': {
			return state.viewer ? withViewer(state, {opened: action.opened}) : state;
		}

		case 'viewer-grew': {
			return state.viewer ? withViewer(state, {}) : state;
		}

		case 'viewer-searching': {
			return state.viewer?.search ? withViewer(state, {search: {...state.viewer.search, finder: action.finder}}) : state;
		}

		case 'viewer-arrived': {
			return state.viewer?.goal === action.goal ? arrived(state, state.viewer, action.goal, action.at) : state;
		}
	}
}

/** What keys do in the viewer; undefined for what they do everywhere. */
export function reduceViewer(state: State, viewer: Viewer, action: Action): State | undefined {
	switch (action.type) {
		case 'move': {
			return state.field ? movedInField(state, viewer, action) : moved(state, viewer, action);
		}

		case 'viewer-side': {
			return sideways(state, viewer, action.by);
		}

		case 'viewer-wrap': {
			return wrapped(state, viewer);
		}

		case 'next-view': {
			return nextView(state, viewer, action.by);
		}

		case 'viewer-version': {
			return otherVersion(state, viewer, action.by);
		}

		case 'viewer-changes': {
			return changes(state, viewer);
		}

		case 'next-match': {
			return viewer.search && viewer.search.query !== '' ? seek(state, viewer, action.by, viewer.search.match ?? topOf(viewer).at) : state;
		}

		case 'mark':
		case 'copy':
		case 'choose-copy':
		case 'extract': {
			return selectUnderCursor(state).length > 0 ? undefined : told(state, whyNotTaken(state, viewer));
		}

		case 'start-search': {
			return openViewerField(state, viewer, 'look');
		}

		case 'viewer-line': {
			return openViewerField(state, viewer, 'line');
		}

		case 'wheel': {
			return state.field?.kind === 'help' ? undefined : moved(state, viewer, {unit: 'row', by: action.by}, 3);
		}

		case 'press': {
			return state;
		}

		case 'back': {
			return state.field ? undefined : back(state, viewer);
		}

		default: {
			return undefined;
		}
	}
}

/** In a search the arrows go from match to match; what else has the screen, such as help, moves as ever. */
function movedInField(state: State, viewer: Viewer, {unit, by}: Move): State | undefined {
	switch (state.field?.kind) {
		case 'look': {
			return unit === 'row' && viewer.search ? seek(state, viewer, by, viewer.search.match ?? viewer.search.from) : state;
		}

		case 'line': {
			return state;
		}

		default: {
			return undefined;
		}
	}
}

/** Why what is looked at can't be marked, copied or taken out. */
function whyNotTaken({comparison}: State, {subject}: Viewer): string {
	if (subject.kind === 'difference') {
		return 'These are two files: marks and copies are of one.';
	}

	return comparison ? 'It is taken from its own image: go back, and open that.' : 'The same layer stores another version over it, and only that can be taken.';
}

/** The next way to look at it. */
function nextView(state: State, viewer: Viewer, by: 1 | -1): State {
	const current = viewOf(viewer);
	const names = viewsOf(viewer);
	if (!current || names.length < 2) {
		return state;
	}

	const next = names[(names.indexOf(current) + by + names.length) % names.length];
	return {...state, viewer: withoutMatch({...viewer, view: next, viewBefore: next === 'changes' ? current : undefined, left: 0, goal: undefined})};
}

/** A match is a place of one way to look; in another it is looked for anew. */
function withoutMatch(viewer: Viewer): Viewer {
	const {search} = viewer;
	return search ? {...viewer, search: {query: search.query, from: 0}} : viewer;
}

function otherVersion(state: State, viewer: Viewer, by: 1 | -1): State {
	const {subject} = viewer;
	if (subject.kind === 'difference') {
		return told(state, 'These are two files, and not versions of one.');
	}

	const version = subject.version + by;
	if (version < 0 || version >= subject.versions.length) {
		const lacking = lackingSide(state, subject, by);
		if (lacking !== undefined) {
			return told(state, `${lacking} does not have it.`);
		}

		return told(state, subject.versions.length === 1 ? 'There is no other version of it.' : (by < 0 ? 'This is the first version of it.' : 'This is the last version of it.'));
	}

	// Looked at in the same way, from the top: what stands where differs.
	return {...state, viewer: {subject: {...subject, version}, tops: {}, left: 0, wraps: viewer.wraps, view: viewer.view, viewBefore: viewer.viewBefore, under: viewer.under, search: viewer.search && {query: viewer.search.query, from: 0}}};
}

/** Of two images that are compared: the other one, where that has no such file. A lies before B. */
function lackingSide({comparison, grown, image}: State, {shown}: FileSubject, by: 1 | -1): 'A' | 'B' | undefined {
	const other = by < 0 ? comparison?.a : comparison?.b;
	if (!comparison || !other?.grown || !grown || image === other.image) {
		return undefined;
	}

	const {tree, transitions} = other.grown.overlay;
	const path = tree.find(grown.overlay.tree.pathBytes(shown).subarray(1));
	return path < 0 || transitions.state(path) === absent ? (by < 0 ? 'A' : 'B') : undefined;
}

/** What this version changed, and back. */
function changes(state: State, viewer: Viewer): State {
	const {subject} = viewer;
	if (subject.kind === 'difference') {
		return state;
	}

	if (viewOf(viewer) === 'changes') {
		return {...state, viewer: withoutMatch({...viewer, view: viewer.viewBefore, viewBefore: undefined, left: 0})};
	}

	return subject.version === 0
		? told(state, subject.versions.length === 1 ? 'There is no other version of it to compare with.' : 'This is the first version of it: there is none before.')
		: {...state, viewer: withoutMatch({...viewer, view: 'changes', viewBefore: viewOf(viewer), left: 0, goal: undefined})};
}

/** Stops what is extracted, gives up what is on its way, then the search, then leaves. */
function back(state: State, viewer: Viewer): State {
	const stopped = stopExtracting(state);
	if (stopped) {
		return stopped;
	}

	if (viewer.goal) {
		return withViewer(state, {goal: undefined});
	}

	if (viewer.search?.finder && !viewer.search.isStopped && !viewer.search.finder.isCounted) {
		return withViewer(state, {search: {...viewer.search, isStopped: true}});
	}

	if (viewer.search) {
		return withViewer(state, {search: undefined});
	}

	return {...state, viewer: undefined, field: viewer.under};
}
