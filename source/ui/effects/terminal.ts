import fs from 'node:fs';
import os from 'node:os';
import tty from 'node:tty';
import type {Instance, SuspendTerminal} from 'ink';
import {mouseActions, mouseOff, mouseOn} from '../mouse.js';
import type {Store} from '../store.js';

/** The part of Node's `process` that the screen needs. */
export type ScreenProcess = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env' | 'pid' | 'platform' | 'on' | 'once' | 'off' | 'listeners' | 'kill'>;

/**
The terminal's keys: standard input, or where that is a pipe the terminal itself.

`process.stdin` is asked for only where it is the terminal: asking changes how a pipe is read, which may carry the image.
*/
export function openKeyboard(process: ScreenProcess): {stream: tty.ReadStream; fd: number; close: () => void} {
	if (tty.isatty(0)) {
		return {stream: process.stdin, fd: 0, close: () => undefined};
	}

	const fd = fs.openSync('/dev/tty', 'r');
	const stream = new tty.ReadStream(fd);
	return {
		stream,
		fd,
		close() {
			stream.destroy();
		},
	};
}

/** Follows the size of the terminal. */
export function followSize(store: Store, stdout: NodeJS.WriteStream): () => void {
	const resized = () => {
		store.dispatch({type: 'resized', columns: stdout.columns, rows: stdout.rows});
	};

	stdout.on('resize', resized);
	return () => {
		stdout.off('resize', resized);
	};
}

/** Erases the screen and forgets what was on it, so that the frame that comes next is drawn whole, from the top. */
export function eraseScreen(instance: Pick<Instance, 'clear'>, stdout: NodeJS.WriteStream): void {
	// Ink erases from where it left the cursor, which is no longer there if another program wrote on the screen.
	instance.clear();
	stdout.write('\u001B[H\u001B[2J');
}

/** Switches the mouse on and off. */
export type Mouse = {
	/** On; nothing once it was ended, by a signal that came while another program had the terminal, say. */
	on(): void;
	off(): void;
	/** Off, for good. */
	end(): void;
};

/** Switches the mouse on and hands on what it does, until it is switched off. Ink keeps its reports from `useInput`. */
export function followMouse(store: Store, stdin: tty.ReadStream, process: ScreenProcess): Mouse {
	const {stdout} = process;
	const heard = (data: Buffer | string) => {
		for (const action of mouseActions(String(data), performance.now())) {
			store.dispatch(action);
		}
	};

	const switchOff = () => {
		stdout.write(mouseOff);
	};

	let isEnded = false;
	stdin.on('data', heard);
	process.on('exit', switchOff);
	stdout.write(mouseOn);
	return {
		on() {
			if (!isEnded) {
				stdout.write(mouseOn);
			}
		},
		off: switchOff,
		end() {
			isEnded = true;
			stdin.off('data', heard);
			process.off('exit', switchOff);
			switchOff();
		},
	};
}

/**
Gives the terminal back and stops, as ctrl-z does; `fg` goes on.

@param signal Where it is to end: then it does not take the terminal again, which the shell has.
*/
export async function suspend(suspendTerminal: SuspendTerminal, process: ScreenProcess, {mouse, signal}: {mouse?: Mouse; signal?: AbortSignal}): Promise<void> {
	mouse?.off();
	const suspension = await suspendTerminal();
	// Signals do not keep a program from ending, and until it has its keys back nothing else does.
	const alive = setInterval(() => undefined, 1000);
	const continued = new Promise<void>(resolve => {
		process.once('SIGCONT', () => {
			resolve();
		});
	});
	// To the whole group: stopping only itself hangs the terminal where npm waits for the program.
	process.kill(0, 'SIGTSTP');
	await continued;
	await noticeSize(process);
	clearInterval(alive);
	// A shell that ends a stopped job has it go on to hear of that, and keeps the terminal: who changes its modes then is stopped anew.
	if (signal?.aborted) {
		process.once('exit', code => {
			endBySignal(process, code - 128);
		});
		return;
	}

	await suspension.resume();
	mouse?.on();
}

/** Ends at once, as if nobody heard the signal: where Node ends a program itself it sets the modes of the terminal. */
function endBySignal(process: ScreenProcess, number: number): void {
	const name = (Object.keys(os.constants.signals) as NodeJS.Signals[]).find(name => os.constants.signals[name] === number);
	if (name !== undefined) {
		for (const listener of process.listeners(name)) {
			process.off(name, listener);
		}

		process.kill(process.pid, name);
	}
}

/** A window that is resized while the program is stopped tells the shell alone: the program tells itself, and Node looks again. */
export async function noticeSize(process: ScreenProcess): Promise<void> {
	await new Promise<void>(resolve => {
		process.once('SIGWINCH', () => {
			resolve();
		});
		process.kill(process.pid, 'SIGWINCH');
	});
}
