import {cutEnd} from '../parts/fit.js';
import type {Theme} from '../theme.js';

/** What the signs before and behind a file and in a layer's bar mean, for help: as many lines as `legendHeight`. */
export function legend(columns: number, {paint, symbols}: Theme): string[] {
	const {hiddenLater, hidesBelow, both} = symbols;
	return [
		'  A added  M modified  R removed  m only mode, owner or time  ? stored again with the same size, not compared',
		`  ${hiddenLater} hidden by a later layer  ${hidesBelow} hides bytes of earlier layers  ${both} both  The last part of a layer's bar is its waste.`,
	].map(line => paint.faint(cutEnd(line, columns, symbols.ellipsis)));
}

/** In lines. */
export const legendHeight = 2;
