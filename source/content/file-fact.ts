import type {ElfFact} from './elf/elf-fact.js';
import type {FfmpegBinary} from './ffmpeg/ffmpeg-binary.js';
import type {Reading} from './reading.js';
import type {SecretFacts} from './secrets/found-secret.js';

/**
What an audit knows of one content: plain data, for it crosses threads, and little of it, for there may be a million contents.
Each key is found by one finder of `file-finders.ts`.
*/
export type FileFact = {
	/** What a file begins as that is told by its first bytes alone: a static library (`!<arch>`), or one that names its members (`!<thin>`). */
	archive?: 'static' | 'thin';
	/** What a program or library says to its loader. */
	elf?: ElfFact;
	/** What a program or library of FFmpeg, or one that has FFmpeg within, says of its build. */
	ffmpeg?: FfmpegBinary;
	/** The program that a script's first line names, with its argument; without `#!`. */
	interpreter?: string;
	/** The whole of a small file that rules read, such as `/etc/passwd`. */
	text?: Uint8Array;
	/** Secrets in it, masked. */
	secrets?: SecretFacts;
	/** Why something that was wanted of the file could not be found: one sentence's end, such as `its section headers lie beyond its end`. */
	problems?: string[];
};

/** What a finder is told of a file before it decides whether it wants it. */
export type FoundFile = {
	/** Relative to the root, without a slash in front; each byte a character (Latin-1). */
	path: string;
	/** Content bytes. */
	size: number;
	/** Permission bits, setuid, setgid, sticky. */
	mode: number;
	/** The first bytes, at most `headSize`; valid only during the call, and until a reading first asks for bytes. */
	head: Uint8Array;
};

/** Finds out something of files. */
export type FileFinder = {
	/** No byte behind this place is read: a larger file is passed over, or where `takesLarger` says so read up to there. */
	limit: number;
	takesLarger?: true;
	/** The reading, of a file that it wants; undefined of any other. */
	find(file: FoundFile): Reading<Partial<FileFact> | undefined> | undefined;
};

/** How much of a file's start a finder sees, in bytes. */
export const headSize = 4096;
