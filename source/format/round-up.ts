const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

/**
A size that is not below `bytes`, in two digits, as people would set a limit.

@example
roundUpBytes(231_400_000); // '240 MB'
roundUpBytes(1_210_000); // '1.3 MB'
*/
export function roundUpBytes(bytes: number): string {
	let power = 0;
	let value = bytes;
	while (value > 999 && power < units.length - 1) {
		value = bytes / (1000 ** ++power);
	}

	const step = value >= 100 ? 10 : (value >= 10 || power === 0 ? 1 : 0.1);
	// What is a step to within what binary makes of tenths stays it.
	const steps = Math.ceil((value / step) - 1e-9);
	const rounded = step === 0.1 ? (steps / 10).toFixed(1).replace('.0', '') : String(steps * step);
	return rounded === '1000' && power < units.length - 1 ? `1 ${units[power + 1]}` : `${rounded} ${units[power]}`;
}
