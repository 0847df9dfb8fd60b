import {entryType} from '../archive/entry-table.js';
import {change} from './change.js';
import {ShownEntry} from './compare-attributes.js';
import type {Comparison, Side} from './compare-images.js';
import {difference} from './difference.js';
import {absent, type EntryId} from './entry-store.js';
import type {PathId} from './path-tree.js';

/** Files that run with another user's or group's rights in one of two images alone. */
export type Privileges = {
	name: 'setuid' | 'setgid';
	side: 'A' | 'B';
	/** The first of them. */
	paths: PathId[];
	/** How many there are. */
	count: number;
};

/** Paths that are named of each kind; of more it says how many. */
const mostNamed = 3;

/** Finds the files that are setuid or setgid in one of two images alone, those among them that only this one has. */
export function listPrivileges({a, b, change: changes, what, entryA, entryB}: Comparison): Privileges[] {
	const kinds = ([['setuid', 0o4000], ['setgid', 0o2000]] as const).flatMap(([name, bit]) => (['B', 'A'] as const).map(side => ({name, bit, side, paths: [] as PathId[], count: 0})));
	const modesA = modesOf(a);
	const modesB = modesOf(b);
	for (const [path, changed] of changes.entries()) {
		// What is ignored stands in `what` no more.
		const isOther = changed === change.added || changed === change.removed || (what[path] & (difference.mode | difference.type)) !== 0;
		if (!isOther) {
			continue;
		}

		const [before, after] = [modesA(entryA[path]), modesB(entryB[path])];
		for (const kind of kinds) {
			const [own, other] = kind.side === 'A' ? [before, after] : [after, before];
			if ((own & ~other & kind.bit) !== 0) {
				kind.count++;
				if (kind.paths.length < mostNamed) {
					kind.paths.push(path);
				}
			}
		}
	}

	return kinds.filter(({count}) => count > 0).map(({name, side, paths, count}) => ({name, side, paths, count}));
}

/** Tells the mode of a file; 0 of anything else, as on folders these bits give no rights. */
function modesOf({overlay: {store}}: Side): (entry: EntryId) => number {
	const shown = new ShownEntry(store);
	return entry => {
		if (entry === absent) {
			return 0;
		}

		shown.seek(entry);
		return shown.type === entryType.file ? shown.mode : 0;
	};
}
