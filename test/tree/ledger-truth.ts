import {fileURLToPath} from 'node:url';
import zlib from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {inflate} from '../../source/archive/inflate.js';
import type {Image} from '../../source/image/image.js';
import type {Overlay} from '../../source/tree/overlay.js';
import {fateNames} from '../../source/tree/fate.js';
import {buildImage, dockerArchive, ociLayout, type BuiltImage} from '../helpers/build-image.js';
import {loadImage} from '../helpers/load-story.js';
import {open, openTar} from '../helpers/open.js';
import {Random} from '../helpers/random.js';
import {slowLedger} from '../helpers/slow-ledger.js';

/** What freedive counts, its layers' fates held to their sizes, and what the slow ledger counts. */
async function holdLedger(t: ExecutionContext, image: Image, what: string): Promise<Overlay> {
	const {overlay} = await loadImage(image);
	const {unknown, wasted, ...bytes} = overlay.bytes();
	const slow = await slowLedger(image.layers.map(({blob, compression}) => () => inflate(blob!, compression)));
	t.deepEqual(bytes, slow, what);
	t.is(unknown, 0, what);
	for (const {number} of image.layers) {
		const {size, bytes} = overlay.layer(number);
		t.is(fateNames.reduce((sum, name) => sum + bytes[name], 0), size, what);
		t.is(overlay.layer(number).unknown, 0, what);
	}

	return overlay;
}

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

test('the bytes of what real tools wrote went where a slow count of all contents finds them', async t => {
	for (const name of ['docker-classic.tar', 'containerd.tar', 'crane.tar', 'buildah-oci.tar', 'skopeo-oci', 'skopeo-oci-zstd.tar', 'skopeo-dir', 'docker-buildkit.tar.gz']) {
		await holdLedger(t, await open(t, fixture(name)), name);
	}

	for (const image of ['empty', 'full', 'removed']) {
		await holdLedger(t, await open(t, fixture('umoci.tar'), {image}), image);
	}
});

test('and those of the demo', async t => {
	const {layers} = await open(t, fileURLToPath(new URL('../../build/demo.tar', import.meta.url)));
	const overlay = await holdLedger(t, {layers} as Image, 'demo');
	const {overwritten, rewritten, removed} = overlay.bytes();
	t.true(overwritten > 0 && rewritten > 0 && removed > 0);
});

/** Layers of few paths and fewer contents: much is stored again, and much of it is the same. */
function randomStory(random: Random): string {
	const folders = ['', 'a/', 'a/b/', 'c/'];
	const names = ['x', 'y', 'z'];
	return Array.from({length: 2 + random.below(4)}, (_, layer) => {
		const entries = new Map<string, string>();
		for (let count = 1 + random.below(8); count > 0; count--) {
			const folder = random.pick(folders);
			const name = random.pick(names);
			const path = folder + name;
			const line = random.pick([
				`${path} = ${random.pick(['one', 'two', 'three'])}`,
				`${random.pick(['0600', '0755'])} ${path} = ${random.pick(['one', 'two'])}`,
				`${path} = ${random.pick(['one', 'two'])}`,
				`${path} -> ${random.pick(names)}`,
				...(layer > 0 ? [`${folder}.wh.${name}`, ...(folder === '' ? [] : [`${folder}.wh..wh..opq`])] : []),
			]);
			entries.set(line.split(' ').find(word => word.includes('/') || !/^0\d+$/.test(word))!, `  ${line}`);
		}

		return [`RUN ${layer}`, ...entries.values()].join('\n');
	}).join('\n');
}

test('and those of random images, plain, compressed and mixed', async t => {
	for (let seed = 1; seed <= 60; seed++) {
		const random = new Random(seed);
		const story = randomStory(random);
		const built = await buildImage(story);
		const mixed: BuiltImage = {...built, layers: built.layers.map(layer => random.chance(0.5) ? zlib.gzipSync(layer) : layer)};
		for (const files of [dockerArchive([built]), dockerArchive([mixed]), ociLayout([built], 'gzip'), ociLayout([built], 'zstd')]) {
			await holdLedger(t, await openTar(t, files), `seed ${seed}\n${story}`);
		}
	}
});
