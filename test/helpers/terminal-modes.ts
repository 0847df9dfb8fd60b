/** Private modes that a terminal has on before a program runs: the cursor is shown (25), lines wrap (7). */
const usual = new Set(['7', '25']);

/** Which modes of the terminal are not as they were, after what a program sent: `1049 on` for the alternate screen, say. */
export function modesLeft(output: string): string[] {
	const modes = new Map<string, boolean>();
	for (const [, numbers, letter] of output.matchAll(/\u001B\[\?([\d;]+)([hl])/g)) {
		for (const mode of numbers.split(';')) {
			modes.set(mode, letter === 'h');
		}
	}

	return [...modes].filter(([mode, isOn]) => isOn !== usual.has(mode)).map(([mode, isOn]) => `${mode} ${isOn ? 'on' : 'off'}`);
}
