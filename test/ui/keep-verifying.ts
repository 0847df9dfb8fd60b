import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';
import {buildImage, hex, json, ociLayout, readJson, sha256, writeTar} from '../helpers/build-image.js';
import {TestSession} from '../helpers/test-session.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});
const isVerified = ({verification, phase}: TestSession['state']) => phase === 'whole' && verification !== undefined && 'broken' in verification;

/** An archive, the second layer of which says that it is compressed otherwise. */
async function archive(t: ExecutionContext, isHonest: boolean): Promise<string> {
	const files = ociLayout([await buildImage('ADD a\n  etc/passwd = root\nRUN b\n  etc/motd = hello\n')], 'gzip');
	if (!isHonest) {
		const index = readJson<{manifests: Array<{digest: string; size: number}>}>(files, 'index.json');
		const manifest = readJson<{layers: Array<{mediaType: string}>}>(files, `blobs/sha256/${hex(index.manifests[0].digest)}`);
		manifest.layers[1].mediaType = manifest.layers[1].mediaType.replace('gzip', 'zstd');
		const bytes = json(manifest);
		files.set(`blobs/sha256/${hex(sha256(bytes))}`, bytes);
		Object.assign(index.manifests[0], {digest: sha256(bytes), size: bytes.length});
		files.set('index.json', json(index));
	}

	return writeTar(path.join(temporaryFolder(t), 'app.tar'), files);
}

testThreads('a layer that is not what is claimed is marked, and why is told of it and of the image', async t => {
	const screen = new TestSession(t, [await archive(t, false)], {verify: true});
	await screen.until(isVerified);
	t.regex(screen.lines.at(-1)!, /1 claim of \d+ does not hold: i tells/);
	t.true(screen.lines.some(line => /^.{2,8}2 .*! RUN b/.test(line)), screen.frame);
	t.false(screen.lines.some(line => line.includes('! ADD a')));
	screen.press('j');
	t.regex(screen.frame.replaceAll(/\s+/g, ' '), /its blob is not what is claimed/);
	screen.press('i');
	t.regex(screen.frame, /layer 2: its blob is not what is claimed: its media type says/);
});

testThreads('where all holds it is said once, and nothing is marked', async t => {
	const screen = new TestSession(t, [await archive(t, true)], {verify: true});
	await screen.until(isVerified);
	t.regex(screen.lines.at(-1)!, /\d+ claims held against the bytes: all hold/);
	t.false(screen.frame.includes('! '));
	screen.press('j');
	t.false(screen.frame.includes('all hold'));
});

testThreads('nothing is verified that nobody asked for', async t => {
	const screen = new TestSession(t, [await archive(t, false)]);
	await screen.until(({phase, grown}) => phase === 'whole' && grown?.isProven === true);
	t.is(screen.state.verification, undefined);
	t.false(screen.frame.includes('! '));
});
