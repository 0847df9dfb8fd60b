import {packageCaches, type PackageCache} from '../tree/package-caches.js';
import {root, type PathId} from '../tree/path-tree.js';
import type {AuditInput} from './audit-input.js';
import {belowFolders} from './below-folders.js';
import {homes} from './homes.js';

/** A folder that a package manager keeps for itself, with its commands as they are meant for the home that it lies in. */
export type PackageManagerFolder = {
	folder: PathId;
	cache: PackageCache;
};

/** Folders of package managers lie no deeper than this below the root or a home: `/usr/local/lib/ruby/gems/3.2.0/cache`. */
const deepest = 7;

/** The home that `packageCaches` tells of for all. */
const anyHome = '/root';

/** Folders of package managers in any layer, also in homes that lie in unusual places. */
export function packageManagerFolders(input: Pick<AuditInput, 'overlay' | 'files' | 'factOf'>): PackageManagerFolder[] {
	const {tree} = input.overlay;
	const homePaths = homes(input);
	const homeOf = belowFolders(tree, homePaths.map((path, index) => [path, index + 1]));
	const isFolder = new Uint8Array(tree.count);
	for (let path = 1; path < tree.count; path++) {
		isFolder[tree.parent[path]] = 1;
	}

	const found: PackageManagerFolder[] = [];
	for (let path = 1; path < tree.count; path++) {
		const home = homePaths[homeOf[path] - 1] ?? root;
		if (isFolder[path] === 0 || tree.depth[path] - tree.depth[home] > deepest) {
			continue;
		}

		const text = tree.path(path);
		const homeText = home === root ? anyHome : tree.path(home);
		const cache = cacheAt(text) ?? (home === root ? undefined : cacheAt(anyHome + text.slice(homeText.length)));
		if (cache) {
			found.push({folder: path, cache: inHome(cache, homeOfUser(text) ?? homeText)});
		}
	}

	return found;
}

/** The cache whose folder a path is, not one that it lies in. */
function cacheAt(path: string): PackageCache | undefined {
	return packageCaches.find(({folder}) => folder.exec(path)?.[0] === path);
}

function homeOfUser(path: string): string | undefined {
	return /^\/home\/[^/]+/.exec(path)?.[0];
}

function inHome(cache: PackageCache, home: string): PackageCache {
	return home === anyHome
		? cache
		: {
			...cache,
			cleanup: cache.cleanup.replaceAll('~/', () => `${home}/`),
			mount: cache.mount.startsWith(`${anyHome}/`) ? home + cache.mount.slice(anyHome.length) : cache.mount,
		};
}
