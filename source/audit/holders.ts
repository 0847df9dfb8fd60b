import type {PackageKind} from '../content/package-fact.js';
import {formatBytes} from '../format/bytes.js';
import {formatCount} from '../format/count.js';
import {listWords} from '../format/list-words.js';
import type {PathId} from '../tree/path-tree.js';
import type {AuditInput} from './audit-input.js';
import type {LiveContents} from './live-by-layer.js';

/** A package, or where none owns it a folder, and what it has of some contents. */
export type Holder = {
	name: string;
	/** Of a package. */
	kind?: PackageKind;
	bytes: number;
	files: number;
};

/** Holders that a sentence names. */
const mostNamed = 4;

/**
Who holds contents, most bytes first: the packages that own them, and folders for the rest.

@param found.shares Bytes of each content; all of it where it is not told.
@param folderOf The folder to name for a path that no package owns; the one that it lies in where it is not told.
*/
export function holdersOf({overlay: {tree, store}, packages: {packages, ownerOf}}: Pick<AuditInput, 'overlay' | 'packages'>, {contents, paths, shares}: Pick<LiveContents<unknown>, 'contents' | 'paths'> & {shares?: ArrayLike<number>}, folderOf = (path: PathId) => tree.parent[path]): Holder[] {
	const sizeOf = store.sizes();
	const holders = new Map<string, Holder>();
	const folderNames = new Map<PathId, string>();
	for (const [index, path] of paths.entries()) {
		const owner = ownerOf[path] ?? -1;
		let name;
		let kind: PackageKind | undefined;
		if (owner >= 0) {
			({name, kind} = packages[owner]);
		} else {
			const folder = folderOf(path);
			name = folderNames.get(folder) ?? tree.path(folder);
			folderNames.set(folder, name);
		}

		const holder = holders.get(name) ?? {name, ...(kind && {kind}), bytes: 0, files: 0};
		holder.bytes += shares?.[index] ?? sizeOf(contents[index]);
		holder.files++;
		holders.set(name, holder);
	}

	return [...holders.values()].sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}

/** The largest of contents, as many as a sentence names, by their paths. */
export function worstFiles({overlay: {tree, store}}: Pick<AuditInput, 'overlay'>, {contents, paths, shares}: Pick<LiveContents<unknown>, 'contents' | 'paths'> & {shares?: ArrayLike<number>}): Array<Pick<Holder, 'name' | 'bytes'>> {
	const sizeOf = store.sizes();
	const sizes = contents.map((content, index) => shares?.[index] ?? sizeOf(content));
	return [...contents.keys()]
		.sort((a, b) => sizes[b] - sizes[a] || tree.comparePaths(paths[a], paths[b]))
		.slice(0, mostNamed + 1)
		.map(index => ({name: tree.path(paths[index]), bytes: sizes[index]}));
}

/**
Names the first of them with their bytes, and counts the rest.

@param count How many there are in all.

@example
tellHolders(holders); // 'libc6-dev (5.10 MB), /opt/lib (1.20 MB) and 3 more'
*/
export function tellHolders(holders: ReadonlyArray<Pick<Holder, 'name' | 'bytes'>>, count = holders.length): string {
	if (count === 1) {
		return holders[0].name;
	}

	// To name one more takes no more room than to count it.
	const named = holders.slice(0, count === mostNamed + 1 ? count : mostNamed).map(({name, bytes}) => `${name} (${formatBytes(bytes)})`);
	return listWords(count > named.length ? [...named, `${formatCount(count - named.length)} more`] : named);
}

/** The same behind a colon and a space, or nothing where all lies in the place that was named already. */
export function apartFrom(place: string, holders: readonly Holder[]): string {
	return holders.length === 1 && holders[0].name === place ? '' : `: ${tellHolders(holders)}`;
}
