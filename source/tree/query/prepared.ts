import type {ExpressionMatches} from '../../archive/expression-worker.js';
import type {EntryId} from '../entry-store.js';
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
