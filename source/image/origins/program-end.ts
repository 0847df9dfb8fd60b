import type {ChildProcess} from 'node:child_process';
import {afterLastLook} from './after-last-look.js';

/** Milliseconds that are waited for the rest of what a program wrote that has ended: one that it started may hold its output open. */
const restPatience = 500;

/**
Waits until a program has ended and all that it wrote was read.

@throws {Error} Where it could not be run at all.
*/
export async function programEnd(child: ChildProcess): Promise<[exitCode: number | null, signal: NodeJS.Signals | null]> {
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('exit', (...ended) => {
			// That it ended may be known before anything is read of what it wrote.
			const waitNoMore = afterLastLook(restPatience, () => {
				resolve(ended);
			});
			child.once('close', () => {
				waitNoMore();
				resolve(ended);
			});
		});
	});
}
