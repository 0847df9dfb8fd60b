import {ignorable, ignorableGroups, type Ignored} from '../tree/ignored.js';
import {didYouMean} from './nearest.js';
import {UsageError} from './usage-error.js';

/** What a comparison leaves out, and the paths that it does, as patterns. */
export type IgnoredNames = {
	ignore: ReadonlySet<Ignored>;
	globs: string[];
};

/**
Reads what `--ignore` names: attributes, words for several of them, and paths, which have a slash or a wildcard.

@throws {UsageError} Where a word is none of them.
*/
export function ignoredNames(names: readonly string[]): IgnoredNames {
	const ignore = new Set<Ignored>();
	const globs: string[] = [];
	for (const name of names) {
		if (Object.hasOwn(ignorableGroups, name)) {
			for (const each of ignorableGroups[name as keyof typeof ignorableGroups]) {
				ignore.add(each);
			}
		} else if ((ignorable as readonly string[]).includes(name)) {
			ignore.add(name as Ignored);
		} else if (/[*/?[]/.test(name)) {
			globs.push(name);
		} else {
			const known = [...Object.keys(ignorableGroups), ...ignorable];
			throw new UsageError(`--ignore knows no ${name}.${didYouMean(name, known) || ` There are ${known.join(', ')}, and paths with a slash or a wildcard.`}`);
		}
	}

	return {ignore, globs};
}
