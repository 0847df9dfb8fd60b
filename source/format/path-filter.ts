import {Glob} from './glob.js';
import {decodeBytes, encodeEscaped} from './safe-text.js';

/** Which paths are wanted, and which of the patterns matched none. */
export type PathFilter = {
	/** Takes a path as `decodeBytes` reads it, beginning with `/`. */
	matches: (path: string) => boolean;
	/** The patterns that no path has matched so far. */
	unmatched: () => string[];
};

type Matcher = (path: string, name: string) => boolean;

/**
Reads the GLOBs of a command line. A plain path matches itself and all below it; what holds wildcards matches the last name where it
has no slash, and the whole path where it has one. Each is taken as it is first, then with `\xNN` decoded.
*/
export function pathFilter(patterns: readonly string[]): PathFilter {
	const counted = patterns.map(pattern => ({pattern, count: 0, matchers: matchersOf(pattern)}));
	return {
		matches(path) {
			const name = path.slice(path.lastIndexOf('/') + 1);
			let isMatch = false;
			// All are asked, so that each knows whether it matched anything.
			for (const one of counted) {
				if (one.matchers.some(matches => matches(path, name))) {
					one.count++;
					isMatch = true;
				}
			}

			return isMatch;
		},
		unmatched: () => counted.filter(({count}) => count === 0).map(({pattern}) => pattern),
	};
}

/** Whether a pattern is more than a plain path. */
export function hasWildcards(pattern: string): boolean {
	return /[*?[{]/.test(pattern);
}

function matchersOf(pattern: string): Matcher[] {
	const decoded = decodeBytes(encodeEscaped(pattern));
	const matchers = [...new Set([pattern, decoded])].map(text => plainMatcher(text));
	if (hasWildcards(pattern)) {
		// A byte that is no UTF-8 stays `\xNN` in paths too; the backslash would quote the x.
		const glob = decoded.replaceAll(/\\(?=x[\da-f]{2})/gi, '\\\\').replace(/^\.?\/+/, '');
		const compiled = new Glob(glob);
		matchers.push(/^[^/]*\//.test(pattern) ? path => compiled.matches(path.slice(1)) : (_path, name) => compiled.matches(name));
	}

	return matchers;
}

/** The path itself and all below it; a single name wherever it stands last, too. */
function plainMatcher(text: string): Matcher {
	const trimmed = text.replace(/^\.?\/+/, '').replace(/\/+$/, '');
	const path = `/${trimmed}`;
	const above = trimmed === '' ? '/' : `${path}/`;
	if (text.includes('/')) {
		return candidate => candidate === path || candidate.startsWith(above);
	}

	return (candidate, name) => name === text || candidate.startsWith(above);
}
