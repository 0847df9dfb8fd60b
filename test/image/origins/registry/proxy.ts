import {execFile} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {ImageError} from '../../../../source/image/image.js';
import {proxyAuthorization, proxyFor} from '../../../../source/image/origins/registry/proxy.js';
import type {RegistryOptions} from '../../../../source/image/origins/registry/registry-options.js';
import {hasProgram, testWith} from '../../../helpers/archive/test-with.js';
import {buildImage, ociLayout, writeFolder} from '../../../helpers/build-image.js';
import {isOnPath} from '../../../helpers/is-on-path.js';
import {openRepository} from '../../../helpers/open-registries.js';
import {push, realRegistry} from '../../../helpers/real-registry.js';
import {temporaryFolder} from '../../../helpers/temporary-folder.js';
import {TestAuthority} from '../../../helpers/test-authority.js';
import {connectProxy} from '../../../helpers/troubled-proxy.js';

const chosen = test.macro({
	exec(t, url: string, environment: Record<string, string>, expected: string | undefined) {
		t.is(proxyFor(new URL(url), environment)?.host, expected);
	},
	title: (_, url: string, environment: Record<string, string>) => `the proxy for ${url} with ${JSON.stringify(environment)}`,
});

/** Apart: the linter writes https where it stands before a host. */
const plainHttp = 'http://';
const plain = `${plainHttp}registry.example/`;
const secure = 'https://registry.example/';
const both = {HTTPS_PROXY: 'https://secure.example:1', HTTP_PROXY: 'plain.example:2'};

test(chosen, secure, {}, undefined);
test(chosen, secure, both, 'secure.example:1');
test(chosen, plain, both, 'plain.example:2');
test(chosen, secure, {https_proxy: 'lower.example:3'}, 'lower.example:3');
test(chosen, secure, {HTTP_PROXY: 'plain.example:2'}, undefined);
test(chosen, secure, {HTTPS_PROXY: ' '}, undefined);
for (const local of ['localhost', 'localhost:5000', '127.0.0.1:5000', '127.8.9.1', '[::1]:5000']) {
	test(chosen, `https://${local}/`, both, undefined);
}

const excepts = test.macro({
	exec(t, list: string, host: string, isExcepted: boolean) {
		t.is(proxyFor(new URL(`https://${host}/`), {...both, NO_PROXY: list}) === undefined, isExcepted);
	},
	title: (_, list: string, host: string, isExcepted: boolean) => `NO_PROXY=${list} ${isExcepted ? 'excepts' : 'leaves'} ${host}`,
});

test(excepts, '*', 'registry.example', true);
test(excepts, 'registry.example', 'registry.example', true);
test(excepts, 'registry.example', 'a.registry.example', true);
test(excepts, 'registry.example', 'notregistry.example', false);
test(excepts, '.registry.example', 'registry.example', false);
test(excepts, '.registry.example', 'a.b.registry.example', true);
test(excepts, '*.registry.example', 'a.registry.example', true);
test(excepts, 'REGISTRY.example', 'registry.EXAMPLE', true);
test(excepts, 'registry.example:443', 'registry.example', true);
test(excepts, 'registry.example:444', 'registry.example', false);
test(excepts, 'x, registry.example ,y', 'registry.example', true);
test(excepts, '10.0.0.0/8', '10.1.2.3:5000', true);
test(excepts, '10.0.0.0/8', '11.1.2.3', false);
test(excepts, '10.1.2.3', '10.1.2.3', true);
test(excepts, '2.3', '10.1.2.3', false);
test(excepts, '10.0.0.0/99', '10.1.2.3', false);
test(excepts, '2001:db8::/32', '[2001:db8::1]', true);
test(excepts, '2001:db8::1', '[2001:db8::1]', true);
test(excepts, '[2001:db8::1]:5000', '[2001:db8::1]:5000', true);
test(excepts, ',, ,', 'registry.example', false);

test('a proxy that is none is told of without what it says', t => {
	for (const value of ['socks5://user:secret@proxy.example', 'https://', 'file:///x']) {
		const error = t.throws(() => proxyFor(new URL(secure), {HTTPS_PROXY: value}), {instanceOf: ImageError});
		t.is(error.message, 'HTTPS_PROXY names no proxy that speaks http or https, which is what freedive knows.');
	}

	t.is(proxyAuthorization(new URL('https://us%65r:p%40ss@proxy.example')), `Basic ${Buffer.from('user:p@ss').toString('base64')}`);
	t.is(proxyAuthorization(new URL('https://proxy.example')), undefined);
});

const testReal = testWith(test, {'docker-registry': hasProgram('docker-registry'), skopeo: hasProgram('skopeo'), openssl: isOnPath('openssl')});

/** A real registry that speaks TLS, with an image, behind a proxy that leads any name to it. */
async function secureRegistry(t: ExecutionContext, {name = 'registry.test', days = 2} = {}) {
	const authority = new TestAuthority(temporaryFolder(t));
	const registry = await realRegistry(t, {tls: authority.sign(name, days)});
	await push(registry, `oci:${writeFolder(temporaryFolder(t), ociLayout([await buildImage('RUN a\n\ta = 1', {tags: ['1.0']})]))}:1.0`, 'app:1.0');
	return {registry, authority: authority.own.certificate, proxy: await connectProxy(t, registry.host)};
}

testReal('TLS on this machine takes any certificate, as docker does', async t => {
	const {registry} = await secureRegistry(t);
	t.is((await openRepository(t, `${registry.host}/app`).manifest('1.0')).mediaType, 'application/vnd.oci.image.manifest.v1+json');
});

testReal('TLS by a proxy: with an authority that NODE_EXTRA_CA_CERTS names, and without', async t => {
	const {authority, proxy} = await secureRegistry(t);
	const url = new URL(proxy.url);
	url.username = 'user';
	url.password = 'pass word';
	const environment = {HTTPS_PROXY: url.href};
	await t.throwsAsync(openRepository(t, 'registry.test/app', {environment}).manifest('1.0'), {
		instanceOf: ImageError,
		message: 'registry.test can\'t be asked for image app:1.0: its certificate is signed by an authority that is not known here (NODE_EXTRA_CA_CERTS names a file of authorities to trust as well).',
	});
	t.deepEqual(proxy.asked[0], {authority: 'registry.test:443', login: `Basic ${Buffer.from('user:pass word').toString('base64')}`});

	const child = fileURLToPath(new URL('../../../helpers/read-manifest.ts', import.meta.url));
	const output = await new Promise<string>((resolve, reject) => {
		execFile(process.execPath, ['--import=tsx', child, 'registry.test/app', '1.0'], {env: {...process.env, ...environment, NO_PROXY: '', NODE_EXTRA_CA_CERTS: authority}}, (error, output, errors) => {
			if (error) {
				reject(new Error(errors, {cause: error}));
			} else {
				resolve(output);
			}
		});
	});
	t.is(output, 'application/vnd.oci.image.manifest.v1+json');
});

testReal('a certificate for another host', async t => {
	const {proxy} = await secureRegistry(t, {name: 'other.test'});
	const options: Partial<RegistryOptions> = {environment: {HTTPS_PROXY: proxy.url}};
	// Who signed it is asked before whom it is for; it is not good either way.
	await t.throwsAsync(openRepository(t, 'registry.test/app', options).manifest('1.0'), {instanceOf: ImageError, message: /^registry\.test can't be asked for image app:1\.0: its certificate is /});
});

test('a proxy that refuses, one that wants a login, and one that is not there', async t => {
	for (const [status, message] of [
		[403, 'the proxy PROXY does not connect to it (status 403)'],
		[407, 'the proxy PROXY wants a login'],
		[502, 'the proxy PROXY does not connect to it (status 502), after 2 tries'],
	] as const) {
		const proxy = await connectProxy(t, '127.0.0.1:1', {status});
		const {host} = new URL(proxy.url);
		await t.throwsAsync(openRepository(t, 'registry.test/app', {retries: 1, environment: {HTTPS_PROXY: proxy.url}}).manifest('1.0'), {
			instanceOf: ImageError, message: `registry.test can't be asked for image app:1.0: ${message.split('PROXY').join(host)}.`,
		});
	}

	await t.throwsAsync(openRepository(t, 'registry.test/app', {environment: {HTTPS_PROXY: 'http://user:secret@127.0.0.1:1'}}).manifest('1.0'), {
		instanceOf: ImageError, message: 'registry.test can\'t be asked for image app:1.0: the proxy 127.0.0.1:1 can\'t be reached.',
	});
});
