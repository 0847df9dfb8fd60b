import {formatTime} from '../format/time.js';
import {keptKinds, type KeptEntry, type KeptKind} from '../image/cache/kept-entry.js';

/** What `cache` tells, in the shape of its JSON. */
export type Cache = {
	schema: 'freedive/cache/1';
	/** Where it is. Not safe for a terminal. */
	folder: string;
	/** How many bytes it may have. */
	limit: number;
	/** What is in it now. */
	files: number;
	bytes: number;
	kinds: Array<{kind: KeptKind; files: number; bytes: number}>;
	/** What is remembered of images beside it. */
	remembered: Remembered;
	/** Last used first; null where they were not asked for. */
	entries: ReportedEntry[] | null;
	/** What was dropped; null where that was not asked for. */
	cleared: {files: number; bytes: number; forgotten: Remembered} | null;
};

export type Remembered = {
	/** Images that the start screen offers as opened lately. */
	opened: number;
	/** Images by whose layers others are known to be built on them. */
	known: number;
};

export type ReportedEntry = {
	kind: KeptKind;
	/** Null where it is kept for a place in a file, or for a name. */
	digest: string | null;
	bytes: number;
	/** When it was last used. */
	used: string;
};

/** What is kept of images. */
export function reportCache(
	{folder, limit}: {folder: string; limit: number},
	entries: readonly KeptEntry[],
	remembered: Remembered,
	{isListed, cleared}: {isListed: boolean; cleared?: {files: number; bytes: number; forgotten: Remembered}},
): Cache {
	return {
		schema: 'freedive/cache/1',
		folder,
		limit,
		files: entries.length,
		bytes: sum(entries),
		kinds: keptKinds.flatMap(kind => {
			const those = entries.filter(entry => entry.kind === kind);
			return those.length === 0 ? [] : [{kind, files: those.length, bytes: sum(those)}];
		}),
		remembered,
		entries: isListed ? entries.map(({kind, digest, size, usedAt}) => ({kind, digest: digest ?? null, bytes: size, used: formatTime(Math.floor(usedAt / 1000))})) : null,
		cleared: cleared ? {files: cleared.files, bytes: cleared.bytes, forgotten: cleared.forgotten} : null,
	};
}

function sum(entries: readonly KeptEntry[]): number {
	return entries.reduce((bytes, {size}) => bytes + size, 0);
}
