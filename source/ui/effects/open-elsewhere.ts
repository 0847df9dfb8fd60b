import {spawnSync} from 'node:child_process';
import {setTimeout as delay} from 'node:timers/promises';
import type {SuspendTerminal} from 'ink';
import {formatBytes} from '../../format/bytes.js';
import {contentToOpen} from '../viewer/open-viewer.js';
import type {Store} from '../store.js';
import {largestCopy, writePrivateCopy, type PrivateCopy} from './private-copy.js';
import {noticeSize, type Mouse, type ScreenProcess} from './terminal.js';

export type ElsewhereTools = {
	suspendTerminal: SuspendTerminal;
	process: ScreenProcess;
	/** The terminal that the keys come from: standard input may be a pipe. */
	keyboard: {fd: number};
	mouse?: Mouse;
	temporaryFolder: string;
	/** Ends what is still being copied. */
	signal: AbortSignal;
};

/** Milliseconds between two news of how far a copy is. */
const newsInterval = 150;

/** Signals that a terminal sends to all that it runs: they are meant for the program that has the screen. */
const ofTheTerminal = ['SIGINT', 'SIGQUIT'] as const;

const kinds = {
	pager: {variables: ['PAGER'], otherwise: 'less'},
	editor: {variables: ['VISUAL', 'EDITOR'], otherwise: 'vi'},
} as const;

/** Opens the file that is looked at, or is under the cursor, in the user's pager or editor, and comes back to the screen as it was. */
export async function openElsewhere(store: Store, program: 'pager' | 'editor', tools: ElsewhereTools): Promise<void> {
	const tell = (text: string, kind: 'info' | 'problem') => {
		store.dispatch({type: 'notify', text, kind});
	};

	const content = contentToOpen(store.getState());
	if ('problem' in content) {
		tell(content.problem, 'problem');
		return;
	}

	const {contents, layer, index, name, size} = content;
	if (size > largestCopy) {
		tell(`It has ${formatBytes(size)}, and more than ${formatBytes(largestCopy)} is not copied to be looked at: freedive extract takes it out.`, 'problem');
		return;
	}

	let told = performance.now();
	const {temporaryFolder, signal, process} = tools;
	let copy: PrivateCopy;
	try {
		copy = await writePrivateCopy(temporaryFolder, name, contents.stream(layer, index, {signal}), bytes => {
			if (bytes < size && performance.now() - told >= newsInterval) {
				told = performance.now();
				tell(`Copying it for the ${program}: ${formatBytes(bytes)} of ${formatBytes(size)}`, 'info');
			}
		});
	} catch (error) {
		if (!signal.aborted) {
			tell((error as Error).message, 'problem');
		}

		return;
	}

	process.on('exit', copy.remove);
	try {
		let isUntouched = true;
		const ended = () => {
			isUntouched = copy.isUntouched();
			copy.remove();
		};

		const problem = signal.aborted ? undefined : await run(commandOf(program, process.env), copy.file, tools, ended);
		if (problem !== undefined) {
			tell(problem, 'problem');
		} else if (!isUntouched) {
			tell('That was a copy, and it is gone: what was changed in it is in no image.', 'problem');
		}
	} finally {
		process.off('exit', copy.remove);
		copy.remove();
	}
}

/** What the user calls the program. */
function commandOf(program: 'pager' | 'editor', environment: NodeJS.ProcessEnv): {command: string; variable: string; program: 'pager' | 'editor'} {
	const {variables, otherwise} = kinds[program];
	const variable = variables.find(name => environment[name]?.trim());
	return {command: variable === undefined ? otherwise : environment[variable]!, variable: variable ?? variables.at(-1)!, program};
}

/**
Gives the terminal to a program until that ends. It says why it could not be run, in a sentence.

@param ended Called before the screen is back.
*/
async function run(
	{command, variable, program}: ReturnType<typeof commandOf>, file: string, {suspendTerminal, process, keyboard, mouse}: ElsewhereTools, ended: () => void,
): Promise<string | undefined> {
	mouse?.off();
	// Until it has its keys back, nothing keeps this program from ending.
	const alive = setInterval(() => undefined, 1000);
	const release = keepSignals(process);
	let status: number | null = null;
	let error: Error | undefined;
	try {
		await suspendTerminal(async () => {
			// A command line, as git takes it. Not asynchronous: Node would take some of the program's keys.
			({status, error} = spawnSync('sh', ['-c', `${command} "$@"`, command, file], {stdio: [keyboard.fd, 'inherit', 'inherit']}));
			ended();
			await noticeSize(process);
		});
	} finally {
		clearInterval(alive);
		mouse?.on();
		// What came meanwhile is told only now.
		await delay(0);
		release();
	}

	if (error || status === 127 || status === 126) {
		const name = command.trim().split(/\s+/, 1)[0];
		return `${name} ${status === 126 ? 'can\'t be run' : 'is not there'}: set ${variable} to a program that is installed.`;
	}

	if (status !== 0 && program === 'editor') {
		return `${command.trim().split(/\s+/, 1)[0]} ended ${status === null ? 'too soon' : `with exit code ${status}`}.`;
	}

	return undefined;
}

/** The terminal's own signals are not for us while another program has it: ctrl-c in a pager ends no screen. */
function keepSignals(process: ScreenProcess): () => void {
	const ignore = () => undefined;
	const kept = ofTheTerminal.map(signal => {
		process.on(signal, ignore);
		const listeners = process.listeners(signal).filter(listener => listener !== ignore) as Array<(...values: unknown[]) => void>;
		for (const listener of listeners) {
			process.off(signal, listener);
		}

		return {signal, listeners};
	});
	return () => {
		for (const {signal, listeners} of kept) {
			for (const listener of listeners) {
				process.on(signal, listener);
			}

			process.off(signal, ignore);
		}
	};
}
