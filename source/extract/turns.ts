import type {FolderSession} from './folder-session.js';
import {ExtractError} from './refusal.js';

/** Milliseconds of work between two turns of the event loop, in which an interruption is heard. */
const turn = 50;

/** Gives the event loop its turns, and hears then that all shall stop. */
export class Turns {
	private end = performance.now() + turn;

	constructor(private readonly control: FolderSession['control'], private readonly signal?: AbortSignal) {}

	/** Waits only where a turn is due: to wait for nothing costs as much as to write a small file. */
	take(): Promise<void> | undefined {
		return performance.now() < this.end ? undefined : this.wait();
	}

	private async wait(): Promise<void> {
		await new Promise(resolve => {
			setImmediate(resolve);
		});
		this.signal?.throwIfAborted();
		if (this.control[0] !== 0) {
			throw new ExtractError('stopped');
		}

		this.end = performance.now() + turn;
	}
}
