import {entryType, entryTypeNames} from '../archive/entry-table.js';
import type {Image, ImageWarning, LayerNumber} from '../image/image.js';
import {changeNames} from '../tree/change.js';
import {absent} from '../tree/entry-store.js';
import type {Overlay} from '../tree/overlay.js';
import type {PathId} from '../tree/path-tree.js';
import type {FoundPaths} from '../tree/query/find-paths.js';
import {matchedRanges} from '../tree/query/matched-ranges.js';
import {expressionPlace, type Prepared} from '../tree/query/prepared.js';
import type {Query} from '../tree/query/query.js';
import {pathBase64, reportImage, type ReportedImage} from './reported-image.js';
import {reportWarnings, type ReportedWarning} from './summary.js';

/** A path that a query found. */
export type FoundPath = {
	/** Beginning with `/`; a byte that is no UTF-8 stands as `\xNN`. Not safe for a terminal. */
	path: string;
	/** The path's bytes, where they are no UTF-8. */
	pathBase64?: string;
	/** The layer of the version that matched: the latest one that does. */
	layer: LayerNumber;
	/** Of that version. */
	type: string;
	size: number;
	/** The layer that removed the path for good; null while the final file system has it. */
	removedBy: LayerNumber | null;
	/** Each layer that touched the path, and what it did. */
	layers: Array<{layer: LayerNumber; change: string}>;
};

/** What `find` tells. */
export type Find = {
	image: ReportedImage;
	query: string;
	/** How many paths match; more than there are rows, where those are limited. */
	total: number;
	/** Best first. Made while they are read. */
	paths: () => Generator<FoundPath>;
	/** Characters of a path's text, as shown, that matched. */
	ranges: (path: string) => ReadonlyArray<readonly [start: number, end: number]>;
	warnings: ReportedWarning[];
};

type FindParts = {image: Image; overlay: Overlay; query: Query; /** Where its regular expressions match. */ expressions?: Prepared['expressions']; warnings: readonly ImageWarning[]};

/** What there is to tell of found paths. */
export function reportFind({image, overlay, query, expressions, warnings}: FindParts, found: FoundPaths): Find {
	return {
		image: reportImage(image),
		query: query.text,
		total: found.total,
		* paths() {
			for (let index = 0; index < found.paths.length; index++) {
				yield foundPath(overlay, found, index);
			}
		},
		ranges(path) {
			// A path in which something stands as an escape is another text.
			const id = expressions?.size ? overlay.tree.find(Buffer.from(path.slice(1))) : -1;
			return matchedRanges(query, path, pattern => id < 0 ? undefined : expressionPlace(expressions, pattern, id));
		},
		warnings: reportWarnings(warnings),
	};
}

function foundPath(overlay: Overlay, {paths, layers, entries, gone}: FoundPaths, index: number): FoundPath {
	const {tree} = overlay;
	const path = paths[index];
	const text = tree.path(path);
	// Only what was written with an escape can be no UTF-8.
	const base64 = text.includes(String.raw`\x`) ? pathBase64(tree.pathBytes(path)) : undefined;
	const {type, size} = overlay.facts(entries[index]);
	const touched = layersOf(overlay, path);
	return {
		path: text,
		...(base64 !== undefined && {pathBase64: base64}),
		layer: layers[index],
		type: entryTypeNames[type === entryType.hardlink ? entryType.file : type],
		size,
		removedBy: gone[index] === 1 ? touched.at(-1)?.layer ?? layers[index] : null,
		layers: touched,
	};
}

function layersOf({transitions}: Overlay, path: PathId): FoundPath['layers'] {
	const found: FoundPath['layers'] = [];
	for (let at = transitions.last[path] ?? absent; at >= 0; at = transitions.previous[at]) {
		found.push({layer: transitions.layer[at], change: changeNames[transitions.change[at]]});
	}

	return found.reverse();
}
