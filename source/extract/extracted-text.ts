import {formatBytes} from '../format/bytes.js';
import {formatCount} from '../format/count.js';
import type {Note} from './folder-session.js';
import type {Outcome} from './write-folder.js';

export type ExtractedTo = {
	/** What the user called it. */
	output: string;
	/** How many paths the layers remove that were taken, and their name; a folder can't hold that. */
	removed?: number;
	/** How many paths of several layers are written though a later one of them removes them; the first, and by which layer. */
	undone?: {count: number; path: string; layer: number};
	layer?: string;
};

/**
Whether all that was asked for came out. A detail that was lost, such as setuid bits, extended attributes or a time, does not count;
but that something belongs to somebody else than it should does: what may be done with it hangs on that.
*/
export function isWhole({skipped, notes, stopped}: Outcome): boolean {
	return skipped.length === 0 && stopped === undefined && notes.every(({kind}) => kind !== 'owner' && kind !== 'unknown-owner');
}

/** What came out, and what did not and why: a line each. Not yet safe for a terminal. */
export function extractedText(outcome: Outcome, {output, removed = 0, undone, layer}: ExtractedTo): string[] {
	const before = outcome.stopped === undefined ? '' : `stopped: ${outcome.stopped}. `;
	const lines = [
		`${before}${summary(outcome, output)}`,
		...(removed > 0 ? [`layer ${layer} also removes ${formatCount(removed)} ${removed === 1 ? 'path' : 'paths'} of lower layers, which is not written: freedive files IMAGE --layer ${layer} lists them`] : []),
		...(undone && undone.count > 0 ? [undoneText(undone)] : []),
	];
	for (const {kind, count, path} of outcome.notes) {
		lines.push(`${count === 1 ? path : `${formatCount(count)} paths, ${path} the first,`} ${noteText(kind, count)}`);
	}

	for (const {reason, count, paths} of outcome.skipped) {
		const more = count - paths.length;
		lines.push(`left out: ${paths.join(', ')}${more > 0 ? ` and ${formatCount(more)} more` : ''}: ${reason}`);
	}

	return lines;
}

function undoneText({count, path, layer}: NonNullable<ExtractedTo['undone']>): string {
	return count === 1
		? `${path} was removed by layer ${layer}, and is written as a layer below it holds it`
		: `${formatCount(count)} paths, ${path} the first, were removed by a later one of these layers, and are written as those below hold them`;
}

/** `12 files, 3 folders, 1 link (34.5 MB) in out` */
export function summary({files, names, folders, links, special, bytes}: Outcome, output: string): string {
	const parts = [
		counted(files, 'file'), counted(names, 'hard link'), counted(folders, 'folder'), counted(links, 'link'), counted(special, 'special file'),
	].filter(part => part !== '');
	return `${parts.length === 0 ? 'nothing' : parts.join(', ')} (${formatBytes(bytes)}) in ${output === '-' ? 'the tar' : output}`;
}

function counted(count: number, word: string): string {
	return count === 0 ? '' : `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`;
}

function noteText(kind: Note['kind'], count: number): string {
	const isOne = count === 1;
	switch (kind) {
		case 'setuid': {
			return `${isOne ? 'has' : 'have'} lost what lets others run ${isOne ? 'it as its owner' : 'them as their owner'} (setuid, setgid, capabilities): --keep-setuid keeps it`;
		}

		case 'owner': {
			return `could not be given ${isOne ? 'its owner' : 'their owners'}: --no-same-owner does not try`;
		}

		case 'unknown-owner': {
			return `can't be given ${isOne ? 'its owner, for the image names none' : 'their owners, for the image names none'} (4294967295); ${isOne ? 'it belongs' : 'they belong'} to whoever extracts, without setuid and setgid`;
		}

		case 'xattrs': {
			return `${isOne ? 'has' : 'have'} extended attributes that could not be set (setfattr sets them, where it is installed): -o FILE.tar keeps them`;
		}

		case 'times': {
			return `could not be given ${isOne ? 'its time' : 'their times'}`;
		}

		case 'clamped': {
			return `${isOne ? 'has' : 'have'} the nearest time that can be kept: ${isOne ? 'its own lies' : 'their own lie'} beyond`;
		}

		case 'mode': {
			return `could not be given ${isOne ? 'its mode' : 'their modes'}`;
		}
	}
}
