import {entryType} from '../archive/entry-table.js';
import {formatBytes} from '../format/bytes.js';
import {countOf} from '../format/count.js';
import {listWords} from '../format/list-words.js';
import type {LayerNumber} from '../image/image.js';
import {absent} from './entry-store.js';
import type {Overlay} from './overlay.js';
import type {PackageCache} from './package-caches.js';
import type {Waste} from './waste.js';

/** A waste before it is put into words. */
export type Told = Omit<Waste, 'what' | 'remedy'>;

/** The words of a sentence about a waste. */
export type Facts = {
	/** The layer that hid it. */
	by: string;
	/** The kind of that layer's instruction. */
	hider: string;
	/** The layers that stored it. */
	stored: string;
	/** The layer that stored most of it: the one to change; and its instruction's kind, where that is known. */
	most: LayerNumber;
	source: string;
	/** The layers that stored it, each with its instruction's kind. */
	sources: Array<{layer: LayerNumber; kind: string}>;
	subject: string;
	it: 'it' | 'them';
	they: 'it is' | 'they are';
	own: 'its own' | 'their own';
	/** Whether a layer stores nothing else. */
	isWhole: (layer: LayerNumber) => boolean;
	/** What is gone with it: the path, unless something else is left there. */
	gone: string;
	merge: string;
};

/** Finds them. `base`: the last layer of the base image, whose instructions can't be changed here. */
export function factsOf(overlay: Overlay, waste: Told, instructions: readonly string[], base: LayerNumber): Facts {
	const {layers, hiddenBy, files, bytes} = waste;
	const most = largestLayer(waste);
	const path = overlay.tree.path(waste.path);
	const hider = hiddenBy.at(-1) ?? 0;
	const isOne = files === 1;
	const kindOf = (layer: LayerNumber) => layer <= base ? 'instruction' : instructionKind(instructions[layer - 1]);
	const first = Math.min(most, hider);
	const isGone = isOne || overlay.transitions.stateAfter(waste.path, hider) === absent;
	return {
		by: `layer ${hider}`,
		hider: instructionKind(instructions[hider - 1]),
		stored: listOf(layers),
		most,
		source: kindOf(most),
		sources: layers.map(layer => ({layer, kind: kindOf(layer)})),
		subject: isOne ? `${path} (${formatBytes(bytes)})` : `${countOf(files, 'file')} (${formatBytes(bytes)})${path === '/' ? '' : ` in ${path}`}`,
		it: isOne ? 'it' : 'them',
		they: isOne ? 'it is' : 'they are',
		own: isOne ? 'its own' : 'their own',
		isWhole: layer => isAllOfLayer(overlay, waste, layer),
		gone: path === '/' ? (isOne ? 'it' : 'them') : (isGone ? path : `these files of ${path}`),
		merge: `merge layers ${first} ${hider - first > 1 ? 'to' : 'and'} ${hider}`,
	};
}

/** Remedies by the kind of instruction that stored a waste. */
type Remedies = {
	/** `isAll`: no layer but those stored any of it. */
	run: (where: string, isAll: boolean) => string;
	/** `word`: COPY or ADD. `isWhole`: they brought nothing else. */
	copy: (where: string, word: string, isWhole: boolean) => string;
};

/**
The remedy by the instructions that stored it, each kind with all of its layers. Where the kind is not known the layer is of a base
image, say, and can't be changed here.
*/
export function inSource({sources, it, merge, isWhole}: Facts, remedies: Remedies): string {
	const layersOf = (...kinds: string[]) => sources.filter(({kind}) => kinds.includes(kind)).map(({layer}) => layer);
	const runs = layersOf('RUN');
	const copies = layersOf('COPY', 'ADD');
	const others = layersOf('instruction');
	const told = [
		...(runs.length > 0 ? [remedies.run(listOf(runs), copies.length + others.length === 0)] : []),
		...(copies.length > 0 ? [remedies.copy(listOf(copies), layersOf('COPY').length > 0 ? 'COPY' : 'ADD', copies.every(layer => isWhole(layer)))] : []),
	];
	if (told.length === 0) {
		return `begin with a base image that does not bring ${it}, or ${merge}`;
	}

	return [...told, ...(others.length > 0 ? [`for ${listOf(others)}, begin with a base image that does not bring ${it}`] : [])].join('; ');
}

/** The layer that stored most of the waste: the one to change. */
export function largestLayer({parts}: Pick<Told, 'parts'>): LayerNumber {
	const bytes = new Map<LayerNumber, number>();
	for (const part of parts) {
		bytes.set(part.layer, (bytes.get(part.layer) ?? 0) + part.bytes);
	}

	return [...bytes].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0][0];
}

/** `COPY`, `ADD`, `RUN`, or `instruction` where it is none that a Dockerfile has. */
export function instructionKind(instruction: string | undefined): string {
	return /^(?:RUN|COPY|ADD)(?=\s|$)/.exec(instruction ?? '')?.[0] ?? 'instruction';
}

/** `layer 2`, `layers 2, 3 and 4`, `9 layers from 2 to 14`. */
export function listOf(layers: readonly LayerNumber[]): string {
	if (layers.length === 1) {
		return `layer ${layers[0]}`;
	}

	return layers.length > 4
		? `${layers.length} layers from ${layers[0]} to ${layers.at(-1)}`
		: `layers ${listWords(layers.map(String))}`;
}

/** The layers between those that stored apt's lists and the one that hid them which install by them: without the lists they would fail. */
export function usersOfLists({layers, hiddenBy}: Pick<Told, 'layers' | 'hiddenBy'>, instructions: readonly string[]): LayerNumber[] {
	const [first] = layers;
	return instructions.slice(first - 1, hiddenBy.at(-1)! - 1)
		.map((instruction, index) => ({instruction, layer: first + index}))
		.filter(({instruction}) => /\bapt(?:-get)?\s/.test(instruction) && /\binstall\b/.test(instruction) && !/\bupdate\b/.test(instruction))
		.map(({layer}) => layer);
}

/** To run the apt-get of several layers as one, so that each has the lists that it needs: without its capital and full stop. */
export function mergeUsersOfLists(layers: readonly LayerNumber[], {cleanup, mount}: Pick<PackageCache, 'cleanup' | 'mount'>): string {
	return `put the apt-get of ${listOf([...new Set(layers)].sort((a, b) => a - b))} into one RUN that ends with \`&& ${cleanup}\`, or use \`RUN --mount=type=cache,target=${mount}\` with an apt-get update in each`;
}

/** Whether an instruction makes a user or a group. */
export function makesUser(instruction: string | undefined): boolean {
	return /\b(?:useradd|adduser|groupadd|addgroup)\b/.test(instruction ?? '');
}

/** Whether all that was left of what a layer stores is of the waste: then its instruction can be changed for all of it. */
function isAllOfLayer(overlay: Overlay, {parts, hiddenBy}: Told, layer: LayerNumber): boolean {
	const {store} = overlay;
	const {count, type, size} = store.table(layer);
	let files = 0;
	for (let index = 0; index < count; index++) {
		const hider = overlay.hiddenBy(store.base(layer) + index);
		const wasThere = hider === 0 || hider >= hiddenBy[0];
		files += wasThere && type[index] === entryType.file && size[index] > 0 ? 1 : 0;
	}

	return files === parts.filter(part => part.layer === layer).reduce((sum, part) => sum + part.files, 0);
}

/** The owner that the largest file has afterwards: `1000:1000`. */
export function ownerAfter({store, transitions}: Overlay, {contents, hiddenBy}: Told): string {
	const {uid, gid} = store.facts(transitions.stateAfter(store.pathOf(contents[0]), hiddenBy.at(-1)!));
	return `${uid}:${gid}`;
}

/** The modes that its files have afterwards, that of the largest first: `0755`. */
export function modesAfter({store, transitions}: Overlay, {contents, hiddenBy}: Told): string[] {
	const modes = new Set(contents.map(content => store.facts(transitions.stateAfter(store.pathOf(content), hiddenBy.at(-1)!)).mode));
	return [...modes].map(mode => mode.toString(8).padStart(4, '0'));
}

/**
Whether all that is left of what layers brought has the mode of the waste's files afterwards, its empty files, other names and folders
among it: `COPY --chmod` gives it to them too, and what is setuid or no folder that can be entered must not come of that. Links have no
mode, and folders that were there before keep theirs.
*/
export function isOfOneMode({store, transitions, tree}: Overlay, {contents, hiddenBy, layers}: Told, instructions: readonly string[]): boolean {
	const hider = hiddenBy.at(-1)!;
	const {mode} = store.facts(transitions.stateAfter(store.pathOf(contents[0]), hider));
	const isOwn = contents.length === 1 && layers.length === 1 && namesFile(instructions[layers[0] - 1], tree.path(store.pathOf(contents[0])));
	for (const layer of layers) {
		const {type} = store.table(layer);
		for (const [index, path] of store.paths(layer).entries()) {
			const isFolder = type[index] === entryType.directory;
			if (!(isFolder ? !isOwn : modalTypes.has(type[index]))) {
				continue;
			}

			const after = transitions.stateAfter(path, hider);
			const wasThere = isFolder && transitions.stateBefore(transitions.at(path, layer), layer) !== absent;
			if (after !== absent && !wasThere && store.facts(after).mode !== mode) {
				return false;
			}
		}
	}

	return true;
}

/** What has a mode, but for folders. */
const modalTypes: ReadonlySet<number> = new Set([entryType.file, entryType.hardlink]);

/** Whether a COPY of one source names a file itself, so that folders above it are made and not brought. */
function namesFile(instruction: string, path: string): boolean {
	const [source = '', target = '', ...more] = instruction.split(/\s+/).slice(1).filter(word => !word.startsWith('--'));
	const name = source.slice(source.lastIndexOf('/') + 1);
	return more.length === 0 && (target === path || (target.endsWith('/') && `${target}${name}` === path));
}
