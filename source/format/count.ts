/**
A whole number with its thousands apart.

@example
formatCount(3412); // '3,412'
*/
export function formatCount(count: number): string {
	return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/**
A count with its noun, which is singular for one.

@example
countOf(1, 'path'); // '1 path'
countOf(3412, 'entry', 'entries'); // '3,412 entries'
*/
export function countOf(count: number, one: string, many = `${one}s`): string {
	return `${formatCount(count)} ${count === 1 ? one : many}`;
}
