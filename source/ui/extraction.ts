import {decodeBytes} from '../format/safe-text.js';
import {formatBytes} from '../format/bytes.js';
import {countOf, formatCount} from '../format/count.js';
import type {Selection} from '../extract/plan-extraction.js';
import type {Overlay} from '../tree/overlay.js';
import {root} from '../tree/path-tree.js';
import {selectCompared} from './comparison.js';
import {countMarks, selectTaken} from './marks.js';
import type {Prompt} from './panes/field-line.js';
import {nameOf} from './panes/title-line.js';
import type {Field, State} from './state.js';
import {sumOfTaken, type TakenSum} from './sum-of-taken.js';
import {selectTakenParts, sumOfParts, type SideName, type TakenPart} from './taken-differences.js';
import {followTaken, type Taken} from './taken.js';

/** What is being taken out. */
export type Extraction = {
	/** One after another; of one image there is but one. */
	parts: readonly TakenPart[];
	/** As it was typed. */
	folder: string;
	/** Content bytes of all of it, and those that are written. */
	bytes: number;
	written: number;
	isStopping?: boolean;
};

/** What the field that asks for the folder is about. */
export type ToExtract = Pick<Extraction, 'parts' | 'bytes'> & {
	/** What is taken, in words, not yet safe for a terminal. */
	what: string;
	/** More of it: the bytes, and of several things the files. */
	more: string;
};

/** Asks for the folder, if there is something to take. `from`: of which of two images that are compared. */
export function openExtract(state: State, from: SideName = 'b'): State {
	const toExtract = toExtractOf(state, from);
	const {extraction} = state;
	if (!toExtract) {
		return state;
	}

	if (extraction) {
		return {...state, notice: {text: 'Files are being extracted; Esc stops it.', kind: 'problem'}};
	}

	const {cursor, layer, open, flipped, tops, views} = state;
	const [{side}] = toExtract.parts;
	const {reference} = side ? state.comparison![side] : state;
	const text = state.extractedTo ?? `${fileName(nameOf(reference))}-extracted`;
	const field: Field = {
		kind: 'extract',
		text,
		caret: text.length,
		isProposed: true,
		toExtract,
		before: {text, cursor, layer, open, flipped, tops, views},
	};
	return {...state, field};
}

/** Enter: begins, where a folder is named. */
export function acceptExtract(state: State, field: Field): State {
	const {text, toExtract} = field;
	const folder = text.trim();
	// The command would write a tar there: a folder of that name is not what was asked for.
	if (/\.(?:tar|tgz|tar\.\w+)$/.test(folder)) {
		return {...state, field: {...field, isProposed: false, problem: 'Here x makes folders; freedive extract writes tars.'}};
	}

	if (folder === '' || !toExtract) {
		return state;
	}

	return {...state, field: undefined, extractedTo: folder, extraction: {parts: toExtract.parts, bytes: toExtract.bytes, folder, written: 0}};
}

/** Esc: what is written by then stays. */
export function stopExtracting(state: State): State | undefined {
	const {extraction} = state;
	return extraction && !extraction.isStopping ? {...state, extraction: {...extraction, isStopping: true}} : undefined;
}

/** What stands before the folder while it is typed. */
export function extractPrompt({what, more}: ToExtract): Prompt {
	return {name: `x  ${what}`, rest: `, ${more}, to:`};
}

/** How far it is. */
export function extractionText({extraction}: State): string {
	if (!extraction) {
		return '';
	}

	const {folder, bytes, written, isStopping} = extraction;
	return isStopping ? 'stopping' : `extracting to ${folder} ${bytes === 0 ? 0 : Math.min(100, Math.floor(written / bytes * 100))} %`;
}

/**
What is taken, and where it is to lie. Each thing has its whole path, and what a link leads to that of the link; where that would be one for two, as of two versions of a file, or
where layers are taken beside other things, all lie in a folder for the layer that they are of.
*/
export function selectionsOf(overlay: Overlay, taken: readonly Taken[]): Selection[] {
	const paths = taken.flatMap(one => one.kind === 'path' ? [one.path] : []);
	const isApart = new Set(paths).size < paths.length || (taken.length > 1 && paths.length < taken.length);
	return taken.map(one => {
		const path = one.kind === 'path' ? one.path : root;
		const at = one.kind === 'layer' ? one.layer : one.at;
		const folder = isApart ? `${one.kind === 'layer' ? 'layer' : 'after-layer'}-${at}` : '';
		const below = path === root ? new Uint8Array() : overlay.tree.pathBytes(path);
		const place = Buffer.concat([Buffer.from(folder), folder === '' ? below.subarray(1) : below]);
		return {path: one.kind === 'path' ? followTaken(overlay, one) : path, at, from: one.kind === 'layer' ? at : undefined, place};
	});
}

/** What would be taken, and how it is told; how much is marked is told as the bottom line tells it. Undefined where it is nothing. */
function toExtractOf(state: State, from: SideName): ToExtract | undefined {
	const {grown, comparison, viewer} = state;
	if (comparison && !viewer) {
		return comparedToExtract(state, from);
	}

	const taken = selectTaken(state);
	return grown && taken.length > 0 ? {parts: [{taken}], ...toldOf(state, [{taken, overlay: grown.overlay}], sumOfTaken(grown.overlay, taken))} : undefined;
}

/** Of two images the prompt says which of them it is taken from. */
function comparedToExtract(state: State, from: SideName): ToExtract | undefined {
	const files = selectCompared(state)?.files;
	const parts = selectTakenParts(state, from);
	if (!files || parts.length === 0) {
		return undefined;
	}

	const told = toldOf(state, parts.map(({side, taken}) => ({taken, overlay: files[side!].overlay})), sumOfParts(files, parts));
	const sides = parts.map(({side, taken}) => `${parts.length > 1 ? `${formatCount(taken.length)} ` : ''}of ${side!.toUpperCase()}`).join(' and ');
	return {parts, ...told, more: `${told.more}, ${sides}`};
}

function toldOf(state: State, parts: ReadonlyArray<{taken: readonly Taken[]; overlay: Overlay}>, {bytes, files}: TakenSum): Pick<ToExtract, 'bytes' | 'what' | 'more'> {
	const marked = countMarks(state);
	const [{taken, overlay}, ...others] = parts;
	const size = formatBytes(bytes);
	if (taken.length === 1 && others.length === 0 && marked <= 1) {
		return {bytes, what: nameOfTaken(taken[0], overlay), more: size};
	}

	const count = countOf(files, 'file');
	return marked > 0 ? {bytes, what: `${formatCount(marked)} marked`, more: `${size}, ${count}`} : {bytes, what: size, more: count};
}

function nameOfTaken(one: Taken, {tree}: Overlay): string {
	switch (one.kind) {
		case 'path': {
			return decodeBytes(tree.pathBytes(one.path));
		}

		case 'layer': {
			return `layer ${one.layer}`;
		}

		case 'file-system': {
			return `the file system after layer ${one.at}`;
		}
	}
}

/** What an image is called, as a name for a folder: without what tells its form, and nothing that leads elsewhere. */
function fileName(name: string): string {
	const own = name.split(/[/\\]/).at(-1)!.replace(/\.(?:tar|tgz|tar\.\w+|oci)$/, '').replaceAll(/[^\w+\-.]/g, '-').replace(/^\.+/, '');
	return own === '' ? 'image' : own;
}
