import {countOf} from '../format/count.js';
import type {ImageWarning} from '../image/image.js';
import type {NewsAction} from './action.js';
import {cursorRow} from './files.js';
import {foundInFinder} from './reduce-finder.js';
import {reduceComparisonNews} from './reduce-comparison.js';
import {focusOn} from './focus.js';
import {selectLayer} from './layer-cursor.js';
import {reduceViewerNews} from './reduce-viewer.js';
import {reveal, jumpToMatch} from './search.js';
import type {Filtering, LayerStatus, Listing, State} from './state.js';
import {withStart} from './with-start.js';

/** What happened outside. */
export function reduceNews(state: State, action: NewsAction): State {
	switch (action.type) {
		case 'resized': {
			return {...state, size: {columns: action.columns, rows: action.rows}};
		}

		case 'opening': {
			return {...state, opening: {label: action.label, bytes: action.bytes, total: action.total}};
		}

		case 'saving': {
			return {...state, saving: action.progress};
		}

		case 'opened': {
			return {
				...state,
				phase: 'reading',
				opening: undefined,
				image: action.image,
				layer: action.layer ?? state.layer,
				goal: action.goal,
				reading: {since: action.at, at: action.at},
			};
		}

		case 'failed': {
			return {...state, phase: action.isStopped ? 'stopped' : 'failed', opening: undefined, failure: action.failure};
		}

		case 'layers-progress': {
			return {...state, layers: action.layers, reading: {since: state.reading?.since ?? action.at, at: action.at}};
		}

		case 'overlay-grew': {
			return {...state, grown: action.grown};
		}

		case 'based': {
			return {...state, base: action.base, seeksBase: action.isSought};
		}

		case 'loaded': {
			return {...state, phase: 'whole'};
		}

		case 'attached': {
			return {...state, attached: action.found};
		}

		case 'verifying': {
			const {verification} = action;
			return {...state, verification, ...('broken' in verification && {notice: verifiedNotice(verification)})};
		}

		case 'rested': {
			return {...state, phase: 'resting'};
		}

		case 'stopped': {
			return {...state, phase: 'stopped', layers: stoppedLayers(state)};
		}

		case 'listed': {
			return listed(state, action.listing);
		}

		case 'found': {
			return {...state, findings: {...state.findings, [action.name]: action.finding}};
		}

		case 'finder-found': {
			return foundInFinder(state, action.result);
		}

		case 'finder-work': {
			return {...state, finder: {...state.finder, work: action.work, problem: action.problem}};
		}

		case 'prepared': {
			// Those who asked look again.
			return state;
		}

		case 'filtering': {
			return filteringChanged(state, action.filtering);
		}

		case 'view':
		case 'view-difference':
		case 'viewer-opened':
		case 'viewer-grew':
		case 'viewer-searching':
		case 'viewer-arrived': {
			return reduceViewerNews(state, action);
		}

		case 'extracting': {
			return {...state, extraction: action.extraction};
		}

		case 'notify': {
			return {...state, notice: {text: action.text, kind: action.kind}};
		}

		case 'notice-seen': {
			return {...state, notice: undefined};
		}

		case 'shelf': {
			return {...state, shelf: action.shelf};
		}

		case 'choose': {
			const {choices} = action;
			const pane = choices ? 'choices' : 'files';
			return {...state, choosing: choices, focus: choices ? 'choices' : 'layers', rightView: pane, beforeView: 'layers'};
		}

		case 'start': {
			return withStart(state, action.start, action.isSeen);
		}

		case 'sides':
		case 'compared':
		case 'differences-listed': {
			return reduceComparisonNews(state, action);
		}

		case 'show-layer': {
			return focusOn(selectLayer(state, action.layer), 'layers');
		}

		case 'reveal': {
			return {...reveal(state, action.path), range: action.range, focus: 'files', rightView: 'files'};
		}
	}
}

/** What came of it, in a sentence. */
function verifiedNotice({claims, broken}: {claims: number; broken: readonly ImageWarning[]}): State['notice'] {
	const wrong = broken.filter(({isMismatch}) => isMismatch).length;
	const unread = broken.length > wrong ? '; not all could be read' : '';
	return wrong > 0
		? {text: `${countOf(wrong, 'claim')} of ${claims} ${wrong === 1 ? 'does' : 'do'} not hold${unread}: i tells`, kind: 'problem'}
		: {text: `${countOf(claims, 'claim')} held against the bytes: ${claims === 1 ? 'it holds' : 'all hold'}${unread}`, kind: 'info'};
}

/** A new listing keeps the path under the cursor on the line of the screen where it was. */
function listed(before: State, listing: Listing): State {
	const line = before.listing ? cursorRow(before) - before.tops.files : 0;
	let state: State = {...before, listing};
	if (before.field?.kind === 'search' && before.search?.pane === 'files' && listing.search !== before.listing?.search) {
		state = jumpToMatch(state, 'here');
	} else if (listing.filter && listing.filter !== before.listing?.filter && listing.filter.best >= 0 && (before.field?.kind === 'filter' || isFirstFound(before.listing, listing))) {
		state = {...state, cursor: listing.filter.best};
	}

	// The listing may come while the paths around the cursor are still to be opened; settling brings it into sight then.
	return {...state, tops: {...state.tops, files: Math.max(0, cursorRow(state) - Math.max(0, line))}};
}

/** Whether a filter that Enter took up before anything was found has found something. */
function isFirstFound(before: Listing | undefined, {wish}: Listing): boolean {
	return before?.wish.filter === wish.filter && (before.wish.isAwaited === true || before.filter?.matched === 0);
}

/** What keeps the filter from being answered whole is told where it is typed, and of one that is kept once. */
function filteringChanged(state: State, filtering: Filtering | undefined): State {
	const {problem} = filtering ?? {};
	const isNew = problem !== undefined && problem.message !== state.filtering?.problem?.message;
	return {...state, filtering, ...(isNew && !state.field && {notice: {text: problem.message, kind: 'problem' as const}})};
}

/** What was not read by now is not read. */
function stoppedLayers({image, layers}: State): ReadonlyMap<number, LayerStatus> {
	const next = new Map(layers);
	for (const {number, storedSize} of image?.layers ?? []) {
		const status = layers.get(number);
		if (!status || !['read', 'listed', 'failed'].includes(status.step)) {
			next.set(number, {
				bytes: status?.bytes ?? 0,
				total: storedSize,
				step: 'stopped',
				warnings: [`Layer ${number} was not read: reading was stopped.`],
				isBroken: true,
			});
		}
	}

	return next;
}
