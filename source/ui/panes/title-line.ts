import {formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import {safeText} from '../../format/safe-text.js';
import {bar} from '../../format/bar.js';
import {cutMiddle} from '../parts/fit.js';
import {textWidth} from '../parts/text-width.js';
import type {Theme} from '../theme.js';
import {percent} from './layer-details.js';

/** What the title line tells. */
export type TitleFacts = {
	reference: string;
	/** What calls the image among those of its archive, where the user chose it. */
	chosen?: string;
	/** The engine or registry that gave it, where the reference does not say so, or it is as it was at another time. */
	from?: string;
	/** The day of which it is as it was, as `from` says: who reads it in the title alone must not take it for today's. */
	asOf?: string;
	platform: string;
	/** How many other images there are that can be opened from the same place. */
	others?: number;
	/** Whether it is the image that comes with the program. */
	isDemo?: boolean;
	layerCount?: number;
	/** How many warnings there are, and whether they tell of what could not be read. */
	warnings?: {count: number; isIncomplete: boolean};
	/** Content bytes of all layers that are in. */
	size?: number;
	/** Of those, what a later layer hides; undefined while that is not known. */
	waste?: number;
	/** Whether layers could not be read: that nothing else is hidden, and how much is not, is then not known. */
	isPartial?: boolean;
	/** While reading: layers done, bytes done, of how many, bytes a second, seconds left. */
	progress?: Progress;
	/** What the audit says, once it has been done: whether the image passes, in words of their own for less and less room. */
	audit?: {passed: boolean; texts: readonly [string, string, string]};
	/** Said at the right where there is no progress and nothing is known, such as that reading was stopped. */
	note?: string;
};

export type Progress = {
	/** What is being read; a layer where this is not said. */
	label?: string;
	layer?: number;
	bytes: number;
	total?: number;
	rate?: number;
	secondsLeft?: number;
};

/** `keep`: pieces with the highest number give way first, to their shorter form where they have one. */
type Piece = {text: string; paint: (text: string) => string; keep: number; shorter?: Piece};

const barWidth = 10;

export function titleLine(facts: TitleFacts, columns: number, theme: Theme): string {
	const {paint, symbols} = theme;
	const name = [nameOf(facts.reference), safeText(facts.chosen ?? '')].filter(Boolean).join('  ');
	const reference = cutMiddle(name, Math.max(12, Math.floor(columns / 2)), symbols.ellipsis);
	const left: Piece[] = [
		{text: reference, paint: paint.strong, keep: 0},
		{text: facts.isDemo ? 'open your own: freedive IMAGE.tar' : '', paint: paint.waste, keep: 4},
		fromPiece(facts, theme),
		{text: safeText(facts.platform), paint: paint.faint, keep: 6},
		{text: facts.others ? `P ${countOf(facts.others, 'other')}` : '', paint: paint.faint, keep: 6},
		{text: facts.layerCount === undefined ? '' : countOf(facts.layerCount, 'layer'), paint: paint.faint, keep: 7},
		{text: facts.size === undefined ? '' : formatBytes(facts.size), paint: plain, keep: 1},
		warningPiece(facts, theme),
	].filter(piece => piece.text !== '');
	const right = (facts.progress ? progressPieces(facts.progress, facts.layerCount, theme) : resultPieces(facts, theme)).filter(piece => piece.text !== '');
	const [shownLeft, shownRight] = whatFits(left, right, columns - 4);
	const space = Math.max(0, columns - 2 - width(shownLeft) - width(shownRight));
	return ` ${draw(shownLeft)}${' '.repeat(space)}${draw(shownRight)} `;
}

/** Which pieces there is room for: those that are to give way do, and come back in their order where what gave way after them left room. */
function whatFits(left: readonly Piece[], right: readonly Piece[], room: number): readonly [Piece[], Piece[]] {
	const all = [...left, ...right];
	const shown: Array<Piece | undefined> = [...all];
	const sides = () => [shown.slice(0, left.length).filter(piece => piece !== undefined), shown.slice(left.length).filter(piece => piece !== undefined)] as const;
	const fits = () => sides().reduce((sum, side) => sum + width(side), 0) <= room;
	while (!fits() && shown.filter(piece => piece !== undefined).length > 1) {
		const last = Math.max(...shown.map(piece => piece?.keep ?? 0));
		for (const [index, piece] of shown.entries()) {
			shown[index] = piece?.keep === last ? piece.shorter : piece;
		}
	}

	for (const piece of all.toSorted((a, b) => a.keep - b.keep)) {
		const index = all.indexOf(piece);
		const before = shown[index];
		for (let form: Piece | undefined = piece; form && form !== before; form = form.shorter) {
			shown[index] = form;
			if (fits()) {
				break;
			}

			shown[index] = before;
		}
	}

	return sides();
}

/** That an image is old is told as long as anything is told beside its size. */
function fromPiece({from, asOf}: TitleFacts, {paint}: Theme): Piece {
	const text = from === undefined ? '' : `from ${from}`;
	return asOf === undefined
		? {text, paint: paint.faint, keep: 6}
		: {text, paint: paint.waste, keep: 2, shorter: {text: `as of ${asOf}`, paint: paint.waste, keep: 1.5}};
}

const spokenNames: Readonly<Record<string, string>> = {'-': 'standard input', 'demo:': 'the demo image'};

/** What the user called it, as people say it. */
export function nameOf(reference: string): string {
	return spokenNames[reference] ?? safeText(reference);
}

function warningPiece({warnings}: TitleFacts, {paint}: Theme): Piece {
	if (warnings?.isIncomplete) {
		return {text: 'incomplete: i tells', paint: paint.error, keep: 2};
	}

	return {text: warnings?.count ? countOf(warnings.count, 'warning') : '', paint: paint.faint, keep: 9};
}

function resultPieces({size, waste, isPartial, note, audit}: TitleFacts, theme: Theme): Piece[] {
	const {paint, symbols} = theme;
	if (note !== undefined) {
		return [{text: note, paint: paint.waste, keep: 2}];
	}

	if (size === undefined || waste === undefined) {
		return [];
	}

	const wasted: Piece = {text: waste > 0 ? `${formatBytes(waste)} waste` : 'no waste', paint: waste > 0 ? paint.waste : paint.good, keep: 2};
	if (isPartial) {
		return [auditPiece(audit, theme), ...(waste > 0 ? [wasted] : [])];
	}

	const live = size === 0 ? 1 : (size - waste) / size;
	return [
		auditPiece(audit, theme),
		wasted,
		{text: bar(live, barWidth, symbols), paint: paint.bar, keep: 8},
		{text: waste > 0 ? formatBytes(size - waste) : '', paint: plain, keep: 8},
		{text: `${percent(live)} live`, paint: plain, keep: 3},
	];
}

/** Whether the image passes is told as long as its size is: what is told of it beside that gives way before. */
function auditPiece(audit: TitleFacts['audit'], theme: Theme): Piece {
	const paint = audit?.passed ? theme.paint.good : theme.paint.error;
	const [long, middle, short] = audit?.texts ?? ['', '', ''];
	return {text: long, paint, keep: 6.5, shorter: {text: middle, paint, keep: 4, shorter: {text: short, paint, keep: 1}}};
}

function progressPieces({label, layer, bytes, total, rate, secondsLeft}: Progress, layerCount: number | undefined, {paint, symbols}: Theme): Piece[] {
	return [
		{text: label === undefined ? `reading layer ${layer ?? 1} of ${layerCount ?? 1}` : safeText(label), paint: plain, keep: 3},
		{text: total === undefined ? formatBytes(bytes) : `${formatBytes(bytes)} of ${formatBytes(total)}`, paint: plain, keep: 4},
		{text: rate === undefined ? '' : `${formatBytes(rate)}/s`, paint: paint.faint, keep: 8},
		{text: secondsLeft === undefined ? '' : `${timeText(secondsLeft)} left`, paint: paint.faint, keep: 5},
		{text: total ? bar(bytes / total, barWidth, symbols) : '', paint: paint.bar, keep: 2},
	];
}

function timeText(seconds: number): string {
	return seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
}

function draw(pieces: readonly Piece[]): string {
	return pieces.map(({text, paint}) => paint(text)).join('  ');
}

function width(pieces: readonly Piece[]): number {
	return pieces.reduce((sum, {text}) => sum + textWidth(text) + 2, 0) - (pieces.length > 0 ? 2 : 0);
}

function plain(text: string): string {
	return text;
}
