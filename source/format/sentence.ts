/** A sentence with its capital and its full stop. */
export function sentence(text: string): string {
	const whole = text.slice(0, 1).toUpperCase() + text.slice(1);
	return /[!.?]$/.test(whole) ? whole : `${whole}.`;
}
