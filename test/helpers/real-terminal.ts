import {spawn, type IPty} from '@lydell/node-pty';
// The package is CommonJS, and tells Node nothing of its names.
import xterm from '@xterm/headless';

export type RealTerminalOptions = {
	columns?: number;
	rows?: number;
	/** Variables beside those of this process; undefined takes one away. */
	environment?: Record<string, string | undefined>;
};

/** A program in a real pseudo-terminal, with a terminal emulator at its other end: keys in, a screen out. */
export class RealTerminal {
	readonly screen: xterm.Terminal;
	/** Its exit code, and the signal that ended it, if one did. */
	readonly exited: Promise<{exitCode: number; signal?: number}>;
	readonly #pty: IPty;
	readonly #sent: string[] = [];
	#pending = 0;
	#isWithinFrame = false;
	readonly #listeners = new Set<() => void>();

	constructor([command, ...args]: readonly string[], {columns = 120, rows = 40, environment = {}}: RealTerminalOptions = {}) {
		this.screen = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 0});

		const variables = {...process.env, TERM: 'xterm-256color', CI: undefined, NODE_ENV: undefined, FORCE_COLOR: undefined, ...environment};
		this.#pty = spawn(command, args, {cols: columns, rows, name: 'xterm-256color', env: Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined))});
		// Where a frame is sent as a whole ("synchronized output", mode 2026), half of it is no screen that a person sees.
		for (const final of ['h', 'l'] as const) {
			this.screen.parser.registerCsiHandler({prefix: '?', final}, parameters => {
				this.#isWithinFrame = parameters.includes(2026) ? final === 'h' : this.#isWithinFrame;
				return false;
			});
		}

		this.#pty.onData(data => {
			this.#sent.push(data);
			this.#pending++;
			this.screen.write(data, () => {
				this.#pending--;
				for (const listener of this.#listeners) {
					listener();
				}
			});
		});
		// What a terminal answers when it is asked.
		this.screen.onData(data => {
			this.#pty.write(data);
		});
		this.exited = new Promise(resolve => {
			this.#pty.onExit(resolve);
		});
	}

	/** Everything that the program sent, as it sent it. */
	get output(): string {
		return this.#sent.join('');
	}

	get pid(): number {
		return this.#pty.pid;
	}

	/** The rows of the screen as text, without the blanks at their ends. */
	get lines(): string[] {
		const {active} = this.screen.buffer;
		return Array.from({length: this.screen.rows}, (_, row) => active.getLine(active.viewportY + row)?.translateToString(true) ?? '');
	}

	/** The screen as one text. */
	get text(): string {
		return this.lines.join('\n');
	}

	/** Types keys, as bytes of a terminal. */
	type(keys: string): void {
		this.#pty.write(keys);
	}

	resize(columns: number, rows: number): void {
		this.screen.resize(columns, rows);
		this.#pty.resize(columns, rows);
	}

	/** Ends the program as a terminal that goes away does. */
	close(signal = 'SIGHUP'): void {
		this.#pty.kill(signal);
	}

	/**
	Waits until the screen is as asked.

	@param isThere Asked after each piece of output that ends no frame halfway.
	@param seconds How long to wait at most.
	@throws {Error} With the screen as it is then.
	*/
	async until(isThere: (text: string) => boolean, seconds = 40): Promise<void> {
		return new Promise((resolve, reject) => {
			const end = (error?: Error) => {
				clearTimeout(timer);
				this.#listeners.delete(look);
				if (error) {
					reject(error);
				} else {
					resolve();
				}
			};

			const look = () => {
				if (!this.#isWithinFrame && isThere(this.text)) {
					end();
				}
			};

			const timer = setTimeout(() => {
				end(new Error(`The screen never came to be so within ${seconds} s:\n${this.text}`));
			}, seconds * 1000);
			this.#listeners.add(look);
			look();
		});
	}

	/** Waits until nothing was sent for some milliseconds. */
	async quiet(milliseconds = 150): Promise<void> {
		return new Promise(resolve => {
			const end = () => {
				if (this.#pending > 0) {
					timer.refresh();
					return;
				}

				this.#listeners.delete(again);
				resolve();
			};

			const timer = setTimeout(end, milliseconds);
			const again = () => {
				timer.refresh();
			};

			this.#listeners.add(again);
		});
	}
}
