import type {EntryId} from '../entry-store.js';
import type {PackageList} from '../packages.js';

/** What a query needs that is found outside of it: see `needsOf`. What is missing matches nothing. */
export type Prepared = {
	/** By pattern, a column by `PathId`: 1 where it matches. */
	expressions?: ReadonlyMap<string, Uint8Array>;
	/** By pattern, the contents that have it. */
	texts?: ReadonlyMap<string, ReadonlySet<EntryId>>;
	packages?: PackageList;
	/** When the image was made, as it says: what `newer:30d` counts from. */
	created?: string;
};
