import {decodeBytes, encodeEscaped} from '../format/safe-text.js';
import type {LayerNumber} from '../image/image.js';
import {followLinks} from '../tree/follow-links.js';
import type {LayerRange} from '../tree/held-entry.js';
import type {Overlay} from '../tree/overlay.js';
import type {PathFilter} from './path-filter.js';

/** What of an image is looked through: the file system after a layer, or what layers hold. */
export type SeenView = LayerRange | {at: LayerNumber};

/**
A filter that takes what paths lead to as well, through links as the kernel follows them: no path of an image is `/bin/bash` where
`/bin` is a link, yet that is how it is known. A link in the last name is followed with `last`, or where a slash stands behind it;
else it is itself what is named.
*/
export function followedPaths(patterns: readonly string[], filter: PathFilter, overlay: Overlay, {view, last = false}: {view: SeenView; last?: boolean}): PathFilter {
	const leads = patterns.flatMap(pattern => {
		const target = targetOf(pattern, overlay, view, last || pattern.endsWith('/'));
		return target === undefined ? [] : [{pattern, target, below: target === '/' ? target : `${target}/`}];
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

/** How a view is looked through by `followLinks`. */
export function seenBy(view: SeenView): {at: LayerNumber; from?: LayerNumber} {
	return 'at' in view ? view : {at: view.to, from: view.from};
}

/** Where a pattern with a slash leads, if that is another path than it says. */
function targetOf(pattern: string, overlay: Overlay, view: SeenView, follow: boolean): string | undefined {
	if (!pattern.includes('/')) {
		return undefined;
	}

	for (const bytes of [new TextEncoder().encode(pattern), encodeEscaped(pattern)]) {
		const found = followLinks(overlay, bytes, {...seenBy(view), follow});
		if (!('problem' in found)) {
			const path = overlay.tree.path(found.path);
			const plain = `/${decodeBytes(bytes).split('/').filter(name => name !== '' && name !== '.').join('/')}`;
			return path === plain ? undefined : path;
		}
	}

	return undefined;
}
