import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {readRecentImages, rememberImage, type RecentImage} from '../../../source/image/cache/recent-images.js';
import {rememberOpened} from '../../../source/image/cache/remember-opened.js';
import {openImage} from '../../../source/image/open-image.js';
import {buildImage, dockerArchive, writeTar} from '../../helpers/build-image.js';
import {temporaryFolder} from '../../helpers/temporary-folder.js';

const image = (reference: string, opened: number): RecentImage => ({reference, form: 'docker-archive', size: 5, opened});

test('the last one opened comes first, each once, and no more than fifty', t => {
	const folder = path.join(temporaryFolder(t), 'cache', 'freedive');
	t.deepEqual(readRecentImages(folder), []);
	for (let index = 0; index < 60; index++) {
		rememberImage(folder, image(`/images/${index}.tar`, index));
	}

	rememberImage(folder, image('/images/30.tar', 100));
	rememberImage(folder, {...image('/images/30.tar', 101), image: 'app:2', platform: 'linux/arm64'});
	const found = readRecentImages(folder);
	t.is(found.length, 50);
	t.deepEqual(found.slice(0, 3).map(({reference, image, opened}) => [reference, image, opened]), [
		['/images/30.tar', 'app:2', 101], ['/images/30.tar', undefined, 100], ['/images/59.tar', undefined, 59],
	]);
});

test('nobody else may read it, and nothing is left beside it', t => {
	const folder = path.join(temporaryFolder(t), 'freedive');
	rememberImage(folder, image('/a.tar', 1));
	t.is(fs.statSync(folder).mode & 0o777, 0o700);
	t.is(fs.statSync(path.join(folder, 'recent.json')).mode & 0o777, 0o600);
	t.deepEqual(fs.readdirSync(folder), ['recent.json']);
});

test('a list that is broken, foreign or no file is ignored, and replaced', t => {
	for (const text of ['', '{', '[]', '{"schema":"freedive/recent/2","images":[]}', '{"schema":"freedive/recent/1","images":[{"reference":7}]}', '{"schema":"freedive/recent/1","images":[{"reference":"/a.tar","form":"rootfs","size":-1,"opened":0}]}', 'x'.repeat(300_000)]) {
		const folder = temporaryFolder(t);
		fs.writeFileSync(path.join(folder, 'recent.json'), text);
		t.deepEqual(readRecentImages(folder), [], text.slice(0, 80));
		rememberImage(folder, image('/b.tar', 2));
		t.deepEqual(readRecentImages(folder), [image('/b.tar', 2)]);
	}

	const folder = temporaryFolder(t);
	fs.mkdirSync(path.join(folder, 'recent.json'));
	t.deepEqual(readRecentImages(folder), []);
	rememberImage(folder, image('/c.tar', 3));
	t.deepEqual(fs.readdirSync(folder), ['recent.json'], 'where it can\'t be replaced nothing stays aside');
});

test('where it can\'t be written nothing is said', t => {
	const file = path.join(temporaryFolder(t), 'file');
	fs.writeFileSync(file, '');
	t.notThrows(() => {
		rememberImage(path.join(file, 'below'), image('/a.tar', 1));
	});
});

test('of what was opened the whole path is kept; a stream and the demo can\'t be opened again', async t => {
	const folder = path.join(temporaryFolder(t), 'cache');
	const file = await writeTar(path.join(temporaryFolder(t), 'story.tar'), dockerArchive([await buildImage('ADD x /\n\tx = 1\n')]));
	const {image: opened, close} = await openImage(file, {temporaryFolder: temporaryFolder(t), hostPlatform: 'linux/amd64'});
	close();
	const relative = path.relative('.', file);
	rememberOpened(folder, {...opened, reference: `docker-archive:${relative}:app:1`}, {}, 4000);
	rememberOpened(folder, {...opened, reference: relative}, {image: 'app:1'}, 5000);
	for (const reference of ['-', 'demo:', '/dev/fd/63', '/proc/self/fd/0', 'gone.tar', 'me:secret@registry.test/app']) {
		rememberOpened(folder, {...opened, reference, form: reference === 'demo:' ? 'demo' : opened.form}, {}, 6000);
	}

	rememberOpened(folder, {...opened, reference: 'team/app:1@sha256:00'}, {platform: 'linux/arm64'}, 7000);
	rememberOpened(undefined, opened, {}, 8000);
	t.deepEqual(readRecentImages(folder).map(({reference, image, platform, opened}) => [reference, image, platform, opened]), [
		['team/app:1@sha256:00', undefined, 'linux/arm64', 7000],
		[file, 'app:1', undefined, 5000],
		[`docker-archive:${file}:app:1`, undefined, undefined, 4000],
	]);
	t.is(readRecentImages(folder)[1].size, opened.layers[0].storedSize);
});
