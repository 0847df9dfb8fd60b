/** A word as a shell passes it on. */
export type ShellWord = {
	/** Quotes and line continuations are removed; what a shell expands (`$HOME`, `$(date)`, `*.deb`) stands as it is written. */
	text: string;
	/** Where it stands in `ShellCommand.source`. */
	start: number;
	end: number;
	/** Whether any of it is quoted. */
	isQuoted: boolean;
	/** Whether a variable or a command's output takes the place of some of it: nobody can tell the text then. */
	isExpanded: boolean;
	/** Whether a command's output does: the command stands among the others. */
	isSubstituted: boolean;
};

export type ShellAssignment = {name: string; value: ShellWord};

export type ShellRedirection = {
	/** Such as `>`, `2>` is `>` with `descriptor` 2. */
	operator: string;
	descriptor?: number;
	target: ShellWord;
	/** The lines of a here-document, without the line that ends it. */
	document?: string;
};

/** What stands between two operators that are no `|`. */
export type ShellPipeline = {
	/** The commands of each of its parts; those of a group within it are theirs too, by their own pipelines. */
	stages: ShellCommand[][];
	/** The pipeline of which this one's group is a part, and which part. */
	outer?: {pipeline: ShellPipeline; stage: number};
};

/** What `set` and the shell's own options say. */
export type ShellOptions = {pipefail: boolean; errexit: boolean};

/** A simple command (POSIX.1-2024, XCU 2.9.1). */
export type ShellCommand = {
	/** The last part of its first word's path, such as `apt-get`; empty where there are assignments or redirections alone. */
	name: string;
	words: ShellWord[];
	/** Those before it. */
	assignments: ShellAssignment[];
	redirections: ShellRedirection[];
	/** The text in which it stands: of `sh -c TEXT` the inner one. */
	source: string;
	/** Where it begins and ends in `source`. */
	start: number;
	end: number;
	pipeline: ShellPipeline;
	stage: number;
	options: ShellOptions;
	/** The commands that run it, outermost first, such as `sudo` or `sh`. */
	via: readonly string[];
};
