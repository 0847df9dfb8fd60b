import {eachLine} from '../content/lines.js';
import {decodeBytes} from '../format/safe-text.js';
import type {ListedPaths} from './listed-paths.js';
import type {PackageFacts} from './package-facts.js';
import {root, type PathId} from './path-tree.js';

/** Where dpkg stores a path that packages list, and the package that made it so: its own file is where it says. */
export type Diversion = {to: PathId; by: string};

/**
The diversions of dpkg, by the path that is listed: lines of the path, of where it is stored instead, and of a package, or `:` where
the administrator made it so (dpkg-divert(1)). Those of the last database that was there.
*/
export function diversionsOf(facts: PackageFacts, listed: ListedPaths): Map<PathId, Diversion> {
	const diversions = new Map<PathId, Diversion>();
	for (const path of facts.paths('diversions')) {
		const fact = facts.history(path).findLast(({fact}) => typeof fact === 'object')?.fact;
		if (typeof fact !== 'object' || fact.form !== 'paths') {
			continue;
		}

		const {paths} = fact;
		const lines: Array<readonly [start: number, end: number]> = [];
		eachLine(paths, (start, end) => {
			lines.push([start, end]);
			if (lines.length === 3) {
				const [from, to, [byStart, byEnd]] = lines.splice(0);
				const original = listed.find(paths, ...from, root);
				if (original >= 0) {
					diversions.set(original, {to: listed.find(paths, ...to, root), by: decodeBytes(paths.subarray(byStart, byEnd))});
				}
			}
		});
	}

	return diversions;
}
