import type {Found, FoundLine} from './found.js';

/**
What was found, in few pieces: to hand millions of lines to another thread as objects takes more time and memory than to find them.
*/
export type PackedFound = {
	/** For each content its number, how many lines match, whether it is binary, whether it is searched in pieces, and how many lines follow. */
	contents: Float64Array<ArrayBuffer>;
	/** For each line its number, what is left out before and behind it, whether it is context, the length of its text, and how many places follow. */
	lines: Float64Array<ArrayBuffer>;
	/** Where matches begin and end, line after line. */
	ranges: Uint32Array<ArrayBuffer>;
	/** All texts, one after another. */
	text: string;
};

const contentFields = 5;
const lineFields = 6;

export function packFound(found: readonly Found[]): PackedFound {
	const lineCount = found.reduce((sum, {lines}) => sum + lines.length, 0);
	const contents = new Float64Array(found.length * contentFields);
	const lines = new Float64Array(lineCount * lineFields);
	const ranges: number[] = [];
	const texts: string[] = [];
	let at = 0;
	for (const [index, {content, matches, isBinary, isPieced, lines: own}] of found.entries()) {
		contents.set([content, matches, Number(isBinary), Number(isPieced), own.length], index * contentFields);
		for (const line of own) {
			lines[at] = line.number;
			lines[at + 1] = line.before;
			lines[at + 2] = line.after;
			lines[at + 3] = Number(line.isContext);
			lines[at + 4] = line.text.length;
			lines[at + 5] = line.ranges.length;
			at += lineFields;
			texts.push(line.text);
			for (const place of line.ranges) {
				ranges.push(place);
			}
		}
	}

	return {contents, lines, ranges: Uint32Array.from(ranges), text: texts.join('')};
}

/** The buffers that may be moved to another thread instead of copied. */
export function packedBuffers({contents, lines, ranges}: PackedFound): ArrayBuffer[] {
	return [contents.buffer, lines.buffer, ranges.buffer];
}

export function unpackFound({contents, lines, ranges, text}: PackedFound): Found[] {
	const found: Found[] = [];
	let line = 0;
	let range = 0;
	let place = 0;
	for (let at = 0; at < contents.length; at += contentFields) {
		const own: FoundLine[] = [];
		for (let left = contents[at + 4]; left > 0; left--) {
			const length = lines[line + 4];
			const count = lines[line + 5];
			own.push({
				number: lines[line],
				text: text.slice(place, place + length),
				ranges: count > 0 ? Array.from(ranges.subarray(range, range + count)) : [],
				before: lines[line + 1],
				after: lines[line + 2],
				isContext: lines[line + 3] !== 0,
			});
			line += lineFields;
			place += length;
			range += count;
		}

		found.push({content: contents[at], lines: own, matches: contents[at + 1], isBinary: contents[at + 2] !== 0, isPieced: contents[at + 3] !== 0});
	}

	return found;
}
