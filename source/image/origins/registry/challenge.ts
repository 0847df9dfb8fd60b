/** What a server asks for before it answers: a way to log in, and what is to be known for it. */
export type Challenge = {
	/** In lower case: `basic`, `bearer`. */
	scheme: string;
	/** By their names in lower case. */
	parameters: ReadonlyMap<string, string>;
};

/** Node itself takes 16 KiB of headers in all. */
const longestHeader = 16 << 10;

const schemeStart = /[\s,]*([\w!#$%&'*+\-.^`|~]+)(?=\s|,|$)[\t ]*/y;
const parameter = /[\s,]*([\w!#$%&'*+\-.^`|~]+)[\t ]*=[\t ]*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))/y;

/** The challenges of a header WWW-Authenticate, as far as it is one (RFC 9110, 11.6.1). Several headers are one with commas. */
export function parseChallenges(header: string | undefined): Challenge[] {
	const challenges: Challenge[] = [];
	if (header === undefined || header.length > longestHeader) {
		return challenges;
	}

	let at = 0;
	let parameters: Map<string, string> | undefined;
	while (at < header.length) {
		parameter.lastIndex = at;
		const pair = parameters && parameter.exec(header);
		if (pair) {
			const name = pair[1].toLowerCase();
			// The first of a name holds.
			if (!parameters!.has(name)) {
				parameters!.set(name, pair[2] === undefined ? pair[3] : pair[2].replaceAll(/\\(.)/g, '$1'));
			}

			at = parameter.lastIndex;
			continue;
		}

		schemeStart.lastIndex = at;
		const scheme = schemeStart.exec(header);
		if (!scheme) {
			break;
		}

		parameters = new Map();
		challenges.push({scheme: scheme[1].toLowerCase(), parameters});
		at = schemeStart.lastIndex;
	}

	return challenges;
}
