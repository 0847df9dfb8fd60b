import {bar, barParts} from '../../format/bar.js';
import type {Theme} from '../theme.js';

/** A bar whose end, `wasted` of it (0 to 1), is hatched: the part of a layer that nobody sees any more. */
export function stackedBar(share: number, wasted: number, cells: number, {paint, symbols}: Pick<Theme, 'paint' | 'symbols'>): string {
	const whole = bar(share, cells, symbols);
	const {used, hatched, empty} = barParts(whole, wasted);
	return hatched > 0 ? paint.bar(used) + paint.waste(symbols.hatched.repeat(hatched)) + paint.faint(empty) : paint.bar(whole);
}
