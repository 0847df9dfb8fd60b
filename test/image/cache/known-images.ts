import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {forgetKnownImages, readKnownImages, rememberLayers} from '../../../source/image/cache/known-images.js';
import {chainIds} from '../../../source/image/chain-ids.js';
import type {Image} from '../../../source/image/image.js';
import {openImage} from '../../../source/image/open-image.js';
import {buildImage, dockerArchive, writeTar} from '../../helpers/build-image.js';
import {temporaryFolder} from '../../helpers/temporary-folder.js';

const layersOf = (...digits: number[]) => digits.map((digit, index) => ({number: index + 1, diffId: `sha256:${digit.toString(16).padStart(64, '0')}`})) as Image['layers'];
const image = (tag: string | undefined, ...digits: number[]) => ({
	reference: '-', form: 'docker-archive', tags: tag === undefined ? [] : [tag], layers: layersOf(...digits), history: Array.from({length: digits.length + 1}),
}) as unknown as Image;

test('what was opened is known to what begins with its layers, the last one first', t => {
	const folder = path.join(temporaryFolder(t), 'cache', 'freedive');
	t.deepEqual(readKnownImages(folder, image('app:1', 1)), []);
	rememberLayers(folder, image('debian:12', 1));
	rememberLayers(folder, image('python:3', 1, 2));
	rememberLayers(folder, image('other:1', 3));
	rememberLayers(folder, image('debian:12', 1));
	const [first, second] = chainIds(layersOf(1, 2));
	t.deepEqual(readKnownImages(folder, image('app:1', 1, 2, 3)), [
		{chainId: second, name: 'python:3', layers: 2, steps: 3, knownBy: 'opened'},
		{chainId: first, name: 'debian:12', layers: 1, steps: 2, knownBy: 'opened'},
	]);
	t.is(fs.readFileSync(path.join(folder, 'known.jsonl'), 'utf8').trim().split('\n').length, 4, 'each once, below a heading');
	t.is(fs.statSync(folder).mode & 0o777, 0o700);
	t.is(fs.statSync(path.join(folder, 'known.jsonl')).mode & 0o777, 0o600);
	t.deepEqual(fs.readdirSync(folder), ['known.jsonl']);
	forgetKnownImages(folder);
	t.deepEqual(fs.readdirSync(folder), []);
	forgetKnownImages(folder);
});

test('nothing is kept of what has no layers or no name', async t => {
	const folder = temporaryFolder(t);
	const file = path.join(temporaryFolder(t), 'app.tar');
	await writeTar(file, dockerArchive([await buildImage('COPY . /\n  x = 1')]));
	const {image: opened, close} = await openImage(file, {temporaryFolder: folder, hostPlatform: 'linux/amd64'});
	close();
	rememberLayers(folder, image('scratch:1'));
	rememberLayers(folder, image(undefined, 1));
	rememberLayers(folder, image('x'.repeat(501), 1));
	rememberLayers(folder, {...image('demo:1', 1), form: 'demo'});
	rememberLayers(folder, {...image('half:1', 1), layers: [...layersOf(1), {...layersOf(2)[0], diffId: undefined}]});
	t.deepEqual(fs.readdirSync(folder), []);
	rememberLayers(folder, {...opened, tags: []});
	t.deepEqual(readKnownImages(folder, opened).map(({name}) => name), [file]);
});

test('the oldest of two thousand is forgotten, whatever the length of names', t => {
	const folder = temporaryFolder(t);
	const name = '\u0001'.repeat(490);
	const lines = Array.from({length: 2000}, (_, index) => JSON.stringify([layersOf(index)[0].diffId, `${name}${index}`, 1, 1]));
	fs.writeFileSync(path.join(folder, 'known.jsonl'), ['{"schema":"freedive/known/1"}', ...lines, ''].join('\n'));
	t.is(readKnownImages(folder, image('x', 1999))[0].name, `${name}1999`);
	rememberLayers(folder, image('new:1', 5000));
	t.deepEqual(readKnownImages(folder, image('x', 1999)), []);
	t.is(readKnownImages(folder, image('x', 1998)).length, 1);
	t.is(readKnownImages(folder, image('x', 5000))[0].name, 'new:1');
});

test('a list that is broken, foreign or no file tells nothing, a broken line nothing of itself', t => {
	const {diffId} = layersOf(1)[0];
	const good = JSON.stringify([diffId, 'good:1', 1, 1]);
	const heading = '{"schema":"freedive/known/1"}';
	const lines = ['{', `["${diffId!}","cut`, JSON.stringify([diffId, 'x', 0, 1]), JSON.stringify([diffId, 7, 1, 1]), JSON.stringify([diffId, 'x', 1, 1, 'more']).slice(0, -3), JSON.stringify([diffId, '', 1, 1]), JSON.stringify([diffId, 'x', -1.5, 1])];
	const folder = temporaryFolder(t);
	fs.writeFileSync(path.join(folder, 'known.jsonl'), [heading, ...lines, good, ''].join('\n'));
	t.deepEqual(readKnownImages(folder, image('x', 1)).map(({name}) => name), ['good:1']);
	for (const text of ['', good, `{"schema":"freedive/known/2"}\n${good}\n`, `${heading}\n${good}\n${'x'.repeat(9 << 20)}`]) {
		fs.writeFileSync(path.join(folder, 'known.jsonl'), text);
		t.deepEqual(readKnownImages(folder, image('x', 1)), [], text.slice(0, 100));
	}

	fs.rmSync(path.join(folder, 'known.jsonl'));
	fs.mkdirSync(path.join(folder, 'known.jsonl'));
	t.deepEqual(readKnownImages(folder, image('x', 1)), []);
	rememberLayers(folder, image('new:1', 1));
	t.deepEqual(fs.readdirSync(folder), ['known.jsonl'], 'nothing is left beside it');
});
