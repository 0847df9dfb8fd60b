import type {ElfFact} from '../../content/elf/elf-fact.js';
import type {EntryId} from '../../tree/entry-store.js';
import type {PathId} from '../../tree/path-tree.js';
import {formatBytes} from '../../format/bytes.js';
import {formatCount} from '../../format/count.js';
import {sentence} from '../../format/sentence.js';
import {belowFolders} from '../below-folders.js';
import {holdersOf, tellHolders, worstFiles} from '../holders.js';
import {endRun, inInstruction} from '../in-instruction.js';
import {liveByLayer} from '../live-by-layer.js';
import {startedFiles} from '../linkage/started-files.js';
import type {Rule} from '../rule.js';
import {toolchainOf} from '../toolchain.js';

/** A file of which less would go is not worth a word: distributions leave a few hundred bytes in many. */
const smallest = 1024;

/** So many are named one by one; of more it is told whose they are. */
const mostNamed = 5;

/** So many are named in the command that strips them; of more a folder is searched, where there may be files that strip refuses, such as scripts for the linker. */
const mostStripped = 8;

/** Programs and libraries with what only linkers and debuggers read. */
export const unstrippedBinary: Rule = {
	id: 'unstripped-binary',
	title: 'Binaries with symbols and debug information',
	group: 'leftovers',
	severity: 'note',
	counterparts: [],
	detects: 'Programs and shared libraries of the finished file system with `.symtab`, `.debug_*` or `.zdebug_*`, of which `strip --strip-unneeded` would save 1 KiB and more each; the bytes are worked out from the sections. Objects (`.o`), modules of the kernel (`.ko`) and what lies in `/usr/lib/debug` need theirs, and what build-toolchain names is better left out. A crash of a stripped program tells no names of functions: keep what was stripped where you debug.',
	remedy: 'Strip them where they are made: `strip --strip-unneeded FILE`, `go build -ldflags "-s -w"`, or `strip = true` in the release profile of Cargo.toml.',
	references: ['https://sourceware.org/binutils/docs/binutils/strip.html', 'https://doc.rust-lang.org/cargo/reference/profiles.html#strip'],
	* find(input) {
		const {overlay: {tree}, packages: {ownerOf}, factOf} = input;
		for (const _ of tree.reorder()) {
			yield;
		}

		const {isTool, placeOf} = input.once(toolchainOf);
		const started = startedFiles(input);
		const isToldOf = (content: EntryId, path: PathId) => (isTool[ownerOf[path]] === 1 || placeOf[path] > 0) && !started.has(content);
		const debug = tree.find(Buffer.from('usr/lib/debug'));
		const isDebug = belowFolders(tree, debug < 0 ? [] : [[debug, 1]]);
		for (const {layer, kind, folder, contents, paths} of yield * liveByLayer<Kind>(input, (content, path) => {
			const elf = factOf(content)?.elf;
			return elf !== undefined && elf.strippable >= smallest && isDebug[path] === 0 && !isToldOf(content, path) && (elf.language ?? 'other');
		})) {
			const shares = contents.map(content => factOf(content)!.elf!.strippable);
			const bytes = shares.reduce((sum, share) => sum + share, 0);
			const worst = worstFiles(input, {contents, paths, shares});
			const isOne = contents.length === 1;
			const place = tree.path(folder);
			yield {
				layer,
				path: isOne ? paths[0] : folder,
				key: kind,
				bytes,
				contents,
				shares,
				message: isOne
					? `${worst[0].name} has ${formatBytes(bytes)} of symbols and debug information, which it does not need to run.`
					: `${formatCount(contents.length)} ${nouns[kind]} have ${formatBytes(bytes)} of symbols and debug information, which they do not need to run: ${contents.length > mostNamed
						? `${tellHolders(holdersOf(input, {contents, paths, shares}))}, the worst ${worst[0].name} (${formatBytes(worst[0].bytes)})`
						: tellHolders(worst)}.`,
				remedy: remedyOf(kind, inInstruction(input, layer, {
					run: (_, instruction) => sentence(endRun(layer, instruction, stripCommand(place, paths.map(path => tree.path(path)).sort()))),
					copy: (_, word) => `Strip ${isOne ? 'it' : 'them'} (\`strip --strip-unneeded\`) before the ${word} of layer ${layer}, in the stage that builds.`,
					what: isOne ? 'it, or one that has it stripped' : 'them, or one that has them stripped',
				})),
			};
		}
	},
};

/** A command that strips files, and does not fail where some of a folder's are none to strip. */
export function stripCommand(folder: string, files: readonly string[]): string {
	return files.length <= mostStripped
		? `strip --strip-unneeded ${files.join(' ')}`
		: `find ${folder} -type f \\( -perm /111 -o -name '*.so*' \\) -exec sh -c 'strip --strip-unneeded "$@" || true' strip {} +`;
}

type Kind = NonNullable<ElfFact['language']> | 'other';

const nouns: Readonly<Record<Kind, string>> = {go: 'programs of Go', rust: 'programs of Rust', other: 'binaries'};

function remedyOf(kind: Kind, stripped: string): string {
	switch (kind) {
		case 'go': {
			return `Build with \`go build -ldflags "-s -w"\`. Else: ${stripped}`;
		}

		case 'rust': {
			return `Write \`strip = true\` under [profile.release] in Cargo.toml. Else: ${stripped}`;
		}

		default: {
			return stripped;
		}
	}
}
