import {entryType, entryTypeNames} from '../../archive/entry-table.js';
import {safeText} from '../../format/safe-text.js';
import type {LayerNumber} from '../../image/image.js';
import type {ContentPlace} from '../../image/same-content.js';
import {placeOf} from '../../tree/compare-images.js';
import {absent, implicit, type EntryId} from '../../tree/entry-store.js';
import {followLinks} from '../../tree/follow-links.js';
import type {Overlay} from '../../tree/overlay.js';
import type {PathId} from '../../tree/path-tree.js';
import {storyOf, type Chapter} from '../../tree/story.js';
import type {Grown} from '../state.js';

/** A content of some image, and what it is called. */
export type ContentRef = ContentPlace & {name: string};

/** One version of a file: what a layer did to it, and the content that it shows since. */
export type Version = Chapter & {content: EntryId};

/** A file and its versions, one of which is looked at. */
export type FileSubject = {
	kind: 'file';
	/** The path that was asked for. */
	path: PathId;
	/** The path that it leads to, where it is a link or lies behind one. */
	shown: PathId;
	/** From the base up. */
	versions: readonly Version[];
	/** The one that is looked at. */
	version: number;
};

/** What differs between two contents. */
export type DifferenceSubject = {kind: 'difference'; a: ContentRef; b: ContentRef};

/** What the viewer is about. */
export type Subject = FileSubject | DifferenceSubject;

/**
The version of a path that is shown after a layer; of what the layer removed, the one before. Links are followed, inside the image.

@param entry One of several versions that the layer stores at the path, where it does.
@returns Or why there is nothing to look at, in a sentence.
*/
export function subjectOf(overlay: Overlay, path: PathId, layer: LayerNumber, entry?: EntryId): FileSubject | {problem: string} {
	const {tree, transitions, store} = overlay;
	const name = tree.path(path);
	let last = transitions.at(path, layer);
	if (last < 0) {
		return {problem: `${name} is not there after layer ${layer}.`};
	}

	let at = layer;
	if (transitions.entry[last] === absent) {
		at = transitions.layer[last] - 1;
		last = transitions.previous[last];
	}

	const shownEntry = entry ?? (last < 0 ? absent : transitions.entry[last]);
	if (shownEntry === absent) {
		return {problem: `${name} was never there: a layer only names it.`};
	}

	if (shownEntry !== implicit && store.facts(shownEntry).type === entryType.symlink) {
		return linked(overlay, path, at);
	}

	const problem = unreadable(overlay, name, shownEntry);
	return problem === undefined ? fileSubject(overlay, {path, shown: path, layer: at, entry: shownEntry}) : {problem};
}

function linked(overlay: Overlay, path: PathId, at: LayerNumber): FileSubject | {problem: string} {
	const {tree} = overlay;
	const name = tree.path(path);
	const found = followLinks(overlay, tree.pathBytes(path), {at, follow: true});
	if ('problem' in found) {
		const why = {missing: 'is not there', loop: 'leads round in a circle', 'not-a-directory': 'is no folder'}[found.problem];
		return {problem: `${name} is a link that leads nowhere: ${found.path} ${why}.`};
	}

	const shown = tree.path(found.path);
	const problem = unreadable(overlay, `${name} is a link to ${shown}, and that`, found.entry);
	return problem === undefined ? fileSubject(overlay, {path, shown: found.path, layer: at, entry: found.entry}) : {problem};
}

function fileSubject(overlay: Overlay, {path, shown, layer, entry}: {path: PathId; shown: PathId; layer: LayerNumber; entry: EntryId}): FileSubject {
	const {store} = overlay;
	const versions = storyOf(overlay, shown).flatMap((chapter): Version[] => {
		const content = store.content(chapter.entry);
		return content < 0 ? [] : [{...chapter, content}];
	});
	const exact = versions.findLastIndex(version => version.entry === entry && version.layer <= layer);
	return {kind: 'file', path, shown, versions, version: Math.max(0, exact)};
}

/** The content of a version; undefined where there is none, or nothing that reads it. */
export function refOf(grown: Grown | undefined, {shown, versions}: FileSubject, version: number): ContentRef | undefined {
	const content = versions[version]?.content;
	return grown?.contents && content !== undefined
		? {...placeOf({contents: grown.contents, overlay: grown.overlay}, content), name: grown.overlay.tree.path(shown)}
		: undefined;
}

/** Why an entry has no content to look at, in a sentence about `name`; undefined where it has one. */
function unreadable({store}: Overlay, name: string, entry: EntryId): string | undefined {
	if (store.content(entry) >= 0) {
		return undefined;
	}

	const {type, link} = store.facts(entry);
	switch (type) {
		case entryType.directory: {
			return `${name} is a folder: Enter opens it.`;
		}

		case entryType.hardlink: {
			return `${name} is a hard link to ${link}, which is not there.`;
		}

		default: {
			return `${name} is a ${entryTypeNames[type].replace('-', ' ')}: it has no content.`;
		}
	}
}

/** What the file is called: its path, and where that leads. Safe. */
export function subjectName(subject: Subject, overlay: Overlay | undefined, arrow: string): string {
	if (subject.kind === 'difference') {
		return safeText(subject.a.name === subject.b.name ? subject.a.name : `${subject.a.name} ${arrow} ${subject.b.name}`);
	}

	const name = safeText(overlay?.tree.path(subject.path) ?? '');
	return subject.path === subject.shown ? name : `${name} ${arrow} ${safeText(overlay?.tree.path(subject.shown) ?? '')}`;
}
