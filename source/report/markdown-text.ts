import {safeText} from '../format/safe-text.js';
import {markdownCode} from './markdown-code.js';

/** A code span, or what means something in Markdown, in HTML or to those who show it. */
const special = /`(?<code>[^`]+)`|[!#$&*<>@[\\\]_`{|}~]/g;

/** A sentence that holds text from the image: what stands between backticks becomes code, and nothing else in it means anything. */
export function markdownText(text: string): string {
	return safeText(text).replaceAll(special, (match: string, code?: string) => code === undefined ? `&#${match.codePointAt(0)};` : markdownCode(code));
}
