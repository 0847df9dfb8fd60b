import {safeText} from '../../format/safe-text.js';
import {cutText} from '../cut-text.js';
import {splitCode} from '../split-code.js';

const entities: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;', '`': '&#96;'};

/** A text takes at most so many characters where nobody says otherwise: a page has a bound, and what is longer is read elsewhere. */
const longest = 300;

/** Text as HTML, within an element or a quoted attribute; what a terminal would obey, or what reorders text, stands as `\xNN`. */
export function htmlText(text: string, most = longest): string {
	return cutText(safeText(text.toWellFormed()), most, '…').replaceAll(/["&'<>`]/g, character => entities[character]);
}

/** Text from the image as code, which stands apart from the words around it, whichever way it is written. */
export function htmlCode(text: string, most = longest): string {
	return `<code dir="auto">${htmlText(text, most)}</code>`;
}

/** A sentence, in which what freedive tells to write is code. */
export function htmlSentence(text: string, most = longest): string {
	return splitCode(cutText(text, most, '…')).map(({text, isCode}) => isCode ? htmlCode(text, most) : htmlText(text, most)).join('');
}
