import type {Theme} from '../theme.js';

/** Where a row of the screen stands: a place of the content (a byte, or a line), and of a line that is wrapped which of its rows. */
export type Place = {at: number; row: number};

export const firstPlace: Place = {at: 0, row: 0};

/** How rows are made of a content. */
export type Look = {
	/** Columns of the whole row. */
	columns: number;
	/** Whether what is too long goes on in the next row. */
	wraps: boolean;
};

/** How a row is drawn. */
export type Drawing = {
	theme: Theme;
	/** Columns that are scrolled out of sight on the left, where nothing wraps. */
	left: number;
	/** What a search looks for; empty for nothing. */
	query: string;
	/** The place of the match that was gone to. */
	match?: number;
};

/** A content as rows of a screen, which can be asked for from any place on. */
export type Pages = {
	/** Rows from a place on, that one included, as many as there are and at most so many. */
	from(place: Place, count: number, look: Look): Place[];
	/** Rows before a place, the nearest first. */
	before(place: Place, count: number, look: Look): Place[];
	/** The last row; undefined where there is none. */
	last(look: Look): Place | undefined;
	/** The row that holds a place of the content. `query`: in lines that are at hand, what is to be in the row. */
	holding(at: number, look: Look, query?: string): Place;
	/** The place of the content that is seen first in a row. */
	firstSeen(place: Place, look: Look, left: number): number;
	/** A row, painted, at most as wide as the look has columns. */
	line(place: Place, look: Look, drawing: Drawing): string;
	/** What is told of the place at the right end of the heading, such as the lines that are seen. */
	position(first: Place, last: Place): string;
	/** The column of a place in its row, where nothing wraps. */
	columnOf(at: number, look: Look, query?: string): number;
	/** Columns for what scrolls to the right. */
	room(look: Look): number;
	/** How many columns of the widest of these rows lie beyond the right edge where nothing is scrolled. */
	beyond(places: readonly Place[], look: Look): number;
};
