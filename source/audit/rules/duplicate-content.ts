import {formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import {listWords} from '../../format/list-words.js';
import type {LayerNumber} from '../../image/image.js';
import type {EntryId} from '../../tree/entry-store.js';
import type {PathId} from '../../tree/path-tree.js';
import type {AuditInput} from '../audit-input.js';
import {belowFolders} from '../below-folders.js';
import {documentationFolders} from '../documentation-folders.js';
import type {FindingDraft} from '../finding.js';
import {tellHolders} from '../holders.js';
import {makerOf} from '../live-by-layer.js';
import type {Rule} from '../rule.js';

/** Names that are told of one content: the others are counted. */
const mostNames = 3;

/** Sets of copies that are told apart, the most bytes first: the others are one finding, for nobody changes hundreds one by one. */
const mostSets = 20;

/** Names of what programs keep of a file before they write it anew: `/etc/passwd-`, `/var/lib/dpkg/status-old`. */
const isBackup = /(?:-old|\.(?:bak|old|orig)|[-~])$/;

/** Files that are in the image more than once. */
export const duplicateContent: Rule = {
	group: 'waste',
	severity: 'note',
	id: 'duplicate-content',
	title: 'Files that are there more than once',
	counterparts: [],
	detects: 'Files of the finished file system that hold the same bytes, 4 KiB and more, and are no hard links to one another. Files that were copied from one folder to another are told together. Copies that packages own are theirs, and those that static-library and documentation name are told there. A medium confidence: some programs want their own copy.',
	remedy: 'Keep one, and link the others to it.',
	references: [],
	* find(input) {
		const {tree} = input.overlay;
		const copied = byFolder(input, copiedFiles(input));
		for (const sets of copied.slice(0, mostSets)) {
			if (sets.length > 1) {
				yield folderFinding(input, sets);
				yield undefined;
				continue;
			}

			const [{size, kept, others}] = sets;
			const name = tree.path(kept.path);
			const names = others.slice(0, mostNames).map(({path}) => tree.path(path));
			const more = others.length - names.length;
			yield {
				layer: layerOf(input, others[0]),
				path: others[0].path,
				bytes: size * others.length,
				contents: others.map(({content}) => content),
				confidence: 'medium',
				message: `${listWords(more > 0 ? [...names, `${more} more`] : names)} ${others.length === 1 ? 'holds' : 'hold'} the same ${formatBytes(size)} as ${name}.`,
				remedy: isBackup.test(names[0]) && others.length === 1
					? `It is a backup that nothing reads: end the instruction that makes it with \`rm ${names[0]}\`.`
					: `Instead of the ${others.length === 1 ? 'copy' : 'copies'} write \`ln -s ${name} ${names[0]}\`.`,
			};
			yield undefined;
		}

		const rest = copied.slice(mostSets).flat();
		if (rest.length > 0) {
			const bytes = rest.reduce((sum, {size, others}) => sum + (size * others.length), 0);
			yield {
				bytes,
				contents: rest.flatMap(({others}) => others.map(({content}) => content)),
				confidence: 'medium',
				key: 'the others',
				message: `${countOf(rest.length, 'other file', 'other files')} of ${formatBytes(rest.reduce((largest, {size}) => Math.max(largest, size), 0))} or less ${rest.length === 1 ? 'is' : 'are'} there more than once, ${formatBytes(bytes)} too often.`,
				remedy: 'The view D on the screen, and freedive waste --format json, list them all.',
			};
		}
	},
};

/** One of the places that hold the same bytes. */
type Copy = {path: PathId; content: EntryId; isOwned: boolean};

/** A content that is there more than once, with the copies that a build can do without. */
type CopySet = {size: number; kept: Copy; others: Copy[]};

/** Sets whose one copy has the name of the kept file and lies, as others do, in a folder that an instruction copied from another; else a set by itself. The most bytes first. */
function byFolder(input: AuditInput, sets: readonly CopySet[]): CopySet[][] {
	const {tree} = input.overlay;
	const groups = Map.groupBy(sets, ({kept, others}, index) => others.length > 1 || tree.name(others[0].path) !== tree.name(kept.path)
		? String(index)
		: `${tree.parent[kept.path]} ${tree.parent[others[0].path]} ${layerOf(input, others[0])}`);
	return [...groups.values()].sort((a, b) => bytesOf(b) - bytesOf(a));
}

function bytesOf(sets: readonly CopySet[]): number {
	return sets.reduce((sum, {size, others}) => sum + (size * others.length), 0);
}

function layerOf(input: AuditInput, {path, content}: Copy): LayerNumber {
	return makerOf(input, path, input.overlay.store.layerOf(content));
}

/** What is told of files that were copied from one folder to another. */
function folderFinding(input: AuditInput, sets: readonly CopySet[]): FindingDraft {
	const {tree} = input.overlay;
	const [{kept, others}] = sets;
	const [from, to] = [kept, others[0]].map(({path}) => tree.path(tree.parent[path]));
	const files = sets.map(({size, kept}) => ({name: tree.name(kept.path), bytes: size}));
	const link = (name: string) => `\`ln -s ${below(from, name)} ${below(to, name)}\``;
	return {
		layer: layerOf(input, others[0]),
		path: tree.parent[others[0].path],
		bytes: bytesOf(sets),
		contents: sets.map(({others}) => others[0].content),
		confidence: 'medium',
		key: from,
		message: `${countOf(sets.length, 'file')} in ${to} hold the same ${formatBytes(bytesOf(sets))} as those of their names in ${from}: ${tellHolders(files)}.`,
		remedy: `Use those in ${from}, or link to them instead of copying: ${link(files[0].name)}, and likewise the others.`,
	};
}

function below(folder: string, name: string): string {
	return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** Contents that are there more than once, with the copies that a build can do without: the most bytes first. */
function copiedFiles(input: AuditInput): CopySet[] {
	const {overlay: {tree, store, transitions}, packages: {ownerOf}, duplicates, factOf} = input;
	const folders = documentationFolders(input);
	const folderOf = belowFolders(tree, folders.map(({folder}, index) => [folder, index + 1]));
	const isToldOf = ({path, content}: Copy) => factOf(content)?.archive !== undefined || ![undefined, 'kept'].includes(folders[folderOf[path] - 1]?.kind);
	return duplicates
		.map(({size, paths}) => {
			const [kept, ...others] = paths
				.map(path => ({path, content: store.content(transitions.state(path)), isOwned: ownerOf[path] >= 0, isBackup: isBackup.test(tree.name(path))}))
				.sort((a, b) => Number(b.isOwned) - Number(a.isOwned) || Number(a.isBackup) - Number(b.isBackup) || store.compareOrder(a.content, b.content));
			return {size, kept, others: others.filter(copy => !copy.isOwned && !isToldOf(copy))};
		})
		.filter(({others}) => others.length > 0)
		.sort((a, b) => (b.size * b.others.length) - (a.size * a.others.length));
}
