import {formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import {selectVerdict} from '../comparison.js';
import {cutEnd, cutMiddle} from '../parts/fit.js';
import {textWidth} from '../parts/text-width.js';
import {oneLine} from '../parts/wrap.js';
import {selectShares, selectShelf} from '../shelf.js';
import {selectTitle} from '../select-title.js';
import type {State} from '../state.js';
import type {Theme} from '../theme.js';
import {nameOf, titleLine} from './title-line.js';

/** From so many columns on there is room for what the layers take too. */
const wideFrom = 110;

/** The first line of the screen: the image, or those that are listed or compared. */
export function screenTitle(state: State, theme: Theme): string {
	const {columns} = state.size;
	if (state.shelf) {
		return shelfTitle(state, theme);
	}

	if (state.start) {
		return between(` ${theme.paint.strong('freedive')}  ${state.isInner ? 'another image' : 'which image?'}`, '', columns, theme.symbols.ellipsis);
	}

	return state.comparison ? comparisonTitle(state.comparison, columns, theme) : titleLine(selectTitle(state), columns, theme);
}

/** What all images come to, once with each layer as often as it is there and once without repetition. */
function shelfTitle(state: State, {paint, symbols}: Theme): string {
	const {columns} = state.size;
	const shelf = selectShelf(state);
	const {total} = selectShares(state);
	const done = shelf.filter(({step}) => step === 'read' || step === 'failed').length;
	const left = [
		paint.strong(countOf(shelf.length, 'image')),
		done < shelf.length ? `reading ${done + 1} of ${shelf.length}` : '',
		formatBytes(total.size),
	];
	const right = total.layers === total.layersOnce ? 'no layer is there twice' : `${formatBytes(total.sizeOnce)} without repetition`;
	return between(` ${left.filter(Boolean).join('  ')}`, `${right} `, columns, symbols.ellipsis);
}

/** Both images with their sizes; while they are read, how far that is. */
function comparisonTitle(comparison: NonNullable<State['comparison']>, columns: number, theme: Theme): string {
	const {a, b, deed, found} = comparison;
	const {paint, symbols} = theme;
	const room = Math.floor(columns / 2) - (columns < wideFrom ? 14 : 34);
	const side = (letter: string, state: State, shown: number | undefined): string => {
		const {progress, size} = selectTitle(state);
		const share = progress?.total ? `${Math.min(99, Math.floor(progress.bytes / progress.total * 100))} %` : (progress && formatBytes(progress.bytes));
		const ofLayers = size === undefined ? '' : `${formatBytes(size)} in layers`;
		const whole = shown === undefined ? ofLayers : formatBytes(shown) + (columns < wideFrom ? '' : ` of ${ofLayers}`);
		const told = state.phase === 'stopped' ? 'stopped' : (share ?? whole);
		return `${paint.strong(letter)} ${paint.strong(cutMiddle(nameOf(state.reference), Math.max(8, room), symbols.ellipsis))}  ${told}`;
	};

	const isReading = [a, b].some(({phase}) => phase === 'opening' || phase === 'reading');
	return between(` ${side('A', a, found?.all.files.bytesA)}    ${side('B', b, found?.all.files.bytesB)}`, deed !== undefined || isReading ? `${isReading ? 'reading' : deed!} ` : '', columns, symbols.ellipsis);
}

/** The second line of the screen where two are compared: what is to be said of them in one sentence. */
export function verdictLine(state: State, theme: Theme): string {
	const verdict = selectVerdict(state);
	const {paint, symbols: {arrow, ellipsis}} = theme;
	if (!verdict) {
		return '';
	}

	const text = ` ${cutEnd(oneLine(verdict.sentence).replaceAll(' → ', () => ` ${arrow} `), state.size.columns - 2, ellipsis)}`;
	return verdict.identical ? paint.good(text) : text;
}

/** Something at the left and at the right; where there is no room for both, the left alone. */
function between(left: string, right: string, columns: number, ellipsis: string): string {
	const plain = left.replaceAll(/\u001B\[[\d;]*m/g, '');
	const space = columns - textWidth(plain) - textWidth(right);
	return space >= 1 ? left + ' '.repeat(space) + right : (textWidth(plain) > columns ? cutEnd(plain, columns, ellipsis) : left);
}
