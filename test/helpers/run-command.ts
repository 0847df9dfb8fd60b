import os from 'node:os';
import process from 'node:process';
import {Writable} from 'node:stream';
import type {Outside, Output} from '../../source/commands/outside.js';
import {run} from '../../source/commands/run.js';

/** What a command line did. */
export type Ran = {
	exitCode: number;
	output: string;
	errors: string;
};

/** Runs the program within the test, on streams of its own. `more` changes what it sees of the outside. */
export async function runCommand(commandLine: string[], more: Partial<Outside> = {}): Promise<Ran> {
	const output = new Collector();
	const errors = new Collector();
	const exitCode = await run({
		commandLine,
		environment: {},
		kill(pid, signal) {
			process.kill(pid, signal);
		},
		standardInput: {fd: -1},
		standardOutput: output,
		standardError: errors,
		temporaryFolder: os.tmpdir(),
		hostPlatform: 'linux/amd64',
		threads: 2,
		version: '1.2.3',
		signal: new AbortController().signal,
		...more,
	});
	return {exitCode, output: output.text, errors: errors.text};
}

/** A stream that keeps what is written to it. */
export class Collector extends Writable implements Output {
	isTTY?: boolean;
	columns?: number;
	private readonly chunks: Buffer[] = [];

	/**
	@param columns Makes it a terminal of that width.
	*/
	constructor(columns?: number) {
		super();
		if (columns !== undefined) {
			this.isTTY = true;
			this.columns = columns;
		}
	}

	get text(): string {
		return this.bytes.toString();
	}

	get bytes(): Buffer {
		return Buffer.concat(this.chunks);
	}

	override _write(chunk: Buffer, _encoding: string, done: () => void): void {
		// What is written may be used for other bytes once it is taken.
		this.chunks.push(Buffer.from(chunk));
		done();
	}
}
