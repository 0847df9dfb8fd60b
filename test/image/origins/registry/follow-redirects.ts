import fs from 'node:fs';
import https from 'node:https';
import type net from 'node:net';
import test, {type ExecutionContext} from 'ava';
import {ImageError} from '../../../../source/image/image.js';
import {followRedirects} from '../../../../source/image/origins/registry/follow-redirects.js';
import {RegistrySession} from '../../../../source/image/origins/registry/session.js';
import {testWith} from '../../../helpers/archive/test-with.js';
import {fakeRegistry} from '../../../helpers/fake-registry.js';
import {isOnPath} from '../../../helpers/is-on-path.js';
import {temporaryFolder} from '../../../helpers/temporary-folder.js';
import {TestAuthority} from '../../../helpers/test-authority.js';

const testTls = testWith(test, {openssl: isOnPath('openssl')});

/** A server that speaks TLS and redirects anything to one address. */
async function secureRedirect(t: ExecutionContext, location: string): Promise<URL> {
	const {certificate, key} = new TestAuthority(temporaryFolder(t)).sign('127.0.0.1');
	const server = https.createServer({cert: fs.readFileSync(certificate), key: fs.readFileSync(key)}, (_, response) => {
		response.writeHead(307, {location});
		response.end();
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', () => {
			resolve();
		});
	});
	t.teardown(() => {
		server.closeAllConnections();
		server.close();
	});
	return new URL(`https://127.0.0.1:${(server.address() as net.AddressInfo).port}/v2/`);
}

testTls('from TLS to plain HTTP only where that is allowed, and then without the login', async t => {
	const storage = await fakeRegistry(t, () => ({body: 'x'}));
	const url = await secureRedirect(t, `http://${storage.host}/x`);
	const session = new RegistrySession({environment: {}, home: '/nowhere'});
	t.teardown(() => {
		session.close();
	});
	const request = {method: 'GET' as const, url, headers: {authorization: 'Bearer secret', accept: 'x/y'}};
	const asked = {registry: 'registry.example', subject: 'image a'};
	await t.throwsAsync(followRedirects(session, {...request, isInsecureAt: ({protocol}) => protocol === 'https:'}, asked), {
		instanceOf: ImageError, message: 'registry.example redirects from https to plain http when it is asked for image a, which anyone on the way could read and change.',
	});
	t.is(storage.requests.length, 0);

	const {answer, isOwn} = await followRedirects(session, {...request, isInsecureAt: () => true}, asked);
	answer.discard();
	t.false(isOwn);
	t.like(storage.requests[0].headers, {authorization: undefined, accept: 'x/y'});
	await t.throwsAsync(followRedirects(session, {...request, method: 'POST', body: 'refresh_token=secret', isInsecureAt: () => true}, asked), {instanceOf: ImageError, message: /redirects to nowhere/});
	t.is(storage.requests.length, 1);
});
