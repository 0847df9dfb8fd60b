import test from 'ava';
import type {EntryTable} from '../../source/archive/entry-table.js';
import {indexLayers} from '../../source/image/index-layers.js';
import {buildImage, dockerArchive} from '../helpers/build-image.js';
import {openTar} from '../helpers/open.js';

const story = `
	RUN one
	  a = 1
	  b = 2
	RUN two
	  c = 3
	  d = 4
	RUN three
	  e = 5
`;

test('each layer is told once; what would be too many entries for an image is left out, and said', async t => {
	const image = await openTar(t, dockerArchive([await buildImage(story)]));
	const tables = new Map<number, EntryTable>();
	const progress: number[] = [];
	await indexLayers(image, {
		order: 'base-upward',
		threads: 1,
		inThreads: 'compressed',
		maximumEntries: 3,
		onLayer(layer, table) {
			t.false(tables.has(layer));
			tables.set(layer, table);
		},
		onProgress({bytes, total}) {
			progress.push(bytes / total);
		},
	});
	t.deepEqual(Array.from({length: 3}, (_, index) => tables.get(index + 1)!.count), [2, 0, 1]);
	t.regex(tables.get(2)!.warnings[0].message, /left out: with its 2 entries the image would have more than 3/);
	t.true(tables.get(2)!.warnings[0].incomplete);
	t.is(progress.at(-1), 1);
});

test('an index that is given up throws what the signal says', async t => {
	const image = await openTar(t, dockerArchive([await buildImage(story)]));
	await t.throwsAsync(indexLayers(image, {
		order: 'biggest-first', threads: 1, inThreads: 'compressed', signal: AbortSignal.abort(),
		onLayer() {
			throw new Error('No layer is read.');
		},
	}), {name: 'AbortError'});
});
