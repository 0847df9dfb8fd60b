import type {ElfFact} from '../../content/elf/elf-fact.js';

/** A regular file that a path leads to. */
export type LinkedFile = {
	/** Its own path, without links. */
	path: string;
	/** The same for all paths of the same file. */
	id: number;
	/** Undefined of what is no ELF file. */
	elf: ElfFact | undefined;
	/** Whether its bytes could be looked at: otherwise it may be anything. */
	isKnown: boolean;
	/** It runs with the rights of its owner or group, so that what the caller says about libraries does not hold. */
	isSetuid: boolean;
	isExecutable: boolean;
};

/** What the linkage check needs of a file system, as a program in a container would see it. Paths are absolute. */
export type LinkageFiles = {
	/** The regular file that a path leads to, all links followed; undefined where that is none. */
	file(path: string): LinkedFile | undefined;
	isFolder(path: string): boolean;
	/** The whole of a small file. */
	text(path: string): Uint8Array | undefined;
	/** The names in a folder, in the order of their bytes. */
	names(folder: string): readonly string[];
	/** All ELF files, each once. */
	elfFiles(): readonly LinkedFile[];
};
