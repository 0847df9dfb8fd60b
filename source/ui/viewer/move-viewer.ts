import {occurrencesIn} from '../../content/byte-search.js';
import type {State} from '../state.js';
import {LinesPages} from './lines-pages.js';
import {firstPlace, type Pages, type Place} from './pages.js';
import {lookOf, pagesOf, viewerRoom, viewOf, type Goal, type Viewer} from './viewer.js';

/** Columns by which a key scrolls to the side. */
const sideStep = 8;

/** What a key of movement asks for. */
export type Move = {unit: 'row' | 'half-page' | 'page' | 'all'; by: 1 | -1};

/** The first row that is seen. */
export function topOf(viewer: Viewer): Place {
	const name = viewOf(viewer);
	return (name && viewer.tops[name]) ?? firstPlace;
}

/** The state with another of something in its viewer. */
export function withViewer(state: State, changed: Partial<Viewer>): State {
	return {...state, viewer: {...state.viewer!, ...changed}};
}

function withTop(state: State, viewer: Viewer, top: Place, more: Partial<Viewer> = {}): State {
	const name = viewOf(viewer);
	return name ? {...state, viewer: {...viewer, tops: {...viewer.tops, [name]: top}, ...more}} : state;
}

/** Scrolls by rows and pages, or to an end. */
export function moved(state: State, before: Viewer, {unit, by}: Move, rows = 1): State {
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

/** Goes to a place that takes time to get to. */
export function pursue(state: State, viewer: Viewer, goal: Goal): State {
	return {...state, viewer: {...viewer, goal}};
}

/** To the place that was asked for; `at` is undefined where there is none. */
export function arrived(state: State, viewer: Viewer, goal: Goal, at: number | undefined): State {
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
	const place = pages.holding(match, look, search?.query);
	const top = topOf(viewer);
	const seen = pages.from(top, height, look).some(({at, row}) => at === place.at && row === place.row);
	// What is not seen comes to the upper third, with what leads to it above.
	const next = seen ? top : notBehindEnd(state, viewer, pages, pages.before(place, Math.floor(height / 3), look).at(-1) ?? place);
	const column = look.wraps ? 0 : pages.columnOf(match, look, search?.query);
	const room = pages.room(look);
	const isInSight = column >= viewer.left && column + (search?.query.length ?? 0) < viewer.left + room;
	const left = isInSight ? viewer.left : Math.max(0, column < room * 0.8 ? 0 : column - Math.floor(room / 2));
	return withTop(state, viewer, next, {search, left});
}

/** Goes to a match: at once in lines that are at hand, else as soon as it is found. */
export function seek(state: State, viewer: Viewer, by: 1 | -1 | 'here', from: number): State {
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

/** The lines that hold what is searched, as it is marked in them. */
export function matchingLines(pages: LinesPages, query: string): readonly number[] {
	if (lastFound?.pages !== pages || lastFound.query !== query) {
		lastFound = {pages, query, lines: pages.lines.flatMap(({text}, index) => occurrencesIn(text, query).length > 0 ? [index] : [])};
	}

	return lastFound.lines;
}

/** Wraps long lines, or cuts them: the match, or else what is seen first, stays in sight. */
export function wrapped(state: State, viewer: Viewer): State {
	const pages = pagesOf(viewer);
	if (!pages || viewOf(viewer) === 'hex') {
		return state;
	}

	const top = topOf(viewer);
	const before = lookOf(viewer, state.size);
	const {height} = viewerRoom(state.size);
	const next: Viewer = {...viewer, wraps: !viewer.wraps, left: 0};
	const look = lookOf(next, state.size);
	const first = pages.firstSeen(top, before, viewer.left);
	const match = viewer.search?.match;
	const matchPlace = match === undefined ? undefined : pages.holding(match, before, viewer.search?.query);
	const isMatchSeen = matchPlace !== undefined && pages.from(top, height, before).some(({at, row}) => at === matchPlace.at && row === matchPlace.row);
	// A line whose match is seen from its start is shown from there.
	const place = isMatchSeen && look.wraps ? {at: top.at, row: 0} : pages.holding(first, look);
	const placed: Viewer = {...next, tops: {...next.tops, [viewOf(viewer)!]: place}};
	if (isMatchSeen) {
		return withMatch(state, placed, pages, match);
	}

	return {...state, viewer: {...placed, left: look.wraps || top.row === 0 ? 0 : pages.columnOf(first, look)}};
}

/** Scrolls to the side, as far as the widest row that is seen reaches. */
export function sideways(state: State, viewer: Viewer, by: 1 | -1): State {
	const pages = pagesOf(viewer);
	if (!pages || viewer.wraps) {
		return state;
	}

	const look = lookOf(viewer, state.size);
	const beyond = pages.beyond(pages.from(topOf(viewer), viewerRoom(state.size).height, look), look);
	return withViewer(state, {left: Math.max(0, Math.min(viewer.left + by * sideStep, Math.max(beyond, by < 0 ? viewer.left : 0)))});
}
