// 0000-01-01 and 9999-12-31: the years that RFC 3339 can write.
const earliest = -62_167_219_200;
const latest = 253_402_300_799;

/**
Seconds since 1970 as RFC 3339 in UTC, with the fraction where there is one; empty for no time, and for one that RFC 3339 can't write.

@example
formatTime(0); // '1970-01-01T00:00:00Z'
*/
export function formatTime(seconds: number | undefined): string {
	if (seconds === undefined || !(seconds >= earliest && seconds <= latest)) {
		return '';
	}

	// A double holds a time of today to a quarter of a microsecond, so six digits are all there is.
	let whole = Math.floor(seconds);
	let microseconds = Math.round((seconds - whole) * 1e6);
	if (microseconds === 1_000_000) {
		whole++;
		microseconds = 0;
	}

	const fraction = microseconds === 0 ? '' : `.${String(microseconds).padStart(6, '0').replace(/0+$/, '')}`;
	return `${new Date(whole * 1000).toISOString().slice(0, 19)}${fraction}Z`;
}
