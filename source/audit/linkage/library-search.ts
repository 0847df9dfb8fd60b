import type {ElfFact} from '../../content/elf/elf-fact.js';
import type {FoundFile} from './probe.js';

/** What a program runs with that bears on where its libraries are looked for. */
export type Surroundings = {
	/** The image's variables: those that loaders read. */
	variables: ReadonlyMap<string, string>;
	/** The folder that it starts in. */
	workingFolder: string;
	/** What the caller says does not hold. */
	isSecure: boolean;
};

/** Who asks for a library. */
export type Requester = {
	file: FoundFile;
	elf: ElfFact;
	/** The folder that `$ORIGIN` stands for. */
	origin: string;
	/** Who asked for it, up to the program. */
	parent: Requester | undefined;
};

/** Why a library is not there though something like it is. */
export type Hint =
	/** It is only for processors that can do more. */
	| {kind: 'capability'; path: string}
	/** It was built for another machine. */
	| {kind: 'machine'; path: string}
	/** What has that name is no library at all. */
	| {kind: 'no-library'; path: string}
	/** It lies in a folder that ldconfig reads, and not in the cache: it was not run since. */
	| {kind: 'ldconfig'; path: string}
	/** It lies where nobody looks. */
	| {kind: 'elsewhere'; path: string};

/** What a loader finds by a name: a library, itself, or nothing. */
export type LookUp = {kind: 'found'; file: FoundFile} | {kind: 'loader'} | {kind: 'missing'; hint?: Hint};

/** How the loader of one C library looks for libraries. */
export type LibrarySearch = {
	/** A library by its name, as one object asks for it. */
	find(name: string, requester: Requester): LookUp;
	/** Libraries that are loaded with every program, before its own. */
	preloaded(): readonly string[];
	/** What `find` looked for there by itself: folders of the requester, in their order, then all others. */
	folders(requester: Requester): readonly string[];
	/** Where it knows of a library that only some processors take. */
	capability?(name: string): string | undefined;
};
