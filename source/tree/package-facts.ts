import type {PackageFileFact} from '../archive/taps/package-files.js';
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

	constructor(private readonly overlay: Overlay) {}

	/** Takes the facts of all layers. */
	* gather(contents: Contents): Generator<void> {
		const {store} = this.overlay;
		let steps = 0;
		for (const {layer, index, fact} of contents.facts<PackageFileFact>('package-files')) {
			if (!store.has(layer)) {
				continue;
			}

			const path = store.paths(layer)[index];
			this.byContent.set(store.base(layer) + index, fact);
			const paths = this.byRole.get(fact.role) ?? new Set();
			paths.add(path);
			this.byRole.set(fact.role, paths);
			// Who has no name in it is named by the folder.
			if (fact.problem !== undefined && fact.kind !== 'npm') {
				this.warn(fact.problem, path, layer);
			} else if (fact.problem !== undefined && fact.problem !== 'it names no package') {
				this.warn(`${fact.problem}: its package is named by its folder`, path, layer);
			}

			if (++steps % (slice / 16) === 0) {
				yield;
			}
		}
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

	warn(message: string, path: PathId, layer?: LayerNumber): void {
		if (this.warnings.length < maximumWarnings) {
			this.warnings.push({layer, path: this.overlay.tree.path(path), message, incomplete: false});
		} else {
			this.withheld++;
		}
	}

	/** The warnings, and how many there are beyond those. */
	allWarnings(): ImageWarning[] {
		return this.withheld === 0
			? this.warnings
			: [...this.warnings, {message: `${this.withheld} more warnings about packages are left out`, incomplete: false}];
	}
}
