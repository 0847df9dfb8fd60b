import {diffWordsWithSpace} from 'diff';
import {lineEdits, maximumEdits, type LineEdit} from './line-edits.js';

/** A line of a unified diff. */
export type DiffLine = {
	/** `note`: what is said of the line before, such as that no line feed ends it. */
	kind: 'file' | 'hunk' | 'same' | 'removed' | 'added' | 'note';
	/** As it stands in the diff, with its sign, and without a line end. */
	text: string;
	/** The characters that differ from the line that took its place, or whose place it took: from, to. */
	marks?: ReadonlyArray<readonly [from: number, to: number]>;
	/** Of a long line, and its counterpart, the first character that differs. */
	differsAt?: number;
};

/** What changed between two texts. */
export type TextDiff = {lines: readonly DiffLine[]; added: number; removed: number};

export type TextDiffOptions = {
	nameA: string;
	nameB: string;
	/** Lines around what changed that are the same. */
	context?: number;
	/** Whether the words that changed are marked. */
	marks?: boolean;
	/** More lines removed and added than this are too many. */
	maximum?: number;
};

/** Of longer lines no words are compared, but what they begin and end with alike. */
const longestMarked = 2000;

/** More words removed and added than this make no line that somebody wants to see word by word. */
const maximumWords = 200;

/** Where more than this share of two lines differs, they are other lines, and no words are marked. */
const mostMarked = 0.7;

const noLineFeed = '\\ No newline at end of file';

/** What changed between two texts, as `diff -u` tells it; without lines where they are the same, and undefined where too much differs. */
export function unifiedDiff(a: string, b: string, options: TextDiffOptions): TextDiff | undefined {
	const work = unifiedDiffInSlices(a, b, options);
	for (let step = work.next(); ; step = work.next()) {
		if (step.done) {
			return step.value;
		}
	}
}

/** The same, giving way every millisecond or so. */
export function * unifiedDiffInSlices(a: string, b: string, {nameA, nameB, context = 3, marks = true, maximum = maximumEdits}: TextDiffOptions): Generator<void, TextDiff | undefined> {
	const linesA = linesOf(a);
	const linesB = linesOf(b);
	const edits = yield * lineEdits(linesA, linesB, maximum);
	if (!edits) {
		return undefined;
	}

	const lines: DiffLine[] = [];
	let added = 0;
	let removed = 0;
	for (const hunk of hunksOf(edits, context)) {
		if (lines.length === 0) {
			lines.push({kind: 'file', text: `--- ${nameA}`}, {kind: 'file', text: `+++ ${nameB}`});
		}

		lines.push(hunkLine(hunk));
		for (const [index, edit] of hunk.entries()) {
			const {kind, fromA, toA, fromB, toB} = edit;
			const texts = kind === 'added' ? linesB.slice(fromB, toB) : linesA.slice(fromA, toA);
			added += kind === 'added' ? texts.length : 0;
			removed += kind === 'removed' ? texts.length : 0;
			const others = marks ? counterparts(edit, index, hunk, linesA, linesB) : [];
			for (const [line, text] of texts.entries()) {
				const other = texts.length === others.length ? others[line] : undefined;
				lines.push(...diffLines(kind, text, other));
			}

			yield;
		}
	}

	return {lines, added, removed};
}

/** The lines of a text, each with its line feed, so that a last one without is another. */
function linesOf(text: string): string[] {
	return text === '' ? [] : text.split(/(?<=\n)/);
}

/** The edits in groups, with the lines around them; those of neighbours whose surroundings meet are one. */
function hunksOf(edits: readonly LineEdit[], context: number): LineEdit[][] {
	const hunks: LineEdit[][] = [];
	let hunk: LineEdit[] = [];
	for (const [index, edit] of edits.entries()) {
		if (edit.kind !== 'same') {
			hunk.push(edit);
			continue;
		}

		const length = edit.toA - edit.fromA;
		const isFirst = index === 0;
		const isLast = index === edits.length - 1;
		if (!isFirst && !isLast && length <= context * 2) {
			hunk.push(edit);
			continue;
		}

		if (!isFirst) {
			hunk.push(part(edit, 0, Math.min(context, length)));
			hunks.push(hunk);
			hunk = [];
		}

		if (!isLast) {
			hunk.push(part(edit, Math.max(0, length - context), length));
		}
	}

	return [...hunks, hunk].map(parts => parts.filter(({fromA, toA, fromB, toB}) => toA > fromA || toB > fromB)).filter(parts => parts.some(({kind}) => kind !== 'same'));
}

function part({kind, fromA, fromB}: LineEdit, from: number, to: number): LineEdit {
	return {kind, fromA: fromA + from, toA: fromA + to, fromB: fromB + from, toB: fromB + to};
}

function hunkLine(hunk: readonly LineEdit[]): DiffLine {
	const {fromA, fromB} = hunk[0];
	const {toA, toB} = hunk.at(-1)!;
	// Of no lines the line before is told.
	const range = (from: number, to: number) => `${from + (to > from ? 1 : 0)}${to - from === 1 ? '' : `,${to - from}`}`;
	return {kind: 'hunk', text: `@@ -${range(fromA, toA)} +${range(fromB, toB)} @@`};
}

/** The lines that took the place of removed ones, or whose place added ones took. */
function counterparts(edit: LineEdit, index: number, hunk: readonly LineEdit[], linesA: readonly string[], linesB: readonly string[]): readonly string[] {
	const other = hunk[index + (edit.kind === 'removed' ? 1 : -1)] as LineEdit | undefined;
	if (edit.kind === 'removed' && other?.kind === 'added') {
		return linesB.slice(other.fromB, other.toB);
	}

	return edit.kind === 'added' && other?.kind === 'removed' ? linesA.slice(other.fromA, other.toA) : [];
}

const signs = {same: ' ', removed: '-', added: '+'} as const;

function diffLines(kind: LineEdit['kind'], line: string, other: string | undefined): DiffLine[] {
	const text = line.endsWith('\n') ? line.slice(0, -1) : line;
	const told = other === undefined || kind === 'same' ? undefined : marksOf(text, other.endsWith('\n') ? other.slice(0, -1) : other);
	const own: DiffLine = {kind, text: signs[kind] + text, ...(told && told.marks.length > 0 && {marks: told.marks}), ...(told?.differsAt !== undefined && {differsAt: told.differsAt})};
	return line.endsWith('\n') ? [own] : [own, {kind: 'note', text: noLineFeed}];
}

/** The characters of a line that its counterpart has not; places count the sign in front. */
function marksOf(text: string, other: string): {marks: Array<readonly [number, number]>; differsAt?: number} {
	if (text.length > longestMarked || other.length > longestMarked) {
		return betweenAlike(text, other);
	}

	const parts = diffWordsWithSpace(other, text, {maxEditLength: maximumWords}) ?? [];
	const marks: Array<readonly [number, number]> = [];
	let at = signs.same.length;
	let marked = 0;
	for (const {value, added, removed} of parts) {
		if (added) {
			marks.push([at, at + value.length]);
			marked += value.length;
		}

		at += removed ? 0 : value.length;
	}

	return {marks: marked > text.length * mostMarked ? [] : marks};
}

/** What lies between the start and the end that two long lines share. */
function betweenAlike(text: string, other: string): {marks: Array<readonly [number, number]>; differsAt: number} {
	const shorter = Math.min(text.length, other.length);
	let from = 0;
	while (from < shorter && text.charCodeAt(from) === other.charCodeAt(from)) {
		from++;
	}

	let after = 0;
	while (after < shorter - from && text.charCodeAt(text.length - 1 - after) === other.charCodeAt(other.length - 1 - after)) {
		after++;
	}

	const to = text.length - after;
	const sign = signs.same.length;
	return {differsAt: sign + from, marks: to > from && to - from <= text.length * mostMarked ? [[sign + from, sign + to]] : []};
}
