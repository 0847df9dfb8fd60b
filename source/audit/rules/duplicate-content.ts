import {formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import type {EntryId} from '../../tree/entry-store.js';
import type {PathId} from '../../tree/path-tree.js';
import type {AuditInput} from '../audit-input.js';
import {belowFolders} from '../below-folders.js';
import {documentationFolders} from '../documentation-folders.js';
import {makerOf} from '../live-by-layer.js';
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
	detects: 'Files of the finished file system that hold the same bytes, 4 KiB and more, and are no hard links to one another. Copies that packages own are theirs, and those that static-library and documentation name are told there. A medium confidence: some programs want their own copy.',
	remedy: 'Keep one, and link the others to it.',
	references: [],
	* find(input) {
		const {tree, store} = input.overlay;
		const copied = copiedFiles(input);
		for (const {size, kept, others} of copied.slice(0, mostSets)) {
			const name = tree.path(kept.path);
			const names = others.slice(0, mostNames).map(({path}) => tree.path(path));
			const more = others.length - names.length;
			yield {
				layer: makerOf(input, others[0].path, store.layerOf(others[0].content)),
				path: others[0].path,
				bytes: size * others.length,
				contents: others.map(({content}) => content),
				confidence: 'medium',
				message: `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''} ${others.length === 1 ? 'holds' : 'hold'} the same ${formatBytes(size)} as ${name}.`,
				remedy: `Instead of the ${others.length === 1 ? 'copy' : 'copies'} write \`ln -s ${name} ${names[0]}\`.`,
			};
			yield undefined;
		}

		const rest = copied.slice(mostSets);
		if (rest.length > 0) {
			const bytes = rest.reduce((sum, {size, others}) => sum + (size * others.length), 0);
			yield {
				bytes,
				contents: rest.flatMap(({others}) => others.map(({content}) => content)),
				confidence: 'medium',
				key: 'the others',
				message: `${countOf(rest.length, 'other file', 'other files')} of ${formatBytes(rest[0].size)} or less ${rest.length === 1 ? 'is' : 'are'} there more than once, ${formatBytes(bytes)} too often.`,
				remedy: 'The view D on the screen, and freedive waste --format json, list them all.',
			};
		}
	},
};

/** One of the places that hold the same bytes. */
type Copy = {path: PathId; content: EntryId; isOwned: boolean};

/** Contents that are there more than once, with the copies that a build can do without: the most bytes first. */
function copiedFiles(input: AuditInput): Array<{size: number; kept: Copy; others: Copy[]}> {
	const {overlay: {tree, store, transitions}, packages: {ownerOf}, duplicates, factOf} = input;
	const folders = documentationFolders(input);
	const folderOf = belowFolders(tree, folders.map(({folder}, index) => [folder, index + 1]));
	const isToldOf = ({path, content}: Copy) => factOf(content)?.archive !== undefined || ![undefined, 'kept'].includes(folders[folderOf[path] - 1]?.kind);
	return duplicates
		.map(({size, paths}) => {
			const [kept, ...others] = paths
				.map(path => ({path, content: store.content(transitions.state(path)), isOwned: ownerOf[path] >= 0}))
				.sort((a, b) => Number(b.isOwned) - Number(a.isOwned) || store.compareOrder(a.content, b.content));
			return {size, kept, others: others.filter(copy => !copy.isOwned && !isToldOf(copy))};
		})
		.filter(({others}) => others.length > 0)
		.sort((a, b) => (b.size * b.others.length) - (a.size * a.others.length));
}
