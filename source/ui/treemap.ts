import {squarify} from '../format/squarify.js';

/** Cells of a terminal that a part of a treemap takes, its lines included: neighbours share the line between them. */
export type Plot = {left: number; top: number; right: number; bottom: number};

/** A cell of the terminal is about twice as high as it is wide. */
const heightOfCell = 2;

/** What is smaller, between its lines, holds no name. */
const least = {width: 6, height: 1} as const;

/** More parts than this are not tried for: nobody reads so many. */
const mostParts = 150;

/** What is left over gets at least one of these shares of the picture: the first with which all parts can hold a name. */
const sharesOfRest = [0.005, 0.01, 0.02, 0.04, 0.08, 0.12, 0.16, 0.2, 0.25] as const;

/** The share of the whole that a part must have to get a plot of its own. */
export function leastShare(width: number, height: number): number {
	return Math.max(1 / mostParts, (least.width + 1) * (least.height + 1) / ((width - 1) * (height - 1)) / 2);
}

/**
Divides a rectangle of `width` by `height` cells among parts, by their sizes, so that they come near to squares. As many of the largest as can hold a name get a plot, and the rest is the last plot together.

@param sizes Largest first, above 0.
@param rest The size of parts beside them that are too small to get a plot; undefined where there are none.
@returns A plot for each of the first parts; one more where parts are left over. None where there is no room.
*/
export function plotTreemap(sizes: readonly number[], rest: number | undefined, width: number, height: number): {plots: Plot[]; count: number} {
	if (width < least.width + 2 || height < least.height + 2 || (sizes.length === 0 && rest === undefined)) {
		return {plots: [], count: 0};
	}

	const total = Math.max(1, sizes.reduce((sum, size) => sum + size, rest ?? 0));
	for (let count = sizes.length; count > 0; count--) {
		const left = sizes.slice(count).reduce((sum, size) => sum + size, rest ?? 0);
		const shown = sizes.slice(0, count);
		const hasRest = count < sizes.length || rest !== undefined;
		for (const share of hasRest ? sharesOfRest : [0]) {
			const plots = plotsOf(hasRest ? [...shown, Math.max(left, total * share)] : shown, width - 1, height - 1);
			if (plots.every(({left, top, right, bottom}) => right - left > least.width && bottom - top > least.height)) {
				return {plots, count};
			}
		}
	}

	// All in one: the only part, or the rest.
	return {plots: [{left: 0, top: 0, right: width - 1, bottom: height - 1}], count: sizes.length === 1 && rest === undefined ? 1 : 0};
}

/** The areas of parts in whole cells. */
function plotsOf(weights: readonly number[], width: number, height: number): Plot[] {
	return squarify(weights, width, height * heightOfCell).map(area => ({
		left: Math.round(area.x),
		top: Math.round(area.y / heightOfCell),
		right: Math.round(area.x + area.width),
		bottom: Math.round((area.y + area.height) / heightOfCell),
	}));
}

/** The plot beside one, in a direction: the nearest whose side lies along it, and of those the one that its middle meets. */
export function plotBeside(plots: readonly Plot[], from: number, direction: 'left' | 'right' | 'up' | 'down'): number | undefined {
	const own = plots[from];
	const isSideways = direction === 'left' || direction === 'right';
	const sideOf = ({left, top, right, bottom}: Plot) => isSideways ? {start: top, end: bottom} : {start: left, end: right};
	const ownSide = sideOf(own);
	const middle = (ownSide.start + ownSide.end) / 2;
	let best: {index: number; gap: number; off: number} | undefined;
	for (const [index, plot] of plots.entries()) {
		const gap = {left: own.left - plot.right, right: plot.left - own.right, up: own.top - plot.bottom, down: plot.top - own.bottom}[direction];
		const {start, end} = sideOf(plot);
		const off = Math.max(0, start - middle, middle - end);
		if (gap >= 0 && index !== from && (!best || off < best.off || (off === best.off && gap < best.gap))) {
			best = {index, gap, off};
		}
	}

	// What does not lie along the side is not beside it.
	return best && best.off < (ownSide.end - ownSide.start) / 2 ? best.index : undefined;
}

/** The plot under a cell; of the line between two the first. -1 where there is none. */
export function plotAt(plots: readonly Plot[], x: number, y: number): number {
	return plots.findIndex(({left, top, right, bottom}) => x >= left && x <= right && y >= top && y <= bottom);
}
