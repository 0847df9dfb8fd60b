import {formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import type {AuditInput} from '../audit-input.js';
import {belowFolders} from '../below-folders.js';
import {apartFrom, holdersOf} from '../holders.js';
import {goesWithTools} from '../goes-with-tools.js';
import {inInstruction} from '../in-instruction.js';
import {leftBehind} from '../left-behind.js';
import type {Rule} from '../rule.js';

/** What programs are compiled against. */
export const developmentHeaders: Rule = {
	id: 'development-headers',
	title: 'Headers to compile against',
	group: 'leftovers',
	severity: 'note',
	counterparts: [],
	detects: 'Files in `/usr/include` and `/usr/local/include`, and in the folders `pkgconfig` and `cmake` of libraries, in the finished file system. They tell a compiler how to use a library; none of them is read by a program that runs.',
	remedy: 'Delete them in the instruction that installs them, or build in a stage of its own and copy out what runs.',
	references: ['https://docs.docker.com/build/building/multi-stage/'],
	* find(input) {
		const {overlay: {tree}} = input;
		const isWithin = belowFolders(tree, headerFolders(input).map(folder => [folder, 1]));
		for (const {layer, folder, contents, paths, bytes} of yield * leftBehind(input, (_, path) => isWithin[path] === 1)) {
			yield {
				layer,
				path: folder,
				bytes,
				contents,
				message: `${countOf(contents.length, 'file')} to compile against (${formatBytes(bytes)}) in ${tree.path(folder)}, which no program that runs reads${apartFrom(tree.path(folder), holdersOf(input, {contents, paths}))}.`,
				remedy: goesWithTools(input, layer, paths) ?? inInstruction(input, layer, {
					run: () => `Do the compiling of layer ${layer} in a stage of its own and COPY --from=build only what runs; where it stays, end its RUN with \`&& rm -rf /usr/include /usr/local/include\` or by purging the -dev packages.`,
					copy: (_, word) => `Leave them out of the ${word} of layer ${layer}: copy the libraries themselves, not include, pkgconfig and cmake beside them.`,
					what: 'them',
				}),
			};
		}
	},
};

/** The folders of libraries, below which `pkgconfig` and `cmake` are for compilers: with Debian's folders for a machine. */
const libraryFolder = /^(?:lib(?:32|64|x32)?|libdata|share|[\w-]+-linux-(?:gnu|musl)\w*)$/;

function headerFolders({overlay: {tree}}: AuditInput): number[] {
	const folders = ['usr/include', 'usr/local/include'].map(path => tree.find(Buffer.from(path))).filter(path => path >= 0);
	for (let path = 1; path < tree.count; path++) {
		// Most names are told apart by their length and how they begin: p, c.
		const length = tree.nameStart[path + 1] - tree.nameStart[path];
		const first = tree.names[tree.nameStart[path]];
		if ((length === 9 && first === 0x70 && tree.name(path) === 'pkgconfig') || (length === 5 && first === 0x63 && tree.name(path) === 'cmake' && libraryFolder.test(tree.name(tree.parent[path])))) {
			folders.push(path);
		}
	}

	return folders;
}
