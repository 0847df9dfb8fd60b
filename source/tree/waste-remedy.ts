import {formatBytes} from '../format/bytes.js';
import {countOf} from '../format/count.js';
import type {LayerNumber} from '../image/image.js';
import {fate} from './fate.js';
import type {Overlay} from './overlay.js';
import type {CauseOfOne} from './waste-cause.js';
import {factsOf, inSource, isOfOneMode, makesUser, mergeUsersOfLists, modesAfter, ownerAfter, usersOfLists, type Told} from './waste-words.js';
import type {Waste} from './waste.js';

/**
What happened, and what to write instead, with the paths and layers at hand: each a sentence without its full stop.

@param cause That of any of its contents: what they share.
@param instructions Of each layer in one line, by layer number minus one.
@param base The last layer of the base image; 0 where it is not known.
*/
export function explainWaste(overlay: Overlay, waste: Told, cause: CauseOfOne, instructions: readonly string[], base: LayerNumber): Pick<Waste, 'what' | 'remedy'> {
	const facts = factsOf(overlay, waste, instructions, base);
	const {by, stored, most, source, subject, it, merge} = facts;
	switch (waste.cause) {
		case 'chown': {
			return {
				what: `${by} changes the owner of ${subject}, stored by ${stored}: ${facts.they} stored again`,
				remedy: inSource(facts, {
					run: (where, isAll) => `${makesUser(instructions[waste.hiddenBy.at(-1)! - 1]) ? `make the user before layer ${waste.layers[0]}, and ` : ''}change the owner in the RUN of ${where}, where ${facts.they} made, or make ${it} as that user${isAll ? `; then ${by} needs no chown` : ''}`,
					copy: (where, word, isWhole) => isWhole
						? `write \`${word} --chown=${ownerAfter(overlay, waste)}\` in ${where}, and leave the chown out of ${by}`
						: `bring ${it} by a \`${word} --chown=${ownerAfter(overlay, waste)}\` of ${facts.own} after that of ${where}, which leaves ${it} out, and leave the chown out of ${by}`,
				}),
			};
		}

		case 'chmod': {
			return {
				what: `${by} changes the mode of ${subject}, stored by ${stored}: ${facts.they} stored again`,
				remedy: inSource(facts, {
					run: where => `run the chmod in the RUN of ${where}, where ${facts.they} made`,
					copy(where, word, isWhole) {
						const [mode, ...otherModes] = modesAfter(overlay, waste);
						if (otherModes.length > 0) {
							return `change the modes in the build context, or bring the files of each mode by a \`${word} --chmod\` of their own after that of ${where}, which leaves them out`;
						}

						return isWhole && isOfOneMode(overlay, waste, instructions)
							? `write \`${word} --chmod=${mode}\` in ${where}, and leave the chmod out of ${by}`
							: `bring ${it} by a \`${word} --chmod=${mode}\` of ${facts.own} after that of ${where}, which leaves ${it} out, or change the mode in the build context`;
					},
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
				remedy: cause.isLinked
					? `make the link where layer ${most} stores ${it}, or a symbolic one (\`ln -s\`): a hard link to what lies in a lower layer stores it again`
					: (facts.hider === 'RUN'
						? `find out what in the RUN of ${by} writes ${it} anew (cp, mv, a tool that opens ${it} for writing), or ${merge}`
						: `store ${it} once: leave ${it} out of the ${facts.hider} of ${by} or of the ${source} of layer ${most}, or ${merge}`),
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
					? `run the package manager once: do what ${by} does in the RUN of layer ${most}`
					: 'begin with a newer base image, which has the newer packages already, and run the package manager once after it',
			};
		}

		case 'package-cache': {
			const {id, name, cleanup, mount} = cause.cache!;
			const users = id === 'apt-lists' ? usersOfLists(waste, instructions) : [];
			const isGone = waste.parts.every(part => part.fate === fate.removed);
			return {
				what: `${by} ${isGone ? 'removes' : 'stores anew'} ${name}, ${countOf(waste.files, 'file')} (${formatBytes(waste.bytes)}), stored by ${stored}`,
				remedy: inSource(facts, {
					run: where => users.length > 0
						? mergeUsersOfLists([...facts.sources.filter(({kind}) => kind === 'RUN').map(({layer}) => layer), ...users], {cleanup, mount})
						: `in the RUN of ${where}, end with \`&& ${cleanup}\`, or use \`RUN --mount=type=cache,target=${mount}\``,
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
			if (cause.isSparse) {
				return {
					what: `${by} stores ${subject} again, after ${stored}; sparse files are not compared`,
					remedy: `store ${it} once, or ${merge}`,
				};
			}

			return {
				what: `${by} stores ${subject} again, after ${stored}, and what can't be read can't be compared`,
				remedy: 'mend the image: its warnings tell what can\'t be read',
			};
		}
	}
}
