import {createHash} from 'node:crypto';
import {formatBytes} from '../format/bytes.js';
import {unifiedDiff, type DiffLine} from '../content/text-diff.js';

/** A file or link as a patch tells it. */
export type PatchFile = {
	/** As git writes it: 100644, 100755, or 120000 for a link, whose text is where it leads. */
	mode: string;
	size: number;
	/** A character a byte; undefined where it is no text. */
	text?: string;
	/** Why there is no text, where it might be one. */
	problem?: 'too large' | 'unreadable';
};

/** A line of a patch, a character a byte. */
export type PatchLine = Pick<DiffLine, 'kind' | 'text'> | {kind: 'remark'; text: string};

/**
What differs between two versions of a file, as git writes it, for `git apply` and `patch -p1`; undefined stands for no file there.

What is no text is but mentioned, in a line that these leave out.

@param path Its bytes, beginning with `/`, a character a byte.
*/
export function filePatch(path: string, a: PatchFile | undefined, b: PatchFile | undefined): PatchLine[] {
	// A file that becomes a link, or the other way round, goes and comes.
	if (a && b && isLink(a) !== isLink(b)) {
		return [...filePatch(path, a, undefined), ...filePatch(path, undefined, b)];
	}

	const [nameA, nameB] = [quoted(`a${path}`), quoted(`b${path}`)];
	const header: PatchLine[] = [
		{kind: 'file', text: `diff --git ${nameA} ${nameB}`},
		...(a ? [] : [{kind: 'file' as const, text: `new file mode ${b!.mode}`}]),
		...(b ? [] : [{kind: 'file' as const, text: `deleted file mode ${a!.mode}`}]),
		...(a && b && a.mode !== b.mode ? [{kind: 'file' as const, text: `old mode ${a.mode}`}, {kind: 'file' as const, text: `new mode ${b.mode}`}] : []),
	];
	if ((a && a.text === undefined) || (b && b.text === undefined)) {
		// Before the header: behind it git takes it for a patch that it can't apply.
		return [remark(nameA, nameB, a, b), ...(a && b && header.length > 1 ? header : [])];
	}

	const [textA, textB] = [a?.text ?? '', b?.text ?? ''];
	if (textA === textB) {
		// GNU patch takes an empty file away only where this line stands.
		return header.length > 1 ? [...header, ...(a && b ? [] : [indexLine(a, b)])] : [];
	}

	// Else GNU patch doesn't know that it is a link that leads elsewhere, and refuses.
	header.push(...(a && b && isLink(a) ? [indexLine(a, b)] : []));
	const names = {nameA: a ? nameA : '/dev/null', nameB: b ? nameB : '/dev/null'};
	return [...header, ...unifiedDiff(textA, textB, {...names, marks: false})?.lines ?? replaced(textA, textB, names)];
}

/** Of a folder that became a file or link, in words: a patch can't take folders away, and what was not in it may still lie there. */
export function folderRemark(path: string): PatchLine {
	return {kind: 'remark', text: `Folder ${quoted(`a${path}`)} became a file or link: that is not in this patch`};
}

/** The line that names both versions by git's ids; with the mode, where that is the same in both. */
function indexLine(a: PatchFile | undefined, b: PatchFile | undefined): PatchLine {
	return {kind: 'file', text: `index ${blobId(a)}..${blobId(b)}${a && a.mode === b?.mode ? ` ${a.mode}` : ''}`};
}

/** As many digits of an id as git shows. */
const shownDigits = 7;

function blobId(file: PatchFile | undefined): string {
	if (!file) {
		return '0'.repeat(shownDigits);
	}

	const bytes = Buffer.from(file.text ?? '', 'latin1');
	return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex').slice(0, shownDigits);
}

function isLink({mode}: PatchFile): boolean {
	return mode === '120000';
}

function remark(nameA: string, nameB: string, a: PatchFile | undefined, b: PatchFile | undefined): PatchLine {
	const names = [a ? nameA : '/dev/null', b ? nameB : '/dev/null'].join(' and ');
	const problem = a?.problem ?? b?.problem;
	if (problem === 'unreadable') {
		return {kind: 'remark', text: `Files ${names} can't be compared: one can't be read`};
	}

	const sizes = [a, b].flatMap(file => file ? [formatBytes(file.size)] : []).join(' and ');
	return {kind: 'remark', text: problem === 'too large' ? `Files ${names} differ: too large for a patch (${sizes})` : `Binary files ${names} differ (${sizes})`};
}

/** All lines of the one for all of the other, where so much differs that it can't be told what. */
function replaced(a: string, b: string, {nameA, nameB}: {nameA: string; nameB: string}): PatchLine[] {
	const linesOf = (text: string, kind: 'removed' | 'added'): PatchLine[] => {
		const lines = text.split('\n');
		const isEnded = lines.at(-1) === '';
		const signed = (isEnded ? lines.slice(0, -1) : lines).map(line => ({kind, text: (kind === 'added' ? '+' : '-') + line}));
		return isEnded ? signed : [...signed, {kind: 'note', text: '\\ No newline at end of file'}];
	};

	const [removed, added] = [linesOf(a, 'removed'), linesOf(b, 'added')];
	const count = (lines: PatchLine[]) => lines.filter(({kind}) => kind !== 'note').length;
	return [
		{kind: 'file', text: `--- ${nameA}`},
		{kind: 'file', text: `+++ ${nameB}`},
		{kind: 'hunk', text: `@@ -1,${count(removed)} +1,${count(added)} @@`},
		...removed,
		...added,
	];
}

const escapes: Readonly<Record<string, string>> = {'"': '\\"', '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r'};

/** A name as git writes one that has odd characters: in quotes, bytes in octal. */
function quoted(name: string): string {
	if (/^[\u0020\u0021\u0023-\u005B\u005D-\u007E]*$/.test(name)) {
		return name;
	}

	return `"${name.replaceAll(/[\u0000-\u001F"\\\u007F-\u00FF]/g, character => escapes[character] ?? `\\${character.codePointAt(0)!.toString(8).padStart(3, '0')}`)}"`;
}
