import {findCommandSecrets, longestCommand} from './command-secrets.js';
import {maskValue} from './mask-value.js';

/**
A text from an image, such as an instruction, without the secrets that are found in it: in their place stands at most how they begin,
and `***`. What an audit prints goes through this.
*/
export function maskSecrets(text: string): string {
	let masked = '';
	let at = 0;
	for (const {start, end, kind} of findCommandSecrets(text)) {
		masked += text.slice(at, start) + maskValue(kind, text.slice(start, end));
		at = end;
	}

	// What was not looked at is not printed.
	return masked + (text.length > longestCommand ? `${text.slice(at, longestCommand)}…` : text.slice(at));
}
