/** A line that matches, or one around it. */
export type FoundLine = {
	/** From 1. */
	number: number;
	/** Without its line break; not safe for a terminal. Of a very long line the part around its first match. */
	text: string;
	/** Where the matches in the text begin and end, in turn. */
	ranges: number[];
	/** How many characters of the line are left out before the text. */
	before: number;
	/** The same behind it. */
	after: number;
	/** Whether it is shown only because it lies near a match. */
	isContext: boolean;
};

/** What was found in a content. One of very many lines comes in several parts. */
export type Found = {
	/** Which content it is: its place in what was asked for. */
	content: number;
	lines: FoundLine[];
	/** How many lines match, of this part. Where only the contents are asked for, 1. */
	matches: number;
	/** Whether it matches, but is no text: its lines are not told. */
	isBinary: boolean;
	/** Whether it has lines that are too long to be searched in one piece. */
	isPieced: boolean;
};
