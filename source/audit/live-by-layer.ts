import type {LayerNumber} from '../image/image.js';
import type {EntryId} from '../tree/entry-store.js';
import {fate} from '../tree/fate.js';
import {slice, type PathId} from '../tree/path-tree.js';
import type {AuditInput} from './audit-input.js';
import {liveContents} from './live-contents.js';

/** Contents of the finished file system that one layer made, all of one kind. */
export type LiveContents<Kind = true> = {
	/** The layer whose instruction made them. A later one may have stored them again as they were, as chown does. */
	layer: LayerNumber;
	kind: Kind;
	/** The deepest folder that holds all of them. */
	folder: PathId;
	contents: EntryId[];
	/** A path of the finished file system that shows each of `contents`. */
	paths: PathId[];
	/** Content bytes of all. */
	bytes: number;
};

/**
Contents of the finished file system that are of a kind, by the layers that made them, ascending, and within a layer by kind.

@param kindOf The kind of a content at a path; `false` or undefined where it is of none. Of a content with several names it is asked for
each: one of them that is of none speaks for all, for what is left out at the others is still stored.
*/
export function * liveByLayer<Kind>(input: Pick<AuditInput, 'overlay'>, kindOf: (content: EntryId, path: PathId) => Kind | false | undefined): Generator<undefined, Array<LiveContents<Kind>>> {
	const {store, tree, layerCount} = input.overlay;
	const sizeOf = store.sizes();
	const found = Array.from({length: layerCount + 1}, () => new Map<Kind, LiveContents<Kind>>());
	const shown = yield * liveContents(input.overlay);
	for (let index = 0; index < shown.contents.length; index++) {
		if (index % slice === slice - 1) {
			yield;
		}

		const content = shown.contents[index];
		const path = shown.paths[index];
		const kind = kindOf(content, path);
		if (kind === undefined || kind === false || shown.names.get(content)?.some(other => [false, undefined].includes(kindOf(content, other) as undefined))) {
			continue;
		}

		const folder = tree.parent[path];
		const maker = makerOf(input, path, store.layerOf(content));
		const group = found[maker].get(kind) ?? {layer: maker, kind, folder, contents: [], paths: [], bytes: 0};
		group.folder = tree.commonPath(group.folder, folder);
		group.contents.push(content);
		group.paths.push(path);
		group.bytes += sizeOf(content);
		found[maker].set(kind, group);
	}

	return found.flatMap(kinds => [...kinds.values()]);
}

/** The layer that first stored what a path shows since `layer`, of those that stored the same bytes there one after another. */
export function makerOf({overlay}: Pick<AuditInput, 'overlay'>, path: PathId, layer: LayerNumber): LayerNumber {
	const {transitions, store} = overlay;
	let maker = layer;
	for (let before = transitions.stateAfter(path, layer - 1); before >= 0; before = transitions.stateAfter(path, maker - 1)) {
		const content = store.content(before);
		if (content < 0 || overlay.hiddenBy(content) !== maker || overlay.fateOf(content) !== fate.rewritten) {
			break;
		}

		maker = store.layerOf(content);
	}

	return maker;
}
