import type {FoundLine} from '../content/search/found.js';
import type {Grep, GrepFile} from './grep.js';

type Value = string | number | boolean | null | readonly number[][] | {before: number; after: number};

/** What is told of a file as objects for JSON: one for each line, or one for the file. */
export function * grepObjects(file: GrepFile, mode: Grep['mode']): Generator<Record<string, Value>> {
	const {path, pathBytes, layer, fate, hiddenBy} = file;
	const about = {
		path,
		...(pathBytes && {pathBase64: Buffer.from(pathBytes).toString('base64')}),
		layer,
		fate,
		hiddenBy: hiddenBy || null,
	};
	if (mode === 'files') {
		yield about;
		return;
	}

	if (mode === 'count') {
		yield {...about, count: file.matches};
		return;
	}

	for (const line of file.lines) {
		yield {...about, ...lineObject(line)};
	}

	if (file.isBinary) {
		yield {...about, kind: 'binary', line: null, text: null, ranges: [], leftOut: null};
	}
}

function lineObject({number, text, ranges, before, after, isContext}: FoundLine): Record<string, Value> {
	return {
		kind: isContext ? 'context' : 'match',
		line: number,
		text,
		ranges: Array.from({length: ranges.length / 2}, (_, index) => [ranges[index * 2], ranges[(index * 2) + 1]]),
		leftOut: before > 0 || after > 0 ? {before, after} : null,
	};
}
