import type {ExpressionMatches} from '../../archive/expression-worker.js';
import type {EntryId} from '../entry-store.js';
import type {PathId} from '../path-tree.js';
import type {PackageList} from '../packages.js';

/** What a query needs that is found outside of it: see `needsOf`. What is missing matches nothing. */
export type Prepared = {
	/** By pattern, columns by `PathId`: where it matches; none where it took too long. */
	expressions?: ReadonlyMap<string, ExpressionMatches | undefined>;
	/** By pattern, the contents that have it. */
	texts?: ReadonlyMap<string, ReadonlySet<EntryId>>;
	packages?: PackageList;
	/** When the image was made, as it says: what `newer:30d` counts from. */
	created?: string;
};

/** Where a regular expression first matches a path, in its text; undefined where it was not held against paths. */
export function expressionPlace(expressions: Prepared['expressions'], pattern: string, path: PathId): readonly [start: number, end: number] | undefined {
	const matches = expressions?.get(pattern);
	return matches && [matches.start[path], matches.end[path]];
}
