import {formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import type {PathId, PathTree} from '../../tree/path-tree.js';
import {apartFrom, holdersOf} from '../holders.js';
import {goesWithTools} from '../goes-with-tools.js';
import {inInstruction} from '../in-instruction.js';
import {leftBehind} from '../left-behind.js';
import type {Rule} from '../rule.js';

/** Static libraries in the finished image. */
export const staticLibrary: Rule = {
	id: 'static-library',
	title: 'Static libraries',
	group: 'leftovers',
	severity: 'note',
	counterparts: [],
	detects: 'Static libraries (`*.a` that begin with `!<arch>` or `!<thin>`, and libtool\'s `*.la`) in the finished file system. Programs are linked with them while they are built; none that runs needs them.',
	remedy: 'Delete them in the instruction that installs them, or build in a stage of its own and copy out what runs.',
	references: ['https://docs.docker.com/build/building/multi-stage/'],
	* find(input) {
		const {overlay: {tree}, factOf} = input;
		for (const {layer, folder, contents, paths, bytes} of yield * leftBehind(input, (content, path) => factOf(content)?.archive !== undefined || isLibtool(tree, path))) {
			const place = tree.path(folder);
			yield {
				layer,
				path: folder,
				bytes,
				contents,
				message: `${countOf(contents.length, 'static library', 'static libraries')} (${formatBytes(bytes)}) in ${place}, which no program that runs needs${apartFrom(place, holdersOf(input, {contents, paths}))}.`,
				remedy: goesWithTools(input, layer, paths) ?? inInstruction(input, layer, {
					run: () => `End the RUN of layer ${layer} with \`&& find ${place} -name '*.a' -delete\`, or build in a stage of its own and COPY --from=build only what runs.`,
					copy: (_, word) => `Leave them out of the ${word} of layer ${layer}: \`**/*.a\` in .dockerignore, or COPY --from=build only what runs.`,
					what: 'them',
				}),
			};
		}
	},
};

/** Whether a name ends in `.la`: told by its bytes, for there may be a million names. */
function isLibtool({names, nameStart}: PathTree, path: PathId): boolean {
	const end = nameStart[path + 1];
	return end - nameStart[path] > 3 && names[end - 1] === 0x61 && names[end - 2] === 0x6C && names[end - 3] === 0x2E;
}
