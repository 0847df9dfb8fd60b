import {formatBytes} from '../format/bytes.js';
import {safeText} from '../format/safe-text.js';
import type {Output} from './outside.js';

/** Work that is done sooner than this, in milliseconds, shows no progress. */
const patience = 300;
const interval = 100;

/** How far a step is. */
export type Step = {
	label: string;
	bytes: number;
	total?: number;
};

/** What is being waited for, and a line of it on standard error where that is a terminal. */
export class Progress {
	private step: Step;
	private readonly started = performance.now();
	private shownAt = 0;
	private isShown = false;

	/**
	@param terminal Where to show it; undefined shows nothing.
	*/
	constructor(private readonly terminal: Output | undefined, label: string) {
		this.step = {label, bytes: 0};
	}

	/** `reading standard input, 12.3 MB so far` */
	get sentence(): string {
		const {label, bytes, total} = this.step;
		return label + (total === undefined ? (bytes > 0 ? `, ${formatBytes(bytes)} so far` : '') : `, ${formatBytes(bytes)} of ${formatBytes(total)}`);
	}

	update(step: Step): void {
		this.step = step;
		const now = performance.now();
		if (this.terminal && now - this.started >= patience && now - this.shownAt >= interval) {
			this.shownAt = now;
			this.isShown = true;
			this.terminal.write(`\r\u001B[K${safeText(this.sentence).slice(0, (this.terminal.columns ?? 80) - 1)}`);
		}
	}

	/** Takes the line away. */
	end(): void {
		if (this.isShown) {
			this.isShown = false;
			this.terminal!.write('\r\u001B[K');
		}
	}
}
