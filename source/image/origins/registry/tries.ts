import {setTimeout as wait} from 'node:timers/promises';
import {formatCount} from '../../../format/count.js';
import {ImageError} from '../../image.js';
import {PassingError, type Asked} from './registry-error.js';

/** A registry that asks for more patience than this is told of instead: nobody sits and waits so long for an image. */
export const longestPause = 60_000;

/** What came since the last time that something broke; less is no progress, or a connection a byte would go on for ever. */
const progressBytes = 256 << 10;

export type TriesOptions = {
	retries: number;
	/** Milliseconds. */
	firstPause: number;
	signal?: AbortSignal;
	onRetry: () => void;
	onPause?: (message: string) => void;
};

/** How often one thing may still be asked for, with pauses that grow between. */
export class Tries {
	private failed = 0;
	private weight = 0;
	private bytes = 0;

	constructor(private readonly asked: Asked, private readonly options: TriesOptions) {}

	/** Something came: where that goes on, the registry is given all tries again. */
	progress(bytes: number): void {
		this.bytes += bytes;
		if (this.bytes >= progressBytes) {
			this.failed = 0;
			this.weight = 0;
		}
	}

	/**
	Waits before the next try.

	@param error Why there is to be one.
	@throws {ImageError} `error` itself, where there is to be none, or the signal's reason.
	*/
	async pause(error: unknown): Promise<void> {
		const {retries, firstPause, signal, onRetry, onPause} = this.options;
		signal?.throwIfAborted();
		if (!(error instanceof PassingError)) {
			throw error;
		}

		const pause = Math.max(error.retryAfter ?? 0, Math.min(longestPause, firstPause * 2 ** this.failed));
		if (pause > longestPause) {
			throw new ImageError(`${withoutStop(error)}, and asks to wait ${formatCount(Math.ceil(pause / 1000))} s.`, {cause: error, isTransient: true});
		}

		this.failed++;
		this.weight += error.weight;
		this.bytes = 0;
		if (this.weight > retries) {
			throw new ImageError(`${withoutStop(error)}${this.failed === 1 ? '' : `, after ${this.failed} tries`}.`, {cause: error, isTransient: true});
		}

		onRetry();
		onPause?.(`waiting ${(pause / 1000).toFixed(1)} s for ${this.asked.registry} to send ${this.asked.subject}`);
		try {
			await wait(pause, undefined, {signal});
		} catch (error) {
			signal?.throwIfAborted();
			throw error;
		}
	}
}

function withoutStop({message}: Error): string {
	return message.replace(/\.$/, '');
}
