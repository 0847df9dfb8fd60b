import type {ImageName} from '../../image-name.js';
import type {RegistryCounts, RegistryOptions} from './registry-options.js';
import {Repository} from './repository.js';
import {RegistrySession} from './session.js';

/** The registries that one run of the program reads from. Whoever opens it closes it. */
export class Registries {
	private readonly session: RegistrySession;

	constructor(options: RegistryOptions) {
		this.session = new RegistrySession(options);
	}

	/** What was asked of them so far. */
	get counts(): Readonly<RegistryCounts> {
		return this.session.counts;
	}

	/** A repository of one of them. Nothing is asked of it yet. */
	repository(name: Pick<ImageName, 'registry' | 'repository'>): Repository {
		return new Repository(name, this.session);
	}

	/** Closes all connections; what is under way fails. */
	close(): void {
		this.session.close();
	}
}
