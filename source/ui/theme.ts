import {asciiBar, unicodeBar, type BarSymbols} from '../format/bar.js';

/** How a piece of text stands out. Names say what is told, not how it looks. */
export type Paint = {
	/** Headings, names of folders, keys in hints. */
	strong(text: string): string;
	/** What is read second: modes, owners, units, rules. */
	faint(text: string): string;
	/** The row under the cursor of the pane in focus. */
	selected(text: string): string;
	added(text: string): string;
	modified(text: string): string;
	metadata(text: string): string;
	removed(text: string): string;
	/** Bars: a share of a whole. */
	bar(text: string): string;
	/** Bytes that nobody can see any more. */
	waste(text: string): string;
	/** Links and their targets. */
	link(text: string): string;
	/** What a search or filter has found. */
	match(text: string): string;
	error(text: string): string;
	good(text: string): string;
	/** Parts of a text by its language. */
	comment(text: string): string;
	string(text: string): string;
	number(text: string): string;
	keyword(text: string): string;
	name(text: string): string;
	type(text: string): string;
};

/** The characters that the screen is drawn with. */
export type Symbols = BarSymbols & {
	ellipsis: string;
	/** Beside what is marked. */
	marked: string;
	/** Before a folder that is closed, or open. */
	closed: string;
	opened: string;
	/** Between a link and its target. */
	arrow: string;
	/** The same for a hard link. */
	hardArrow: string;
	/** Before bytes that a layer above hides, before those of layers below that are hidden, and before both together. */
	hiddenLater: string;
	hidesBelow: string;
	both: string;
	horizontal: string;
	vertical: string;
	/** Lines that meet in a cell, by where they run from it: 1 up, 2 down, 4 left, 8 right. */
	strokes: string;
	/** Where a rule from below or above meets another. */
	teeDown: string;
	teeUp: string;
	teeRight: string;
	teeLeft: string;
	separator: string;
	/** Keys that have a sign of their own. */
	up: string;
	down: string;
	left: string;
	right: string;
	/** The end of what is typed into a field. */
	caret: string;
	times: string;
	dash: string;
};

export type Theme = {
	/** Whether any colour or attribute is sent at all. */
	color: boolean;
	/** Whether only ASCII is drawn, but for names from an image. */
	ascii: boolean;
	paint: Paint;
	symbols: Symbols;
};

const plain = (text: string): string => text;

const plainPaint: Paint = {
	strong: plain, faint: plain, selected: plain, added: plain, modified: plain, metadata: plain, removed: plain,
	bar: plain, waste: plain, link: plain, match: plain, error: plain, good: plain,
	comment: plain, string: plain, number: plain, keyword: plain, name: plain, type: plain,
};

/** Select Graphic Rendition (ECMA-48, 8.3.117): `open` switches it on, `close` off. */
function sgr(open: string, close: string): (text: string) => string {
	return text => text === '' ? '' : `\u001B[${open}m${text}\u001B[${close}m`;
}

/** Only the sixteen ANSI colours, which the user's terminal has in its own shades, light or dark. */
const colorPaint: Paint = {
	strong: sgr('1', '22'),
	faint: sgr('2', '22'),
	selected: sgr('7', '27'),
	added: sgr('32', '39'),
	modified: sgr('33', '39'),
	metadata: sgr('36', '39'),
	removed: sgr('31', '39'),
	bar: sgr('34', '39'),
	waste: sgr('33', '39'),
	link: sgr('36', '39'),
	match: sgr('1;4;35', '22;24;39'),
	error: sgr('1;31', '22;39'),
	good: sgr('32', '39'),
	comment: sgr('2', '22'),
	string: sgr('32', '39'),
	number: sgr('36', '39'),
	keyword: sgr('35', '39'),
	name: sgr('34', '39'),
	type: sgr('33', '39'),
};

const unicodeSymbols: Symbols = {
	ellipsis: '…', marked: '✓', closed: '▸', opened: '▾', arrow: '→', hardArrow: '⇒', hiddenLater: '↑', hidesBelow: '↓', both: '↕', horizontal: '─', vertical: '│',
	strokes: ' │││─┘┐┤─└┌├─┴┬┼',
	teeDown: '┬', teeUp: '┴', teeRight: '├', teeLeft: '┤', separator: '·',
	...unicodeBar,
	up: '↑', down: '↓', left: '←', right: '→', caret: '▏', times: '×', dash: '–',
};

const asciiSymbols: Symbols = {
	ellipsis: '~', marked: '*', closed: '+', opened: '-', arrow: '->', hardArrow: '=>', hiddenLater: '^', hidesBelow: 'v', both: 'x', horizontal: '-', vertical: '|',
	strokes: ' |||-+++-+++-+++',
	teeDown: '+', teeUp: '+', teeRight: '+', teeLeft: '+', separator: '-',
	...asciiBar,
	up: 'Up', down: 'Down', left: 'Left', right: 'Right', caret: '_', times: 'x', dash: '-',
};

export function createTheme({color, ascii}: {color: boolean; ascii: boolean}): Theme {
	return {
		color,
		ascii,
		paint: color ? colorPaint : plainPaint,
		symbols: ascii ? asciiSymbols : unicodeSymbols,
	};
}

/** The same theme without colours inside: for the selected row, which is inverse as a whole. */
export function withoutPaint(theme: Theme): Theme {
	return {...theme, paint: plainPaint};
}
