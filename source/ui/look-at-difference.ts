import type {PathId} from '../tree/path-tree.js';
import {placeOf, type Comparison} from '../tree/compare-images.js';
import {difference} from '../tree/difference.js';
import {absent} from '../tree/entry-store.js';
import {change} from '../tree/change.js';
import {reduceViewerNews} from './reduce-viewer.js';
import {view} from './viewer/open-viewer.js';
import type {State} from './state.js';
import type {ContentRef} from './viewer/subject.js';

/** Opens the viewer on what differs between the contents of a path; where only one side has one, or both have the same, on that. */
export function lookAtDifference(state: State, files: Comparison, path: PathId): State {
	const a = contentIn(files, 'a', path);
	const b = contentIn(files, 'b', path);
	const hasOtherContent = (files.what[path] & difference.content) !== 0 || files.change[path] === change.unknown;
	if (a && b && hasOtherContent) {
		return reduceViewerNews(state, {type: 'view-difference', a, b});
	}

	const {comparison} = state;
	const isInB = files.entryB[path] !== absent;
	const {grown, image} = isInB ? comparison!.b : comparison!.a;
	const own = grown?.overlay.tree.find(files.tree.pathBytes(path).subarray(1)) ?? -1;
	// The viewer reads of the image that the state has.
	return own < 0 || !image ? state : view({...state, grown, image}, own, image.layers.length);
}

/** The content that one side shows at a path; undefined where there is none. */
function contentIn(files: Comparison, letter: 'a' | 'b', path: PathId): ContentRef | undefined {
	const side = files[letter];
	const entry = (letter === 'a' ? files.entryA : files.entryB)[path];
	const content = entry >= 0 ? side.overlay.store.content(entry) : absent;
	return content < 0 ? undefined : {...placeOf(side, content), name: `${letter.toUpperCase()} ${files.tree.path(path)}`};
}
