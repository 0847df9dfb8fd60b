import {asciiBar, bar, barParts, unicodeBar} from '../format/bar.js';

/** A bar of a size against the largest, in `cells` columns, its end hatched as far as it is waste. */
export function textBar(size: number, wasted: number, largest: number, cells: number, ascii: boolean): string {
	const symbols = ascii ? asciiBar : unicodeBar;
	const {used, hatched, empty} = barParts(bar(size / largest, cells, symbols), wasted / size);
	return used + symbols.hatched.repeat(hatched) + empty;
}
