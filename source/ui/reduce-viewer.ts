import type {Overlay} from '../tree/overlay.js';
import type {PathId} from '../tree/path-tree.js';
import type {EntryId} from '../tree/entry-store.js';
import type {LayerNumber} from '../image/image.js';
import type {Action} from './action.js';
import {cursorPath} from './files.js';
import {viewRow} from './view-rows.js';
import {views} from './views/index.js';
import {isViewName} from './views/view-names.js';
import type {State} from './state.js';
import {occurrences} from './parts/text-line.js';
import {LinesPages} from './viewer/lines-pages.js';
import type {MatchFinder} from './viewer/match-finder.js';
import {firstPlace, type Pages, type Place} from './viewer/pages.js';
import {subjectOf, type ContentRef, type Subject} from './viewer/subject.js';
import {lookOf, pagesOf, viewerRoom, viewerViews, viewOf, type Goal, type Viewer} from './viewer/viewer.js';

/** Columns by which a key scrolls to the side. */
const sideStep = 8;

/** What opens the viewer, or comes from outside for it. */
export type ViewerNews =
	/** Opens the version of a path that is shown after a layer. `entry`: one of several that the layer stores there. */
	| {type: 'view'; path: PathId; layer: LayerNumber; entry?: EntryId}
	| {type: 'view-difference'; a: Extract<Subject, {kind: 'difference'}>['a']; b: Extract<Subject, {kind: 'difference'}>['b']}
	/** What was opened, or more of it. */
	| {type: 'viewer-opened'; opened: Viewer['opened']}
	/** There is more to draw of what is shown. */
	| {type: 'viewer-grew'}
	/** What searches it from now on. */
	| {type: 'viewer-searching'; finder: MatchFinder}
	/** A goal was reached, or given up where there is no place. */
	| {type: 'viewer-arrived'; goal: Goal; at?: number};

/** Opens the viewer on what is under the cursor. */
export function viewUnderCursor(state: State): State {
	const {focus} = state;
	if (isViewName(focus)) {
		const row = viewRow(state, focus);
		const place = row === undefined ? undefined : views[focus].place(row, state);
		const path = row === undefined ? undefined : (views[focus].path?.(row, state) ?? place?.path);
		return path === undefined ? state : view(state, path, place?.layer ?? state.layer, focus === 'story' ? (row as {entry: EntryId}).entry : undefined);
	}

	const path = cursorPath(state);
	return path === undefined ? state : view(state, path, state.layer);
}

/** Opens the viewer on a version of a path, or says why there is nothing to look at. */
export function view(state: State, path: PathId, layer: LayerNumber, entry?: EntryId): State {
	const {grown} = state;
	if (!grown || grown.ready < layer || !grown.contents) {
		return told(state, `Layer ${layer} is still being read.`);
	}

	const subject = subjectOf(grown.overlay, path, layer, entry !== undefined && entry >= 0 ? entry : undefined);
	return 'problem' in subject ? told(state, subject.problem) : opened(state, subject);
}

/** What opens the viewer, and what comes for it from outside. */
export function reduceViewerNews(state: State, action: ViewerNews): State {
	switch (action.type) {
		case 'view': {
			return view(state, action.path, action.layer, action.entry);
		}

		case 'view-difference': {
			return opened(state, {kind: 'difference', a: action.a, b: action.b});
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
			return withViewer(state, {wraps: !viewer.wraps, left: 0});
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
	return goal ? pursue(closed, viewer, goal) : (text.trim() === '' ? closed : told(closed, 'Type the number of a line, a place such as 0x1f40, or a share such as 50%.'));
}

/** Esc in a field of the viewer. */
export function viewerFieldCancelled(state: State): State {
	const {viewer} = state;
	const closed: State = {...state, field: undefined};
	return viewer?.before ? {...closed, viewer: {...viewer, ...viewer.before, goal: undefined, before: undefined}} : closed;
}

function opened(state: State, subject: Subject): State {
	// What it was opened from, such as the finder, is back when it is left.
	const under = state.viewer ? state.viewer.under : state.field;
	return {...state, field: undefined, viewer: {subject, tops: {}, left: 0, wraps: state.viewer?.wraps ?? false, under}};
}

function withViewer(state: State, changed: Partial<Viewer>): State {
	return {...state, viewer: {...state.viewer!, ...changed}};
}

function told(state: State, text: string): State {
	return {...state, notice: {text, kind: 'problem'}};
}

/** The first row that is seen. */
export function topOf(viewer: Viewer): Place {
	const name = viewOf(viewer);
	return (name && viewer.tops[name]) ?? firstPlace;
}

function withTop(state: State, viewer: Viewer, top: Place, more: Partial<Viewer> = {}): State {
	const name = viewOf(viewer);
	return name ? {...state, viewer: {...viewer, tops: {...viewer.tops, [name]: top}, ...more}} : state;
}

type Move = {unit: 'row' | 'half-page' | 'page' | 'all'; by: 1 | -1};

function moved(state: State, before: Viewer, {unit, by}: Move, rows = 1): State {
	// A key gives up what was still on its way.
	const viewer: Viewer = before.goal ? {...before, goal: undefined} : before;
	const pages = pagesOf(viewer);
	if (!pages) {
		return {...state, viewer};
	}

	if (unit === 'all') {
		return by < 0 ? withTop(state, viewer, firstPlace, {left: 0}) : toEnd(state, viewer, pages);
	}

	const {height} = viewerRoom(state.size);
	const count = {row: rows, 'half-page': Math.max(1, Math.floor(height / 2)), page: Math.max(1, height - 1)}[unit];
	const top = topOf(viewer);
	if (by < 0) {
		return withTop(state, viewer, pages.before(top, count, lookOf(viewer, state.size)).at(-1) ?? top);
	}

	const places = pages.from(top, count + height, lookOf(viewer, state.size));
	return withTop(state, viewer, places[Math.max(0, Math.min(count, places.length - height))] ?? top);
}

function toEnd(state: State, viewer: Viewer, pages: Pages): State {
	if (needsBytes(viewer)) {
		return pursue(state, viewer, {kind: 'end'});
	}

	return withTop(state, viewer, lastTop(state, viewer, pages));
}

/** The first row of the last screen. */
function lastTop(state: State, viewer: Viewer, pages: Pages): Place {
	const look = lookOf(viewer, state.size);
	const last = pages.last(look);
	return last ? pages.before(last, viewerRoom(state.size).height - 1, look).at(-1) ?? last : firstPlace;
}

/** Whether what is shown is made of bytes that are not all there yet. */
function needsBytes(viewer: Viewer): boolean {
	const name = viewOf(viewer);
	return (name === 'text' || name === 'hex') && viewer.opened?.bytes?.isWhole === false;
}

function pursue(state: State, viewer: Viewer, goal: Goal): State {
	return {...state, viewer: {...viewer, goal}};
}

/** To the place that was asked for; `at` is undefined where there is none. */
function arrived(state: State, viewer: Viewer, goal: Goal, at: number | undefined): State {
	const pages = pagesOf(viewer);
	const here: Viewer = {...viewer, goal: undefined};
	if (!pages || (at === undefined && goal.kind !== 'match')) {
		return pages ? withTop(state, here, lastTop(state, here, pages)) : {...state, viewer: here};
	}

	if (goal.kind === 'match') {
		return withMatch(state, here, pages, at);
	}

	return withTop(state, here, notBehindEnd(state, here, pages, pages.holding(at!, lookOf(here, state.size))));
}

/** A screen is full as long as there is enough to fill it. */
function notBehindEnd(state: State, viewer: Viewer, pages: Pages, place: Place): Place {
	const end = lastTop(state, viewer, pages);
	return place.at > end.at || (place.at === end.at && place.row > end.row) ? end : place;
}

function withMatch(state: State, viewer: Viewer, pages: Pages, match: number | undefined): State {
	const search = viewer.search && {...viewer.search, match, isNone: match === undefined};
	if (match === undefined) {
		return {...state, viewer: {...viewer, search}};
	}

	const look = lookOf(viewer, state.size);
	const {height} = viewerRoom(state.size);
	const place = pages.holding(match, look);
	const top = topOf(viewer);
	const seen = pages.from(top, height, look).some(({at, row}) => at === place.at && row === place.row);
	// What is not seen comes to the upper third, with what leads to it above.
	const next = seen ? top : notBehindEnd(state, viewer, pages, pages.before(place, Math.floor(height / 3), look).at(-1) ?? place);
	const column = look.wraps ? 0 : pages.columnOf(match, look);
	const room = pages.room(look);
	const isInSight = column >= viewer.left && column + (search?.query.length ?? 0) < viewer.left + room;
	const left = isInSight ? viewer.left : Math.max(0, column < room * 0.8 ? 0 : column - Math.floor(room / 2));
	return withTop(state, viewer, next, {search, left});
}

/** Goes to a match: at once in lines that are at hand, else as soon as it is found. */
function seek(state: State, viewer: Viewer, by: 1 | -1 | 'here', from: number): State {
	const pages = pagesOf(viewer);
	const {search} = viewer;
	if (!pages || !search) {
		return {...state, viewer};
	}

	if (!(pages instanceof LinesPages)) {
		return pursue(state, viewer, {kind: 'match', by, from});
	}

	const found = matchingLines(pages, search.query);
	const next = by === -1 ? found.findLast(line => line < from) ?? found.at(-1) : found.find(line => by === 1 ? line > from : line >= from) ?? found[0];
	return withMatch(state, viewer, pages, next);
}

let lastFound: {pages: LinesPages; query: string; lines: readonly number[]} | undefined;

/** The lines that hold what is searched. */
export function matchingLines(pages: LinesPages, query: string): readonly number[] {
	if (lastFound?.pages !== pages || lastFound.query !== query) {
		lastFound = {pages, query, lines: pages.lines.flatMap(({text}, index) => occurrences(text, query).length > 0 ? [index] : [])};
	}

	return lastFound.lines;
}

function sideways(state: State, viewer: Viewer, by: 1 | -1): State {
	const pages = pagesOf(viewer);
	if (!pages || viewer.wraps) {
		return state;
	}

	const look = lookOf(viewer, state.size);
	const beyond = pages.beyond(pages.from(topOf(viewer), viewerRoom(state.size).height, look), look);
	return withViewer(state, {left: Math.max(0, Math.min(viewer.left + by * sideStep, Math.max(beyond, by < 0 ? viewer.left : 0)))});
}

/** The next way to look at it. */
function nextView(state: State, viewer: Viewer, by: 1 | -1): State {
	const current = viewOf(viewer);
	const names = viewerViews.filter(name => viewer.opened?.pages[name] !== undefined);
	if (!current || names.length < 2) {
		return state;
	}

	const next = names[(names.indexOf(current) + by + names.length) % names.length];
	return {...state, viewer: withoutMatch({...viewer, view: next, left: 0, goal: undefined})};
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
		return told(state, subject.versions.length === 1 ? 'There is no other version of it.' : (by < 0 ? 'This is the first version of it.' : 'This is the last version of it.'));
	}

	// Looked at in the same way, from the top: what stands where differs.
	return {...state, viewer: {subject: {...subject, version}, tops: {}, left: 0, wraps: viewer.wraps, view: viewer.view, under: viewer.under, search: viewer.search && {query: viewer.search.query, from: 0}}};
}

/** What this version changed, and back. */
function changes(state: State, viewer: Viewer): State {
	const {subject} = viewer;
	if (subject.kind === 'difference') {
		return state;
	}

	if (viewOf(viewer) === 'changes') {
		return {...state, viewer: withoutMatch({...viewer, view: undefined, left: 0})};
	}

	return subject.version === 0
		? told(state, subject.versions.length === 1 ? 'There is no other version of it to compare with.' : 'This is the first version of it: there is none before.')
		: {...state, viewer: withoutMatch({...viewer, view: 'changes', left: 0, goal: undefined})};
}

function openViewerField(state: State, viewer: Viewer, kind: 'look' | 'line'): State {
	if (!pagesOf(viewer)) {
		return state;
	}

	const {cursor, layer, open, flipped, tops, views: remembered} = state;
	return {
		...state,
		viewer: {...viewer, goal: undefined, before: {search: viewer.search, tops: viewer.tops, left: viewer.left}, ...(kind === 'look' && {search: undefined})},
		field: {kind, text: '', caret: 0, before: {text: '', cursor, layer, open, flipped, tops, views: remembered}},
	};
}

/** Where a typed place leads: a line, a byte in hexadecimal, or a share. */
function goalOf(viewer: Viewer, text: string): Goal | undefined {
	const size = viewer.opened?.bytes?.size ?? 0;
	const pages = pagesOf(viewer);
	const lines = pages instanceof LinesPages ? pages.lines.length : undefined;
	const share = /^(?<percent>\d{1,3})\s*%$/.exec(text);
	if (share) {
		const part = Math.min(100, Number(share.groups!.percent)) / 100;
		return {kind: 'place', at: Math.floor(part * Math.max(0, (lines ?? size) - 1))};
	}

	if (/^0x[\da-f]{1,13}$/i.test(text)) {
		return {kind: 'place', at: Number(text)};
	}

	if (!/^\d{1,15}$/.test(text)) {
		return undefined;
	}

	return lines === undefined && viewOf(viewer) !== 'hex' ? {kind: 'line', line: Number(text)} : {kind: 'place', at: Number(text) - (lines === undefined ? 0 : 1)};
}

/** Gives up what is on its way, then the search, then leaves. */
function back(state: State, viewer: Viewer): State {
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

/** The content that another program is to show: what is looked at, or what is under the cursor. Or why there is none, in a sentence. */
export function contentToOpen(state: State): ContentRef & {size: number} | {problem: string} {
	const {grown} = state;
	const {viewer, notice} = state.viewer ? state : viewUnderCursor({...state, notice: undefined});
	if (viewer?.subject.kind === 'difference') {
		return {problem: 'These are two files: what differs can\'t be opened as one.'};
	}

	if (!viewer || !grown?.contents) {
		return {problem: notice?.text ?? 'There is no file under the cursor.'};
	}

	const {shown, versions, version} = viewer.subject;
	const {store, tree} = grown.overlay;
	const {content} = versions[version];
	const layer = store.layerOf(content);
	return {contents: grown.contents, layer, index: content - store.base(layer), name: tree.path(shown), size: store.sizeOf(content)};
}

/** What the viewer is open on, for what else works with it. */
export function viewedVersion({viewer}: Pick<State, 'viewer'>, overlay: Overlay | undefined): {layer: LayerNumber; entry: EntryId; path: PathId} | undefined {
	if (viewer?.subject.kind !== 'file' || !overlay) {
		return undefined;
	}

	const {content} = viewer.subject.versions[viewer.subject.version];
	return {layer: overlay.store.layerOf(content), entry: content, path: viewer.subject.shown};
}
