import type {ShellCommand} from '../../content/shell/shell-command.js';
import {buildLines} from '../build-lines.js';
import {placeOf} from '../command-rule.js';
import {commandText} from '../command-text.js';
import type {Rule} from '../rule.js';

/** Two programs that download, where one would do. */
export const wgetAndCurl: Rule = {
	group: 'history',
	severity: 'note',
	id: 'wget-and-curl',
	title: 'wget and curl both',
	counterparts: ['DL4001'],
	detects: 'The build uses wget in one place and curl in another: one of them is in the image for nothing.',
	remedy: 'Use one of them, and leave the other out of the image.',
	references: ['https://github.com/hadolint/hadolint/wiki/DL4001'],
	* find(input) {
		const uses = input.once(buildLines).filter(({isBase}) => !isBase).flatMap(line => line.commands.map(command => ({line, command})));
		const of = (name: string) => uses.find(({command}) => command.name === name);
		const curl = of('curl');
		const wget = of('wget');
		if (curl && wget) {
			const later = uses.indexOf(curl) > uses.indexOf(wget) ? curl : wget;
			const sooner = later === curl ? wget : curl;
			yield {
				...placeOf(later.line),
				message: `The build downloads with ${sooner.command.name} and with ${later.command.name}: \`${commandText(later.command)}\`.`,
				remedy: `Write ${asOther(later.command)}, and leave ${later.command.name} out of the image.`,
			};
		}
	},
};

/** The same download by the other program, where it is as plain as that. */
function asOther({name, words}: ShellCommand): string {
	const address = words.find(({text}) => text.includes('://'))?.text;
	return address === undefined
		? `it with ${name === 'curl' ? 'wget' : 'curl'}`
		: (name === 'curl' ? `\`wget -O FILE ${address}\`` : `\`curl -fsSL -o FILE ${address}\``);
}
