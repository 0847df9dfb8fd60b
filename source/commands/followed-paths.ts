import type {Overlay} from '../tree/overlay.js';
import type {PathFilter} from '../format/path-filter.js';
import {leadOf} from './follow-operand.js';
import {seenBy, type SeenView} from './layer-range.js';

/**
A filter that takes what paths lead to as well, through links as the kernel follows them: no path of an image is `/bin/bash` where
`/bin` is a link, yet that is how it is known. A link in the last name is followed with `last`, or where a slash stands behind it;
else it is itself what is named.
*/
export function followedPaths(patterns: readonly string[], filter: PathFilter, overlay: Overlay, {view, last = false}: {view: SeenView; last?: boolean}): PathFilter {
	const leads = patterns.flatMap(pattern => {
		const lead = pattern.includes('/') ? leadOf(overlay, pattern, {...seenBy(view), follow: last || pattern.endsWith('/')}) : undefined;
		return lead?.isElsewhere ? [{pattern, target: lead.path, below: lead.path === '/' ? lead.path : `${lead.path}/`}] : [];
	});
	const met = new Set<string>();
	return {
		matches(path) {
			let isMatch = filter.matches(path);
			for (const {pattern, target, below} of leads) {
				if (path === target || path.startsWith(below)) {
					met.add(pattern);
					isMatch = true;
				}
			}

			return isMatch;
		},
		unmatched: () => filter.unmatched().filter(pattern => !met.has(pattern)),
	};
}
