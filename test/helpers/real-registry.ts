import {execFile, spawn} from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import type {ExecutionContext} from 'ava';
import {temporaryFolder} from './temporary-folder.js';

/*
A real registry, Debian's docker-registry, on a port of the loopback that is free. Tests that use it need the programs
`docker-registry` and, to push, `skopeo`.
*/

export type RealRegistryOptions = {
	/** Where it keeps what is pushed; a folder made before is found again. */
	folder: string;
	/** Asks for a login that `htpasswd -Bbn USER PASSWORD` made a file for. */
	htpasswd?: string;
	/** Speaks TLS with this certificate and key, both files of PEM. */
	tls?: {certificate: string; key: string};
	/** Asks for tokens, which a server of the caller's own gives, and which this certificate (a file of PEM) signs. */
	token?: {realm: string; service: string; issuer: string; certificates: string};
};

export type RealRegistry = {
	/** `127.0.0.1:PORT`: what stands before a name of an image. */
	host: string;
	/** Where it listens, with its scheme and without a slash at the end. */
	url: string;
	/** Ends it. */
	stop(): Promise<void>;
};

export type PushOptions = {
	/** `USER:PASSWORD`. */
	login?: string;
	/** How layers are compressed on the way: `gzip`, `zstd`, `zstd:chunked`; as they are where it is not told. */
	compression?: string;
	/** All images of an index. */
	all?: boolean;
};

/** A registry that ends with the test, with a folder of its own where none is told. */
export async function realRegistry(t: ExecutionContext, options: Partial<RealRegistryOptions> = {}): Promise<RealRegistry> {
	const registry = await startRegistry({folder: temporaryFolder(t), ...options});
	t.teardown(registry.stop);
	return registry;
}

/**
Starts a registry, and waits until it answers. Whoever is no test stops it himself.

@throws {Error} With what it wrote, when it does not start.
*/
export async function startRegistry({folder, htpasswd, tls, token}: RealRegistryOptions): Promise<RealRegistry> {
	const port = await freePort();
	const configuration = path.join(folder, `registry-${port}.json`);
	fs.mkdirSync(folder, {recursive: true});
	// What is JSON is YAML.
	fs.writeFileSync(configuration, JSON.stringify({
		version: '0.1',
		log: {level: 'error', accesslog: {disabled: true}},
		storage: {filesystem: {rootdirectory: path.join(folder, 'storage')}, delete: {enabled: true}},
		http: {addr: `127.0.0.1:${port}`, secret: 'of a test', tls: tls && {certificate: tls.certificate, key: tls.key}},
		auth: htpasswd === undefined
			? token && {token: {realm: token.realm, service: token.service, issuer: token.issuer, rootcertbundle: token.certificates}}
			: {htpasswd: {realm: 'a test', path: htpasswd}},
	}));

	const child = spawn('docker-registry', ['serve', configuration], {stdio: ['ignore', 'ignore', 'pipe']});
	let said = '';
	child.stderr.on('data', (chunk: Buffer) => {
		said = (said + chunk.toString()).slice(-4000);
	});
	const ended = new Promise<void>(resolve => {
		child.once('exit', () => {
			resolve();
		});
	});
	const url = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
	try {
		for (let tries = 0; !await answers(url); tries++) {
			if (child.exitCode !== null || tries > 400) {
				throw new Error(`docker-registry did not start: ${said}`);
			}

			await wait(25);
		}
	} catch (error) {
		child.kill('SIGKILL');
		throw error;
	}

	return {
		host: `127.0.0.1:${port}`,
		url,
		async stop() {
			child.kill();
			await ended;
		},
	};
}

/**
Pushes an image with skopeo.

@param source What skopeo calls it: `oci:FOLDER:TAG`, `oci-archive:FILE`, `docker-archive:FILE`, `dir:FOLDER`.
@param name Repository and tag: `app:1.0`.
@throws {Error} With what skopeo says.
*/
export async function push({host}: Pick<RealRegistry, 'host'>, source: string, name: string, {login, compression, all = false}: PushOptions = {}): Promise<void> {
	const line = [
		'--insecure-policy', 'copy', '--quiet', '--dest-tls-verify=false',
		...login === undefined ? ['--dest-no-creds'] : ['--dest-creds', login],
		...compression === undefined ? [] : ['--dest-compress-format', compression],
		// What an archive of docker holds is compressed on the way.
		...compression === undefined && !source.startsWith('docker-archive:') ? ['--preserve-digests'] : [],
		...all ? ['--all'] : [],
		source, `docker://${host}/${name}`,
	];
	await new Promise<void>((resolve, reject) => {
		execFile('skopeo', line, (error, _output, errors) => {
			if (error) {
				reject(new Error(errors, {cause: error}));
			} else {
				resolve();
			}
		});
	});
}

/** Puts a manifest or an index where what it names lies already: skopeo writes none that it has not understood. */
export async function putManifest({url}: Pick<RealRegistry, 'url'>, name: string, bytes: Uint8Array, mediaType: string): Promise<void> {
	const colon = name.lastIndexOf(':');
	await new Promise<void>((resolve, reject) => {
		const request = http.request(`${url}/v2/${name.slice(0, colon)}/manifests/${name.slice(colon + 1)}`, {method: 'PUT', headers: {'content-type': mediaType}, agent: false}, response => {
			response.resume();
			if (response.statusCode === 201) {
				resolve();
			} else {
				reject(new Error(`docker-registry answers with status ${response.statusCode}.`));
			}
		});
		request.on('error', reject);
		request.end(bytes);
	});
}

/** A port of the loopback on which nobody listens. */
export async function freePort(): Promise<number> {
	const server = net.createServer();
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', () => {
			resolve();
		});
	});
	const {port} = server.address() as net.AddressInfo;
	await new Promise<void>(resolve => {
		server.close(() => {
			resolve();
		});
	});
	return port;
}

/** Whether anything answers, whatever it says. */
async function answers(url: string): Promise<boolean> {
	return new Promise(resolve => {
		const request = url.startsWith('https')
			? https.get(`${url}/v2/`, {rejectUnauthorized: false, agent: false})
			: http.get(`${url}/v2/`, {agent: false});
		request.on('response', response => {
			response.resume();
			resolve(true);
		});
		request.on('error', () => {
			resolve(false);
		});
	});
}
