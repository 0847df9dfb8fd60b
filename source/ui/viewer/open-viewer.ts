import type {LayerNumber} from '../../image/image.js';
import type {EntryId} from '../../tree/entry-store.js';
import type {PathId} from '../../tree/path-tree.js';
import {cursorPath} from '../files.js';
import type {State} from '../state.js';
import {viewRow} from '../view-rows.js';
import {views} from '../views/index.js';
import {isViewName} from '../views/view-names.js';
import {refOf, subjectOf, type ContentRef, type Subject} from './subject.js';

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
	return 'problem' in subject ? told(state, subject.problem) : openViewer(state, subject);
}

/** Opens the viewer on something. */
export function openViewer(state: State, subject: Subject): State {
	// What it was opened from, such as the finder, is back when it is left.
	const under = state.viewer ? state.viewer.under : state.field;
	return {...state, field: undefined, viewer: {subject, tops: {}, left: 0, wraps: state.viewer?.wraps ?? false, under}};
}

/** Says why nothing came of a key. */
export function told(state: State, text: string): State {
	return {...state, notice: {text, kind: 'problem'}};
}

/** The content that another program is to show: what is looked at, or what is under the cursor. Or why there is none, in a sentence. */
export function contentToOpen(state: State): ContentRef & {size: number} | {problem: string} {
	const {grown} = state;
	const {viewer, notice} = state.viewer ? state : viewUnderCursor({...state, notice: undefined});
	if (viewer?.subject.kind === 'difference') {
		return {problem: 'These are two files: what differs can\'t be opened as one.'};
	}

	const ref = viewer && refOf(grown, viewer.subject, viewer.subject.version);
	if (!grown || !ref) {
		return {problem: notice?.text ?? 'There is no file under the cursor.'};
	}

	const {store} = grown.overlay;
	return {...ref, size: store.sizeOf(store.base(ref.layer) + ref.index)};
}
