import {entryType} from '../archive/entry-table.js';
import {packageDatabases, packageFileOf, type PackageFile} from '../content/package-file.js';
import type {PackageFact} from '../content/package-fact.js';
import type {Contents} from '../image/contents.js';
import {absent} from './entry-store.js';
import {ListedPaths} from './listed-paths.js';
import type {Overlay} from './overlay.js';
import type {PackageFacts} from './package-facts.js';
import {root, slice, type PathId} from './path-tree.js';

/** Databases behind links may have this much in all, in bytes: what they say is kept in memory. */
const largestSum = 256 << 20;

/** The folders in which databases of a system are looked for, relative to the root. */
const databaseFolders: ReadonlySet<string> = new Set([
	...[...packageDatabases.keys()].map(path => path.slice(0, path.lastIndexOf('/'))),
	'var/lib/dpkg/info',
	'var/lib/dpkg/status.d',
]);

/**
Takes the facts of databases that lie behind a link, such as one from `/var/lib/dpkg`: the pass over a layer knows only their own
path, so they are read afterwards, which plain layers allow. Warns of databases that were not read.
*/
export function * readLinkedDatabases(overlay: Overlay, facts: PackageFacts, contents: Contents): Generator<void> {
	const {tree, transitions} = overlay;
	const listed = new ListedPaths(overlay);
	const reader = new LinkedReader(overlay, facts, contents);
	const folders = realFolders(listed);
	for (let path = 1; path < tree.count; path++) {
		const folder = folders.get(tree.parent[path]);
		const file = folder === undefined ? undefined : packageFileOf(`${folder}/${Buffer.from(tree.nameBytes(path)).toString('latin1')}`);
		const target = file ? listed.follow(path) : -1;
		if (file && target >= 0) {
			const isLinked = target !== path || tree.path(path) !== `/${folder}/${tree.name(path)}`;
			const isWhole = !isLinked || reader.read(target, file);
			const isMissing = file.role === 'database' && file.limit > 0 && !facts.paths('database').has(target)
				&& transitions.state(target) !== absent && overlay.facts(transitions.state(target)).size > 0;
			if (isMissing || !isWhole) {
				const message = isLinked
					? 'it is a package database behind a link, and could not be read: of a compressed layer only those are that lie where they belong'
					: 'it is a package database that could not be read';
				facts.warn(message, path, {layer: transitions.layer[transitions.last[path]], incomplete: true});
			}

			yield;
		} else if (path % slice === 0) {
			yield;
		}
	}
}

/** By the folders that the file system shows, where databases are looked for as if they lay. */
function realFolders(listed: ListedPaths): Map<PathId, string> {
	const folders = new Map<PathId, string>();
	for (const folder of databaseFolders) {
		const bytes = Buffer.from(folder, 'latin1');
		const path = listed.find(bytes, 0, bytes.length, root);
		const real = path < 0 ? -1 : listed.follow(path);
		// A folder that is itself one of them is read as what it is.
		if (real >= 0 && (real === path || !folders.has(real))) {
			folders.set(real, folder);
		}
	}

	return folders;
}

class LinkedReader {
	private left = largestSum;

	constructor(private readonly overlay: Overlay, private readonly facts: PackageFacts, private readonly contents: Contents) {}

	/** Takes what a path said in each layer. Returns whether all that tells of packages by itself was read. */
	read(path: PathId, file: PackageFile): boolean {
		const {transitions, store} = this.overlay;
		let isWhole = true;
		for (let transition = transitions.last[path]; transition >= 0; transition = transitions.previous[transition]!) {
			const entry = transitions.entry[transition];
			const content = entry === absent ? -1 : store.content(entry);
			if (content < 0 || store.typeOf(content) !== entryType.file || this.facts.has(content)) {
				continue;
			}

			const layer = store.layerOf(content);
			const index = content - store.base(layer);
			const fact = this.factOf(file, path, store.table(layer).size[index], () => this.contents.read(layer, index, file.limit));
			if (fact) {
				this.facts.take(layer, index, {kind: file.kind, role: file.role, ...fact}, path);
			} else if (fact === undefined && (file.role === 'database' || file.role === 'entry')) {
				isWhole = false;
			}
		}

		return isWhole;
	}

	/** Undefined where it can't be read, null where there is nothing to read. */
	private factOf({limit, read}: PackageFile, path: PathId, size: number, readBytes: () => Uint8Array | undefined): PackageFact | undefined | null {
		if (size === 0) {
			return null;
		}

		if (limit > 0 && size > limit) {
			return {form: 'unread', problem: `it is larger than ${limit >> 20} MiB, and so is not read`};
		}

		this.left -= limit > 0 ? size : 0;
		if (this.left < 0) {
			return {form: 'unread', problem: `the package databases behind links are larger than ${largestSum >> 20} MiB: it is not read`};
		}

		const bytes = limit > 0 ? readBytes() : new Uint8Array();
		try {
			return bytes && read(bytes, this.overlay.tree.path(path));
		} catch (error) {
			return {form: 'unread', problem: (error as Error).message};
		}
	}
}
