import {listWords} from '../format/list-words.js';
import {choicesOf, commands, commonOptions, options as definitions, type CommandName, type OptionName} from '../options.js';
import {didYouMean} from './nearest.js';
import {UsageError} from './usage-error.js';

/**
Holds what one option was given against the table: whether it goes with the command, how often it may be given, its choices and numbers.

@throws {UsageError} Where it does not hold.
*/
export function checkOption(name: OptionName, values: string[], command: CommandName): void {
	const {choices, minimum, whole, value: placeholder, repeatable} = definitions[name];
	if (!commonOptions.includes(name) && !commands[command].options.includes(name)) {
		const owners = Object.entries(commands).filter(([, owner]) => owner.options.includes(name)).map(([owner]) => owner);
		throw new UsageError(owners.length === 1 && owners[0] === 'open'
			? `--${name} goes with ${name === 'open' ? 'the screen' : 'freedive alone'}: freedive IMAGE --${name}${placeholder === undefined ? '' : ` ${placeholder}`}`
			: `--${name} goes with ${listWords(owners.map(owner => owner === 'open' ? 'freedive IMAGE' : `freedive ${owner}`))}, not with ${command === 'open' ? 'freedive alone' : command}.`);
	}

	if (placeholder !== undefined && !repeatable && values.length > 1) {
		throw new UsageError(`--${name} can be given once only.`);
	}

	for (const value of values) {
		if (choices && !choices.includes(value)) {
			const possible = choicesOf(name, command);
			throw new UsageError(`--${name} is ${listWords(possible, 'or')}, not ${value}.${didYouMean(value, possible)}`);
		}

		if (minimum !== undefined && !(/^\d+(?:\.\d+)?$/.test(value) && Number(value) >= minimum && (!whole || Number.isSafeInteger(Number(value))))) {
			throw new UsageError(`--${name} takes a ${whole ? 'whole number' : 'number'} from ${minimum}, not ${value}.`);
		}
	}
}
