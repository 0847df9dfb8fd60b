import type {ShellCommand} from '../content/shell/shell-command.js';
import {countOf} from '../format/count.js';
import type {AuditInput} from './audit-input.js';
import {buildLines, type BuildLine} from './build-lines.js';
import {commandText} from './command-text.js';
import type {FindingDraft} from './finding.js';
import type {Rule} from './rule.js';

/** What is said of a command. */
export type Told = Pick<FindingDraft, 'message' | 'remedy'> & Partial<FindingDraft>;

/** A rule but for how it finds: of the history, and a note where it does not say otherwise. */
export type About = Omit<Rule, 'find' | 'group' | 'severity'> & Partial<Pick<Rule, 'group' | 'severity'>>;

/**
A rule about the commands of RUN instructions. It tells of the first command of an instruction that it finds, and how many more there are.

@param look Says what is wrong with a command; nothing where it is right.
*/
export function commandRule(about: About, look: (command: ShellCommand, line: BuildLine, input: AuditInput) => Told | undefined): Rule {
	return lineRule(about, (line, input) => {
		let first: Told | undefined;
		let more = 0;
		for (const command of line.commands) {
			const told = look(command, line, input);
			if (told && !first) {
				first = {key: commandText(command), ...told};
			} else if (told) {
				more++;
			}
		}

		return first && more > 0
			? {...first, message: `${first.message} The same goes for ${countOf(more, 'more command')} of this instruction.`}
			: first;
	});
}

/** A rule about instructions, one at a time. */
export function lineRule(about: About, look: (line: BuildLine, input: AuditInput) => Told | undefined): Rule {
	return {
		group: 'history',
		severity: 'note',
		...about,
		* find(input) {
			for (const line of input.once(buildLines)) {
				const told = look(line, input);
				if (told) {
					yield {...placeOf(line), key: line.instruction, ...told};
				}

				yield undefined;
			}
		},
	};
}

/** Where an instruction is: its layer, or its place in the history where it made none. */
export function placeOf({layer, step}: BuildLine): Pick<FindingDraft, 'layer' | 'step'> {
	return layer === undefined ? {step} : {layer};
}
