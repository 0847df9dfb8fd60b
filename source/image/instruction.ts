import {readHealthcheck, readQuotedList} from './healthcheck-instruction.js';

/** What `created_by` tells. */
export type Instruction = {
	/** The instruction as its author wrote it; over several lines where they were. */
	instruction: string;
	/** Build arguments that the command was run with, as `NAME=VALUE`. */
	buildArguments: string[];
};

/** A shell with its options, up to the command that it is given; what SHELL can be set to, as builders put it before the command. */
const shell = String.raw`(?:(?:[\w\-./:\\]*[/\\])?(?:sh|ash|bash|dash|zsh|ksh)(?: -(?![a-z]*c )[\w-]+(?: [a-z]+(?= -))?){0,8} -[a-z]*c`
	+ String.raw`|(?:[\w\-./:\\]*[/\\])?cmd(?:\.exe)? /s /c`
	+ String.raw`|(?:[\w\-./:\\]*[/\\])?(?:powershell|pwsh)(?:\.exe)?(?: -(?!command|c\b)\w+(?: \w+(?= -))?){0,8} -c(?:ommand)?) ?`;
const shellAtStart = new RegExp(`^${shell}`, 'i');
const shellAfterArguments = new RegExp(`(?<= )${shell}`, 'i');
const noOperation = new RegExp(String.raw`^(?:${shell})?#\(nop\)\s*`, 'i');
const argumentStart = /(?:^| )(?=[a-z_]\w*=)/i;

const buildKitMark = '# buildkit';

/** A text longer than this is left alone: nobody wrote it by hand, and no pattern runs over a megabyte of it. */
const longestRead = 1 << 16;

/**
Reads `created_by` (OCI image-spec, config.md, "history") as the author of the Dockerfile wrote it: classic builder, BuildKit,
buildah and Windows forms. What is none of these comes back as it is.
*/
export function readInstruction(createdBy: string): Instruction {
	if (createdBy.length > longestRead) {
		return {instruction: createdBy.trim(), buildArguments: []};
	}

	const {run: ran, buildArguments, written = ''} = split(createdBy);
	return {instruction: ran ? run(ran.command) : readWritten(written), buildArguments};
}

/** A RUN's shell with its options as one line, empty where the command was run without one, and what it was given to do, lines joined as builders join them. */
export type RunCommand = {shell: string; command: string};

/** What the RUN in `created_by` ran; undefined where it is another instruction, or too long to have been written by hand. */
export function readRun(createdBy: string): RunCommand | undefined {
	return createdBy.length > longestRead ? undefined : split(createdBy).run;
}

/** Tells a command that was run from an instruction that a builder wrote down. */
function split(createdBy: string): {run?: RunCommand; written?: string; buildArguments: string[]} {
	const text = (createdBy.endsWith(buildKitMark) ? createdBy.slice(0, -buildKitMark.length) : createdBy).trim();
	const noted = noOperation.exec(text);
	if (noted) {
		return {written: text.slice(noted[0].length), buildArguments: []};
	}

	// BuildKit says RUN itself; the classic builder gives the command alone, and buildah too.
	const saysRun = /^run\s+/i.exec(text);
	const {command, buildArguments} = splitArguments(saysRun ? text.slice(saysRun[0].length) : text);
	const started = shellAtStart.exec(command);
	if (started) {
		return {run: {shell: started[0].trim(), command: command.slice(started[0].length)}, buildArguments};
	}

	return saysRun || buildArguments.length > 0 ? {run: {shell: '', command}, buildArguments} : {written: text, buildArguments};
}

/** An instruction in one line: line continuations and runs of white space become one space. */
export function instructionLine(instruction: string): string {
	return instruction.replaceAll(/\s*\\\r?\n\s*|\s+/g, ' ').trim();
}

function run(command: string): string {
	return `RUN ${splitLines(command.trim())}`.trim();
}

/** `|2 A=1 B=2 /bin/sh -c make`: the number of build arguments, they, and the command. Values may hold spaces. */
function splitArguments(text: string): {command: string; buildArguments: string[]} {
	const head = /^\|(\d+) /.exec(text);
	if (!head) {
		return {command: text, buildArguments: []};
	}

	const count = Number(head[1]);
	const rest = text.slice(head[0].length);
	if (count === 0) {
		return {command: rest, buildArguments: []};
	}

	const start = shellAfterArguments.exec(rest)?.index ?? endOfWords(rest, count);
	const pieces = rest.slice(0, start).trim().split(argumentStart);
	const buildArguments = pieces.slice(0, count - 1);
	if (pieces.length >= count) {
		buildArguments.push(pieces.slice(count - 1).join(' '));
	} else {
		buildArguments.push(...pieces.slice(count - 1));
	}

	return {command: rest.slice(start), buildArguments};
}

/** Where the word after `count` words starts. */
function endOfWords(text: string, count: number): number {
	let end = 0;
	for (let word = 0; word < count; word++) {
		const space = text.indexOf(' ', end);
		if (space === -1) {
			return text.length;
		}

		end = space + 1;
	}

	return end;
}

/** An instruction that a builder printed from its parsed form, as it was before. */
function readWritten(printed: string): string {
	const text = printed.trim();
	const space = text.search(/\s/);
	const name = space === -1 ? text : text.slice(0, space);
	const value = space === -1 ? '' : text.slice(space).trim();
	switch (name) {
		case 'CMD':
		case 'ENTRYPOINT': {
			return `${name} ${readExecForm(value)}`.trim();
		}

		case 'EXPOSE':
		case 'VOLUME': {
			return `${name} ${readGoList(value)}`.trim();
		}

		case 'SHELL': {
			return `${name} ${readShell(value)}`;
		}

		case 'HEALTHCHECK': {
			return readHealthcheck(text);
		}

		case 'ADD':
		case 'COPY': {
			// The classic builder writes a digest of what was copied in place of its name, without a space after a flag: twelve digits
			// of it tell it apart.
			return text.replace(/ ?((?:file|dir|multi):[\da-f]{12})[\da-f]{20,}(?= in )/, ' $1');
		}

		default: {
			return text;
		}
	}
}

/** `["a" "b"]` is Go's print of the exec form `["a", "b"]`; `["/bin/sh" "-c" "a"]` is what the shell form `a` becomes. */
function readExecForm(value: string): string {
	const words = value.startsWith('[') && value.endsWith(']') ? readQuotedList(value.slice(1, -1)) : undefined;
	if (!words) {
		return value;
	}

	if (words.length === 3 && words[0] === '/bin/sh' && words[1] === '-c') {
		return words[2];
	}

	return `[${words.map(word => JSON.stringify(word)).join(', ')}]`;
}

/** `map[80/tcp:{} 443/tcp:{}]` and `[/data /logs]` are Go's print of what was a list of words. */
function readGoList(value: string): string {
	const inside = /^(?:map)?\[([^"[\]]*)\]$/.exec(value);
	return inside ? inside[1].trim().split(/\s+/).map(word => word.replace(/:\{\}$/, '')).join(' ') : value;
}

/** `[/bin/bash -o pipefail -c]`, where no word can have had a space in it. */
function readShell(value: string): string {
	const inside = /^\[([\w+\-./:\\]+(?: [\w+\-./:\\]+)*)\]$/.exec(value);
	return inside ? `[${inside[1].split(' ').map(word => JSON.stringify(word)).join(', ')}]` : value;
}

/**
A command's lines, where they were joined: Docker's parser drops a line continuation and keeps the indentation of the next line,
which is tabs, or several spaces beside an operator of the shell. A heredoc has its lines still.
*/
function splitLines(command: string): string {
	return command.replaceAll(/(?<=\S)[\t ]{2,}(?=\S)|(?<=\S)\t(?=\S)/g, (space, offset: number) => {
		const tab = space.indexOf('\t');
		if (tab !== -1) {
			return ` \\\n${space.slice(tab)}`;
		}

		const isBesideOperator = /(?:&&|[;|])$/.test(command.slice(Math.max(0, offset - 2), offset))
			|| /^(?:&&|\|)/.test(command.slice(offset + space.length, offset + space.length + 2));
		return isBesideOperator ? ` \\\n${space.slice(1)}` : space;
	});
}
