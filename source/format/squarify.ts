/** A part of a picture. */
export type Area = {x: number; y: number; width: number; height: number};

/**
Divides a rectangle among parts by their weights, so that they come near to squares ("Squarified treemaps", Bruls, Huizing, van Wijk
2000): row by row along the shorter side, each row as long as that makes its parts squarer.

@param weights Largest first, above 0.
*/
export function squarify(weights: readonly number[], width: number, height: number): Area[] {
	const areas: Area[] = [];
	let x = 0;
	let y = 0;
	let roomX = width;
	let roomY = height;
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

		const isColumn = roomY <= roomX;
		const room = isColumn ? roomX : roomY;
		const thickness = end === weights.length ? room : sum * scale / side;
		let at = 0;
		for (let index = start; index < end; index++) {
			const length = weights[index] / sum * side;
			areas.push(isColumn ? {x, y: y + at, width: thickness, height: length} : {x: x + at, y, width: length, height: thickness});
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

	return areas;
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
