import {formatBytes} from '../../format/bytes.js';
import type {Rule} from '../rule.js';

/** Names that are told of one content: the others are counted. */
const mostNames = 3;

/** Files that are in the image more than once. */
export const duplicateContent: Rule = {
	group: 'waste',
	severity: 'note',
	id: 'duplicate-content',
	title: 'Files that are there more than once',
	counterparts: [],
	detects: 'Files of the finished file system that hold the same bytes, 4 KiB and more, and are no hard links to one another. A medium confidence: some programs want their own copy.',
	remedy: 'Keep one, and link the others to it.',
	references: [],
	* find({overlay, duplicates}) {
		const {tree, store, transitions} = overlay;
		for (const {paths, size, duplicateBytes} of duplicates) {
			const copies = paths
				.map(path => ({path, content: store.content(transitions.state(path))}))
				.sort((a, b) => store.compareOrder(a.content, b.content));
			const [kept, ...others] = copies;
			const name = tree.path(kept.path);
			const names = others.slice(0, mostNames).map(({path}) => tree.path(path));
			const more = others.length - names.length;
			yield {
				layer: store.layerOf(others[0].content),
				path: others[0].path,
				bytes: duplicateBytes,
				contents: others.map(({content}) => content),
				confidence: 'medium',
				message: `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''} ${others.length === 1 ? 'holds' : 'hold'} the same ${formatBytes(size)} as ${name}.`,
				remedy: `Instead of the ${others.length === 1 ? 'copy' : 'copies'} write \`ln -s ${name} ${names[0]}\`.`,
			};
			yield undefined;
		}
	},
};
