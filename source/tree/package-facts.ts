import type {EntryIndex} from '../archive/entry-table.js';
import type {PackageFileFact} from '../archive/taps/package-files.js';
import {namesNoPackage} from '../content/package-fact.js';
import type {PackageFileRole} from '../content/package-file.js';
import type {Contents} from '../image/contents.js';
import type {ImageWarning, LayerNumber} from '../image/image.js';
import {absent, type EntryId} from './entry-store.js';
import type {Overlay} from './overlay.js';
import {slice, type PathId} from './path-tree.js';

/** What a path said of packages since a layer: nothing where it was removed there, and `unknown` where it holds what was not read. */
export type Said = {
	layer: LayerNumber;
	fact: PackageFileFact | 'unknown' | undefined;
};

/** More warnings than this are only counted. */
const maximumWarnings = 1000;

/** What the files of package databases say, by path and layer. */
export class PackageFacts {
	readonly warnings: ImageWarning[] = [];
	private readonly byContent = new Map<EntryId, PackageFileFact>();
	private readonly byRole = new Map<PackageFileRole, Set<PathId>>();
	private withheld = 0;
	private isIncomplete = false;

	constructor(private readonly overlay: Overlay) {}

	/** Takes the facts of all layers. */
	* gather(contents: Contents): Generator<void> {
		const {store} = this.overlay;
		let steps = 0;
		for (const {layer, index, fact} of contents.facts<PackageFileFact>('package-files')) {
			if (!store.has(layer)) {
				continue;
			}

			this.take(layer, index, fact);
			if (++steps % (slice / 16) === 0) {
				yield;
			}
		}
	}

	/** Takes what the content of an entry says, which is told of the entry's path where none is given. */
	take(layer: LayerNumber, index: EntryIndex, fact: PackageFileFact, at?: PathId): void {
		const {store} = this.overlay;
		const path = at ?? store.paths(layer)[index];
		this.byContent.set(store.base(layer) + index, fact);
		const paths = this.byRole.get(fact.role) ?? new Set();
		paths.add(path);
		this.byRole.set(fact.role, paths);
		const {kind, problem} = fact;
		if (problem === undefined) {
			return;
		}

		// Who has no name in it is named by the folder.
		if (kind !== 'npm') {
			this.warn(problem, path, {layer, incomplete: fact.role !== 'package' || problem !== namesNoPackage});
		} else if (problem !== namesNoPackage) {
			this.warn(`${problem}: its package is named by its folder`, path, {layer});
		}
	}

	/** Whether it is known what a content says. */
	has(content: EntryId): boolean {
		return this.byContent.has(content);
	}

	/** The paths of a role, of all layers. */
	paths(role: PackageFileRole): ReadonlySet<PathId> {
		return this.byRole.get(role) ?? new Set();
	}

	/** What a path said, from the base upward. */
	history(path: PathId): Said[] {
		const {transitions, store} = this.overlay;
		const said: Said[] = [];
		for (let transition = transitions.last[path]; transition >= 0; transition = transitions.previous[transition]!) {
			const entry = transitions.entry[transition];
			said.push({
				layer: transitions.layer[transition],
				fact: entry === absent ? undefined : this.byContent.get(store.content(entry)) ?? 'unknown',
			});
		}

		return said.reverse();
	}

	/** @param incomplete Whether packages may be missing for it. */
	warn(message: string, path: PathId, {layer, incomplete = false}: {layer: LayerNumber; incomplete?: boolean}): void {
		if (this.warnings.length < maximumWarnings) {
			this.warnings.push({layer, path: this.overlay.tree.path(path), message, incomplete});
		} else {
			this.withheld++;
			this.isIncomplete ||= incomplete;
		}
	}

	/** The warnings, and how many there are beyond those. */
	allWarnings(): ImageWarning[] {
		return this.withheld === 0
			? this.warnings
			: [...this.warnings, {message: `${this.withheld} more warnings about packages are left out`, incomplete: this.isIncomplete}];
	}
}
