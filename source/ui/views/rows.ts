import {formatBytes} from '../../format/bytes.js';

/** Rows in an order; those that are equal keep theirs. */
export function sorted<Row>(rows: readonly Row[], compare: (a: Row, b: Row) => number): readonly Row[] {
	return rows.toSorted(compare);
}

/** A number of bytes in a column in which nothing stands for none. */
export function sizeText(bytes: number): string {
	return bytes > 0 ? formatBytes(bytes) : '';
}
