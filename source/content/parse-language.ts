import type {LanguageFn} from 'highlight.js';
import {createLowlight} from 'lowlight';

/** The tree that lowlight makes of a text. */
export type LanguageTree = ReturnType<ReturnType<typeof createLowlight>['highlight']>;

/**
What parses texts of a language. This file is loaded by `import()` alone: what it names of lowlight is then all that is bundled of it,
without the 190 grammars that it can bring.
*/
export function parserOf(language: string, grammars: Readonly<Record<string, LanguageFn>>): (text: string) => LanguageTree {
	const lowlight = createLowlight(grammars);
	return text => lowlight.highlight(language, text);
}
