/** A text whose parts (from, to: characters) are painted by `found`, and the rest by `other`. */
export function highlight(
	text: string,
	parts: ReadonlyArray<readonly [number, number]> | undefined,
	other: (text: string) => string,
	found: (text: string) => string,
): string {
	if (!parts || parts.length === 0) {
		return other(text);
	}

	let painted = '';
	let last = 0;
	for (const [from, to] of parts) {
		painted += other(text.slice(last, from)) + found(text.slice(from, to));
		last = to;
	}

	return painted + other(text.slice(last));
}
