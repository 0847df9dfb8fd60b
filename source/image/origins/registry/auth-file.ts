import fs from 'node:fs';
import * as v from 'valibot';
import {dockerHub} from '../../image-name.js';
import type {Credentials} from './credentials.js';

/** Thousands of logins fit; what is larger is no such file. */
const largestFile = 4 << 20;

const text = v.fallback(v.optional(v.string()), undefined);

const login = v.fallback(v.object({auth: text, username: text, password: text, identitytoken: text, registrytoken: text}), {
	auth: undefined, username: undefined, password: undefined, identitytoken: undefined, registrytoken: undefined,
});

const authFileSchema = v.object({
	auths: v.fallback(v.record(v.string(), login), {}),
	credHelpers: v.fallback(v.record(v.string(), v.string()), {}),
	credsStore: text,
});

/** What docker's `config.json` and the containers tools' `auth.json` say of logins. */
export type AuthFile = v.InferOutput<typeof authFileSchema>;

/** Docker Hub under the names that logins have it by. */
const hubNames = ['https://index.docker.io/v1/', dockerHub, 'index.docker.io', 'registry-1.docker.io'];

/**
Reads a file of logins.

@returns What it holds; undefined where it is not there, and `problem` as the rest of a sentence where it can't be read.
*/
export function readAuthFile(file: string): {file?: AuthFile; problem?: string} {
	let bytes: Buffer;
	try {
		if (fs.statSync(file).size > largestFile) {
			return {problem: 'is too large for a file of logins'};
		}

		bytes = fs.readFileSync(file);
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		return code === 'ENOENT' || code === 'ENOTDIR' ? {} : {problem: `can't be read (${code ?? 'unknown'})`};
	}

	try {
		return {file: v.parse(authFileSchema, JSON.parse(bytes.toString().replace(/^\uFEFF/, '') || '{}'))};
	} catch {
		// Not with the parser's own message, which quotes what it read.
		return {problem: 'is no JSON with logins'};
	}
}

/** The helper that a file names for a registry, and what the helper knows the registry as. */
export function helperFor({credHelpers}: AuthFile, registry: string): {helper: string; server: string} | undefined {
	for (const name of namesOf(registry)) {
		if (Object.hasOwn(credHelpers, name) && credHelpers[name] !== '') {
			return {helper: credHelpers[name], server: serverName(registry)};
		}
	}

	return undefined;
}

/** The helper that a file names for all registries. */
export function storeFor({credsStore}: AuthFile, registry: string): {helper: string; server: string} | undefined {
	return credsStore ? {helper: credsStore, server: serverName(registry)} : undefined;
}

/**
The login that a file itself holds for a repository: the one of the longest namespace (containers-auth.json(5)), else the one of the
registry, under any of the names that docker has written it by.

@returns Where there is none, and one that is there can't be read, `problem` as a sentence without its full stop, without what it holds.
*/
export function loginFor({auths}: AuthFile, registry: string, repository: string, source: string): Credentials | {problem: string} | undefined {
	const parts = repository.split('/');
	const namespaces = parts.map((_, index) => `${registry}/${parts.slice(0, parts.length - index).join('/')}`);
	const byHost = Object.keys(auths).filter(key => hostOf(key) === registry && !namespaces.includes(key));
	const own = byHost.map(key => auths[key]);
	let isBroken = false;
	for (const login of [...namespaces, ...namesOf(registry)].filter(key => Object.hasOwn(auths, key)).map(key => auths[key]).concat(own)) {
		const credentials = credentialsOf(login, source);
		if (credentials) {
			return credentials;
		}

		isBroken ||= isBrokenLogin(login);
	}

	return isBroken ? {problem: `what it has as auth for ${registry} is no base64 of a name, a colon and a password`} : undefined;
}

/** Whether there is something that ought to be a login and is none: docker leaves `{}` where a helper has it. */
function isBrokenLogin({auth}: v.InferOutput<typeof login>): boolean {
	return auth !== undefined && auth !== '';
}

function credentialsOf({auth, username, password, identitytoken, registrytoken}: v.InferOutput<typeof login>, source: string): Credentials | undefined {
	if (registrytoken) {
		return {kind: 'registry-token', token: registrytoken, source};
	}

	if (identitytoken) {
		return {kind: 'identity-token', token: identitytoken, source};
	}

	if (auth) {
		// Buffer skips what is no base64, and would make some other login of it.
		if (!/^[\w+\-/]+={0,2}$/.test(auth.replaceAll(/\s/g, ''))) {
			return undefined;
		}

		// Go pads with zeros, as docker's own reader knows.
		const decoded = Buffer.from(auth, 'base64').toString().replace(/\0+$/, '');
		const colon = decoded.indexOf(':');
		return colon > 0 ? {kind: 'password', username: decoded.slice(0, colon), password: decoded.slice(colon + 1), source} : undefined;
	}

	return username && password ? {kind: 'password', username, password, source} : undefined;
}

function namesOf(registry: string): readonly string[] {
	return registry === dockerHub ? hubNames : [registry];
}

/** What `docker login` calls a registry when it talks to helpers. */
function serverName(registry: string): string {
	return registry === dockerHub ? hubNames[0] : registry;
}

/** The host of a key such as `https://registry.example/v1/`, which old dockers wrote. */
function hostOf(key: string): string {
	return key.replace(/^https?:\/\//, '').replace(/^([^/]*)\/(?:v[12]\/?)?$/, '$1');
}
