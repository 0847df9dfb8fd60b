import {fileType} from '../../content/elf/elf-file.js';
import {formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import {sentence} from '../../format/sentence.js';
import {entryType} from '../../archive/entry-table.js';
import {absent} from '../../tree/entry-store.js';
import type {PathId} from '../../tree/path-tree.js';
import type {AuditInput} from '../audit-input.js';
import {belowFolders} from '../below-folders.js';
import {tellHolders, worstFiles} from '../holders.js';
import {endRun, inInstruction} from '../in-instruction.js';
import {leftBehind} from '../left-behind.js';
import type {Rule} from '../rule.js';

/** A log that is smaller is not worth a word. */
const largeLog = 1_000_000;

/** What a build forgot to take away. */
export const leftoverFile: Rule = {
	id: 'leftover-file',
	title: 'Temporary files, logs, core dumps and archives',
	group: 'leftovers',
	severity: 'note',
	counterparts: [],
	detects: 'Files of the finished file system in `/tmp` and `/var/tmp`, logs over 1 MB (in `/var/log`, and `*.log` that no package owns), core dumps, and archives beside the folder that they were unpacked into.',
	remedy: 'Remove them in the instruction that makes them: a later one can only hide them.',
	references: ['https://docs.docker.com/build/building/best-practices/'],
	* find(input) {
		const {overlay} = input;
		const kindOf = kindsIn(input);
		for (const {layer, kind, folder, contents, paths, bytes} of yield * leftBehind(input, kindOf)) {
			const worst = worstFiles(input, {contents, paths});
			const count = contents.length;
			const {what, why} = kinds[kind];
			const place = overlay.tree.path(folder);
			yield {
				layer,
				path: count === 1 ? paths[0] : folder,
				key: kind,
				bytes,
				contents,
				message: `${count === 1 ? `${worst[0].name} (${formatBytes(bytes)}) is ${what(1)}` : `${countOf(count, 'file')} (${formatBytes(bytes)}) are ${what(count)}`}, ${why}${count === 1 ? '' : `: ${tellHolders(worst, count)}`}.`,
				remedy: inInstruction(input, layer, {
					run: (_, instruction) => sentence(endRun(layer, instruction, `rm -rf ${removed(kind, count === 1 ? worst[0].name : place)}`)),
					copy: (_, word) => `Leave ${count === 1 ? worst[0].name : 'them'} out of the ${word} of layer ${layer}, by .dockerignore or by copying less.`,
					what: count === 1 ? 'it' : 'them',
				}),
			};
		}
	},
};

type Kind = 'temporary' | 'log' | 'core' | 'archive';

const kinds: Readonly<Record<Kind, {what: (count: number) => string; why: string}>> = {
	temporary: {what: count => count === 1 ? 'a temporary file' : 'temporary files', why: 'of use only while the image was built'},
	log: {what: count => count === 1 ? 'a log' : 'logs', why: 'which tell of the build, not of what runs'},
	core: {what: count => count === 1 ? 'the memory of a program that crashed' : 'the memory of programs that crashed', why: 'with whatever secrets it held'},
	archive: {what: count => count === 1 ? 'an archive' : 'archives', why: 'and what was in it lies unpacked beside it'},
};

function removed(kind: Kind, place: string): string {
	const isFolder = place === '/tmp' || place === '/var/tmp';
	return isFolder ? `${place}/*` : (kind === 'log' && place === '/var/log' ? '/var/log/*.log' : place);
}

/** Cores as the kernel and valgrind call them where nobody says otherwise. */
const coreName = /^(?:core(?:\.\d+)?|vgcore\.\d+|core\..+\.\d+)$/;

const archiveName = /^(?<stem>.+?)\.(?:tar(?:\.(?:gz|bz2|xz|zst|lz|lzma|Z))?|t[bgx]z2?|tzst|zip|7z|rar)$/;

/** How names of cores begin, and those of logs and archives end: others need not be read. */
const starts = new Set(Buffer.from('cv'));
const ends = new Set(Buffer.from('grz2ptZa'));

function kindsIn({overlay: {tree, transitions, store}, packages: {ownerOf}, factOf}: AuditInput): (content: number, path: PathId) => Kind | undefined {
	const folders = ['tmp', 'var/tmp', 'var/log'].map((path, index) => [tree.find(Buffer.from(path)), index + 1] as const).filter(([path]) => path >= 0);
	const folderOf = belowFolders(tree, folders);
	return (content, path) => {
		const folder = folderOf[path];
		if (folder === 1 || folder === 2) {
			return 'temporary';
		}

		const isOwned = ownerOf[path] >= 0;
		if (!isOwned && folder === 3 && store.sizeOf(content) > largeLog) {
			return 'log';
		}

		const start = tree.names[tree.nameStart[path]];
		const end = tree.names[tree.nameStart[path + 1] - 1];
		if (!starts.has(start) && !ends.has(end)) {
			return undefined;
		}

		const name = tree.name(path);
		if (!isOwned && name.endsWith('.log') && store.sizeOf(content) > largeLog) {
			return 'log';
		}

		if (coreName.test(name)) {
			return factOf(content)?.elf?.type === fileType.core ? 'core' : undefined;
		}

		const stem = isOwned ? undefined : archiveName.exec(name)?.groups!.stem;
		if (stem === undefined) {
			return undefined;
		}

		const beside = tree.child(tree.parent[path], Buffer.from(stem));
		const entry = beside < 0 ? absent : transitions.state(beside);
		return beside >= 0 && entry !== absent && store.facts(entry).type === entryType.directory ? 'archive' : undefined;
	};
}
