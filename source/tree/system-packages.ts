import type {ListedPackage, PackageKind} from '../content/package-fact.js';
import type {LayerNumber} from '../image/image.js';
import type {Overlay} from './overlay.js';
import type {PackageDraft} from './package-draft.js';
import type {PackageFacts} from './package-facts.js';
import {root, type PathId} from './path-tree.js';

type Event = {layer: LayerNumber; source: PathId; packages: ListedPackage[] | undefined};

const listSuffix = /\.(?:list|md5sums)$/;

/** The packages of dpkg, apk and rpm, by what their databases said after each layer. */
export function * systemPackages(overlay: Overlay, facts: PackageFacts): Generator<void, PackageDraft[]> {
	const drafts: PackageDraft[] = [];
	for (const kind of ['dpkg', 'apk', 'rpm'] as const) {
		const story = new DatabaseStory(kind, facts);
		yield * story.run();
		drafts.push(...story.drafts.values());
		if (kind === 'dpkg') {
			yield * claimLists(overlay, facts, story);
		}
	}

	return drafts;
}

/** Follows the databases of one package manager from the base upward. */
class DatabaseStory {
	/** By name and architecture. */
	readonly drafts = new Map<string, PackageDraft>();
	/** The packages that a file of one package names, such as one of `status.d`. */
	readonly bySource = new Map<PathId, PackageDraft[]>();
	/** What each file lists now. One that was removed with all others is still believed. */
	private readonly known = new Map<PathId, ListedPackage[]>();
	/** How many files list a package. */
	private readonly listed = new Map<string, number>();
	private readonly gone = new Set<PathId>();

	constructor(private readonly kind: PackageKind, private readonly facts: PackageFacts) {}

	* run(): Generator<void> {
		const events = this.events();
		for (let start = 0; start < events.length;) {
			const {layer} = events[start];
			let end = start;
			while (end < events.length && events[end].layer === layer) {
				end++;
			}

			this.takeLayer(layer, events.slice(start, end));
			start = end;
			yield;
		}
	}

	private events(): Event[] {
		const events: Event[] = [];
		for (const role of ['database', 'entry'] as const) {
			for (const source of this.facts.paths(role)) {
				const history = this.facts.history(source);
				if (history.every(({fact}) => typeof fact !== 'object' || fact.kind !== this.kind)) {
					continue;
				}

				for (const {layer, fact} of history) {
					// What can't be read changes nothing: what was said before is believed.
					if (fact === undefined || (fact !== 'unknown' && fact.form === 'packages')) {
						events.push({layer, source, packages: fact?.packages});
					}
				}
			}
		}

		return events.sort((a, b) => a.layer - b.layer);
	}

	private takeLayer(layer: LayerNumber, events: Event[]): void {
		const touched = new Set<string>();
		for (const {source, packages} of events) {
			if (packages) {
				this.gone.delete(source);
				this.set(source, packages, touched, layer);
			} else if (this.known.has(source)) {
				this.gone.add(source);
			}
		}

		if (this.gone.size > 0 && this.gone.size < this.known.size) {
			for (const source of this.gone) {
				this.set(source, [], touched, layer);
				this.known.delete(source);
			}

			this.gone.clear();
		} else if (this.gone.size > 0 && events.some(({packages}) => !packages)) {
			const [source] = this.gone;
			this.facts.warn(`it is removed with all that ${this.kind} knew: what it said before is told`, source, {layer});
		}

		for (const key of touched) {
			const draft = this.drafts.get(key)!;
			if (this.listed.get(key) === 0 && draft.removedIn === 0) {
				draft.removedIn = layer;
			}
		}
	}

	/** Replaces what a file lists. */
	private set(source: PathId, packages: ListedPackage[], touched: Set<string>, layer: LayerNumber): void {
		const before = this.known.get(source) ?? [];
		this.known.set(source, packages);
		const keys = this.keysOf(packages);
		const named: PackageDraft[] = [];
		for (const [key, listed] of keys) {
			this.listed.set(key, (this.listed.get(key) ?? 0) + 1);
			named.push(this.take(key, listed, source, layer));
		}

		for (const key of this.keysOf(before).keys()) {
			this.listed.set(key, this.listed.get(key)! - 1);
			touched.add(key);
		}

		if (packages.length > 0) {
			this.bySource.set(source, named);
		}
	}

	/** The same name twice in one database is two versions side by side, as rpm has of kernels. */
	private keysOf(packages: ListedPackage[]): Map<string, ListedPackage> {
		const keys = new Map<string, ListedPackage>();
		for (const listed of packages) {
			const key = `${listed.name}:${listed.architecture}`;
			keys.set(keys.has(key) ? `${key}:${listed.version}` : key, listed);
		}

		return keys;
	}

	private take(key: string, {name, version, architecture, paths}: ListedPackage, source: PathId, layer: LayerNumber): PackageDraft {
		let draft = this.drafts.get(key);
		if (!draft) {
			draft = {kind: this.kind, name, version, architecture, layer, removedIn: 0, path: source, claims: [], folders: []};
			this.drafts.set(key, draft);
		}

		if (draft.version !== version || draft.removedIn !== 0) {
			Object.assign(draft, {version, layer, removedIn: 0});
		}

		draft.path = source;
		const last = draft.claims.at(-1);
		if (paths.length > 0 && (!last || Buffer.compare(last.paths, paths) !== 0)) {
			if (last) {
				last.isLast = false;
			}

			draft.claims.push({paths, from: root, layer, isLast: true});
		}

		return draft;
	}
}

/** Gives the packages of dpkg the lists of their files: `info/NAME.list`, `info/NAME:ARCHITECTURE.list`, `status.d/FILE.md5sums`. */
function * claimLists({tree}: Overlay, facts: PackageFacts, {drafts, bySource}: DatabaseStory): Generator<void> {
	const byName = new Map<string, PackageDraft[]>();
	for (const draft of drafts.values()) {
		const named = byName.get(draft.name);
		if (named) {
			named.push(draft);
		} else {
			byName.set(draft.name, [draft]);
		}
	}

	for (const path of facts.paths('list')) {
		const file = tree.name(path);
		const stem = file.replace(listSuffix, '');
		const [name, architecture] = stem.split(':', 2);
		const named = byName.get(name) ?? [];
		const draft = file.endsWith('.md5sums')
			? bySource.get(tree.child(tree.parent[path], Buffer.from(stem)))?.[0]
			: named.find(one => one.architecture === architecture) ?? named[0];
		if (!draft) {
			continue;
		}

		const history = facts.history(path);
		for (const [index, {layer, fact}] of history.entries()) {
			if (typeof fact === 'object' && fact.form === 'paths') {
				draft.claims.push({paths: fact.paths, from: root, layer, isLast: index === history.length - 1});
			}
		}

		yield;
	}
}
