import {safeJson} from '../format/json.js';
import {grepObjects} from './grep-object.js';
import type {Grep} from './grep.js';

/** What was found as one JSON document, a row a line: `freedive schema grep` describes it. */
export async function * grepJson({image, pattern: {text, isLiteral, ignoreCase, wholeWords, isInverted}, view, mode, files, warnings}: Grep): AsyncGenerator<string> {
	const around = {
		schema: 'freedive/grep/1',
		image,
		pattern: {text, fixed: isLiteral, ignoreCase, words: wholeWords, inverted: isInverted},
		at: 'at' in view ? view.at : null,
		layers: 'at' in view ? null : [view.from, view.to],
	};
	yield `${safeJson(around).slice(0, -1)},"matches":[`;
	let separator = '\n';
	let matches = 0;
	let told = 0;
	let last = '';
	for await (const batch of files) {
		let rows = '';
		for (const file of batch) {
			// A content that comes in parts is one file.
			const name = `${file.layer}:${file.path}`;
			told += name === last ? 0 : 1;
			last = name;
			matches += file.matches;
			for (const object of grepObjects(file, mode)) {
				rows += separator + safeJson(object);
				separator = ',\n';
			}
		}

		yield rows;
	}

	yield `\n],"counts":${safeJson({files: told, ...(mode !== 'files' && {lines: matches})})},"warnings":${safeJson(warnings())}}\n`;
}
