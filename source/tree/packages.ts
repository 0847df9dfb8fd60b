import {entryType} from '../archive/entry-table.js';
import type {PackageKind} from '../content/package-fact.js';
import type {Contents} from '../image/contents.js';
import type {ImageWarning, LayerNumber} from '../image/image.js';
import type {EntryId} from './entry-store.js';
import {fate} from './fate.js';
import {folderPackages} from './folder-packages.js';
import {readLinkedDatabases} from './linked-databases.js';
import type {Overlay} from './overlay.js';
import type {PackageDraft} from './package-draft.js';
import {PackageFacts} from './package-facts.js';
import {PackageOwners} from './package-owners.js';
import {slice, type PathId} from './path-tree.js';
import {systemPackages} from './system-packages.js';

/** Bytes and files by whether anyone sees them; hard links are one file. */
export type PackageBytes = {
	/** Bytes that the final file system shows. */
	bytes: number;
	/** Files that store them. */
	files: number;
	/** Bytes that layers store and nobody sees any more. */
	wasted: number;
	/** Files that store those. */
	wastedFiles: number;
};

/** A package, and what it takes. */
export type Package = PackageBytes & {
	kind: PackageKind;
	/** As its database calls it, with the architecture behind a colon where there are several. */
	name: string;
	/** Empty where nobody tells. */
	version: string;
	/** The layer that brought this version. */
	layer: LayerNumber;
	/** The layer that removed it, or 0 while it is there. */
	removedIn: LayerNumber;
	/** Its entry in a database: the file that names it. */
	path: PathId;
	/** The layers that store bytes of it which nobody sees any more, ascending. */
	wastedIn: LayerNumber[];
};

export type PackageList = {
	/** Those of which layers store most come first, seen or wasted. All of them and what nobody owns add up to the image. */
	packages: Package[];
	/** By path, the index of the package that owns it, or -1; folders are owned by none. */
	ownerOf: Int32Array;
	unowned: PackageBytes;
	warnings: ImageWarning[];
};

/**
Which package owns which file, and what packages take. Wants the facts of the tap `package-files`, and all layers overlaid.

A content belongs to who owns its path, or else one of its other names. What lower layers had of a package belongs to it too, and so do
bytes of one that was removed: they are still there.
*/
export function * findPackages(overlay: Overlay, contents: Contents): Generator<void, PackageList> {
	const facts = new PackageFacts(overlay);
	yield * facts.gather(contents);
	yield * readLinkedDatabases(overlay, facts, contents);
	const drafts = [...yield * systemPackages(overlay, facts), ...yield * folderPackages(overlay, facts)];
	const owners = new PackageOwners(overlay, facts, drafts);
	yield * owners.run();

	const names = countNames(drafts);
	const found = drafts.map(({kind, name, version, architecture, layer, removedIn, path}): Package => ({
		kind,
		name: names.get(`${kind}:${name}`)! > 1 && architecture !== '' ? `${name}:${architecture}` : name,
		version,
		layer,
		removedIn,
		path,
		...noBytes(),
		wastedIn: [],
	}));
	const unowned = noBytes();
	yield * countBytes(overlay, owners.ownerOf, found, unowned);

	// What is but a part of another, or was removed with all its bytes, is none of its own.
	const isKept = ({removedIn, bytes, wasted}: Package, index: number) => !owners.parts.has(index) && (removedIn === 0 || bytes + wasted > 0);
	const kept = found.map((_, index) => index).filter(index => isKept(found[index], index));
	kept.sort((a, b) => compare(found[a], found[b]));
	const place = new Int32Array(found.length).fill(-1);
	for (const [to, from] of kept.entries()) {
		place[from] = to;
	}

	yield;
	const {ownerOf} = owners;
	for (let path = 0; path < ownerOf.length; path++) {
		ownerOf[path] = ownerOf[path] < 0 ? -1 : place[ownerOf[path]];
		if (path % (slice * 4) === 0) {
			yield;
		}
	}

	return {packages: kept.map(index => found[index]), ownerOf, unowned, warnings: facts.allWarnings()};
}

function noBytes(): PackageBytes {
	return {bytes: 0, files: 0, wasted: 0, wastedFiles: 0};
}

/** How many packages of a kind have a name, of those that tell their architecture. */
function countNames(drafts: readonly PackageDraft[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const {kind, name} of drafts) {
		const key = `${kind}:${name}`;
		counts.set(key, (counts.get(key) ?? 0) + 1);
	}

	return counts;
}

function compare(a: Package, b: Package): number {
	return b.bytes + b.wasted - a.bytes - a.wasted || b.bytes - a.bytes || Number(a.name > b.name) - Number(a.name < b.name);
}

function * countBytes(overlay: Overlay, ownerOf: Int32Array, packages: Package[], unowned: PackageBytes): Generator<void> {
	const {store, layerCount} = overlay;
	const byLink = new Map<EntryId, number>();
	for (const {entry, content} of store.links()) {
		const owner = ownerOf[store.pathOf(entry)];
		if (owner >= 0 && !byLink.has(content)) {
			byLink.set(content, owner);
		}
	}

	for (let layer = 1, steps = 0; layer <= layerCount; layer++) {
		const {count, type, size} = store.table(layer);
		const base = store.base(layer);
		const paths = store.paths(layer);
		for (let index = 0; index < count; index++) {
			if (type[index] === entryType.file) {
				const owner = ownerOf[paths[index]];
				const isWasted = overlay.fateOf(base + index) !== fate.live;
				add(packages[owner < 0 ? byLink.get(base + index) ?? -1 : owner] ?? unowned, size[index], isWasted, layer);
			}

			if (++steps % (slice / 2) === 0) {
				yield;
			}
		}
	}
}

function add(to: PackageBytes & {wastedIn?: LayerNumber[]}, size: number, isWasted: boolean, layer: LayerNumber): void {
	if (!isWasted) {
		to.bytes += size;
		to.files++;
		return;
	}

	to.wasted += size;
	to.wastedFiles++;
	if (size > 0 && to.wastedIn && to.wastedIn.at(-1) !== layer) {
		to.wastedIn.push(layer);
	}
}
