/** Where a table ends, with a warning, so that no archive takes more memory than this. */
export type TableLimits = {
	entries: number;
	/** Bytes of names, link targets, extended attributes and maps of sparse files together, with what it costs to keep them. */
	bytes: number;
};

/**
What one layer is given: 0.5 GB of columns, 1 GB of names and the like, and for a moment a half of each again when they grow.
The largest images known have a tenth of these entries in all their layers together.
*/
export const tableLimits: TableLimits = {entries: 10_000_000, bytes: 1_000_000_000};
