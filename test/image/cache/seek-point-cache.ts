import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {findSeekPoints} from '../../../source/archive/find-seek-points.js';
import {CacheFolder} from '../../../source/image/cache/cache-folder.js';
import {SeekPointCache} from '../../../source/image/cache/seek-point-cache.js';
import {buildImage, ociLayout, writeTar} from '../../helpers/build-image.js';
import {open} from '../../helpers/open.js';
import {Random} from '../../helpers/random.js';
import {runCommand} from '../../helpers/run-command.js';
import {temporaryFolder} from '../../helpers/temporary-folder.js';

const text = (() => {
	const random = new Random(5);
	return Buffer.from(Uint8Array.from({length: 3_000_000}, () => 97 + random.below(6)));
})();

test('points are found again as long as the file stays as it is; broken ones are none, and cost no more than time', async t => {
	const archive = await writeTar(path.join(temporaryFolder(t), 'app.tar'), ociLayout([await buildImage('ADD a\n  big = @text\n  last = the end\n', {contents: {text}})]));
	const [layer] = (await open(t, archive)).layers;
	const points = (await findSeekPoints(layer.blob!, 'gzip', {leastPlain: 100_000}))!;
	t.true(points.count > 5);
	const folder = temporaryFolder(t);
	const kept = new CacheFolder(path.join(folder, 'images'), 1e9);
	const cache = new SeekPointCache(kept);
	t.is(cache.find(layer), undefined);
	cache.keep(layer, points);
	await kept.settled();
	t.deepEqual(cache.find(layer), points);

	const read = async () => runCommand(['cat', archive, '/last'], {cacheFolder: folder, maker: 'this one'});
	t.is((await read()).output, 'the end');
	const [name] = fs.readdirSync(path.join(folder, 'images/seek'));
	const file = path.join(folder, 'images/seek', name);
	const whole = fs.readFileSync(file);
	for (const at of [0, 20, 60, 200, whole.length - 5]) {
		const broken = Buffer.from(whole);
		broken[at] ^= 4;
		fs.writeFileSync(file, broken);
		t.is(cache.find(layer), undefined);
		const {output, errors, exitCode} = await read();
		t.deepEqual({output, errors, exitCode}, {output: 'the end', errors: '', exitCode: 0});
	}

	fs.writeFileSync(file, whole);
	fs.appendFileSync(archive, ' ');
	t.is(cache.find((await open(t, archive)).layers[0]), undefined, 'it is another file now');
});

test('where windows may not be kept, points that have some are not', async t => {
	const archive = await writeTar(path.join(temporaryFolder(t), 'app.tar'), ociLayout([await buildImage('ADD a\n  big = @text\n', {contents: {text}})]));
	const [layer] = (await open(t, archive)).layers;
	const points = (await findSeekPoints(layer.blob!, 'gzip', {leastPlain: 100_000}))!;
	const folder = path.join(temporaryFolder(t), 'images');
	const kept = new CacheFolder(folder, 1e9);
	const cache = new SeekPointCache(kept, false);
	cache.keep(layer, points);
	await kept.settled();
	t.false(fs.existsSync(folder));
});
