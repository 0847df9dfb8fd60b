import type {Symbols, Theme} from '../theme.js';

/**
A share between 0 and 1 as a bar of `cells` columns, in steps of an eighth of a cell where there is Unicode.

What is there at all shows, however small its share.
*/
export function bar(share: number, cells: number, {barCells}: Symbols): string {
	const parts = barCells.length - 1;
	const bounded = Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
	let filled = Math.round(bounded * cells * parts);
	if (filled === 0 && bounded > 0) {
		filled = 1;
	}

	const whole = Math.floor(filled / parts);
	const rest = filled % parts;
	return (barCells[parts].repeat(whole) + (rest > 0 ? barCells[rest] : '')).padEnd(cells, barCells[0]);
}

/** A bar whose end, `wasted` of it (0 to 1), is hatched: the part of a layer that nobody sees any more. */
export function stackedBar(share: number, wasted: number, cells: number, {paint, symbols}: Pick<Theme, 'paint' | 'symbols'>): string {
	const whole = bar(share, cells, symbols);
	if (!(wasted > 0)) {
		return paint.bar(whole);
	}

	const used = whole.trimEnd().length;
	// A bar of one cell is of one kind; a longer one shows waste however little it is.
	const hatched = Math.max(used > 1 ? 1 : 0, Math.round(used * Math.min(1, wasted)));
	return paint.bar(whole.slice(0, used - hatched)) + paint.waste(symbols.hatched.repeat(hatched)) + paint.faint(whole.slice(used));
}
