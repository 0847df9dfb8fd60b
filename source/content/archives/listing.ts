import {formatTime} from '../../format/time.js';
import {listTable, type FactTable} from '../facts.js';

/** So many entries of an archive are told; what more there are is counted. */
export const maximumListed = 20_000;

/** An entry of an archive that lies in a file. */
export type Listed = {
	name: string;
	/** Where its content lies, where that is of use. */
	at?: number;
	/** Bytes of its content; undefined where it has none, as a folder. */
	size: number | undefined;
	/** Bytes as stored, where that is another number. */
	stored?: number;
	/** Seconds since 1970, or a time that has no zone, as text. */
	modified: number | string | undefined;
	/** What it is, where it is no file: `directory`, `link to x`. */
	note?: string;
};

/** What an archive holds. */
export type Listing = {
	entries: Listed[];
	/** How many entries there are, and what they hold in bytes; those that are not listed as well. */
	total: number;
	size: number;
	warnings: string[];
};

/** The table of an archive's entries. `total` counts those that are not listed as well. */
export function listingTable(entries: readonly Listed[], total: number, title = 'Contents'): FactTable {
	const hasStored = entries.some(({stored}) => stored !== undefined);
	const hasNote = entries.some(({note}) => note !== undefined);
	const columns = ['name', 'size B>', ...(hasStored ? ['stored B>'] : []), 'modified', ...(hasNote ? [''] : [])];
	return listTable(title, columns, entries.map(({name, size, stored, modified, note}) => [
		name,
		size === undefined ? '' : String(size),
		...(hasStored ? [stored === undefined ? '' : String(stored)] : []),
		typeof modified === 'string' ? modified : formatTime(modified),
		...(hasNote ? [note ?? ''] : []),
	]), Number.POSITIVE_INFINITY, total);
}
