/** What bars are drawn with. */
export type BarSymbols = {
	/** A cell filled from not at all to whole, in equal steps. */
	barCells: readonly string[];
	/** A cell of what nobody sees any more. */
	hatched: string;
};

export const unicodeBar: BarSymbols = {barCells: [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'], hatched: '▒'};

export const asciiBar: BarSymbols = {barCells: [' ', '#'], hatched: 'x'};

/** A share between 0 and 1 as a bar of `cells` columns. What is there at all shows, however small its share. */
export function bar(share: number, cells: number, {barCells}: BarSymbols): string {
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

/** How a bar is divided whose end, `wasted` of it (0 to 1), is hatched: in columns, what is used, hatched, empty. */
export function barParts(whole: string, wasted: number): {used: string; hatched: number; empty: string} {
	const filled = whole.trimEnd().length;
	// A bar of one cell is of one kind; a longer one shows waste however little it is.
	const hatched = wasted > 0 ? Math.max(filled > 1 ? 1 : 0, Math.round(filled * Math.min(1, wasted))) : 0;
	return {used: whole.slice(0, filled - hatched), hatched, empty: whole.slice(filled)};
}
