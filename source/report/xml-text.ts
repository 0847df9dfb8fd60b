import {safeText} from '../format/safe-text.js';

const entities: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&apos;'};

/**
Text as XML 1.0, within an element or a quoted attribute. What XML forbids even as a reference ("Char ::= #x9 | #xA | #xD |
[#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF]"), stands as `\xNN`, like all that a terminal would obey.
*/
export function xmlText(text: string): string {
	return safeText(text.toWellFormed())
		.replaceAll(/[\uFFFE\uFFFF]/g, character => Array.from(Buffer.from(character), byte => `\\x${byte.toString(16)}`).join(''))
		.replaceAll(/["&'<>]/g, character => entities[character]);
}
