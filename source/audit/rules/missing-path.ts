import {pathFilter} from '../../format/path-filter.js';
import {absent} from '../../tree/entry-store.js';
import {root, slice} from '../../tree/path-tree.js';
import type {Rule} from '../rule.js';

/** What a policy wants to be there, and is not. */
export const missingPath: Rule = {
	group: 'configuration',
	severity: 'error',
	id: 'missing-path',
	title: 'Paths that are to be there',
	counterparts: [],
	detects: 'Paths that the policy names under `required`, and that the finished image does not hold: a program that a build step left out in silence, certificates, a licence. Links are followed; a pattern wants one path that matches.',
	remedy: 'Copy it into the image, or take it out of the policy.',
	references: [],
	* find({demands: {paths: wanted = []}, overlay, files}) {
		// A plain path is what a program would open; all else is looked for among all paths.
		const missing = wanted.filter(path => !(path.startsWith('/') && files.find(path)));
		const filter = pathFilter(missing);
		const {tree, transitions} = overlay;
		for (let path = root + 1; path < tree.count && missing.length > 0; path++) {
			if (path % slice === 0) {
				yield;
			}

			if (transitions.state(path) !== absent) {
				filter.matches(tree.path(path));
			}
		}

		for (const path of filter.unmatched()) {
			yield {key: path, message: `Nothing in the finished image is ${path}, which the policy requires.`, remedy: 'Copy it into the image, or take it out of the policy\'s `required`.'};
		}
	},
};
