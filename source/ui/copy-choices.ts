import {decodeBytes, isUtf8, safeText} from '../format/safe-text.js';
import type {LayerNumber} from '../image/image.js';
import type {EntryId} from '../tree/entry-store.js';
import type {Overlay} from '../tree/overlay.js';
import type {Action} from './action.js';
import {selectTaken} from './marks.js';
import {oneLine} from './parts/wrap.js';
import type {State} from './state.js';
import {selectTakenPaths} from './taken-differences.js';
import type {Taken} from './taken.js';

/** Something that can be copied of what is marked, or else of what is under the cursor. */
export type CopyChoice = {
	/** The key that copies it. */
	key: string;
	/** What it is called, of one and of several. */
	name: string;
	plural: string;
	/** What is copied, a line each: the bytes as they are in the image. Empty where it can't be, and `reason` tells why. */
	lines: readonly Uint8Array[];
	reason?: string;
	/** Contents whose digests are to be taken first; `lines` are their paths then. */
	contents?: readonly EntryId[];
};

/** More is no text to paste. */
const maximumLines = 10_000;

type Make = (taken: readonly Taken[], state: State, overlay: Overlay) => CopyChoice;

/** What `Y` offers, in its order; `y` copies the first that can be. */
const makers: readonly Make[] = [paths, names, digests, instructions, copyLines];

/** All that can be copied, and what of it can't be here. Empty where there is nothing to copy of. */
export function copyChoices(state: State): CopyChoice[] {
	if (state.comparison && !state.viewer) {
		return comparedChoices(state);
	}

	const taken = selectTaken(state);
	const {grown} = state;
	if (!grown || taken.length === 0) {
		return [];
	}

	const bounded = taken.slice(0, maximumLines);
	return makers.map(make => make(bounded, state, grown.overlay));
}

/** Of two images that are compared: what names in both the paths that are marked, or else the one under the cursor. */
function comparedChoices(state: State): CopyChoice[] {
	const tree = state.comparison?.listing?.wish.files.tree;
	const paths = selectTakenPaths(state).slice(0, maximumLines);
	return tree === undefined || paths.length === 0
		? []
		: [
			{key: 'p', name: 'path', plural: 'paths', lines: paths.map(path => tree.pathBytes(path))},
			{key: 'n', name: 'name', plural: 'names', lines: paths.map(path => tree.nameBytes(path))},
		];
}

/** What an action in the menu of `Y`, or `y`, copies; undefined where it copies nothing. */
export function chosenToCopy(state: State, action: Action): CopyChoice | undefined {
	if (action.type === 'copy' && !state.field) {
		return copyChoices(state).find(({lines}) => lines.length > 0);
	}

	if (state.field?.kind !== 'copy') {
		return undefined;
	}

	const choices = copyChoices(state);
	const {row = 0} = state.field;
	const choice = action.type === 'accept' ? choices[row] : (action.type === 'type' ? choices.find(({key}) => key === action.text) : undefined);
	return choice && choice.lines.length > 0 ? choice : undefined;
}

/** What a choice would copy, safe to be drawn: the first line, and how many more. */
export function previewOf({key, lines, contents, reason}: CopyChoice): string {
	if (lines.length === 0) {
		return reason ?? '';
	}

	const text = decodeBytes(lines[0]);
	// An instruction may have several lines; in a path a line break is part of the name.
	const first = key === 'i' ? oneLine(text) : safeText(text);
	const shown = contents ? `of ${first}` : first;
	return lines.length === 1 ? shown : `${shown} and ${lines.length - 1} more`;
}

const newline = 0x0A;

function linesOf(texts: readonly string[]): Uint8Array[] {
	return texts.map(text => Buffer.from(text));
}

function pathsOf(taken: readonly Taken[]): Array<Taken & {kind: 'path'}> {
	return taken.filter(one => one.kind === 'path');
}

function paths(taken: readonly Taken[], _: State, {tree}: Overlay): CopyChoice {
	const lines = pathsOf(taken).map(({path}) => tree.pathBytes(path));
	return {key: 'p', name: 'path', plural: 'paths', lines, reason: 'a layer has none'};
}

function names(taken: readonly Taken[], {image}: State, {tree}: Overlay): CopyChoice {
	const ofPaths = pathsOf(taken).map(({path}) => tree.nameBytes(path)).filter(name => name.length > 0);
	const isImage = taken.some(({kind}) => kind === 'file-system');
	const ofImage = isImage ? linesOf(image?.tags.slice(0, 1) ?? []) : [];
	return {key: 'n', name: isImage && ofPaths.length === 0 ? 'name of the image' : 'name', plural: 'names', lines: [...ofPaths, ...ofImage], reason: isImage ? 'the image has none' : 'a layer has none'};
}

/** SHA-256 of contents; of a layer that of its tar, by which a registry and an engine know it. */
function digests(taken: readonly Taken[], {image}: State, {tree, transitions, store}: Overlay): CopyChoice {
	const contents = pathsOf(taken)
		.map(({path, at}) => ({content: store.content(transitions.stateAfter(path, at)), bytes: tree.pathBytes(path)}))
		.filter(({content}) => content >= 0);
	if (contents.length > 0) {
		return {key: 'd', name: 'digest of the content', plural: 'digests of contents', lines: contents.map(({bytes}) => bytes), contents: contents.map(({content}) => content)};
	}

	const known = taken.flatMap(one => {
		const layer = one.kind === 'layer' ? image?.layers[one.layer - 1] : undefined;
		return (one.kind === 'file-system' ? image?.digest : layer?.diffId ?? layer?.digest) ?? [];
	});
	return {key: 'd', name: 'digest', plural: 'digests', lines: linesOf(known), reason: taken.some(({kind}) => kind === 'path') ? 'only files have one' : 'no document tells it'};
}

/** Of the layers that stored what is taken. */
function instructions(taken: readonly Taken[], {image}: State, overlay: Overlay): CopyChoice {
	const layers = new Set(taken.map(one => one.kind === 'layer' ? one.layer : (one.kind === 'path' ? layerOf(one, overlay) : 0)));
	const lines = [...layers].map(layer => image?.layers[layer - 1]?.history?.instruction ?? '').filter(text => text !== '');
	return {key: 'i', name: 'instruction', plural: 'instructions', lines: linesOf(lines), reason: 'none is recorded'};
}

/** The layer that stored what a path shows. */
function layerOf({path, at}: Taken & {kind: 'path'}, {transitions, store}: Overlay): LayerNumber {
	const entry = transitions.stateAfter(path, at);
	return entry >= 0 ? store.layerOf(entry) : at;
}

/** Lines for a Dockerfile; they copy what the final file system has. */
function copyLines(taken: readonly Taken[], {image}: State, {tree, transitions, ready}: Overlay): CopyChoice {
	const from = image?.tags[0] ?? 'IMAGE';
	const final = pathsOf(taken).filter(({path, at}) => transitions.stateAfter(path, at) === transitions.state(path));
	const all = taken.some(one => one.kind === 'file-system' && one.at === ready) ? [Buffer.from('/')] : [];
	const bytes = [...final.map(({path}) => tree.pathBytes(path)), ...all];
	const lines = linesOf(bytes.filter(path => isUtf8(path) && !path.includes(newline)).map(path => copyLine(from, Buffer.from(path).toString())));
	return {key: 'c', name: 'COPY line', plural: 'COPY lines', lines, reason: taken.every(({kind}) => kind === 'layer') ? 'a layer can\'t be copied from' : 'the image no longer has it like this'};
}

/** In a source `*`, `?` and `[` make a pattern (Go's filepath.Match), `$` a variable in both, and blanks take the form of JSON. */
export function copyLine(from: string, path: string): string {
	const variables = path.replaceAll('$', String.raw`\$`);
	const source = variables.replaceAll(/[*?[]/g, '[$&]');
	const isPlain = /^[^\s"'\\]*$/.test(variables);
	return `COPY --from=${from} ${isPlain ? `${source} ${variables}` : JSON.stringify([source, variables]).replace('","', '", "')}`;
}
