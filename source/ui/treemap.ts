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
Divides a rectangle of `width` by `height` cells among parts, by their sizes, so that they come near to squares ("Squarified treemaps",
Bruls, Huizing, van Wijk 2000). As many of the largest as can hold a name get a plot, and the rest is the last plot together.

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
			const plots = squarify(hasRest ? [...shown, Math.max(left, total * share)] : shown, width - 1, height - 1);
			if (plots.every(({left, top, right, bottom}) => right - left > least.width && bottom - top > least.height)) {
				return {plots, count};
			}
		}
	}

	// All in one: the only part, or the rest.
	return {plots: [{left: 0, top: 0, right: width - 1, bottom: height - 1}], count: sizes.length === 1 && rest === undefined ? 1 : 0};
}

/** Row by row along the shorter side, each row as long as that makes its parts squarer. */
function squarify(weights: readonly number[], width: number, height: number): Plot[] {
	const plots: Plot[] = [];
	let x = 0;
	let y = 0;
	let roomX = width;
	let roomY = height * heightOfCell;
	let left = weights.reduce((sum, weight) => sum + weight, 0);
	for (let start = 0; start < weights.length;) {
		const side = Math.min(roomX, roomY);
		const scale = roomX * roomY / left;
		let end = start + 1;
		let sum = weights[start];
		while (end < weights.length && worst(weights, start, end + 1, sum + weights[end], scale, side) <= worst(weights, start, end, sum, scale, side)) {
			sum += weights[end];
			end++;
		}

		const isLast = end === weights.length;
		const isColumn = roomY <= roomX;
		const room = isColumn ? roomX : roomY;
		const thickness = isLast ? room : sum * scale / side;
		let at = 0;
		for (let index = start; index < end; index++) {
			const length = weights[index] / sum * side;
			// Along the side, and across it: from and to.
			const along = [at, at + length] as const;
			const across = [0, thickness] as const;
			const [[fromX, toX], [fromY, toY]] = isColumn ? [across, along] : [along, across];
			plots.push({
				left: Math.round(x + fromX),
				top: Math.round((y + fromY) / heightOfCell),
				right: Math.round(x + toX),
				bottom: Math.round((y + toY) / heightOfCell),
			});
			at += length;
		}

		if (isColumn) {
			x += thickness;
			roomX -= thickness;
		} else {
			y += thickness;
			roomY -= thickness;
		}

		left -= sum;
		start = end;
	}

	return plots;
}

/** How far from a square the worst part of a row is. */
function worst(weights: readonly number[], start: number, end: number, sum: number, scale: number, side: number): number {
	const thickness = sum * scale / side;
	let most = 0;
	for (let index = start; index < end; index++) {
		const length = weights[index] * scale / thickness;
		most = Math.max(most, length / thickness, thickness / length);
	}

	return most;
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
