import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {CacheFolder} from '../../../source/image/cache/cache-folder.js';
import {TagCache} from '../../../source/image/cache/tag-cache.js';
import {temporaryFolder} from '../../helpers/temporary-folder.js';

const digest = `sha256:${'ab'.repeat(32)}`;
const mediaType = 'application/vnd.oci.image.index.v1+json';
const now = Date.UTC(2026, 10, 29, 10, 12, 13, 999);

test('what a tag named is found by its whole name, with when that was', async t => {
	const folder = new CacheFolder(path.join(temporaryFolder(t), 'images'), 1e6);
	const tags = new TagCache(folder);
	t.is(tags.find('ghcr.io/a/b:1'), undefined);
	tags.keep('ghcr.io/a/b:1', {digest, mediaType}, now);
	await folder.settled();
	t.deepEqual(tags.find('ghcr.io/a/b:1'), {digest, mediaType, asked: '2026-11-29T10:12:13Z'});
	t.is(tags.find('ghcr.io/a/b:2'), undefined);
	const [{name}] = await folder.list();
	t.is(fs.statSync(path.join(folder.folder, name)).mode & 0o777, 0o600);
	t.is(fs.statSync(path.join(folder.folder, 'tag')).mode & 0o777, 0o700);
});

test('what is no such file is not read, whatever it is', async t => {
	const folder = new CacheFolder(path.join(temporaryFolder(t), 'images'), 1e6);
	const tags = new TagCache(folder);
	tags.keep('ghcr.io/a/b:1', {digest, mediaType}, now);
	await folder.settled();
	const [{name}] = await folder.list();
	const good = fs.readFileSync(path.join(folder.folder, name), 'utf8');
	for (const bad of [
		'', 'null', '[]', good.slice(0, -1), `${good} ${' '.repeat(5000)}{}`, good.replace('sha256:', 'sha512:'), good.replace('b:1', 'b:2'),
		good.replace('2026-11-29T10:12:13Z', '\\u001b[31m'), good.replace('tag/1', 'tag/2'), good.replace(mediaType, 'x'.repeat(300)),
	]) {
		fs.writeFileSync(path.join(folder.folder, name), bad);
		t.is(tags.find('ghcr.io/a/b:1'), undefined, bad.slice(0, 60));
	}

	// And what would be none is not kept.
	tags.keep('ghcr.io/a/c:1', {digest: 'sha512:00', mediaType}, now);
	await folder.settled();
	t.is((await folder.list()).length, 1);
});
