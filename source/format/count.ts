/**
A whole number with its thousands apart.

@example
formatCount(3412); // '3,412'
*/
export function formatCount(count: number): string {
	return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}
