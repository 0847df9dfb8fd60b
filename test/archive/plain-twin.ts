import fs from 'node:fs';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {ByteSource, openFile} from '../../source/archive/byte-source.js';
import {indexBlob} from '../../source/archive/index-blob.js';
import {PlainTwin} from '../../source/archive/plain-twin.js';
import {buildImage} from '../helpers/build-image.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

function fileOf(t: ExecutionContext, bytes: Uint8Array): ByteSource {
	const file = path.join(temporaryFolder(t), 'blob');
	fs.writeFileSync(file, bytes);
	const source = openFile(file);
	t.teardown(() => {
		fs.closeSync(source.fd);
	});
	return source;
}

async function passed(source: ByteSource, chunks: readonly string[], most = Number.POSITIVE_INFINITY): Promise<[text: string, isSame: boolean]> {
	const twin = new PlainTwin(source);
	let text = '';
	let count = 0;
	for await (const chunk of twin.pass((async function * () {
		yield * chunks.map(chunk => Buffer.from(chunk));
	})())) {
		text += Buffer.from(chunk).toString();
		if (++count === most) {
			break;
		}
	}

	return [text, twin.isSame];
}

test('bytes pass as they are, and are the blob only from its start to its end', async t => {
	const source = fileOf(t, Buffer.from('hello world'));
	t.deepEqual(await passed(source, ['hello', ' ', 'world']), ['hello world', true]);
	t.deepEqual(await passed(source, ['hello world']), ['hello world', true]);
	t.deepEqual(await passed(source, ['hello', ' ', 'wor']), ['hello wor', false]);
	t.deepEqual(await passed(source, ['hello', ' ', 'worlds']), ['hello worlds', false]);
	t.deepEqual(await passed(source, ['hello', '_', 'world']), ['hello_world', false]);
	t.deepEqual(await passed(source, ['hello', ' ', 'world'], 2), ['hello ', false]);
	t.deepEqual(await passed(source, []), ['', false]);
	t.deepEqual(await passed(fileOf(t, Buffer.alloc(0)), []), ['', true]);
	// A file that can't be read is no twin, and no error.
	t.deepEqual(await passed(new ByteSource('gone', -1, 0, 5), ['hello']), ['hello', false]);
});

test('a compressed layer is told to be its plain twin, and not to be another of the same size', async t => {
	const [layer] = (await buildImage('RUN a\n\tmotd = hello')).layers;
	const [other] = (await buildImage('RUN a\n\tmotd = jello')).layers;
	const gzip = fileOf(t, gzipSync(layer));
	t.true((await indexBlob(gzip, 'gzip', [], {twin: fileOf(t, layer)})).isTwin);
	t.is((await indexBlob(gzip, 'gzip', [], {twin: fileOf(t, other)})).isTwin, undefined);
	t.is((await indexBlob(fileOf(t, gzipSync(layer).subarray(0, -4)), 'gzip', [], {twin: fileOf(t, layer)})).isTwin, undefined);
	t.is((await indexBlob(gzip, 'gzip')).isTwin, undefined);
});
