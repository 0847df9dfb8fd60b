import {entryType} from '../../archive/entry-table.js';
import {change} from '../../tree/change.js';
import {slice} from '../../tree/path-tree.js';
import type {Rule} from '../rule.js';

/** Layers that bring nothing. */
export const emptyLayer: Rule = {
	group: 'waste',
	severity: 'note',
	id: 'empty-layer',
	title: 'Layers that bring nothing',
	counterparts: [],
	detects: 'A layer without entries, or of folders alone, that the history does not mark as empty: each is a blob to fetch, to check and to lay over the others. A WORKDIR that makes its folder is left alone.',
	remedy: 'Leave the instruction out, or join it with the next.',
	references: [],
	* find({overlay: {store, transitions}, image}) {
		for (const {number, problem, blob, history} of image.layers) {
			const {count, type, warnings} = store.table(number);
			const paths = store.paths(number);
			if (problem || !blob || warnings.some(({incomplete}) => incomplete)) {
				continue;
			}

			let isBare = true;
			let made = 0;
			for (let index = 0; index < count && isBare; index++) {
				isBare = type[index] === entryType.directory;
				const at = transitions.at(paths[index], number);
				made += at >= 0 && transitions.layer[at] === number && transitions.change[at] === change.added ? 1 : 0;
				if (index % slice === slice - 1) {
					yield undefined;
				}
			}

			if (isBare && !(made > 0 && /^workdir\b/i.test(history?.instruction ?? ''))) {
				yield {
					layer: number,
					key: history?.instruction ?? '',
					message: count === 0 ? `Layer ${number} has no entries.` : `Layer ${number} has folders alone${made === 0 ? ', which were there already' : ''}.`,
					remedy: 'Leave its instruction out, or join it with the RUN or COPY that fills the folders.',
				};
			}
		}
	},
};
