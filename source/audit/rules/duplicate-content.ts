import {formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import type {Duplicate} from '../../tree/duplicates.js';
import type {Rule} from '../rule.js';

/** Names that are told of one content: the others are counted. */
const mostNames = 3;

/** Sets of copies that are told apart, the most bytes first: the others are one finding, for nobody changes hundreds one by one. */
const mostSets = 20;

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
		const copiesOf = ({paths}: Duplicate) => paths
			.map(path => ({path, content: store.content(transitions.state(path))}))
			.sort((a, b) => store.compareOrder(a.content, b.content));
		for (const duplicate of duplicates.slice(0, mostSets)) {
			const {size, duplicateBytes} = duplicate;
			const [kept, ...others] = copiesOf(duplicate);
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

		const rest = duplicates.slice(mostSets);
		if (rest.length > 0) {
			const bytes = rest.reduce((sum, {duplicateBytes}) => sum + duplicateBytes, 0);
			yield {
				bytes,
				contents: rest.flatMap(duplicate => copiesOf(duplicate).slice(1).map(({content}) => content)),
				confidence: 'medium',
				key: 'the others',
				message: `${countOf(rest.length, 'other file', 'other files')} of ${formatBytes(rest[0].size)} or less ${rest.length === 1 ? 'is' : 'are'} there more than once, ${formatBytes(bytes)} too often.`,
				remedy: 'The view D on the screen, and freedive waste --format json, list them all.',
			};
		}
	},
};
