/** What stands in a glob, one after another. A brace knows where its others are. */
export type GlobToken =
	| {kind: 'character'; code: number}
	| {kind: 'set'; takes: CodeTest; isWritten: boolean; backward?: string}
	| {kind: 'stars'; count: number}
	| {kind: 'open'; code: number; commas: number[]; close: number}
	| {kind: 'comma'; code: number; open: number}
	| {kind: 'close'; code: number; open: number};

/** Whether a character, by its code point, is taken. */
export type CodeTest = (code: number) => boolean;

/** Nobody writes alternatives deeper than that; beyond, braces stand for themselves. */
const maximumNesting = 32;

const slash = 0x2F;
const inName: CodeTest = code => code !== slash;

/** Takes a glob, as code points, apart. Braces and commas that are no alternatives are characters. */
export function readGlobTokens(codes: readonly number[]): GlobToken[] {
	const tokens: GlobToken[] = [];
	const open: number[] = [];
	for (let at = 0; at < codes.length; at++) {
		const code = codes[at];
		switch (String.fromCodePoint(code)) {
			case '\\': {
				at += at + 1 < codes.length ? 1 : 0;
				tokens.push({kind: 'character', code: codes[at]});
				break;
			}

			case '*': {
				const last = tokens.at(-1);
				if (last?.kind === 'stars') {
					last.count++;
				} else {
					tokens.push({kind: 'stars', count: 1});
				}

				break;
			}

			case '?': {
				tokens.push({kind: 'set', takes: inName, isWritten: false});
				break;
			}

			case '[': {
				const set = readSet(codes, at);
				tokens.push(set ? {kind: 'set', isWritten: true, ...set} : {kind: 'character', code});
				at = set?.end ?? at;
				break;
			}

			case '{': {
				if (open.length < maximumNesting) {
					open.push(tokens.length);
				}

				tokens.push({kind: 'open', code, commas: [], close: -1});
				break;
			}

			case ',': {
				if (open.length > 0) {
					(tokens[open.at(-1)!] as GlobToken & {kind: 'open'}).commas.push(tokens.length);
				}

				tokens.push({kind: 'comma', code, open: open.at(-1) ?? -1});
				break;
			}

			case '}': {
				const opening = open.pop();
				if (opening !== undefined) {
					(tokens[opening] as GlobToken & {kind: 'open'}).close = tokens.length;
				}

				tokens.push({kind: 'close', code, open: opening ?? -1});
				break;
			}

			default: {
				tokens.push({kind: 'character', code});
			}
		}
	}

	return tokens.map(token => isBrace(token, tokens) || !('code' in token) ? token : {kind: 'character', code: token.code});
}

/** Whether braces and commas are of alternatives: closed, and more than one. */
function isBrace(token: GlobToken, tokens: readonly GlobToken[]): boolean {
	const opening = token.kind === 'comma' || token.kind === 'close' ? tokens[token.open] : token;
	return opening?.kind === 'open' && opening.close >= 0 && opening.commas.length > 0;
}

/** The set that begins at `[`; undefined where it is none, and the bracket stands for itself. It takes no slash. */
function readSet(codes: readonly number[], start: number): {takes: CodeTest; end: number; backward?: string} | undefined {
	const ranges: Array<[from: number, to: number]> = [];
	const isNot = codes[start + 1] === 0x21 || codes[start + 1] === 0x5E;
	const first = start + (isNot ? 2 : 1);
	let at = first;
	const character = (): number => {
		at += codes[at] === 0x5C ? 1 : 0;
		return codes[at++];
	};

	while (at < codes.length && (codes[at] !== 0x5D || at === first)) {
		const from = character();
		if (from === slash) {
			return undefined;
		}

		let to = from;
		if (codes[at] === 0x2D && at + 1 < codes.length && codes[at + 1] !== 0x5D) {
			at++;
			to = character();
		}

		ranges.push([from, to]);
	}

	if (at >= codes.length) {
		return undefined;
	}

	const backward = ranges.find(([from, to]) => from > to);
	return {
		takes: code => code !== slash && ranges.some(([from, to]) => code >= from && code <= to) !== isNot,
		end: at,
		backward: backward && String.fromCodePoint(backward[0], 0x2D, backward[1]),
	};
}
