/**
A function that remembers what it gave last: as long as its arguments are the same, so is its result.

Selectors are made with it: what follows from the state is never stored in the state.
*/
export function memoize<Arguments extends readonly unknown[], Result>(compute: (...values: Arguments) => Result): (...values: Arguments) => Result {
	let last: {values: Arguments; result: Result} | undefined;
	return (...values) => {
		if (last?.values.length !== values.length || last.values.some((value, index) => !Object.is(value, values[index]))) {
			last = {values, result: compute(...values)};
		}

		return last.result;
	};
}
