import {safeText} from '../format/safe-text.js';
import {markdownCode} from './markdown-code.js';

/** What the sentences of remedies tell to write, as code; or what means something in Markdown, in HTML or to those who show it, such as an address. Paths may have backticks too, which make no code. */
const special = /`(?<code>&& [^`]+|(?:COPY|ADD) --(?:chmod|chown)=[^\s`]+|COPY --from|RUN --mount=type=[^\s`]+|ln -s)`|\bw(?=ww\.)|:(?=\/\/)|[!#$&*<>@[\\\]_`{|}~]/g;

/** A sentence that holds text from the image: the code in it that is freedive's own becomes code, and nothing else in it means anything. */
export function markdownText(text: string): string {
	return safeText(text).replaceAll(special, (match: string, code?: string) => {
		if (code !== undefined) {
			return markdownCode(code);
		}

		// Names behind it are looked for in what is drawn, where a reference is the character again: only other markup keeps them apart.
		return match === '@' ? '@<!-- -->' : `&#${match.codePointAt(0)};`;
	});
}
