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

test('it is known what there may be, as it was when that was first asked and with what was written since', async t => {
	const folder = temporaryFolder(t);
	const cache = new CacheFolder(folder, 1000);
	t.false(cache.mayHave('layer/one'));
	await cache.write('layer/one', [Buffer.from('1')]);
	t.true(cache.mayHave('layer/one'));
	t.false(cache.mayHave('layer/two'));
	t.true(new CacheFolder(folder, 1000).mayHave('layer/one'));
});
