/** A value has to be this long before any of it is shown: the start of a token tells whose it is, and of a password too much. */
const shortestShown = 16;

/** So much is shown at most. */
const mostShown = 4;

/**
A secret's value as it may be printed: no more than its first four characters, and none of a short one.

Never more: a report lies in logs and pull requests, where more people read than the image has.
*/
export function maskValue(value: string): string {
	const start = value.length < shortestShown ? '' : value.slice(0, mostShown);
	return `${/^[\w-]*$/.test(start) ? start : ''}***`;
}
