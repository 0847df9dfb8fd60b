import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {CacheFolder} from '../../../source/image/cache/cache-folder.js';
import {temporaryFolder} from '../../helpers/temporary-folder.js';

const part = (size: number) => [Buffer.alloc(size)];

test('what was not used for longest goes first, until the rest is within the limit', async t => {
	const folder = path.join(temporaryFolder(t), 'kept');
	const cache = new CacheFolder(folder, 2500);
	for (const [index, name] of ['layer/a', 'layer/b', 'document/c'].entries()) {
		t.true(await cache.write(name, part(1000)));
		fs.utimesSync(path.join(folder, name), 1000 + index, 1000 + index);
	}

	t.is(cache.read('layer/a', (_fd, size) => size), 1000, 'and with it a is used again');
	await cache.trim();
	t.deepEqual((await cache.list()).map(({name}) => name), ['layer/a', 'document/c']);
	t.is(cache.problem, undefined);
});

test('what a program left behind that died goes too, but not what one is writing now', async t => {
	const folder = path.join(temporaryFolder(t), 'kept');
	const cache = new CacheFolder(folder, 10_000);
	await cache.write('layer/a', part(10));
	fs.writeFileSync(path.join(folder, 'layer/b.1.part'), 'x');
	fs.writeFileSync(path.join(folder, 'layer/c.2.part'), 'x');
	fs.utimesSync(path.join(folder, 'layer/b.1.part'), 1000, 1000);
	t.deepEqual((await cache.list()).map(({name}) => name), ['layer/a']);
	await cache.trim();
	t.deepEqual(fs.readdirSync(path.join(folder, 'layer')).sort(), ['a', 'c.2.part']);
	t.deepEqual(await cache.clear(), {files: 1, bytes: 10});
	t.deepEqual(fs.readdirSync(path.join(folder, 'layer')), ['c.2.part']);
});

test('a name has a whole file behind it or none, and what fails is told once', async t => {
	const folder = path.join(temporaryFolder(t), 'kept');
	fs.writeFileSync(folder, 'a file');
	const cache = new CacheFolder(folder, 10_000);
	t.false(await cache.write('layer/a', part(10)));
	t.regex(cache.problem!, /ENOTDIR|EEXIST/);
	t.is(cache.read('layer/a', () => 1), undefined);
	t.deepEqual(await cache.list(), []);
	t.deepEqual(await cache.clear(), {files: 0, bytes: 0});
});

test('a folder that is there and takes none, and one behind a link that leads nowhere', async t => {
	for (const folder of ['/proc/freedive/images', path.join(temporaryFolder(t), 'link', 'images')]) {
		if (folder.includes('link')) {
			fs.symlinkSync('/nowhere/at/all', path.dirname(folder));
		}

		const cache = new CacheFolder(folder, 10_000);
		t.false(await cache.write('layer/a', part(10)));
		t.regex(cache.problem!, /ENOENT|EACCES/);
	}
});

test('links are neither listed nor dropped', async t => {
	const folder = path.join(temporaryFolder(t), 'kept');
	const outside = path.join(temporaryFolder(t), 'outside');
	fs.writeFileSync(outside, 'mine');
	const cache = new CacheFolder(folder, 0);
	await cache.write('layer/a', part(10));
	fs.symlinkSync(outside, path.join(folder, 'layer/link'));
	await cache.trim();
	await cache.clear();
	t.is(fs.readFileSync(outside, 'utf8'), 'mine');
	t.deepEqual(fs.readdirSync(path.join(folder, 'layer')), ['link']);
});

test('nothing behind a link is listed, dropped or added to, whatever the limit', async t => {
	const folder = path.join(temporaryFolder(t), 'kept');
	const outside = temporaryFolder(t);
	fs.mkdirSync(path.join(outside, 'deep'));
	fs.writeFileSync(path.join(outside, 'deep/mine'), 'mine');
	const cache = new CacheFolder(folder, 10);
	await cache.write('layer/a', part(10));
	fs.symlinkSync(outside, path.join(folder, 'layer/elsewhere'));
	fs.symlinkSync('..', path.join(folder, 'layer/around'));
	fs.symlinkSync(outside, path.join(folder, 'overlay'));
	t.deepEqual(await cache.list().then(files => files.map(({name}) => name)), ['layer/a']);
	await cache.trim();
	t.false(await cache.write('overlay/b', part(1)));
	t.regex(cache.problem!, /overlay is a link/);
	t.deepEqual(await cache.clear(), {files: 1, bytes: 10});
	t.deepEqual(fs.readdirSync(outside), ['deep']);
	t.is(fs.readFileSync(path.join(outside, 'deep/mine'), 'utf8'), 'mine');
});

test('a folder that is a link itself is the one that it leads to', async t => {
	const elsewhere = temporaryFolder(t);
	const folder = path.join(temporaryFolder(t), 'kept');
	fs.symlinkSync(elsewhere, folder);
	const cache = new CacheFolder(folder, 100);
	t.true(await cache.write('layer/a', part(10)));
	t.deepEqual(await cache.list().then(files => files.map(({name}) => name)), ['layer/a']);
	t.deepEqual(await cache.clear(), {files: 1, bytes: 10});
});

test('what is no file holds nobody up, and clear takes away what nothing could be kept in the place of', async t => {
	const folder = path.join(temporaryFolder(t), 'kept');
	const cache = new CacheFolder(folder, 1000);
	await cache.write('layer/a', part(10));
	execFileSync('mkfifo', [path.join(folder, 'layer/pipe')]);
	fs.mkdirSync(path.join(folder, 'layer/folder/within'), {recursive: true});
	fs.mkdirSync(path.join(folder, 'layer/full'));
	fs.symlinkSync(folder, path.join(folder, 'layer/full/link'));
	for (const name of ['pipe', 'folder', 'full/link']) {
		t.is(cache.read(`layer/${name}`, () => 1), undefined);
		t.is(cache.readBytes(`layer/${name}`, 100), undefined);
	}

	t.true(await cache.write('layer/pipe', part(5)), 'a pipe is replaced');
	t.false(await cache.write('layer/folder', part(5)));
	t.notRegex(cache.problem!, /\.part/, 'the same words each time');
	t.deepEqual(await cache.clear(), {files: 2, bytes: 15});
	t.deepEqual(fs.readdirSync(path.join(folder, 'layer')), ['full']);
	t.true(await cache.write('layer/folder', part(5)));
});

test('it is known what there may be, as it was when that was first asked and with what was written since', async t => {
	const folder = temporaryFolder(t);
	const cache = new CacheFolder(folder, 1000);
	t.false(cache.mayHave('layer/one'));
	await cache.write('layer/one', [Buffer.from('1')]);
	t.true(cache.mayHave('layer/one'));
	t.false(cache.mayHave('layer/two'));
	t.true(new CacheFolder(folder, 1000).mayHave('layer/one'));
});
