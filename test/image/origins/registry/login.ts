import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {ImageError} from '../../../../source/image/image.js';
import {hasProgram, testWith} from '../../../helpers/archive/test-with.js';
import {buildImage, ociLayout, sha256, writeFolder} from '../../../helpers/build-image.js';
import {fakeRegistry, ranged} from '../../../helpers/fake-registry.js';
import {isOnPath} from '../../../helpers/is-on-path.js';
import {collect, openRegistries} from '../../../helpers/open-registries.js';
import {push, realRegistry} from '../../../helpers/real-registry.js';
import {temporaryFolder} from '../../../helpers/temporary-folder.js';
import {TestAuthority} from '../../../helpers/test-authority.js';
import {tokenServer} from '../../../helpers/token-server.js';

const programs = {'docker-registry': hasProgram('docker-registry'), skopeo: hasProgram('skopeo')};
const testPassword = testWith(test, {...programs, htpasswd: isOnPath('htpasswd')});
const testToken = testWith(test, {...programs, openssl: isOnPath('openssl')});

const encode = (login: string) => Buffer.from(login).toString('base64');

const built = buildImage('RUN a\n\ta = 1', {tags: ['1.0']});

async function layoutOf(t: ExecutionContext): Promise<string> {
	return writeFolder(temporaryFolder(t), ociLayout([await built]));
}

/** A home folder with docker's logins. */
function homeWith(t: ExecutionContext, auths: Record<string, unknown>): string {
	const home = temporaryFolder(t);
	fs.mkdirSync(path.join(home, '.docker'));
	fs.writeFileSync(path.join(home, '.docker/config.json'), JSON.stringify({auths}));
	return home;
}

testPassword('a registry with htpasswd: with a login, without, and with a wrong one', async t => {
	const folder = temporaryFolder(t);
	const htpasswd = path.join(folder, 'htpasswd');
	fs.writeFileSync(htpasswd, execFileSync('htpasswd', ['-Bbn', 'user', 'pass:word']));
	const registry = await realRegistry(t, {htpasswd});
	await push(registry, `oci:${await layoutOf(t)}:1.0`, 'app:1.0', {login: 'user:pass:word'});
	const name = {registry: registry.host, repository: 'app'};

	const registries = openRegistries(t, {home: homeWith(t, {[registry.host]: {auth: encode('user:pass:word')}})});
	const repository = registries.repository(name);
	const {bytes} = await repository.manifest('1.0');
	const {config} = JSON.parse(Buffer.from(bytes).toString()) as {config: {digest: string; size: number}};
	t.is((await collect(repository.blob(config.digest, config))).length, config.size);
	// The first is refused, and tells how to log in.
	t.is(registries.counts.requests, 3);

	await t.throwsAsync(openRegistries(t).repository(name).manifest('1.0'), {
		instanceOf: ImageError, message: `${registry.host} denies image app:1.0 (authentication required); it needs a login or is not there, and no login for ${registry.host} was found: docker login ${registry.host}, or podman login, makes one.`,
	});
	const home = homeWith(t, {[registry.host]: {auth: encode('user:wrong')}});
	await t.throwsAsync(openRegistries(t, {home}).repository(name).manifest('1.0'), {
		instanceOf: ImageError, message: `${registry.host} denies image app:1.0 (authentication required); it needs a login or is not there, and the login of ${home}/.docker/config.json does not open it.`,
	});
	const file = path.join(folder, 'cut.json');
	fs.writeFileSync(file, '{"auths": {"x": {"auth": "hidden');
	await t.throwsAsync(openRegistries(t, {environment: {REGISTRY_AUTH_FILE: file}}).repository(name).manifest('1.0'), {
		instanceOf: ImageError, message: `${registry.host} denies image app:1.0 (authentication required); it needs a login or is not there, and no login for ${registry.host} was found: docker login ${registry.host}, or podman login, makes one. ${file}, which REGISTRY_AUTH_FILE names, is no JSON with logins, so no login is taken from it.`,
	});
});

testToken('a registry with a token server: anonymous, by password, by identity token, and denied', async t => {
	const folder = temporaryFolder(t);
	const certificate = new TestAuthority(folder).own;
	const tokens = await tokenServer(t, {certificate, issuer: 'a test', logins: ['user:secret'], identityTokens: ['identity'], isPublic: name => name === 'public/app'});
	const registry = await realRegistry(t, {token: {realm: tokens.realm, service: 'the registry', issuer: 'a test', certificates: certificate.certificate}});
	const layout = await layoutOf(t);
	await push(registry, `oci:${layout}:1.0`, 'public/app:1.0', {login: 'user:secret'});
	await push(registry, `oci:${layout}:1.0`, 'private/app:1.0', {login: 'user:secret'});
	tokens.requests.length = 0;

	const anonymous = openRegistries(t);
	const open = anonymous.repository({registry: registry.host, repository: 'public/app'});
	const {digest} = await open.manifest('1.0');
	await open.manifest(digest);
	t.like(anonymous.counts, {requests: 3, tokens: 1});
	t.deepEqual(tokens.paths, ['/token?service=the+registry&scope=repository%3Apublic%2Fapp%3Apull']);
	await t.throwsAsync(anonymous.repository({registry: registry.host, repository: 'private/app'}).manifest('1.0'), {
		instanceOf: ImageError, message: `${registry.host} denies image private/app:1.0 (authentication required); it needs a login or is not there, and no login for ${registry.host} was found: docker login ${registry.host}, or podman login, makes one.`,
	});

	for (const login of [{auth: encode('user:secret')}, {identitytoken: 'identity'}]) {
		const registries = openRegistries(t, {home: homeWith(t, {[registry.host]: login})});
		t.is((await registries.repository({registry: registry.host, repository: 'private/app'}).manifest('1.0')).digest, digest);
	}

	// The server says what it was sent, and no sentence shows it.
	for (const [login, shown] of [['user:wrong password', 'no such login: Basic ***'], ['', 'no such login: ***']]) {
		const auths = {[registry.host]: login === '' ? {identitytoken: 'no such identity'} : {auth: encode(login)}};
		await t.throwsAsync(openRegistries(t, {home: homeWith(t, auths)}).repository({registry: registry.host, repository: 'private/app'}).manifest('1.0'), {
			instanceOf: ImageError, message: `${tokens.host}, which gives tokens for ${registry.host}, denies a token for repository:private/app:pull (${shown}).`,
		});
	}
});

const blob = Buffer.alloc(1_000_000, 'abc');

test('a token that ends is renewed: before it is sent, and where the registry refuses it earlier', async t => {
	let issued = 0;
	let lowest = 1;
	const registry = await fakeRegistry(t, request => {
		if (request.path.startsWith('/token')) {
			return {body: JSON.stringify({access_token: `token${++issued}`, expires_in: 100})};
		}

		const [, number] = /^Bearer token(\d+)$/.exec(request.headers.authorization ?? '') ?? [];
		return Number(number ?? 0) >= lowest ? {body: blob} : {status: 401, headers: {'www-authenticate': `Bearer realm="http://${request.headers.host}/token",service=x`}};
	});
	let time = 0;
	const registries = openRegistries(t, {now: () => time});
	const repository = registries.repository({registry: registry.host, repository: 'app'});
	const read = async () => collect(repository.blob(sha256(blob), {size: blob.length}));
	await read();
	await read();
	t.is(issued, 1);
	time = 95_000;
	await read();
	t.is(issued, 2);
	lowest = 3;
	await read();
	t.is(issued, 3);
	t.is(registries.counts.requests, 6);
	// Several at once ask for one token.
	lowest = 4;
	await Promise.all([read(), read(), read(), read()]);
	t.is(issued, 4);
	// One that is never good enough is asked for once.
	lowest = 100;
	await t.throwsAsync(read(), {message: /denies blob/});
	t.is(issued, 5);
});

test('a token that ends in the midst of a blob, whose connection breaks', async t => {
	let issued = 0;
	const registry = await fakeRegistry(t, request => {
		if (request.path.startsWith('/token')) {
			return {body: JSON.stringify({token: `token${++issued}`})};
		}

		if (request.headers.authorization !== `Bearer token${issued}`) {
			return {status: 401, headers: {'www-authenticate': `Bearer realm="http://${request.headers.host}/token"`}};
		}

		const {headers, status, body} = ranged(blob, request) as {headers?: Record<string, string>; status?: number; body: Uint8Array};
		return response => {
			response.writeHead(status ?? 200, {'content-length': body.length, ...headers});
			if (body.length < 300_000) {
				response.end(body);
				return;
			}

			response.write(body.subarray(0, 300_000), () => {
				// The token that was good so far is none any more.
				issued++;
				response.destroy();
			});
		};
	});
	const registries = openRegistries(t);
	const repository = registries.repository({registry: registry.host, repository: 'app'});
	t.deepEqual(await collect(repository.blob(sha256(blob), {size: blob.length})), blob);
	t.like(registries.counts, {retries: 3});
	t.true(registries.counts.bytes >= blob.length);
});

test('credentials go to the registry and its token server, and to nobody to whom these redirect', async t => {
	const storage = await fakeRegistry(t, () => ({body: blob}));
	const other = await fakeRegistry(t, () => ({body: JSON.stringify({token: 'from-elsewhere'})}));
	const registry = await fakeRegistry(t, ({path, headers}) => {
		if (path.startsWith('/token')) {
			return path.includes('moved') ? {status: 302, headers: {location: `http://${other.host}/token`}} : {body: JSON.stringify({token: 'the-token'})};
		}

		if (path.includes('/manifests/')) {
			return headers.authorization === 'Bearer from-elsewhere' ? {body: '{}'} : {status: 401, headers: {'www-authenticate': `Bearer realm="http://${headers.host}/token?moved"`}};
		}

		return headers.authorization === 'Bearer the-token'
			? {status: 307, headers: {location: `http://${storage.host}/signed`}}
			: {status: 401, headers: {'www-authenticate': `Bearer realm="http://${headers.host}/token"`}};
	});
	const home = homeWith(t, {[registry.host]: {auth: encode('user:secret')}});
	const name = {registry: registry.host, repository: 'app'};
	const registries = openRegistries(t, {home});
	await collect(registries.repository(name).blob(sha256(blob), {size: blob.length}));
	t.is(registries.counts.redirects, 1);
	t.is(registry.requests.find(({path}) => path.startsWith('/token'))!.headers.authorization, `Basic ${encode('user:secret')}`);
	t.deepEqual(storage.requests.map(({headers}) => headers.authorization), [undefined]);

	await openRegistries(t, {home}).repository(name).manifest('1');
	t.is(other.requests.length, 1);
	t.is(other.requests[0].headers.authorization, undefined);
});

/** Apart: the linter writes https where it stands before a host. */
const plainHttp = 'http://';

const tokenSays = test.macro({
	async exec(t, answer: {status?: number; body?: string}, message: RegExp, ...[challenge = 'Bearer realm="http://HOST/token"']: string[]) {
		const registry = await fakeRegistry(t, ({path, headers}) => path.startsWith('/token')
			? answer
			: {status: 401, headers: {'www-authenticate': challenge.split('HOST').join(headers.host)}});
		const error = await t.throwsAsync(openRegistries(t, {retries: 1}).repository({registry: registry.host, repository: 'app'}).manifest('1'), {instanceOf: ImageError});
		t.regex(error.message, message);
		t.notRegex(error.message, /\n/);
	},
	title: (title, _answer, _message) => `a token server that ${title}`,
});

test('answers HTML', tokenSays, {body: '<html>'}, /, answers with something else than a token\.$/);
test('gives a token that is none', tokenSays, {body: JSON.stringify({token: 'a\r\nb: c'})}, /, answers with something else than a token\.$/);
test('gives an empty one', tokenSays, {body: JSON.stringify({token: ''})}, /, answers with something else than a token\.$/);
test('answers without end', tokenSays, {body: 'x'.repeat(2 << 20)}, /, answers without end when it is asked for a token\.$/);
test('fails', tokenSays, {status: 503}, /fails to send a token for repository:app:pull: status 503, after 2 tries\.$/);
test('is nowhere', tokenSays, {}, /wants a token, and does not say from whom\.$/, 'Bearer realm="nowhere"');
test('is a file', tokenSays, {}, /wants a token, and does not say from whom\.$/, 'Bearer realm="file:///etc/passwd"');
test('is on another machine, and speaks plain http', tokenSays, {}, /wants a token from tokens\.example by plain http, where anyone on the way could read it\.$/, `Bearer realm="${plainHttp}tokens.example/"`);
test('wants too much', tokenSays, {}, /wants a token for more than can be asked for\.$/, `Bearer realm="http://HOST/token",scope="${'x'.repeat(3000)}"`);
test('is another way to log in', tokenSays, {}, /denies image app:1; it needs a login or is not there, and no login for/, 'Negotiate');
