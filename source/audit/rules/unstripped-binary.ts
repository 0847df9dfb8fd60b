import type {ElfFact} from '../../content/elf/elf-fact.js';
import {formatBytes} from '../../format/bytes.js';
import {formatCount} from '../../format/count.js';
import {sentence} from '../../format/sentence.js';
import {belowFolders} from '../below-folders.js';
import {holdersOf, tellHolders, worstFiles} from '../holders.js';
import {endRun, inInstruction} from '../in-instruction.js';
import {liveByLayer} from '../live-by-layer.js';
import type {Rule} from '../rule.js';

/** A file of which less would go is not worth a word: distributions leave a few hundred bytes in many. */
const smallest = 1024;

/** So many are named one by one; of more it is told whose they are. */
const mostNamed = 5;

/** Programs and libraries with what only linkers and debuggers read. */
export const unstrippedBinary: Rule = {
	id: 'unstripped-binary',
	title: 'Binaries with symbols and debug information',
	group: 'leftovers',
	severity: 'note',
	counterparts: [],
	detects: 'Programs and shared libraries of the finished file system with `.symtab`, `.debug_*` or `.zdebug_*`, of which `strip --strip-unneeded` would save 1 KiB and more each; the bytes are worked out from the sections. Objects (`.o`), modules of the kernel (`.ko`) and what lies in `/usr/lib/debug` need theirs. A crash of a stripped program tells no names of functions: keep what was stripped where you debug.',
	remedy: 'Strip them where they are made: `strip --strip-unneeded FILE`, `go build -ldflags "-s -w"`, or `strip = true` in the release profile of Cargo.toml.',
	references: ['https://sourceware.org/binutils/docs/binutils/strip.html', 'https://doc.rust-lang.org/cargo/reference/profiles.html#strip'],
	* find(input) {
		const {overlay: {tree}, factOf} = input;
		const debug = tree.find(Buffer.from('usr/lib/debug'));
		const isDebug = belowFolders(tree, debug < 0 ? [] : [[debug, 1]]);
		for (const {layer, kind, folder, contents, paths} of yield * liveByLayer<Kind>(input, (content, path) => {
			const elf = factOf(content)?.elf;
			return elf !== undefined && elf.strippable >= smallest && isDebug[path] === 0 && (elf.language ?? 'other');
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
					run: (_, instruction) => sentence(endRun(layer, instruction, isOne ? `strip --strip-unneeded ${worst[0].name}` : `find ${place} -type f \\( -perm /111 -o -name '*.so*' \\) -exec strip --strip-unneeded {} +`)),
					copy: (_, word) => `Strip ${isOne ? 'it' : 'them'} (\`strip --strip-unneeded\`) before the ${word} of layer ${layer}, in the stage that builds.`,
					what: isOne ? 'it, or one that has it stripped' : 'them, or one that has them stripped',
				})),
			};
		}
	},
};

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
