import type {DiveFigures} from '../tree/dive-figures.js';

/** Dive's figures in a line that says whose they are: they do not add up with the ledger. */
export function diveLine({efficiency, wastedBytes, userWastedPercent}: DiveFigures, size: (bytes: number) => string): string {
	const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
	return [
		`dive counts in its own way: efficiency ${percent(efficiency)}`,
		`wasted ${size(wastedBytes)}`,
		...(userWastedPercent === null ? [] : [`user wasted ${percent(userWastedPercent)}`]),
	].join(', ');
}
