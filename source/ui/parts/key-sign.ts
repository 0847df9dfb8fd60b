import type {Symbols} from '../theme.js';

const signs: Readonly<Record<string, string>> = {
	pageup: 'PgUp', pagedown: 'PgDn', home: 'Home', end: 'End', space: 'Space', enter: 'Enter', escape: 'Esc',
	tab: 'Tab', 'shift-tab': 'shift-Tab', backspace: 'Backspace', delete: 'Delete',
};

/** A key as people read it on their keyboard. */
export function keySign(key: string, {up, down, left, right}: Pick<Symbols, 'up' | 'down' | 'left' | 'right'>): string {
	const arrows: Readonly<Record<string, string>> = {up, down, left, right};
	return arrows[key] ?? signs[key] ?? key;
}
