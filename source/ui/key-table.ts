import {bindings, groups, type Binding} from './key-bindings.js';
import {keySign} from './parts/key-sign.js';
import {createTheme} from './theme.js';

/** The keys as a table in markdown, for the readme. */
export function keyTable(): string {
	const {symbols} = createTheme({color: false, ascii: false});
	const lines = ['| keys | what they do |', '|---|---|'];
	for (const group of groups) {
		lines.push(`| **${group}** | |`);
		const ofGroup = bindings.filter(binding => binding.group === group);
		for (const binding of ofGroup) {
			const keys = binding.keys.map(key => `\`${keySign(key, symbols)}\``).join(' ');
			lines.push(`| ${keys} | ${binding.label}${placesText(binding)} |`);
		}
	}

	return `${lines.join('\n')}\n`;
}

/** Where a key holds, if not everywhere. */
export function placesText(binding: Binding): string {
	return binding.in === undefined ? '' : ` (in ${binding.in.map(place => `the ${place}`).join(', ')})`;
}
