import type {Severity} from '../../audit/finding.js';
import {bytesWidth, formatBytes} from '../../format/bytes.js';
import {bar} from '../../format/bar.js';
import {cutEnd, cutMiddle, padEnd, padStart} from '../parts/fit.js';
import {textWidth} from '../parts/text-width.js';
import {highlight} from '../parts/highlight.js';
import type {Paint, Symbols, Theme} from '../theme.js';

/** What a path's change is called by in colours. */
export type ChangeName = 'unchanged' | 'added' | 'modified' | 'metadata' | 'removed' | 'unknown';

/** What a row of the files pane tells. */
export type FileRow = {
	/** Folders around it, from the root. */
	depth: number;
	/** Safe. */
	name: string;
	kind: 'directory' | 'symlink' | 'hardlink' | 'file';
	isOpen: boolean;
	/** Whether there is nothing below a folder. */
	isEmpty: boolean;
	change: ChangeName;
	/** As `ls -l` shows it. */
	mode: string;
	/** `uid:gid`. */
	owner: string;
	size: number;
	/** Whether these bytes count at another name of the file, and so not here. */
	isCountedElsewhere: boolean;
	/** Of the size of the folder around it, 0 to 1. */
	share: number;
	/** Link target, safe; empty for none. */
	link: string;
	/** Of its bytes, those that a later layer hides. */
	hidden: number;
	/** Bytes of layers below that are hidden by what happened here. */
	hides: number;
	/** Characters of the name (from, to) that a search or filter found. */
	found?: ReadonlyArray<readonly [number, number]>;
	/** Whether this version of it is marked. */
	isMarked?: boolean;
	/** What rules found there: how bad it is at worst, and which rule says so. */
	audit?: {severity: Severity; text: string};
};

/** The columns for which there is room. */
export type FileColumns = {
	width: number;
	hasMode: boolean;
	/** 0 where there is no room for it. */
	owner: number;
	hasBar: boolean;
	hasBadge: boolean;
	name: number;
};

const modeWidth = 10;
const barWidth = 10;
const badgeWidth = 2 + bytesWidth;
/** Columns a level: fewer where names have little room. */
const indentOf = (width: number) => width < 30 ? 1 : 2;

/** The name tells which file it is, so each further column must leave it room. `owner`: how wide the widest owner is. */
export function fileColumns(width: number, {owner, hasBadge}: {owner: number; hasBadge: boolean}): FileColumns {
	let name = width - 1 - 2 - (bytesWidth + 1) - (hasBadge ? badgeWidth + 1 : 0);
	const take = (columns: number, atLeast: number): boolean => {
		if (name - columns < atLeast) {
			return false;
		}

		name -= columns;
		return true;
	};

	const hasBar = take(barWidth + 1, 14);
	const hasMode = take(modeWidth + 1, 20);
	const hasOwner = hasMode && take(owner + 1, 20);
	return {width, hasMode, owner: hasOwner ? owner : 0, hasBar, hasBadge, name: Math.max(0, name)};
}

/** The names of the columns. */
export function fileHeading(columns: FileColumns, {symbols: {ellipsis}}: Theme): string {
	return padEnd([
		' '.repeat(3),
		columns.hasMode ? padEnd('mode', modeWidth, ellipsis) + ' ' : '',
		columns.owner > 0 ? padEnd('owner', columns.owner, ellipsis) + ' ' : '',
		padStart('size', bytesWidth, ellipsis), ' ',
		columns.hasBar ? padEnd('of folder', barWidth, ellipsis) + ' ' : '',
		padEnd('name', columns.name, ellipsis),
		columns.hasBadge ? ' ' + padStart('waste', badgeWidth, ellipsis) : '',
	].join(''), columns.width, ellipsis);
}

/** The letter of each change. */
export const changeLetters: Readonly<Record<ChangeName, string>> = {
	unchanged: ' ', added: 'A', modified: 'M', metadata: 'm', removed: 'R', unknown: '?',
};

/** One row, exactly as wide as its columns. */
export function fileLine(row: FileRow, columns: FileColumns, mark: string, theme: Theme): string {
	const {paint, symbols} = theme;
	const {ellipsis} = symbols;
	return [
		mark,
		paintOf(paint, row.change)(changeLetters[row.change]),
		row.isMarked ? paint.good(symbols.marked) : ' ',
		columns.hasMode ? paint.faint(row.mode) + ' ' : '',
		columns.owner > 0 ? paint.faint(padEnd(row.owner, columns.owner, ellipsis)) + ' ' : '',
		sizeCell(row, theme), ' ',
		columns.hasBar ? paint.bar(bar(row.share, barWidth, symbols)) + ' ' : '',
		nameCell(row, columns.name, theme),
		columns.hasBadge ? ' ' + paint.waste(padStart(badgeText(row, symbols), badgeWidth, ellipsis)) : '',
	].join('');
}

/** What counts at another name is faint: the sizes that are not add up to that of the folder. */
function sizeCell({kind, size, isCountedElsewhere}: FileRow, {paint, symbols}: Theme): string {
	const text = padStart(kind === 'symlink' ? '' : formatBytes(size), bytesWidth, symbols.ellipsis);
	return isCountedElsewhere ? paint.faint(text) : text;
}

/** Bytes that nobody sees: those of this path that a layer above hides, and those of layers below that this path hides. */
function badgeText({hidden, hides}: FileRow, {hiddenLater, hidesBelow, both}: Symbols): string {
	if (hidden <= 0 && hides <= 0) {
		return '';
	}

	return `${hidden > 0 ? (hides > 0 ? both : hiddenLater) : hidesBelow} ${formatBytes(hidden + hides)}`;
}

/** Indentation, sign, name and link target in exactly `width` columns. What is deep keeps a readable name: the indentation gives way. */
function nameCell(row: FileRow, width: number, {paint, symbols}: Theme): string {
	const {ellipsis, arrow, hardArrow} = symbols;
	const indent = indentOf(width);
	const deepest = Math.max(0, Math.floor((width - 16) / indent));
	const space = ' '.repeat(indent * Math.min(row.depth, deepest));
	const sign = row.kind === 'directory' && !row.isEmpty ? (row.isOpen ? symbols.opened : symbols.closed) + ' ' : '  ';
	const room = Math.max(0, width - space.length - 2);
	const name = cutMiddle(row.name, room, ellipsis);
	const badge = auditText(row, room - textWidth(name));
	const rest = room - textWidth(name) - textWidth(badge);
	const target = row.link === '' || rest < 6 ? '' : cutEnd(` ${row.kind === 'hardlink' ? hardArrow : arrow} ${row.link}`, rest, ellipsis);
	const found = name === row.name ? row.found : undefined;
	return space + paint.faint(sign)
		+ highlight(name, found, namePaint(paint, row), paint.match)
		+ paint.faint(target)
		+ paint[row.audit?.severity === 'warning' ? 'waste' : 'error'](badge)
		+ ' '.repeat(Math.max(0, rest - textWidth(target)));
}

/** What rules found, as far as there is room: `!` alone at least. */
function auditText({audit}: FileRow, room: number): string {
	if (!audit || room < 2) {
		return '';
	}

	const whole = ` ! ${audit.text}`;
	return whole.length <= room ? whole : ' !';
}

function namePaint(paint: Paint, row: FileRow): (text: string) => string {
	// What is gone is red as a whole; of other changes the letter tells.
	if (row.change === 'removed') {
		return paint.removed;
	}

	return row.kind === 'directory' ? paint.strong : (row.kind === 'symlink' ? paint.link : text => text);
}

/** The colour of each change. */
export const changeStyles: Readonly<Partial<Record<ChangeName, keyof Paint>>> = {
	added: 'added', modified: 'modified', unknown: 'modified', metadata: 'metadata', removed: 'removed',
};

function paintOf(paint: Paint, change: ChangeName): (text: string) => string {
	const style = changeStyles[change];
	return style ? paint[style] : text => text;
}
