import crypto from 'node:crypto';
import test from 'ava';
import {hasProgram, testWith} from '../../../helpers/archive/test-with.js';
import {buildImage, ociLayout, sha256, writeFolder} from '../../../helpers/build-image.js';
import {fakeRegistry, ranged} from '../../../helpers/fake-registry.js';
import {collect, openRegistries} from '../../../helpers/open-registries.js';
import {push, realRegistry} from '../../../helpers/real-registry.js';
import {temporaryFolder} from '../../../helpers/temporary-folder.js';
import {cuttingProxy, rangelessProxy} from '../../../helpers/troubled-proxy.js';

const testReal = testWith(test, {'docker-registry': hasProgram('docker-registry'), skopeo: hasProgram('skopeo')});

const noise = crypto.createHash('shake256', {outputLength: 2_000_000}).update('seed').digest();
const built = buildImage('RUN a\n\tnoise = @noise', {tags: ['1.0'], contents: {noise}});

type Descriptor = {digest: string; size: number};

testReal('a registry behind a proxy that cuts every third connection is read whole', async t => {
	const registry = await realRegistry(t);
	await push(registry, `oci:${writeFolder(temporaryFolder(t), ociLayout([await built]))}:1.0`, 'app:1.0');
	const proxy = await cuttingProxy(t, registry.host);
	const registries = openRegistries(t);
	const repository = registries.repository({registry: proxy.host, repository: 'app'});
	const {bytes} = await repository.manifest('1.0');
	const {config, layers} = JSON.parse(Buffer.from(bytes).toString()) as {config: Descriptor; layers: Descriptor[]};
	for (let time = 0; time < 3; time++) {
		for (const {digest, size} of [config, ...layers]) {
			const blob = await collect(repository.blob(digest, {size}));
			t.is(sha256(blob), digest);
			t.deepEqual(await collect(repository.blob(digest, {size, start: size >> 1})), blob.subarray(size >> 1));
		}
	}

	t.true(proxy.cut > 20);
	t.true(registries.counts.retries > 20);
	// Nothing came twice.
	const needed = bytes.length + 3 * ([config, ...layers].reduce((sum, {size}) => sum + size + Math.ceil(size / 2), 0));
	t.is(registries.counts.bytes, needed);
});

testReal('a registry behind a proxy that ignores ranges gives what is asked for', async t => {
	const registry = await realRegistry(t);
	await push(registry, `oci:${writeFolder(temporaryFolder(t), ociLayout([await built]))}:1.0`, 'app:1.0');
	const repository = openRegistries(t).repository({registry: await rangelessProxy(t, registry.host), repository: 'app'});
	const {bytes} = await repository.manifest('1.0');
	const {layers} = JSON.parse(Buffer.from(bytes).toString()) as {layers: Descriptor[]};
	const {digest, size} = layers[0];
	const blob = await collect(repository.blob(digest, {size}));
	t.is(sha256(blob), digest);
	for (const [start, end] of [[0, 10], [1000, 2000], [size - 10, size], [size - 1, size], [0, size - 1], [5, 5]]) {
		t.deepEqual(await collect(repository.blob(digest, {size, start, end})), blob.subarray(start, end));
	}
});

const blob = noise.subarray(0, 1_000_000);
const digest = sha256(blob);

test('a server that knows no ranges, and breaks off: it is read from the start again, and nothing is given twice', async t => {
	const registry = await fakeRegistry(t, ({number}) => response => {
		response.writeHead(200, {'content-length': blob.length});
		if (number >= 2) {
			response.end(blob);
		} else {
			response.write(blob.subarray(0, 400_000), () => {
				response.destroy();
			});
		}
	});
	const registries = openRegistries(t);
	const read: number[] = [];
	const repository = registries.repository({registry: registry.host, repository: 'app'});
	t.deepEqual(await collect(repository.blob(digest, {size: blob.length, onRead(bytes) {
		read.push(bytes);
	}})), blob);
	t.is(read.reduce((sum, bytes) => sum + bytes, 0), blob.length);
	t.is(registries.counts.retries, 2);
	t.deepEqual(registry.requests.slice(0, 1).map(({headers}) => headers.range), [undefined]);
	t.regex(registry.requests[1].headers.range!, /^bytes=[1-9]\d*-999999$/);
});

test('a server that sends less than a whole range is asked for the rest', async t => {
	const registry = await fakeRegistry(t, request => {
		const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? ['', '0', String(blob.length - 1)];
		return ranged(blob, {headers: {range: `bytes=${start}-${Math.min(Number(end), Number(start) + 399_999)}`}});
	});
	const repository = openRegistries(t).repository({registry: registry.host, repository: 'app'});
	t.deepEqual(await collect(repository.blob(digest, {size: blob.length})), blob);
	t.is(registry.requests.length, 3);
});

test('a reader who has enough closes the connection, and the next one gets all', async t => {
	const registry = await fakeRegistry(t, request => ranged(blob, request));
	const repository = openRegistries(t).repository({registry: registry.host, repository: 'app'});
	const pieces = repository.blob(digest, {size: blob.length});
	t.true((await pieces.next()).value!.length > 0);
	await pieces.return();

	t.deepEqual(await collect(repository.blob(digest, {size: blob.length})), blob);
});

test('requests at once share connections, and come to their own', async t => {
	const registry = await fakeRegistry(t, request => ranged(blob, request));
	const repository = openRegistries(t).repository({registry: registry.host, repository: 'app'});
	const starts = Array.from({length: 40}, (_, index) => index * 20_000);
	const parts = await Promise.all(starts.map(async start => collect(repository.blob(digest, {size: blob.length, start, end: start + 20_000}))));
	t.deepEqual(Buffer.concat(parts), blob.subarray(0, 800_000));
});
