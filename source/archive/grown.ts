/** A column of numbers. */
export type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array;

/**
A copy of a column with room for at least `length` values, and at least twice as much as before, so that growing costs no more
than filling.

@param filling What stands in the places that are new.
*/
export function grown<C extends Column>(column: C, length: number, filling = 0): C {
	const next = new (column.constructor as new (length: number) => C)(Math.max(length, column.length * 2));
	next.set(column);
	if (filling !== 0) {
		next.fill(filling, column.length);
	}

	return next;
}
