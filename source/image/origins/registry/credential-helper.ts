import {spawn} from 'node:child_process';
import * as v from 'valibot';
import {afterLastLook} from '../after-last-look.js';
import {programEnd} from '../program-end.js';
import type {Credentials} from './credentials.js';

/** A helper may ask the user to unlock something; who does not answer for so long does not want to. */
const longestWait = 60_000;

/** A name and a token; tokens of clouds have some thousand characters. */
const longestAnswer = 1 << 20;

/** A name that leads to no other program. */
const helperName = /^\w[\w\-.]{0,100}$/;

const answerSchema = v.object({Username: v.string(), Secret: v.string()});

/** Credentials; or that there are none; or why that is not known, as the rest of a sentence that begins with the program's name. */
export type HelperAnswer = {credentials?: Credentials; problem?: string};

export type HelperOptions = {
	environment: Readonly<Record<string, string | undefined>>;
	signal?: AbortSignal;
	/** Milliseconds. */
	longestWait?: number;
};

/** Asks a helper of docker for what it keeps for a server: `docker-credential-NAME get`, with the server on its standard input. */
export async function askHelper(name: string, server: string, options: HelperOptions): Promise<HelperAnswer> {
	if (!helperName.test(name)) {
		return {problem: 'is no name of a program'};
	}

	const program = `docker-credential-${name}`;
	const {output, exitCode, problem} = await run(program, server, options);
	if (problem !== undefined) {
		return {problem};
	}

	// "errCredentialsNotFoundMessage" of docker-credential-helpers.
	if (exitCode !== 0) {
		return /credentials not found/i.test(output) ? {} : {problem: `fails (exit code ${exitCode})`};
	}

	try {
		const {Username, Secret} = v.parse(answerSchema, JSON.parse(output));
		if (Secret === '') {
			return {};
		}

		return {credentials: Username === '<token>'
			? {kind: 'identity-token', token: Secret, source: program}
			: {kind: 'password', username: Username, password: Secret, source: program}};
	} catch {
		return {problem: 'answers something else than credentials'};
	}
}

async function run(program: string, input: string, {environment, signal, longestWait: wait = longestWait}: HelperOptions): Promise<{output: string; exitCode: number; problem?: string}> {
	// What it says to the terminal would stand in the middle of the screen.
	const child = spawn(program, ['get'], {env: {...environment}, stdio: ['pipe', 'pipe', 'ignore']});
	let output = '';
	let problem: string | undefined;
	const giveUp = (why: string) => {
		problem ??= why;
		child.kill('SIGKILL');
		// Whatever it started may hold the pipe open.
		child.stdout.destroy();
	};

	const inTime = afterLastLook(wait, () => {
		giveUp(`does not answer within ${wait / 1000} s`);
	});
	child.once('exit', inTime);
	const onAbort = () => {
		giveUp('was interrupted');
	};

	signal?.addEventListener('abort', onAbort, {once: true});
	child.stdout.setEncoding('utf8');
	child.stdout.on('data', (text: string) => {
		output += text;
		if (output.length > longestAnswer) {
			giveUp('answers without end');
		}
	});
	// It may end without reading.
	child.stdin.on('error', () => undefined);
	child.stdin.end(input);
	if (signal?.aborted) {
		onAbort();
	}

	try {
		const [exitCode] = await programEnd(child);
		signal?.throwIfAborted();
		return {output, exitCode: exitCode ?? -1, problem};
	} catch (error) {
		signal?.throwIfAborted();
		const {code = 'unknown'} = error as NodeJS.ErrnoException;
		return {output, exitCode: -1, problem: problem ?? (code === 'ENOENT' ? 'is not installed' : `can't be run (${code})`)};
	} finally {
		inTime();
		signal?.removeEventListener('abort', onAbort);
		child.stdout.destroy();
	}
}
