import type {Reading} from '../reading.js';
import {appendedBytes} from './appended-bytes.js';
import {fileType, isElf, readElf, sectionType, type ElfFile} from './elf-file.js';
import {readElfLinking} from './elf-linking.js';
import {readElfLoader, type ElfLoader} from './elf-loader.js';
import {readElfVersions, type NeededVersions} from './elf-versions.js';
import {isDebugging, strippedSize} from './strip-estimate.js';

/** Names of one file take this much in all: those of a browser, which needs most, take two kilobytes. A file that lies has no more kept of it. */
const maximumNames = 64 * 1024;

/** Less than this behind a file's end is what aligns it, or a signature; a program that unpacks itself has more there. */
const smallestPayload = 4096;

/** What an audit needs of one ELF file: plain data that crosses threads, and is small, for an image has tens of thousands. */
export type ElfFact = {
	is64: boolean;
	isLittle: boolean;
	machine: number;
	/** `e_type`: see `fileType`. */
	type: number;
	/** There is something to link when it is loaded. */
	isDynamic: boolean;
	/** A program that may be loaded anywhere, by its own word. */
	isPie: boolean;
	interpreter?: string;
	needed: string[];
	soname?: string;
	rpath?: string;
	runpath?: string;
	/** Its libraries are not looked for in the loader's own folders. */
	hasNoDefaultFolders: boolean;
	versionsNeeded: NeededVersions[];
	versionsDefined: string[];
	hasSymbols: boolean;
	hasDebugInformation: boolean;
	/** Bytes that `strip --strip-unneeded` would save; 0 for objects, modules of the kernel and core dumps, which want theirs, and for what strip would spoil. */
	strippable: number;
	/** The compiler, where it strips in a way of its own. */
	language?: 'go' | 'rust';
	/** Of a dynamic loader. */
	loader?: ElfLoader;
};

/** Reads it, and what it could not; undefined for what is no ELF file. `head` is the file's first bytes, 64 or all that there are. */
export function * readElfFact(head: Uint8Array, size: number): Reading<ElfFact & {warnings: string[]} | undefined> {
	if (!isElf(head) || head.length < (head[4] === 2 ? 64 : 52)) {
		return undefined;
	}

	const file = yield * readElf(head, size);
	const {fields, machine, type, sections} = file;
	const linking = yield * readElfLinking(file, size);
	const {isDynamic, isPie, hasNoDefaultFolders, interpreter, needed, soname, rpath, runpath} = linking;
	const versions = yield * readElfVersions(file, linking);
	const mayBeLoader = type === fileType.shared && isDynamic && needed.length === 0 && interpreter === undefined;
	const loader = mayBeLoader ? yield * readElfLoader(size) : undefined;
	const hasSymbols = sections.some(({type}) => type === sectionType.symbols);
	const hasDebugInformation = sections.some(section => isDebugging(section) && section.type !== sectionType.noBits);
	const isProgram = type === fileType.executable || type === fileType.shared;
	const mayBeStripped = isProgram && appendedBytes(file, size) < smallestPayload;
	const strippable = mayBeStripped && (hasSymbols || hasDebugInformation) ? Math.max(0, size - (yield * strippedSize(file, size))) : 0;
	const language = yield * languageOf(file);
	const fact = {
		is64: fields.is64, isLittle: fields.isLittle, machine, type, isDynamic, isPie, hasNoDefaultFolders,
		...(interpreter !== undefined && {interpreter}),
		needed,
		...(soname !== undefined && {soname}),
		...(rpath !== undefined && {rpath}),
		...(runpath !== undefined && {runpath}),
		versionsNeeded: versions.needed, versionsDefined: versions.defined, hasSymbols, hasDebugInformation, strippable,
		...(language && {language}),
		...(loader && {loader}),
		warnings: [...file.warnings, ...linking.warnings, ...versions.warnings],
	};
	return namesOf(fact) <= maximumNames
		? fact
		: {
			...fact, needed: [], versionsNeeded: [], versionsDefined: [], interpreter: undefined, soname: undefined, rpath: undefined, runpath: undefined,
			warnings: [...fact.warnings, `the names in it take more than ${maximumNames >> 10} KiB: they are left out`],
		};
}

function namesOf({interpreter, needed, soname, rpath, runpath, versionsNeeded, versionsDefined}: ElfFact): number {
	const names = [interpreter, soname, rpath, runpath, ...needed, ...versionsDefined, ...versionsNeeded.flatMap(({file, versions, weak}) => [file, ...versions, ...weak])];
	return names.reduce((sum, name) => sum + (name?.length ?? 0), 0);
}

/** Go has sections of its own; rustc signs among the compilers. */
function * languageOf({sections}: ElfFile): Reading<ElfFact['language']> {
	if (sections.some(({name}) => name === '.go.buildinfo' || name === '.gopclntab' || name === '.note.go.buildid')) {
		return 'go';
	}

	const comment = sections.find(({name}) => name === '.comment');
	if (comment === undefined) {
		return undefined;
	}

	const bytes = yield {at: comment.offset, length: Math.min(comment.size, 4096)};
	return Buffer.from(bytes).includes('rustc version') ? 'rust' : undefined;
}
