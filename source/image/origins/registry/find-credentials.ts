import path from 'node:path';
import type {Credentials} from './credentials.js';
import {helperFor, loginFor, readAuthFile, storeFor} from './auth-file.js';
import {askHelper} from './credential-helper.js';

/** A login that was found, and what is wrong with the files and helpers that gave none before it: sentences without their full stop. */
export type FoundCredentials = {credentials?: Credentials; problems: string[]};

export type FindOptions = {
	environment: Readonly<Record<string, string | undefined>>;
	/** The user's home folder. */
	home: string;
	signal?: AbortSignal;
};

/**
The files that may hold logins, the first that has one for a repository counts (containers-auth.json(5)): the containers tools' and
docker's. One that REGISTRY_AUTH_FILE names is the only one.
*/
export function authFiles({environment, home}: Pick<FindOptions, 'environment' | 'home'>): string[] {
	const {REGISTRY_AUTH_FILE, XDG_RUNTIME_DIR, XDG_CONFIG_HOME, DOCKER_CONFIG} = environment;
	if (REGISTRY_AUTH_FILE) {
		return [REGISTRY_AUTH_FILE];
	}

	return [
		...XDG_RUNTIME_DIR ? [path.join(XDG_RUNTIME_DIR, 'containers', 'auth.json')] : [],
		path.join(XDG_CONFIG_HOME || path.join(home, '.config'), 'containers', 'auth.json'),
		path.join(DOCKER_CONFIG || path.join(home, '.docker'), 'config.json'),
	];
}

/**
The user's credentials for a repository, where there are some.

@param registry The registry as people call it, such as `docker.io`.
@throws {Error} The signal's reason, while a helper is asked.
*/
export async function findCredentials(registry: string, repository: string, options: FindOptions): Promise<FoundCredentials> {
	const problems: string[] = [];
	const isNamed = Boolean(options.environment.REGISTRY_AUTH_FILE);
	for (const name of authFiles(options)) {
		const {file, problem} = readAuthFile(name);
		if (!file) {
			// A file that nobody named need not be there.
			const why = problem ?? (isNamed ? 'is not there' : undefined);
			problems.push(...why === undefined ? [] : [`${name}${isNamed ? ', which REGISTRY_AUTH_FILE names,' : ''} ${why}, so no login is taken from it`]);
			continue;
		}

		// What a file names a helper for it does not hold itself.
		const helper = helperFor(file, registry);
		const found = helper ? await ask(helper, name, options, problems) : loginFor(file, registry, repository, name);
		if (found && 'kind' in found) {
			return {credentials: found, problems};
		}

		if (found) {
			problems.push(`${name}: ${found.problem}`);
		}

		const store = helper ? undefined : storeFor(file, registry);
		const stored = store && await ask(store, name, options, problems);
		if (stored) {
			return {credentials: stored, problems};
		}
	}

	return {problems};
}

async function ask({helper, server}: {helper: string; server: string}, file: string, {environment, signal}: FindOptions, problems: string[]): Promise<Credentials | undefined> {
	const {credentials, problem} = await askHelper(helper, server, {environment, signal});
	if (problem !== undefined) {
		problems.push(`docker-credential-${helper.slice(0, 100)}, which ${file} names, ${problem}`);
	}

	return credentials;
}
