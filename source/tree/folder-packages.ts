import type {PackageFileFact} from '../archive/taps/package-files.js';
import {absent} from './entry-store.js';
import type {Overlay} from './overlay.js';
import type {Claim, PackageDraft} from './package-draft.js';
import type {PackageFacts, Said} from './package-facts.js';
import {slice, type PathId} from './path-tree.js';

/** The packages of Python, npm and Ruby and the programs of Go: each has a file of its own beside what it owns, or is that file. */
export function * folderPackages(overlay: Overlay, facts: PackageFacts): Generator<void, PackageDraft[]> {
	const drafts: PackageDraft[] = [];
	/** Python's by the folder that it is in and its name: another version of it is the same package. */
	const distributions = new Map<string, PackageDraft>();
	// Those that are there come first: what was removed joins them. Then those further out, which may hold others.
	const {tree, transitions} = overlay;
	const rank = (path: PathId) => (transitions.state(path) === absent ? 0x1_00_00 : 0) + tree.depth[path];
	const paths = [...facts.paths('package')].sort((a, b) => rank(a) - rank(b));
	for (const [index, path] of paths.entries()) {
		const draft = draftOf(overlay, facts, path);
		if (draft) {
			give(overlay, facts, draft);
			const key = `${tree.parent[tree.parent[path]]}/${draft.name.toLowerCase().replaceAll(/[-._]+/g, '-')}`;
			const other = draft.kind === 'python' ? distributions.get(key) : undefined;
			if (other && draft.removedIn !== 0) {
				other.claims.push(...draft.claims);
				other.folders.push(...draft.folders);
			} else {
				distributions.set(key, draft);
				drafts.push(draft);
			}
		}

		if (index % (slice / 64) === 0) {
			yield;
		}
	}

	return drafts;
}

function draftOf({tree}: Overlay, facts: PackageFacts, path: PathId): PackageDraft | undefined {
	const history = facts.history(path);
	const shown = history.findLastIndex(({fact}) => typeof fact === 'object');
	const fact = history[shown]?.fact as PackageFileFact | undefined;
	if (!fact) {
		return undefined;
	}

	let {name, version} = told(history[shown]);
	if (name === '') {
		if (fact.kind !== 'npm') {
			return undefined;
		}

		// The folder is called as the package is, with its scope before.
		const folder = tree.parent[path];
		const scope = tree.name(tree.parent[folder]);
		name = `${scope.startsWith('@') ? `${scope}/` : ''}${tree.name(folder)}`;
	}

	// The layer since which it has been this version.
	let first = shown;
	while (first > 0 && typeof history[first - 1].fact === 'object' && told(history[first - 1]).version === version) {
		first--;
	}

	const last = history.at(-1)!;
	return {
		kind: fact.kind,
		name,
		version,
		architecture: '',
		layer: history[first].layer,
		removedIn: last.fact === undefined ? last.layer : 0,
		path,
		claims: [],
		folders: [],
	};
}

function told({fact}: Said): {name: string; version: string} {
	return typeof fact === 'object' && fact.form === 'packages' ? fact.packages[0] : {name: '', version: ''};
}

/** Says where a package's files lie. */
function give({tree}: Overlay, facts: PackageFacts, draft: PackageDraft): void {
	const {kind, path, claims, folders} = draft;
	const folder = tree.parent[path];
	const below = (parent: PathId, ...names: string[]) => {
		let at = parent;
		for (const name of names) {
			at = at < 0 ? -1 : tree.child(at, Buffer.from(name));
		}

		return at;
	};

	switch (kind) {
		case 'python': {
			const isFolder = /\.(?:dist|egg)-info$/.test(tree.name(folder));
			folders.push(isFolder ? folder : path);
			if (isFolder) {
				claims.push(...recordsOf(facts, below(folder, 'RECORD'), tree.parent[folder]), ...recordsOf(facts, below(folder, 'installed-files.txt'), folder));
			}

			break;
		}

		case 'npm': {
			folders.push(folder);
			break;
		}

		case 'gem': {
			const base = tree.name(folder) === 'default' ? tree.parent[tree.parent[folder]] : tree.parent[folder];
			const whole = tree.name(path).replace(/\.gemspec$/, '');
			const extensions = below(base, 'extensions');
			draft.extension = extensions < 0 ? undefined : {folder: extensions, name: whole};
			folders.push(...[path, below(base, 'gems', whole), below(base, 'doc', whole), below(base, 'cache', `${whole}.gem`)].filter(one => one >= 0));
			break;
		}

		default: {
			folders.push(path);
		}
	}
}

function recordsOf(facts: PackageFacts, path: PathId, from: PathId): Claim[] {
	if (path < 0) {
		return [];
	}

	const history = facts.history(path);
	return history.flatMap(({layer, fact}, index) => typeof fact === 'object' && fact.form === 'paths'
		? [{paths: fact.paths, from, layer, isLast: index === history.length - 1}]
		: []);
}
