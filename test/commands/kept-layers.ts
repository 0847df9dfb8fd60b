import test from 'ava';
import {emptyEntryTable} from '../../source/archive/entry-table.js';
import {KeptLayers} from '../../source/commands/kept-layers.js';
import type {Layer} from '../../source/image/image.js';
import {sourceOf} from '../helpers/archive/sources.js';

type Test = Parameters<typeof sourceOf>[0];

const layerOf = (t: Test, bytes: string, digest = 'sha256:one') => ({digest, diffId: digest, compression: 'gzip', blob: sourceOf(t, Buffer.from(bytes))}) as unknown as Layer;
const tableOf = (count: number) => ({...emptyEntryTable(), count});

test('a layer that another image has is known, if its stored bytes are the same', async t => {
	const kept = new KeptLayers();
	const one = kept.of(() => undefined);
	one.keep(layerOf(t, 'bytes'), tableOf(3), {});
	const two = kept.of(() => undefined);
	t.is((await two.known(layerOf(t, 'bytes')))?.table.count, 3);
	t.is(await two.known(layerOf(t, 'other')), undefined);
	t.is(await two.known(layerOf(t, 'bytes', 'sha256:two')), undefined);
	t.is(await two.known({...layerOf(t, 'bytes'), blob: undefined}), undefined);
});

test('the table that is given out is another than the one that is kept: its paths are taken out of it', async t => {
	const kept = new KeptLayers();
	const {keep, known} = kept.of(() => undefined);
	keep(layerOf(t, 'bytes'), {...tableOf(1), paths: Uint8Array.of(97)}, {});
	for (let times = 0; times < 2; times++) {
		const {table} = (await known(layerOf(t, 'bytes')))!;
		t.is(table.paths.length, 1);
		table.paths = new Uint8Array();
	}
});

test('what is kept is bounded, the oldest goes first', async t => {
	const kept = new KeptLayers();
	const {keep, known} = kept.of(() => undefined);
	for (const name of ['a', 'b', 'c']) {
		keep(layerOf(t, name, name), tableOf(150_000), {});
	}

	keep(layerOf(t, 'huge', 'huge'), tableOf(500_000), {});
	t.is(await known(layerOf(t, 'a', 'a')), undefined);
	t.truthy(await known(layerOf(t, 'b', 'b')));
	t.truthy(await known(layerOf(t, 'c', 'c')));
	t.is(await known(layerOf(t, 'huge', 'huge')), undefined);
});

test('files of images that are done are closed when there are many, and what was kept of them goes', async t => {
	const kept = new KeptLayers();
	const closed: number[] = [];
	const closing = (image: number) => () => {
		closed.push(image);
	};

	const slow = kept.of(closing(0));
	slow.keep(layerOf(t, 'slow', 'slow'), tableOf(1), {});
	for (let image = 1; image <= 40; image++) {
		const {keep, done} = kept.of(closing(image));
		keep(layerOf(t, `${image}`, `${image}`), tableOf(1), {});
		done();
	}

	t.deepEqual(closed, [1, 2, 3, 4, 5, 6, 7, 8, 9]);
	t.is(await slow.known(layerOf(t, '9', '9')), undefined);
	t.truthy(await slow.known(layerOf(t, '10', '10')));
	t.truthy(await slow.known(layerOf(t, 'slow', 'slow')), 'one that is still worked on is never closed');
	kept.close();
	t.is(closed.length, 41);
});

test('one at a time reads, and one that fails lets the next in', async t => {
	const kept = new KeptLayers();
	const order: string[] = [];
	const first = kept.whileAlone(async () => {
		order.push('first begins');
		await new Promise(resolve => {
			setTimeout(resolve, 20);
		});
		order.push('first ends');
		throw new Error('broken');
	});
	const second = kept.whileAlone(async () => {
		order.push('second');
	});
	await t.throwsAsync(first, {message: 'broken'});
	await second;
	t.deepEqual(order, ['first begins', 'first ends', 'second']);
});
