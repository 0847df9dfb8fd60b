import {formatBytes} from '../format/bytes.js';
import {formatCount} from '../format/count.js';
import type {Note} from './folder-session.js';
import type {Outcome} from './write-folder.js';

export type ExtractedTo = {
	/** What the user called it. */
	output: string;
	/** How many paths the layers remove that were taken, and their name; a folder can't hold that. */
	removed?: number;
	layer?: string;
};

/** What came out, and what did not and why: a line each. Not yet safe for a terminal. */
export function extractedText(outcome: Outcome, {output, removed = 0, layer}: ExtractedTo): string[] {
	const before = outcome.stopped === undefined ? '' : `stopped: ${outcome.stopped}. `;
	const lines = [
		`${before}${summary(outcome, output)}`,
		...(removed > 0 ? [`layer ${layer} also removes ${formatCount(removed)} ${removed === 1 ? 'path' : 'paths'} of lower layers, which is not written: freedive files IMAGE --layer ${layer} lists them`] : []),
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

		case 'xattrs': {
			return `${isOne ? 'has' : 'have'} extended attributes that a folder is not given: -o FILE.tar keeps them`;
		}

		case 'times': {
			return `could not be given ${isOne ? 'its time' : 'their times'}`;
		}

		case 'mode': {
			return `could not be given ${isOne ? 'its mode' : 'their modes'}`;
		}
	}
}
