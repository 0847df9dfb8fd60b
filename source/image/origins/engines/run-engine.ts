import {spawn, type ChildProcess} from 'node:child_process';
import type {Readable} from 'node:stream';
import type {Programs} from '../../container.js';
import {afterLastLook} from '../after-last-look.js';
import {programEnd} from '../program-end.js';

/** What is run, and for how long. */
export type EngineRun = {
	/** The program's file. */
	program: string;
	args: readonly string[];
	programs: Programs;
	signal?: AbortSignal;
	/** A descriptor that takes what it writes; where there is none it is collected. */
	fd?: number;
	/** Milliseconds that it may take. */
	limit?: number;
	/** Called now and then while it runs. */
	onTick?: () => void;
};

/** How it ended. */
export type EngineRan = {
	/** Undefined where it was not its own doing. */
	exitCode?: number;
	/** Why it has no exit code: it took too long, wrote too much, was ended by a signal, or could not be run at all. */
	failure?: 'late' | 'too-long' | {signal: string} | {error: string};
	/** What it wrote, where that was collected. */
	output: string;
	/** The end of what it wrote to standard error. */
	complaint: string;
};

/** Documents of an image are shorter, and so are lists of ten thousand of them. */
const longestOutput = 32 << 20;

/** Of standard error the end is kept: that is where programs say why they failed. */
const longestComplaint = 16 << 10;

/** Milliseconds that a program has to end by itself when it is told to: fewer than we take ourselves to leave (cli.ts), so that none is left behind. */
const grace = 75;

const tick = 100;

/**
Runs an engine's program to its end, without a shell, in a group of its own: what it starts ends with it, no key of our terminal reaches
it, and it asks no question there.

@throws The reason of `signal`, once the program is gone.
*/
export async function runEngine({program, args, programs, signal, fd, limit, onTick}: EngineRun): Promise<EngineRan> {
	signal?.throwIfAborted();
	const child = spawn(program, args, {stdio: ['ignore', fd ?? 'pipe', 'pipe'], env: {...programs.environment}, detached: true});
	const output = new Tail(child.stdout, longestOutput);
	const complaint = new Tail(child.stderr, longestComplaint);
	let failure: EngineRan['failure'];
	const stop = (why?: EngineRan['failure']) => {
		failure ??= why;
		endGroup(child, 'SIGTERM', programs);
		setTimeout(() => {
			endGroup(child, 'SIGKILL', programs);
		}, grace);
	};

	const aborted = () => {
		stop();
	};

	signal?.addEventListener('abort', aborted);
	output.onOverflow = () => {
		stop('too-long');
	};

	const late = () => {
		stop('late');
	};

	const inTime = limit === undefined ? undefined : afterLastLook(limit, late);
	child.once('exit', () => {
		inTime?.();
	});
	const ticking = onTick && setInterval(onTick, tick);
	try {
		const [exitCode, endedBy] = await programEnd(child);
		signal?.throwIfAborted();
		failure ??= endedBy === null ? undefined : {signal: endedBy};
		return {exitCode: failure === undefined ? exitCode ?? undefined : undefined, failure, output: output.text, complaint: complaint.text};
	} catch (error) {
		signal?.throwIfAborted();
		return {failure: {error: (error as Error).message}, output: '', complaint: ''};
	} finally {
		signal?.removeEventListener('abort', aborted);
		inTime?.();
		clearInterval(ticking);
		child.stdout?.destroy();
		child.stderr?.destroy();
	}
}

/** Sends a signal to a program and to all that it has started. */
function endGroup({pid}: ChildProcess, signal: 'SIGTERM' | 'SIGKILL', {kill}: Programs): void {
	if (pid !== undefined) {
		try {
			kill(-pid, signal);
		} catch {
			// It is gone already.
		}
	}
}

/** The end of what a stream gave, as text. */
class Tail {
	onOverflow?: () => void;
	private readonly chunks: Buffer[] = [];
	private size = 0;

	constructor(stream: Readable | null, private readonly limit: number) {
		stream?.on('data', (chunk: Buffer) => {
			this.add(chunk);
		});
		// What breaks there is told by how the program ends.
		stream?.on('error', () => undefined);
	}

	get text(): string {
		return Buffer.concat(this.chunks).subarray(-this.limit).toString();
	}

	private add(chunk: Buffer): void {
		this.chunks.push(chunk);
		this.size += chunk.length;
		if (this.size > this.limit) {
			this.onOverflow?.();
		}

		while (this.size - this.chunks[0].length >= this.limit) {
			this.size -= this.chunks.shift()!.length;
		}
	}
}
