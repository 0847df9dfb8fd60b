import {listWords} from '../format/list-words.js';
import {commands, commandWords, type CommandName} from '../options.js';
import {didYouMean} from './nearest.js';
import {UsageError} from './usage-error.js';

/**
Whether a command got as many operands as it takes, and those that there are.

@throws {UsageError} Where it did not.
*/
export function checkOperands(command: CommandName, operands: readonly string[]): void {
	const {count, operands: shape, choices} = commands[command];
	const [minimum, maximum] = count;
	if (operands.length < minimum) {
		const missing = shape.split(' ')[operands.length].replaceAll(/[^A-Z]/g, '');
		throw new UsageError(`freedive ${command} needs ${choices ? listWords(choices, 'or') : (missing === 'IMAGE' ? 'an image' : `a ${missing}`)}: freedive ${command} ${shape}`);
	}

	// A mistyped command is taken for the first of several images.
	const mistyped = command === 'open' && operands.length > 1 && /^[a-z]+$/.test(operands[0]) ? didYouMean(operands[0], commandWords) : '';
	if (mistyped !== '') {
		throw new UsageError(`There is no command ${operands[0]}.${mistyped} An image of that name is written ./${operands[0]}.`);
	}

	if (operands.length > maximum) {
		throw new UsageError(`freedive ${command} takes ${maximum === 1 ? 'one operand' : `${maximum} operands`}: freedive ${command} ${shape}`);
	}

	if (choices && operands.length > 0 && !choices.includes(operands[0])) {
		throw new UsageError(`freedive ${command} knows ${listWords(choices, 'or')}, not ${operands[0]}.${didYouMean(operands[0], choices)}`);
	}
}
