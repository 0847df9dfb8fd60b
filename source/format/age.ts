/** The most columns that `formatAge` takes: what a table pads to. */
export const ageWidth = 9;

const units: ReadonlyArray<readonly [seconds: number, name: string]> = [
	[365.25 * 86_400, 'year'],
	[30.44 * 86_400, 'month'],
	[7 * 86_400, 'week'],
	[86_400, 'day'],
	[3600, 'hour'],
	[60, 'min'],
];

/** From two of a unit on it is told in that: three weeks are no month yet, and 36 hours no two days. */
const least = 2;

/**
How long ago something was, as people say it, in whole units that leave little out; `now` for less than two minutes, and for what is still to come.

@example
formatAge(7200); // '2 hours'
formatAge(100 * 86_400); // '3 months'
*/
export function formatAge(seconds: number): string {
	for (const [size, name] of units) {
		const count = Math.floor(seconds / size);
		if (count >= least) {
			// From a thousand years on it is a time that nobody has set.
			return count >= 1000 ? 'long ago' : `${count} ${name}${name === 'min' ? '' : 's'}`;
		}
	}

	return seconds >= 60 ? '1 min' : 'now';
}
