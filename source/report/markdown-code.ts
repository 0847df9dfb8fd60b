import {safeText} from '../format/safe-text.js';

/** Text from the image as a code span, in which Markdown and HTML mean nothing; a pipe would end a cell of a table all the same. */
export function markdownCode(text: string): string {
	const safe = safeText(text).replaceAll('|', '\\|');
	if (safe.trim() === '') {
		return '';
	}

	const longest = Math.max(0, ...Array.from(safe.matchAll(/`+/g), ([run]) => run.length));
	const fence = '`'.repeat(longest + 1);
	const space = longest > 0 ? ' ' : '';
	return `${fence}${space}${safe}${space}${fence}`;
}
