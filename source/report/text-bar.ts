const eighths = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉', '█'];

/**
A bar of a size against the largest, in `cells` columns, its end hatched as far as it is waste. What is there at all shows,
however little it is; so does waste, in all but the shortest bars.
*/
export function textBar(size: number, wasted: number, largest: number, cells: number, ascii: boolean): string {
	if (size <= 0 || largest <= 0) {
		return ' '.repeat(cells);
	}

	const steps = ascii ? 1 : 8;
	const filled = Math.max(1, Math.round(Math.min(1, size / largest) * cells * steps));
	const whole = (ascii ? '#' : '█').repeat(Math.floor(filled / steps)) + (filled % steps > 0 ? eighths[filled % steps] : '');
	const hatched = wasted > 0 ? Math.max(whole.length > 1 ? 1 : 0, Math.round(whole.length * Math.min(1, wasted / size))) : 0;
	return (whole.slice(0, whole.length - hatched) + (ascii ? 'x' : '▒').repeat(hatched)).padEnd(cells);
}
