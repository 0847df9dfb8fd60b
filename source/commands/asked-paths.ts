import type {Side} from '../tree/compare-images.js';
import type {PathFilter} from '../format/path-filter.js';
import {leadOf} from './follow-operand.js';

/** The paths that alone are compared: those that match, and what they lead to through links. */
export type AskedPaths = PathFilter & {
	/** Seeks where the paths lead in each of two images, links followed. */
	follow: (sides: readonly Side[]) => void;
	/** The patterns that match something, with where they lead, for a sentence: `/bin/sh (/usr/bin/dash)`. */
	places: () => string[];
};

/**
Makes of patterns what they mean in images: a path that leads through a link, as `/bin/sh` does where `/bin` is one, is no path of
the image by itself, and what it leads to is what is asked for.
*/
export function askedPaths(patterns: readonly string[], filter: PathFilter): AskedPaths {
	const targets = new Map<string, Set<string>>();
	/** All of them, each with what a path below it begins with. */
	let led: Array<readonly [target: string, above: string]> = [];
	return {
		follow(sides) {
			for (const pattern of patterns) {
				for (const side of sides) {
					const target = targetOf(pattern, side);
					if (target !== undefined) {
						targets.set(pattern, (targets.get(pattern) ?? new Set()).add(target));
					}
				}
			}

			led = [...targets.values()].flatMap(each => [...each].map(target => [target, target === '/' ? '/' : `${target}/`] as const));
		},
		matches(path) {
			// Asked first in any case, so that it knows what was matched.
			return filter.matches(path) || led.some(([target, above]) => path === target || path.startsWith(above));
		},
		unmatched: () => filter.unmatched().filter(pattern => !targets.has(pattern)),
		places() {
			const unmatched = new Set(this.unmatched());
			return patterns.filter(pattern => !unmatched.has(pattern)).map(pattern => targets.has(pattern) ? `${pattern} (${[...targets.get(pattern)!].join(', ')})` : pattern);
		},
	};
}

/** Where a pattern leads, if a link leads it elsewhere. Of what one layer holds no links are followed: they may lead into another. */
function targetOf(pattern: string, {overlay, view}: Side): string | undefined {
	if (!('at' in view) || view.at === 0) {
		return undefined;
	}

	// A link that leads nowhere is compared itself, for which the folder that it lies in may be led to.
	const lead = leadOf(overlay, pattern, {at: view.at, follow: true}) ?? leadOf(overlay, pattern, {at: view.at, follow: false});
	return lead?.isElsewhere ? lead.path : undefined;
}
