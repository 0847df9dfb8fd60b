import path from 'node:path';
import type {Credentials} from './credentials.js';
import {helperFor, loginFor, readAuthFile, storeFor} from './auth-file.js';
import {askHelper} from './credential-helper.js';

export type FindOptions = {
	environment: Readonly<Record<string, string | undefined>>;
	/** The user's home folder. */
	home: string;
	signal?: AbortSignal;
	/** Told of each file and helper that gave nothing because something is wrong with it. */
	onWarning?: (message: string) => void;
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
The user's credentials for a repository; undefined where there are none.

@param registry The registry as people call it, such as `docker.io`.
@throws {Error} The signal's reason, while a helper is asked.
*/
export async function findCredentials(registry: string, repository: string, options: FindOptions): Promise<Credentials | undefined> {
	for (const name of authFiles(options)) {
		const {file, problem} = readAuthFile(name);
		if (problem !== undefined) {
			options.onWarning?.(`${name} ${problem}, so no login is taken from it.`);
		}

		if (!file) {
			continue;
		}

		// What a file names a helper for it does not hold itself.
		const helper = helperFor(file, registry);
		const found = helper ? await ask(helper, name, options) : loginFor(file, registry, repository, name);
		if (found) {
			return found;
		}

		const store = helper ? undefined : storeFor(file, registry);
		const stored = store && await ask(store, name, options);
		if (stored) {
			return stored;
		}
	}

	return undefined;
}

async function ask({helper, server}: {helper: string; server: string}, file: string, {environment, signal, onWarning}: FindOptions): Promise<Credentials | undefined> {
	const {credentials, problem} = await askHelper(helper, server, {environment, signal});
	if (problem !== undefined) {
		onWarning?.(`docker-credential-${helper.slice(0, 100)}, which ${file} names, ${problem}.`);
	}

	return credentials;
}
