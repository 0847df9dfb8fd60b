import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {isSameBlob, provenLayers} from '../../source/image/same-blob.js';
import {buildImage, dockerArchive, ociLayout, writeTar, type Files} from '../helpers/build-image.js';
import {fakeRegistry} from '../helpers/fake-registry.js';
import {open} from '../helpers/open.js';
import {serveLayout} from '../helpers/serve-layout.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const built = buildImage('RUN a\n\tmotd = hello\nRUN b\n\tx = 1', {tags: ['app:1']});
const programs = {environment: {PATH: '/nowhere'}, kill() {/* Nothing runs. */}};

async function opened(t: ExecutionContext, files: Files) {
	return open(t, await writeTar(path.join(temporaryFolder(t), 'a.tar'), files));
}

test('compressed layers are proven by their stored bytes, wherever they lie', async t => {
	const [a, b] = [await opened(t, ociLayout([await built], 'gzip')), await opened(t, ociLayout([await built], 'gzip'))];
	t.deepEqual([...await provenLayers(a, b)], [[1, 1], [2, 2]]);
	t.true(await isSameBlob(a.layers[0], b.layers[0]));
	t.false(await isSameBlob(a.layers[0], b.layers[1]));
});

test('what is claimed proves nothing: other bytes, another form', async t => {
	const image = await built;
	const other = await buildImage('RUN a\n\tmotd = jello\nRUN b\n\tx = 1');
	const a = await opened(t, ociLayout([image], 'gzip'));
	t.deepEqual([...await provenLayers(a, await opened(t, ociLayout([{...other, config: image.config, diffIds: image.diffIds}], 'gzip')))], [[2, 2]]);
	t.deepEqual([...await provenLayers(a, await opened(t, ociLayout([image], 'zstd')))], []);
	t.deepEqual([...await provenLayers(a, await opened(t, dockerArchive([image])))], []);
});

test('plain layers are proven where they are the same place of the same file alone: others are compared content by content', async t => {
	const files = dockerArchive([await built]);
	const file = await writeTar(path.join(temporaryFolder(t), 'a.tar'), files);
	t.deepEqual([...await provenLayers(await open(t, file), await open(t, file))], [[1, 1], [2, 2]]);
	t.deepEqual([...await provenLayers(await open(t, file), await opened(t, files))], []);
});

test('what registries have is proven by the digest to which it is held; a file\'s own claim is none', async t => {
	const files = ociLayout([await built], 'gzip');
	const [one, two] = [await fakeRegistry(t, serveLayout(files)), await fakeRegistry(t, serveLayout(files))];
	const [a, b] = [await open(t, `registry://${one.host}/app:1`, {programs}), await open(t, `registry://${two.host}/app:1`, {programs})];
	t.deepEqual([...await provenLayers(a, b)], [[1, 1], [2, 2]]);
	const local = await opened(t, files);
	t.deepEqual([...await provenLayers(a, local)], []);
	t.deepEqual([...await provenLayers(local, a)], []);
});

test('who aborts is heard between two pieces', async t => {
	const [a, b] = [await opened(t, ociLayout([await built], 'gzip')), await opened(t, ociLayout([await built], 'gzip'))];
	await t.throwsAsync(provenLayers(a, b, AbortSignal.abort()), {name: 'AbortError'});
});
