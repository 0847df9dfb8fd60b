const units = ['kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

/** The most columns that `formatBytes` takes for anything that is not negative: what a table pads to. */
export const bytesWidth = 7;

/**
A number of bytes as people read it, in docker's and dive's units (kB = 1000) and three significant digits.

@example
formatBytes(512); // '512 B'
formatBytes(80_530_636); // '80.5 MB'
*/
export function formatBytes(bytes: number): string {
	if (bytes < 0) {
		return `-${formatBytes(-bytes)}`;
	}

	if (bytes < 1000) {
		return `${Math.round(bytes)} B`;
	}

	let value = bytes / 1000;
	let unit = 0;
	// From 999.5 on three digits round up to 1000, which is 1.00 of the next unit.
	while (value >= 999.5 && unit < units.length - 1) {
		value /= 1000;
		unit++;
	}

	const decimals = value < 9.995 ? 2 : (value < 99.95 ? 1 : 0);
	return `${value.toFixed(decimals)} ${units[unit]}`;
}
