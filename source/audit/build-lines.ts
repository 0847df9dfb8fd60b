import {readCommands} from '../content/shell/read-commands.js';
import type {ShellCommand} from '../content/shell/shell-command.js';
import {readLine, type DockerfileLine} from '../image/dockerfile-line.js';
import type {Image, LayerNumber} from '../image/image.js';
import {instructionLine, readRun} from '../image/instruction.js';
import type {AuditInput} from './audit-input.js';

/** An entry of the history, as rules read it. */
export type BuildLine = DockerfileLine & {
	/** Its place in the history, from 0. */
	step: number;
	/** The layer that it made. */
	layer?: LayerNumber;
	/** In one line. */
	instruction: string;
	/** Whether it is of the base image. */
	isBase: boolean;
	/** The commands of a RUN, in their order, those that others run included. */
	commands: readonly ShellCommand[];
	/** RFC 3339, as written. */
	created?: string;
};

/** Of all RUNs together so many characters are read as commands: a long Dockerfile has a twentieth of it, and a hostile one costs a second. */
const longestHistory = 1 << 18;

/** The history of an image, taken apart once for all rules: to be asked for by `input.once(buildLines)`. */
export function buildLines({image, base}: Pick<AuditInput, 'image' | 'base'>): BuildLine[] {
	const baseSteps = stepsOfBase(image, base);
	let read = 0;
	return image.history.map(({createdBy, instruction, layer, created}, step) => {
		const run = readRun(createdBy);
		const {flags, ...line} = readLine(instruction);
		read += run?.command.length ?? 0;
		return {
			...line,
			flags,
			step,
			...(layer !== undefined && {layer}),
			instruction: instructionLine(instruction),
			isBase: step < baseSteps,
			commands: run && read <= longestHistory && !/cmd|powershell|pwsh/i.test(run.shell) ? commandsOf(run) : [],
			...(created !== undefined && {created}),
		};
	});
}

/** How many entries of the history are the base's: those up to that of its last layer. */
export function stepsOfBase({history}: Image, base: LayerNumber): number {
	return history.findLastIndex(({layer}) => layer !== undefined && layer <= base) + 1;
}

function commandsOf({shell, command}: {shell: string; command: string}): ShellCommand[] {
	// Some builders leave the flags of RUN in the history.
	const text = command.replace(/^(?:--[a-z][-a-z]*(?:=\S*)?\s+)+/, '');
	return readCommands(text, {pipefail: /\spipefail\b/.test(shell), errexit: /\s-[a-df-z]*e[a-z]*\b/.test(shell)});
}
