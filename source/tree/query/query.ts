/** What is wrong with a query, and where: places in its text, in UTF-16 units, under which a caret stands. */
export type QueryError = {message: string; at: number; length: number};

/** How a word is held against the text of a path: as in fzf's extended search. */
export type TextHow = 'fuzzy' | 'exact' | 'boundary' | 'prefix' | 'suffix' | 'equal';

/** What a `key:value` asks. Those of a version are held against one entry of a path; the rest against the path itself. */
export type FieldTest =
	/** Of files: from and to are included. */
	| {field: 'size'; from: number; to: number}
	| {field: 'layer'; from: number; to: number}
	/** Bits `1 << Change`. */
	| {field: 'change'; mask: number}
	/** Bits `1 << Fate`. */
	| {field: 'fate'; mask: number}
	/** Bits `1 << EntryType`. */
	| {field: 'type'; mask: number}
	| {field: 'owner'; uid?: number; user?: string; gid?: number; group?: string}
	/** All of the bits of `all`, one of those of `some`, or just those of `exactly`; `files`: only regular files. */
	| {field: 'mode'; all?: number; some?: number; exactly?: number; files?: boolean}
	/** Seconds since 1970, or before the image was made. */
	| {field: 'time'; isNewer: boolean; at?: number; before?: number}
	| {field: 'extension'; extension: string}
	| {field: 'package'; name: string};

/** Where a term is written, its key included: for whoever can't prepare it, and says so. */
export type TermPlace = {at: number; length: number};

/** One condition. */
export type Term = {isNot: boolean} & (
	| {kind: 'text'; how: TextHow; text: string; /** Whether capital letters matter. */ hasCase: boolean}
	| {kind: 'glob'; pattern: string; hasCase: boolean}
	/** A regular expression, whose matches are found outside: see `Prepared`. */
	| {kind: 'expression'; pattern: string; place: TermPlace}
	/** A text in contents, which are searched outside. */
	| {kind: 'content'; pattern: string; place: TermPlace}
	| {kind: 'field'; test: FieldTest}
);

/** A query that was understood: all of its groups must hold, and of a group one term. */
export type Query = {text: string; groups: ReadonlyArray<readonly Term[]>};
