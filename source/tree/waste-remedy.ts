import {formatBytes} from '../format/bytes.js';
import {countOf} from '../format/count.js';
import type {LayerNumber} from '../image/image.js';
import {absent} from './entry-store.js';
import type {Overlay} from './overlay.js';
import type {CauseOfOne} from './waste-cause.js';
import type {Waste} from './waste.js';

type Told = Omit<Waste, 'what' | 'remedy'>;

/**
What happened, and what to write instead, with the paths and layers at hand: each a sentence without its full stop.

@param cause That of any of its contents: what they share.
@param instructions Of each layer in one line, by layer number minus one.
*/
export function explainWaste(overlay: Overlay, waste: Told, cause: CauseOfOne, instructions: readonly string[]): Pick<Waste, 'what' | 'remedy'> {
	const facts = factsOf(overlay, waste, instructions);
	const {by, stored, most, source, subject, it, merge} = facts;
	switch (waste.cause) {
		case 'chown': {
			return {
				what: `${by} changes the owner of ${subject}, stored by ${stored}: ${facts.they} stored again`,
				remedy: inSource(facts, {
					run: (where, isAll) => `change the owner in the RUN of ${where}, where ${facts.they} made, or make ${it} as that user${isAll ? `; then ${by} needs no chown` : ''}`,
					copy: (where, word) => `write \`${word} --chown=${ownerAfter(overlay, waste)}\` in ${where}, and leave the chown out of ${by}`,
				}),
			};
		}

		case 'chmod': {
			return {
				what: `${by} changes the mode of ${subject}, stored by ${stored}: ${facts.they} stored again`,
				remedy: inSource(facts, {
					run: where => `run the chmod in the RUN of ${where}, where ${facts.they} made`,
					copy: (where, word) => `write \`${word} --chmod=${modeAfter(overlay, waste)}\` in ${where}, and leave the chmod out of ${by}`,
				}),
			};
		}

		case 'touch': {
			return {
				what: `${by} stores ${subject} again with nothing but another time, after ${stored}`,
				remedy: `leave out of ${by} what touches ${it} (touch, cp without -p, a tool that rewrites files), or ${merge}`,
			};
		}

		case 'copied-again': {
			return {
				what: `${by} stores ${subject} again, byte for byte what ${stored} stored`,
				remedy: `store ${it} once: leave ${it} out of the ${facts.hider} of ${by} or of the ${source} of layer ${most}, or ${merge}`,
			};
		}

		case 'overwritten': {
			return {
				what: `${by} stores ${subject} anew, with other bytes than ${stored}`,
				remedy: `write ${it} once: make the change where layer ${most} stores ${it}, or ${merge}`,
			};
		}

		case 'package-upgraded': {
			return {
				what: `the package manager in ${by} stores ${subject} anew, after ${stored}`,
				remedy: source === 'RUN'
					? `install once: put what ${by} installs into the RUN of layer ${most}`
					: 'begin with a newer base image, which has the newer packages already, and install all else in one RUN',
			};
		}

		case 'package-cache': {
			const {name, cleanup, mount} = cause.cache!;
			return {
				what: `${by} removes ${name}, ${countOf(waste.files, 'file')} (${formatBytes(waste.bytes)}), stored by ${stored}`,
				remedy: inSource(facts, {
					run: where => `in the RUN of ${where}, end with \`&& ${cleanup}\`, or use \`RUN --mount=type=cache,target=${mount}\``,
					copy: (where, word) => `leave ${facts.gone} out of the ${word} of ${where}`,
				}),
			};
		}

		case 'download': {
			return {
				what: `${by} removes ${waste.files === 1 ? 'the download ' : 'downloads, '}${subject}, stored by ${stored}`,
				remedy: inSource(facts, {
					run: where => `download, unpack and remove ${it} in the one RUN of ${where}, or do it in a build stage and \`COPY --from\` what is needed`,
					copy: (where, word) => `mount ${it} by \`RUN --mount=type=bind\` instead of the ${word} of ${where}, or unpack in a build stage and \`COPY --from\` what is needed`,
				}),
			};
		}

		case 'package-removed': {
			return {
				what: `${by} removes packages, ${subject}, installed by ${stored}`,
				remedy: inSource(facts, {
					run: where => `install, use and remove the packages in the one RUN of ${where}, or build in a stage of its own and \`COPY --from\` what is needed`,
					copy: (where, word) => `leave ${it} out of the ${word} of ${where}`,
				}),
			};
		}

		case 'moved': {
			const to = waste.files === 1 ? overlay.tree.path(cause.place!) : '';
			return {
				what: `${by} moves ${subject}${to && ` to ${to}`}, stored by ${stored}: ${facts.they} stored again`,
				remedy: `put ${it} into ${to || 'the right place'} at once in layer ${most}, or ${merge}`,
			};
		}

		case 'folder-replaced': {
			const folder = overlay.tree.path(cause.place!);
			return {
				what: `${by} replaces the folder ${folder} as a whole, and with it ${subject}, stored by ${stored}`,
				remedy: `make ${folder} once: leave it out of layer ${most}, or ${merge}`,
			};
		}

		case 'removed': {
			return {
				what: `${by} removes ${subject}, stored by ${stored}`,
				remedy: inSource(facts, {
					run: where => `remove ${facts.gone} in the RUN of ${where} that makes ${it}, or make ${it} in a build stage`,
					copy: (where, word) => `leave ${facts.gone} out of the ${word} of ${where}, by .dockerignore or by naming less`,
				}),
			};
		}

		case 'stored-twice': {
			return {
				what: `${stored} stores ${subject} more than once: only the last of each path is seen`,
				remedy: `make the tar of ${stored} anew: whatever wrote it added paths that were in it already`,
			};
		}

		default: {
			return {
				what: `${by} stores ${subject} again, after ${stored}, and what can't be read can't be compared`,
				remedy: 'mend the image: its warnings tell what can\'t be read',
			};
		}
	}
}

/** The words of a sentence about a waste. */
type Facts = {
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
	/** What is gone with it: the path, unless something else is left there. */
	gone: string;
	merge: string;
};

function factsOf(overlay: Overlay, waste: Told, instructions: readonly string[]): Facts {
	const {layers, hiddenBy, files, bytes} = waste;
	const most = largestLayer(waste);
	const path = overlay.tree.path(waste.path);
	const hider = hiddenBy.at(-1) ?? 0;
	const isOne = files === 1;
	const isGone = isOne || overlay.transitions.stateAfter(waste.path, hider) === absent;
	return {
		by: `layer ${hider}`,
		hider: instructionKind(instructions[hider - 1]),
		stored: listOf(layers),
		most,
		source: instructionKind(instructions[most - 1]),
		sources: layers.map(layer => ({layer, kind: instructionKind(instructions[layer - 1])})),
		subject: isOne ? `${path} (${formatBytes(bytes)})` : `${countOf(files, 'file')} (${formatBytes(bytes)})${path === '/' ? '' : ` in ${path}`}`,
		it: isOne ? 'it' : 'them',
		they: isOne ? 'it is' : 'they are',
		gone: path === '/' ? (isOne ? 'it' : 'them') : (isGone ? path : `these files of ${path}`),
		merge: `merge layers ${Math.min(most, hider)} and ${hider}`,
	};
}

/** Remedies by the kind of instruction that stored a waste. */
type Remedies = {
	/** `isAll`: no layer but those stored any of it. */
	run: (where: string, isAll: boolean) => string;
	/** `word`: COPY or ADD. */
	copy: (where: string, word: string) => string;
};

/**
The remedy by the instructions that stored it, each kind with all of its layers. Where the kind is not known the layer is of a base
image, say, and can't be changed here.
*/
function inSource({sources, it, merge}: Facts, remedies: Remedies): string {
	const layersOf = (...kinds: string[]) => sources.filter(({kind}) => kinds.includes(kind)).map(({layer}) => layer);
	const runs = layersOf('RUN');
	const copies = layersOf('COPY', 'ADD');
	const others = layersOf('instruction');
	const told = [
		...(runs.length > 0 ? [remedies.run(listOf(runs), copies.length + others.length === 0)] : []),
		...(copies.length > 0 ? [remedies.copy(listOf(copies), layersOf('COPY').length > 0 ? 'COPY' : 'ADD')] : []),
	];
	if (told.length === 0) {
		return `begin with a base image that does not bring it, or ${merge}`;
	}

	return [...told, ...(others.length > 0 ? [`for ${listOf(others)}, begin with a base image that does not bring ${it}`] : [])].join('; ');
}

/** The layer that stored most of the waste: the one to change. */
function largestLayer({parts}: Told): LayerNumber {
	const bytes = new Map<LayerNumber, number>();
	for (const part of parts) {
		bytes.set(part.layer, (bytes.get(part.layer) ?? 0) + part.bytes);
	}

	return [...bytes].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0][0];
}

/** `COPY`, `ADD`, `RUN`, or `instruction` where it is none that a Dockerfile has. */
function instructionKind(instruction: string | undefined): string {
	return /^(?:RUN|COPY|ADD)(?=\s|$)/.exec(instruction ?? '')?.[0] ?? 'instruction';
}

/** `layer 2`, `layers 2, 3 and 4`, `9 layers from 2 to 14`. */
function listOf(layers: readonly LayerNumber[]): string {
	if (layers.length === 1) {
		return `layer ${layers[0]}`;
	}

	return layers.length > 4
		? `${layers.length} layers from ${layers[0]} to ${layers.at(-1)}`
		: `layers ${layers.slice(0, -1).join(', ')} and ${layers.at(-1)}`;
}

/** The owner that the largest file has afterwards: `1000:1000`. */
function ownerAfter({store, transitions}: Overlay, {contents, hiddenBy}: Told): string {
	const {uid, gid} = store.facts(transitions.stateAfter(store.pathOf(contents[0]), hiddenBy.at(-1)!));
	return `${uid}:${gid}`;
}

function modeAfter({store, transitions}: Overlay, {contents, hiddenBy}: Told): string {
	return store.facts(transitions.stateAfter(store.pathOf(contents[0]), hiddenBy.at(-1)!)).mode.toString(8).padStart(4, '0');
}
