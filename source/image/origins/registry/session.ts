import {readRegistriesConf, type RegistryTable} from './registries-conf.js';
import type {RegistryCounts, RegistryOptions} from './registry-options.js';
import type {Asked} from './registry-error.js';
import {Secrets} from './secrets.js';
import {Transport} from './transport.js';
import {Tries} from './tries.js';

/** What all repositories that one run of the program reads share: connections, counts, patience. */
export class RegistrySession {
	readonly counts: RegistryCounts = {requests: 0, tokens: 0, redirects: 0, retries: 0, bytes: 0};
	readonly transport: Transport;
	/** What was sent to log in with. */
	readonly secrets = new Secrets();
	/** Seconds. */
	readonly patience: number;
	readonly userAgent: string;

	private tables?: Promise<readonly RegistryTable[]>;
	private readonly warned = new Set<string>();

	constructor(readonly options: RegistryOptions) {
		this.patience = options.patience ?? 30;
		this.userAgent = options.userAgent ?? 'freedive';
		this.transport = new Transport(options.environment, this.patience * 1000, bytes => {
			this.counts.bytes += bytes;
		});
	}

	/** Tries for one thing that is asked for. */
	tries(asked: Asked, signal: AbortSignal | undefined): Tries {
		const {retries = 4, firstPause = 0.5, onPause} = this.options;
		return new Tries(asked, {
			retries,
			firstPause: firstPause * 1000,
			signal,
			onRetry: () => {
				this.counts.retries++;
			},
			onPause,
		});
	}

	/** The signal that ends one request: the run's, and the caller's own. */
	signal(own?: AbortSignal): AbortSignal | undefined {
		const {signal} = this.options;
		return own && signal ? AbortSignal.any([own, signal]) : own ?? signal;
	}

	/** What is set for registries on this machine. */
	async settings(): Promise<readonly RegistryTable[]> {
		const {environment, home, root, onWarning} = this.options;
		this.tables ??= readRegistriesConf({environment, home, root, onWarning});
		return this.tables;
	}

	/** Tells of something odd, once. */
	warnOnce(message: string): void {
		if (!this.warned.has(message)) {
			this.warned.add(message);
			this.options.onWarning?.(message);
		}
	}

	/** Closes all connections. */
	close(): void {
		this.transport.close();
	}
}
