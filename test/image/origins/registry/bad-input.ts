import http from 'node:http';
import type net from 'node:net';
import test, {type ExecutionContext} from 'ava';
import {ImageError} from '../../../../source/image/image.js';
import type {RegistryOptions} from '../../../../source/image/origins/registry/registry-options.js';
import {sha256} from '../../../helpers/build-image.js';
import {fakeRegistry, type FakeAnswer, type FakeRequest} from '../../../helpers/fake-registry.js';
import {collect, openRegistries} from '../../../helpers/open-registries.js';

const blob = Buffer.alloc(100_000, 'abc');
const digest = sha256(blob);
const size = blob.length;

/** Written apart, because the linter writes https where it stands before a host. */
const plainHttp = 'http://';

type Answer = (request: FakeRequest) => FakeAnswer | undefined;

/** Reads a blob, or a manifest, of a registry that answers so; gives the sentence with the registry as HOST. */
async function failure(t: ExecutionContext, answer: Answer, what: 'blob' | 'part' | 'manifest' | 'digest' = 'blob', options: Partial<RegistryOptions> = {}): Promise<string> {
	const registry = await fakeRegistry(t, answer);
	const repository = openRegistries(t, {retries: 2, ...options}).repository({registry: registry.host, repository: 'a/b'});
	const read = {
		blob: async () => collect(repository.blob(digest, {size})),
		part: async () => collect(repository.blob(digest, {size, start: 100, end: 200})),
		manifest: async () => repository.manifest('1.0'),
		digest: async () => repository.manifest(digest),
	};
	const error = await t.throwsAsync<ImageError>(read[what], {instanceOf: ImageError});
	t.notRegex(error.message, /\n/);
	return error.message.replaceAll(registry.host, 'HOST').replaceAll(digest.slice(7), 'HEX').replaceAll(digest.slice(7, 19), 'HEX').replaceAll(/\b127\.0\.0\.1:\d+/g, 'OTHER');
}

const says = test.macro({
	async exec(t, what: 'blob' | 'part' | 'manifest' | 'digest', answer: Answer, message: string, ...[options]: Array<Partial<RegistryOptions>>) {
		t.is(await failure(t, answer, what, options), message);
	},
	title: title => `a registry that ${title}`,
});

test('answers HTML for a manifest', says, 'manifest', () => ({headers: {'content-type': 'text/html; charset=utf-8'}, body: '<!doctype html>'}),
	'HOST answers with a web page when it is asked for image a/b:1.0: it is no registry, or something on the way asks to log in.');
test('answers HTML and calls it JSON', says, 'manifest', () => ({headers: {'content-type': 'application/json'}, body: '\n <html>'}),
	'HOST answers with a web page when it is asked for image a/b:1.0: it is no registry, or something on the way asks to log in.');
test('sends another manifest than was asked for', says, 'digest', () => ({body: '{}'}),
	`HOST sends other bytes as image a/b@sha256:HEX: their digest is ${sha256(Buffer.from('{}'))}.`);
test('sends a manifest without end', says, 'manifest', () => response => {
	const write = (): void => {
		if (response.write('x'.repeat(1 << 20))) {
			setImmediate(write);
		} else {
			response.once('drain', write);
		}
	};

	write();
}, 'HOST sends more than 32 MiB as image a/b:1.0, which is no document of that kind.');
test('sends other bytes as a blob', says, 'blob', () => ({body: Buffer.alloc(size, 'x')}),
	`HOST sends other bytes as blob sha256:HEX of a/b: their digest is ${sha256(Buffer.alloc(size, 'x'))}.`);
test('says that a blob is longer', says, 'blob', () => ({body: Buffer.alloc(size + 1)}),
	'HOST says that blob sha256:HEX of a/b has 100,001 bytes, where its descriptor claims 100,000.');
test('says that a blob is shorter', says, 'blob', () => ({body: blob.subarray(1)}),
	'HOST says that blob sha256:HEX of a/b has 99,999 bytes, where its descriptor claims 100,000.');
test('says in a range that a blob is longer', says, 'part', () => ({status: 206, headers: {'content-range': 'bytes 100-199/100001'}, body: blob.subarray(100, 200)}),
	'HOST says that blob sha256:HEX of a/b has 100,001 bytes, where its descriptor claims 100,000.');
test('sends a blob without end and without its length', says, 'blob', () => response => {
	const write = (): void => {
		response.write(blob, write);
	};

	write();
}, 'HOST sends more bytes of blob sha256:HEX of a/b than the 100 kB that were asked for.');
test('ends a blob early, and does not say how long it is', says, 'blob', () => response => {
	response.writeHead(200, {'transfer-encoding': 'chunked'});
	response.end(blob.subarray(0, 1000));
}, 'HOST ends blob sha256:HEX of a/b after 1,000 of 100,000 bytes, after 3 tries.');
test('ends a blob early, and knows of nothing more', says, 'blob', ({headers}) => headers.range
	? {status: 416}
	: response => {
		response.writeHead(200, {'transfer-encoding': 'chunked'});
		response.end(blob.subarray(0, 1000));
	}, 'HOST answers with status 416 when it is asked for blob sha256:HEX of a/b.');
test('sends another range', says, 'part', () => ({status: 206, headers: {'content-range': 'bytes 0-99/100000'}, body: blob.subarray(0, 100)}),
	'HOST sends another part of blob sha256:HEX of a/b than was asked for.');
test('sends more than a range', says, 'part', () => ({status: 206, headers: {'content-range': 'bytes 100-299/*'}, body: blob.subarray(100, 300)}),
	'HOST sends another part of blob sha256:HEX of a/b than was asked for.');
test('sends a part and does not say which', says, 'part', () => ({status: 206, body: blob.subarray(100, 200)}),
	'HOST sends a part of blob sha256:HEX of a/b, and does not say which.');
test('sends a part that was not asked for', says, 'blob', () => ({status: 206, headers: {'content-range': 'bytes 1-99999/100000'}, body: blob.subarray(1)}),
	'HOST sends another part of blob sha256:HEX of a/b than was asked for.');
test('redirects to itself', says, 'blob', ({path}) => ({status: 307, headers: {location: path}}),
	'HOST redirects in a circle when it is asked for blob sha256:HEX of a/b.');
test('redirects in a circle', says, 'blob', ({path}) => ({status: 302, headers: {location: path.endsWith('?x') ? '?y' : '?x'}}),
	'HOST redirects in a circle when it is asked for blob sha256:HEX of a/b.');
test('redirects on and on', says, 'blob', ({number}) => ({status: 301, headers: {location: `?${number}`}}),
	'HOST redirects more than 10 times when it is asked for blob sha256:HEX of a/b.');
for (const location of ['file:///etc/passwd', 'nonsense://x', 'https://', `${'x'.repeat(10_000)}://`, undefined]) {
	test(`redirects to ${location?.slice(0, 30) ?? 'no address'}`, says, 'blob', () => ({status: 307, headers: {location}}),
		'HOST redirects to nowhere when it is asked for blob sha256:HEX of a/b.');
}

test('redirects to where nobody listens', says, 'blob', () => ({status: 307, headers: {location: `${plainHttp}127.0.0.1:1/x?token=secret`}}),
	'OTHER, where HOST redirects, can\'t be asked for blob sha256:HEX of a/b: nobody listens there.');
for (const registry of ['app.1', '256.1.1.1:5000', 'localhost.1', '127.0.0.256:5000']) {
	test(`${registry} can be the start of a name of an image, and is no host`, async t => {
		const repository = openRegistries(t).repository({registry, repository: 'a/b'});
		await t.throwsAsync(repository.manifest('1.0'), {instanceOf: ImageError, message: `${registry} can't be asked for image a/b:1.0: no host has such a name.`});
	});
}

test('denies', says, 'manifest', () => ({status: 403, body: JSON.stringify({errors: [{code: 'DENIED', message: 'requested access to the resource is denied.'}]})}),
	'HOST denies image a/b:1.0 (requested access to the resource is denied); it needs a login or is not there, and no login for HOST was found: docker login HOST, or podman login, makes one.');
test('fails again and again', says, 'manifest', () => ({status: 502, headers: {'content-type': 'text/html'}, body: '<h1>Bad Gateway</h1>'}),
	'HOST fails to send image a/b:1.0: status 502, after 3 tries.');
test('fails for good', says, 'manifest', () => ({status: 400, body: JSON.stringify({errors: [{code: 'X', message: `\u001B[31m${'red'.repeat(100)}`}]})}),
	`HOST answers with status 400 when it is asked for image a/b:1.0: \\x1b[31m${'red'.repeat(100).slice(0, 192)}….`);
test('has had too many requests, and says so in words', says, 'manifest', () => ({status: 429, body: JSON.stringify({errors: [{code: 'TOOMANYREQUESTS', message: 'You have reached your limit.'}]})}),
	'HOST has had too many requests to send image a/b:1.0: You have reached your limit, after 3 tries.');
test('asks to wait for an hour', says, 'manifest', () => ({status: 429, headers: {'retry-after': '3600'}}),
	'HOST has had too many requests to send image a/b:1.0, and asks to wait 3,600 s.');
test('answers an error without end', says, 'manifest', () => response => {
	response.writeHead(400);
	const write = (): void => {
		response.write(blob, write);
	};

	write();
}, 'HOST answers with status 400 when it is asked for image a/b:1.0.');
test('sends headers without end', says, 'manifest', () => response => {
	response.socket!.write(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(10_000)}`);
}, 'HOST can\'t be asked for image a/b:1.0: it sends headers without end.');
test('speaks no HTTP', says, 'manifest', () => response => {
	response.socket!.end('SSH-2.0-OpenSSH\r\n');
}, 'HOST can\'t be asked for image a/b:1.0: its answer is no HTTP.');
test('hangs up', says, 'manifest', () => response => {
	response.destroy();
}, 'HOST can\'t be asked for image a/b:1.0: the connection broke, after 3 tries.');
test.serial('does not answer', says, 'manifest', () => () => undefined, 'Gave up waiting for HOST to send image a/b:1.0: nothing came for 0.5 s, after 2 tries.', {patience: 0.5});
test.serial('does not go on', says, 'blob', () => response => {
	response.writeHead(200, {'content-length': size});
	response.write(blob.subarray(0, 1000));
}, 'Gave up waiting for HOST to send blob sha256:HEX of a/b: next to nothing came for 0.5 s, after 2 tries.', {patience: 0.5});
test.serial('sends a byte now and then', says, 'blob', () => response => {
	response.writeHead(200, {'content-length': size});
	const timer = setInterval(() => {
		response.write('x');
	}, 20);
	response.on('close', () => {
		clearInterval(timer);
	});
}, 'Gave up waiting for HOST to send blob sha256:HEX of a/b: next to nothing came for 0.5 s, after 2 tries.', {patience: 0.5});

test('a registry that claims another digest for its manifest is told of, and the manifest is given', async t => {
	const registry = await fakeRegistry(t, () => ({headers: {'docker-content-digest': digest}, body: '{}'}));
	const manifest = await openRegistries(t).repository({registry: registry.host, repository: 'a/b'}).manifest('1.0');
	t.deepEqual(manifest, {bytes: Buffer.from('{}'), mediaType: '', digest: sha256(Buffer.from('{}')), claimedDigest: digest});
});

test('pauses grow, and Retry-After is waited for', async t => {
	const times: number[] = [];
	const registry = await fakeRegistry(t, ({number}) => {
		times.push(performance.now());
		return number < 3 ? {status: 503} : (number === 3 ? {status: 429, headers: {'retry-after': '1'}} : {body: '{}'});
	});
	const pauses: string[] = [];
	const registries = openRegistries(t, {firstPause: 0.05, onPause(message) {
		pauses.push(message.replace(registry.host, 'HOST'));
	}});
	await registries.repository({registry: registry.host, repository: 'a/b'}).manifest('1.0');
	const waited = times.slice(1).map((time, index) => time - times[index]);
	for (const [index, least] of [45, 95, 195, 990].entries()) {
		t.true(waited[index] >= least, `${waited[index]} ms`);
	}

	t.deepEqual(pauses, [0.1, 0.1, 0.2, 1].map(seconds => `waiting ${seconds.toFixed(1)} s for HOST to send image a/b:1.0`));
	t.like(registries.counts, {requests: 5, retries: 4});
});

test('without retries a failure is told at once', async t => {
	t.is(await failure(t, () => ({status: 503}), 'manifest', {retries: 0}), 'HOST fails to send image a/b:1.0: status 503.');
});

const interrupts = test.macro({
	async exec(t, answer: Answer, ...[options]: Array<Partial<RegistryOptions>>) {
		const registry = await fakeRegistry(t, answer);
		for (const isOwn of [true, false]) {
			const interrupted = new AbortController();
			const repository = openRegistries(t, isOwn ? options : {...options, signal: interrupted.signal}).repository({registry: registry.host, repository: 'a/b'});
			const read = collect(repository.blob(digest, {size, signal: isOwn ? interrupted.signal : undefined}));
			setTimeout(() => {
				interrupted.abort(new Error('enough'));
			}, 100);
			const before = performance.now();
			await t.throwsAsync(read, {message: 'enough'});
			t.true(performance.now() - before < 2000);
		}
	},
	title: title => `who interrupts ${title} is heard at once`,
});

test('a registry that does not answer', interrupts, () => () => undefined);
test('a blob', interrupts, () => response => {
	response.writeHead(200, {'content-length': size});
	response.write('x');
});
test('a pause', interrupts, () => ({status: 503}), {firstPause: 50});
test('a token server', interrupts, ({path, headers}) => path.startsWith('/token')
	? () => undefined
	: {status: 401, headers: {'www-authenticate': `Bearer realm="${plainHttp}${headers.host}/token"`}});

test('a name that leads out of the repository is none', async t => {
	const registry = await fakeRegistry(t, () => ({body: '{}'}));
	const repository = openRegistries(t).repository({registry: registry.host, repository: 'a/b'});
	for (const reference of ['../x', 'sha256:../x', '', 'a/b', '1.0?x', `sha256:${'0'.repeat(63)}`]) {
		await t.throwsAsync(repository.manifest(reference), {instanceOf: ImageError, message: /^An image of a\/b is named by no /});
	}

	await t.throwsAsync(collect(repository.blob('sha256:../../x', {size: 1})), {instanceOf: ImageError, message: /is named by no digest/});
	for (const bad of [{size: -1}, {size: 1.5}, {size: Number.NaN}, {size: 10, start: -1}, {size: 10, start: 5, end: 4}, {size: 10, end: 11}]) {
		await t.throwsAsync(collect(repository.blob(digest, bad)), {instanceOf: ImageError, message: /claims no size that a blob can have/});
	}

	t.is(registry.requests.length, 0);
	// A blob of no bytes is asked for of nobody, and must be the empty one.
	t.deepEqual(await collect(repository.blob(sha256(Buffer.alloc(0)), {size: 0})), Buffer.alloc(0));
	await t.throwsAsync(collect(repository.blob(digest, {size: 0})), {instanceOf: ImageError, message: /sends other bytes/});
});

test('nothing that is left open holds the program up', async t => {
	const sockets = new Set<net.Socket>();
	const server = http.createServer((_, response) => {
		response.writeHead(404, {'transfer-encoding': 'chunked'});
		response.write('for ever');
	});
	server.on('connection', (socket: net.Socket) => {
		sockets.add(socket);
		socket.on('close', () => {
			sockets.delete(socket);
		});
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', () => {
			resolve();
		});
	});
	const registries = openRegistries(t);
	const {port} = server.address() as net.AddressInfo;
	await t.throwsAsync(registries.repository({registry: `127.0.0.1:${port}`, repository: 'a/b'}).manifest('1'), {message: /has no image/});
	t.true(sockets.size > 0);
	registries.close();
	// Which it is only when the last connection is.
	await new Promise<void>(resolve => {
		server.close(() => {
			resolve();
		});
	});
});
