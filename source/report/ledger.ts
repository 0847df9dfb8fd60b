import {countOf} from '../format/count.js';
import type {BytesByFate} from '../tree/fate.js';
import type {Summary} from './summary.js';

/** A line of the ledger: where bytes went. */
export type LedgerRow = {
	name: string;
	bytes: number;
	/** `17.1 %` of the image's size; empty where it has none. */
	share: string;
	meaning: string;
};

const meanings: Readonly<Record<Exclude<keyof BytesByFate, 'live'>, string>> = {
	overwritten: 'replaced by other bytes',
	rewritten: 'stored again, the same bytes',
	removed: 'deleted, or replaced by what is no file',
	superseded: 'stored twice by one layer',
	unknown: 'stored again, and can\'t be compared',
};

/** Where every byte of an image went: the fates, and their sum last. */
export function ledger({bytes, image}: Summary): LedgerRow[] {
	const row = (name: string, count: number, meaning: string) => ({name, bytes: count, share: formatShare(count, bytes.total), meaning});
	return [
		row('live', bytes.live, `in the final file system: ${countOf(image.paths, 'path')}, ${countOf(image.files, 'file')}`),
		...(Object.keys(meanings) as Array<keyof typeof meanings>).map(fate => row(fate, bytes[fate], meanings[fate])),
		row('total', bytes.total, 'all that the layers store'),
	];
}

/** `17.1 %`, or nothing of nothing. What is there is never 0, and what is not all never 100. */
export function formatShare(part: number, whole: number): string {
	if (whole === 0) {
		return '';
	}

	const share = part / whole * 100;
	const shown = part === 0 || part === whole ? share : Math.min(99.9, Math.max(0.1, share));
	return `${shown.toFixed(1)} %`;
}
