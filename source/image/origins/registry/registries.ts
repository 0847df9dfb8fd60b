import {formatImageName} from '../../image-name.js';
import type {RegistryCounts, RegistryOptions} from './registry-options.js';
import {Repository, type RepositoryName} from './repository.js';
import {RegistrySession} from './session.js';

/** The registries that one run of the program reads from. Whoever opens it closes it. */
export class Registries {
	private readonly session: RegistrySession;
	private readonly repositories = new Map<string, Repository>();

	constructor(options: RegistryOptions) {
		this.session = new RegistrySession(options);
	}

	/** What was asked of them so far. */
	get counts(): Readonly<RegistryCounts> {
		return this.session.counts;
	}

	/** A repository of one of them; the same for the same name, so that it stays logged in. Nothing is asked of it yet. */
	repository(name: RepositoryName): Repository {
		const key = formatImageName(name);
		const repository = this.repositories.get(key) ?? new Repository(name, this.session);
		this.repositories.set(key, repository);
		return repository;
	}

	/** Closes all connections; what is under way fails. */
	close(): void {
		this.session.close();
	}
}
