import {entryType} from '../archive/entry-table.js';
import {diversionsOf, type Diversion} from './diversions.js';
import {ListedPaths} from './listed-paths.js';
import type {Overlay} from './overlay.js';
import type {Claim, PackageDraft} from './package-draft.js';
import type {PackageFacts} from './package-facts.js';
import {slice, type PathId} from './path-tree.js';

const nobody = -1;
const newline = 0x0A;

/** Paths of a list that are looked up between two pauses. */
const pathsInSlice = slice / 8;

/**
Decides to whom each path belongs, and which packages are but a part of another. What is there goes before what was removed, a list
before a folder, and the packages of the system before those of languages: what Debian packed of Python is Debian's.
*/
export class PackageOwners {
	/** The index of the package that owns a path, or -1: of all that is no folder. */
	readonly ownerOf: Int32Array;
	/** Packages that another holds whole: their own entry in a database is a file of its. */
	readonly parts = new Set<number>();
	private readonly listed: ListedPaths;
	private readonly diversions: ReadonlyMap<PathId, Diversion>;

	constructor(private readonly overlay: Overlay, facts: PackageFacts, private readonly drafts: readonly PackageDraft[]) {
		this.ownerOf = new Int32Array(overlay.tree.count).fill(nobody);
		this.listed = new ListedPaths(overlay);
		this.diversions = diversionsOf(facts, this.listed);
	}

	* run(): Generator<void> {
		const indexes = this.drafts.map((_, index) => index);
		const isSystem = (index: number) => ['dpkg', 'apk', 'rpm'].includes(this.drafts[index].kind);
		const systems = indexes.filter(index => isSystem(index));
		const languages = indexes.filter(index => !isSystem(index));
		const isThere = (index: number) => this.drafts[index].removedIn === 0;
		yield * this.claimAll(systems, ({isLast}, index) => isLast && isThere(index));
		yield * this.claimLanguages(languages.filter(index => isThere(index)));
		yield * this.claimAll(systems, ({isLast}, index) => !isLast || !isThere(index));
		yield * this.claimLanguages(languages.filter(index => !isThere(index)));
	}

	private * claimLanguages(indexes: number[]): Generator<void> {
		const ofKind = (kind: PackageDraft['kind']) => indexes.filter(index => this.drafts[index].kind === kind);
		// A distribution may bring others with it. Those further out come first, as paths are in order.
		for (const index of ofKind('python')) {
			if (this.isFree(index)) {
				yield * this.claimAll([index], () => true);
			}
		}

		yield * this.claimFolders([...ofKind('python').filter(index => !this.parts.has(index)), ...[...ofKind('npm'), ...ofKind('gem')].filter(index => this.isFree(index))]);
		for (const index of ofKind('go')) {
			if (this.isFree(index)) {
				this.give(this.drafts[index].path, index);
			}
		}
	}

	/** Whether a package is none that another holds. */
	private isFree(index: number): boolean {
		if (this.ownerOf[this.drafts[index].path] !== nobody) {
			this.parts.add(index);
			return false;
		}

		return true;
	}

	/** Gives packages the paths that they list, the newest list first. */
	private * claimAll(indexes: number[], isWanted: (claim: Claim, index: number) => boolean): Generator<void> {
		const claims = indexes.flatMap(index => this.drafts[index].claims.filter(claim => isWanted(claim, index)).map(claim => ({index, claim})));
		claims.sort((a, b) => Number(b.claim.isLast) - Number(a.claim.isLast) || b.claim.layer - a.claim.layer || a.index - b.index);
		let steps = 0;
		for (const {index, claim} of claims) {
			const {paths, from} = claim;
			for (let start = 0, end; start < paths.length; start = end + 1) {
				end = paths.indexOf(newline, start);
				end = end < 0 ? paths.length : end;
				const path = this.diverted(this.listed.find(paths, start, end, from), index);
				if (path >= 0) {
					this.give(path, index);
				}

				if (++steps % pathsInSlice === 0) {
					yield;
				}
			}
		}
	}

	/** Where dpkg stored what a package lists at a path. */
	private diverted(path: PathId, index: number): PathId {
		const diversion = this.diversions.get(path);
		const {kind, name} = this.drafts[index];
		return diversion && kind === 'dpkg' && diversion.by !== name ? diversion.to : path;
	}

	/** Gives packages all that lies in their folders, the deepest folder first. */
	private * claimFolders(indexes: number[]): Generator<void> {
		const {tree} = this.overlay;
		const owners = new Map<PathId, number>();
		const extensions = new Map<PathId, Map<string, number>>();
		for (const index of indexes) {
			const {folders, extension} = this.drafts[index];
			for (const folder of folders) {
				if (!owners.has(folder)) {
					owners.set(folder, index);
				}
			}

			if (extension) {
				const named = extensions.get(extension.folder) ?? new Map<string, number>();
				extensions.set(extension.folder, named.set(extension.name, index));
			}
		}

		if (owners.size === 0) {
			return;
		}

		// A parent's number is below its children's.
		const around = new Int32Array(tree.count).fill(nobody);
		for (let path = 1; path < tree.count; path++) {
			const parent = tree.parent[path];
			const extended = extensions.size === 0 ? undefined : extensions.get(tree.parent[tree.parent[parent]]);
			around[path] = owners.get(path) ?? extended?.get(tree.name(path)) ?? around[parent];
			if (around[path] !== nobody) {
				this.give(path, around[path]);
			}

			if (path % slice === 0) {
				yield;
			}
		}
	}

	private give(path: PathId, index: number): void {
		if (this.ownerOf[path] === nobody && !this.isFolder(path)) {
			this.ownerOf[path] = index;
		}
	}

	private isFolder(path: PathId): boolean {
		const {store} = this.overlay;
		const entry = store.resolve(this.listed.lastShown(path));
		return entry < 0 || store.typeOf(entry) === entryType.directory;
	}
}
