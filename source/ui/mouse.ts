import type {MouseAction} from './action.js';
import type {State} from './state.js';

/** Presses and the wheel (1000), in decimal with no limit to the column (1006). */
export const mouseOn = '\u001B[?1000h\u001B[?1006h';
export const mouseOff = '\u001B[?1006l\u001B[?1000l';

/** Rows that the wheel scrolls. */
export const wheelRows = 3;

/** Milliseconds between the two presses of a double click. */
const doubleClick = 400;

const report = /\u001B\[<(\d+);(\d+);(\d+)(m)/gi;

/** Bits of a button code that tell of Shift, Alt and Ctrl held. */
const modifiers = 0b1_1100;

/** The mouse's doings in a piece of input. xterm's "SGR" reports: `ESC [ < button ; column ; row M`, `m` for a release. */
export function mouseActions(input: string, at: number): MouseAction[] {
	const actions: MouseAction[] = [];
	for (const [, button, column, row, end] of input.matchAll(report)) {
		const code = Number(button) & ~modifiers;
		const x = Number(column) - 1;
		const y = Number(row) - 1;
		if (code === 64 || code === 65) {
			actions.push({type: 'wheel', x, y, by: code === 64 ? -1 : 1});
		} else if (code === 0 && end === 'M') {
			actions.push({type: 'press', x, y, at});
		}
	}

	return actions;
}

/** Whether a press is the second of a double click. */
export function isDoubleClick({lastPress}: Pick<State, 'lastPress'>, {x, y, at}: Extract<MouseAction, {type: 'press'}>): boolean {
	return lastPress?.x === x && lastPress.y === y && at - lastPress.at < doubleClick;
}
