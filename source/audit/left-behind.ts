import type {EntryId} from '../tree/entry-store.js';
import type {PathId} from '../tree/path-tree.js';
import type {AuditInput} from './audit-input.js';
import {startedFiles} from './linkage/started-files.js';
import {liveByLayer, type LiveContents} from './live-by-layer.js';

/**
The same as `liveByLayer`, without what is loaded when a container of the image starts: that is wanted, whatever it looks like. An
image whose program is a compiler needs it.
*/
export function * leftBehind<Kind>(input: AuditInput, kindOf: (content: EntryId, path: PathId) => Kind | false | undefined): Generator<undefined, Array<LiveContents<Kind>>> {
	for (const _ of input.overlay.tree.reorder()) {
		yield;
	}

	const started = startedFiles(input);
	return yield * liveByLayer(input, (content, path) => {
		const kind = kindOf(content, path);
		return kind !== undefined && kind !== false && !started.has(content) && kind;
	});
}
