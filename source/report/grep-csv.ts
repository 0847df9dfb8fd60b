import {csvLine} from './csv.js';
import type {Grep} from './grep.js';

/** What was found as CSV: a row a line that matches, or a row a file. Of a binary file the line is empty, as its text is. */
export async function * grepCsv({mode, files}: Grep): AsyncGenerator<string> {
	const own = {lines: ['kind', 'line', 'text'], count: ['count'], files: []}[mode];
	yield csvLine(['path', 'layer', 'fate', 'hidden_by', ...own]);
	for await (const batch of files) {
		let rows = '';
		for (const {path, layer, fate, hiddenBy, lines, matches, isBinary} of batch) {
			const about = [path, layer, fate, hiddenBy || null];
			if (mode !== 'lines') {
				rows += csvLine([...about, ...(mode === 'count' ? [matches] : [])]);
			}

			for (const {number, text, isContext} of lines) {
				rows += csvLine([...about, isContext ? 'context' : 'match', number, text]);
			}

			if (isBinary) {
				rows += csvLine([...about, 'binary', null, null]);
			}
		}

		yield rows;
	}
}
