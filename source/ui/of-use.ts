import {root} from '../tree/path-tree.js';
import {copyChoices} from './copy-choices.js';
import type {Binding} from './key-bindings.js';
import {countMarks, selectUnderCursor} from './marks.js';
import {selectPairHere, type ImageRow} from './views/images.js';
import {canReadOn} from './select-layers.js';
import type {State} from './state.js';
import {viewRow} from './view-rows.js';
import {views} from './views/index.js';
import {isBy, selectMapFolder} from './views/map.js';
import {sideRowAt} from './views/sides.js';
import {LinesPages} from './viewer/lines-pages.js';
import {lookOf, pagesOf, viewOf, viewsOf} from './viewer/viewer.js';
import {isViewName} from './views/view-names.js';

/** Whether a key of the pane in focus would do something, so that it is worth a hint. */
export function isOfUse({action}: Binding, state: State): boolean {
	const {focus, rightView} = state;
	switch (action.type) {
		case 'open-image': {
			if (focus === 'start' || focus === 'choices') {
				return viewRow(state, focus) !== undefined;
			}

			// What could not be read has nothing to look into.
			const image = viewRow(state, 'images') as ImageRow | undefined;
			return image !== undefined && image.step !== 'failed';
		}

		case 'compare': {
			return selectPairHere(state) !== undefined;
		}

		case 'focus-next': {
			return !state.shelf && focus !== 'choices';
		}

		case 'read-on': {
			return canReadOn(state);
		}

		case 'zoom': {
			return action.on !== state.isZoomed;
		}

		case 'start-filter': {
			return rightView === 'files' || state.comparison !== undefined;
		}

		case 'start-find': {
			return !state.shelf && !state.comparison && !state.start;
		}

		case 'switch-range': {
			return showsFiles(state);
		}

		case 'enter': {
			if (!isViewName(focus)) {
				return true;
			}

			if (focus === 'sides') {
				return sideRowAt(state)?.layer !== undefined || sideRowAt(state)?.count !== undefined;
			}

			if (focus === 'differences') {
				return viewRow(state, focus) !== undefined;
			}

			const row = viewRow(state, focus);
			return row !== undefined && (focus === 'map' || views[focus].place(row, state) !== undefined);
		}

		case 'open':
		case 'close':
		case 'toggle': {
			if (focus === 'sides') {
				return sideRowAt(state)?.count !== undefined;
			}

			return !isViewName(focus) || viewRow(state, focus) !== undefined;
		}

		case 'mark': {
			return !state.viewer && isViewName(focus) && views[focus].hasTicks ? viewRow(state, focus) !== undefined : selectUnderCursor(state).length > 0;
		}

		case 'copy':
		case 'extract':
		case 'choose-copy': {
			return (state.comparison && !state.viewer)
				? copyChoices(state).length > 0
				: (!state.viewer && countMarks(state) > 0) || selectUnderCursor(state).length > 0;
		}

		case 'clear-marks': {
			return countMarks(state) > 0;
		}

		case 'leave-folder': {
			return isBy(state, 'folder') && selectMapFolder(state) !== root;
		}

		case 'show-view': {
			if (action.view === 'choices') {
				return canChoose(state);
			}

			return action.view !== 'story' || !isViewName(focus) || viewRow(state, focus) !== undefined;
		}

		case 'viewer-version': {
			return versionBeside(state, action.by);
		}

		case 'viewer-changes': {
			return state.viewer?.subject.kind === 'file' && (versionBeside(state, -1) || viewOf(state.viewer) === 'changes');
		}

		case 'next-match': {
			return state.viewer?.search !== undefined && state.viewer.search.query !== '';
		}

		case 'viewer-wrap': {
			const pages = state.viewer && pagesOf(state.viewer);
			return pages instanceof LinesPages ? pages.hasLong(lookOf(state.viewer!, state.size)) : pages !== undefined && viewOf(state.viewer!) !== 'hex';
		}

		case 'open-elsewhere': {
			return state.viewer?.subject.kind !== 'difference';
		}

		case 'viewer-line': {
			return state.viewer !== undefined && pagesOf(state.viewer) !== undefined && viewOf(state.viewer) !== 'facts';
		}

		case 'next-view': {
			return !state.viewer || viewsOf(state.viewer).length > 1;
		}

		default: {
			return true;
		}
	}
}

/** Whether another image of the same place can be opened; a stream can't be read again. */
export function canChoose({image}: Pick<State, 'image'>): boolean {
	return (image?.choices?.length ?? 0) > 1 && image?.reference !== '-';
}

/** Whether there is a version before or after the one that is looked at. */
function versionBeside({viewer}: State, by: 1 | -1): boolean {
	return viewer?.subject.kind === 'file' && viewer.subject.versions[viewer.subject.version + by] !== undefined;
}

/** Whether a layer's changes, or everything up to it, are what stands on the right. */
export function showsFiles({rightView}: Pick<State, 'rightView'>): boolean {
	return rightView === 'files' || rightView === 'map';
}
