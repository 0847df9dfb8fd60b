import {createHash} from 'node:crypto';
import zlib from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import type {ByteSource} from '../../source/archive/byte-source.js';
import {indexBlob} from '../../source/archive/index-blob.js';
import {contentDigest} from '../../source/archive/taps/content-digest.js';
import type {Compression} from '../../source/archive/sniff.js';
import {Contents} from '../../source/image/contents.js';
import type {Image, Layer} from '../../source/image/image.js';
import {concat, end, entry, pax} from '../helpers/archive/raw-tar.js';
import {sourceOf} from '../helpers/archive/sources.js';
import {frame} from '../helpers/archive/zstd-frames.js';
import {runNow} from '../../source/archive/slices.js';

const big = Buffer.alloc(700_000, 'big');
const almost = Buffer.from(big);
almost[699_999] = 0;

const tar = concat(
	entry({name: 'small'}, 'same'), entry({name: 'other'}, 'emas'), entry({name: 'big'}, big), entry({name: 'almost'}, almost), entry({name: 'empty'}, ''),
	pax({'GNU.sparse.map': '0,5', 'GNU.sparse.size': '5', 'GNU.sparse.name': 'sparse'}), entry({}, 'abcde'), end,
);
const contents = [Buffer.from('same'), Buffer.from('emas'), big, almost, Buffer.alloc(0)];
const sparse = 5;

function layerOf(number: number, compression: Compression, blob: ByteSource): Layer {
	const layer: Partial<Layer> = {number, compression, blob};
	return layer as Layer;
}

/** The contents of layers that are all the same tar, each in a compression of its own. */
async function contentsOf(t: ExecutionContext, compressions: readonly Compression[]): Promise<Contents> {
	const blobs = compressions.map(compression => sourceOf(t, {gzip: zlib.gzipSync(tar), zstd: frame(tar), none: tar}[compression as 'none']));
	const layers = compressions.map((compression, index) => layerOf(index + 1, compression, blobs[index]));
	const read = new Contents({layers} as Image);
	for (const {number, compression, blob} of layers) {
		const {table, facts} = await indexBlob(blob!, compression, [contentDigest]);
		read.add(number, table, facts);
	}

	return read;
}

test('contents are the same exactly where their bytes are, be their layers plain or compressed', async t => {
	const read = await contentsOf(t, ['none', 'none', 'gzip', 'zstd']);
	for (const a of [1, 2, 3, 4]) {
		for (const b of [1, 2, 3, 4]) {
			for (const [index, content] of contents.entries()) {
				for (const [other, otherContent] of contents.entries()) {
					t.is(runNow(read.same(a, index, b, other)), content.equals(otherContent), `${a} ${index} ${b} ${other}`);
				}
			}
		}
	}
});

test('starts are told of contents that lie plain, and differ only where contents do', async t => {
	const altered = Buffer.from(big);
	altered[1000] = 0;
	const blob = sourceOf(t, concat(entry({name: 'a'}, big), entry({name: 'b'}, almost), entry({name: 'c'}, altered), entry({name: 'd'}, big.subarray(0, 1024)), end));
	const {table} = await indexBlob(blob, 'none', []);
	const read = new Contents({layers: [layerOf(1, 'none', blob)]} as Image);
	read.add(1, table, {});
	const starts = [0, 1, 2, 3].map(index => read.startOf(1, index));
	t.deepEqual(starts.map(start => typeof start), ['number', 'number', 'number', 'number']);
	t.is(starts[0], starts[1]);
	t.not(starts[0], starts[2]);
	const mixed = await contentsOf(t, ['none', 'gzip']);
	t.is(mixed.startOf(1, 2), starts[0]);
	t.deepEqual([mixed.startOf(1, sparse), mixed.startOf(2, 2)], [undefined, undefined]);
});

test('digests are SHA-256', async t => {
	const read = await contentsOf(t, ['none', 'gzip']);
	for (const layer of [1, 2]) {
		for (const [index, content] of contents.entries()) {
			t.is(runNow(read.digest(layer, index)), createHash('sha256').update(content).digest('hex'));
		}
	}
});

test('what can be sought is read whole, up to a limit; what is compressed is not', async t => {
	const read = await contentsOf(t, ['none', 'gzip']);
	t.deepEqual(Buffer.from(read.read(1, 2, 700_000)!), big);
	t.is(read.read(1, 2, 699_999), undefined);
	t.is(read.read(2, 0, 100), undefined);
	t.is(read.fact('content-digest', 1, 0), undefined);
	t.is(read.fact<string>('content-digest', 2, 0)?.length, 32);
});

test('what was inflated before a checksum failed is not trusted', async t => {
	const blob = zlib.gzipSync(tar);
	blob[blob.length - 8] ^= 1;
	const source = sourceOf(t, blob);
	const {table, facts} = await indexBlob(source, 'gzip', [contentDigest]);
	t.is(table.count, 6);
	const read = new Contents({layers: [layerOf(1, 'gzip', source), layerOf(2, 'none', sourceOf(t, tar))]} as Image);
	read.add(1, table, facts);
	read.add(2, table, {});
	t.is(runNow(read.same(1, 0, 2, 0)), undefined);
	t.is(runNow(read.digest(1, 0)), undefined);
	t.true(runNow(read.same(1, 4, 2, 4)));
});

test('what can not be compared is neither the same nor another', async t => {
	const read = await contentsOf(t, ['none', 'none']);
	t.is(runNow(read.same(1, sparse, 2, sparse)), undefined);
	t.is(runNow(read.digest(1, sparse)), undefined);
	t.is(read.problems.size, 0);
});

test('a layer that has become shorter, or can not be read, is told once', async t => {
	const source = sourceOf(t, tar);
	const {table, facts} = await indexBlob(source, 'none');
	const cut = source.region('cut', 0, 1000);
	const failing = Object.assign(source.region('failing', 0, source.size), {
		read() {
			throw new Error('EIO: i/o error, read');
		},
	});
	const read = new Contents({layers: [source, cut, failing].map((blob, index) => layerOf(index + 1, 'none', blob))} as Image);
	for (const layer of [1, 2, 3]) {
		read.add(layer, table, facts);
	}

	t.is(runNow(read.same(1, 2, 2, 2)), undefined);
	t.is(runNow(read.same(1, 0, 3, 0)), undefined);
	t.is(runNow(read.digest(3, 2)), undefined);
	t.deepEqual([...read.problems], [[2, 'it is shorter than it was when its entries were read'], [3, 'EIO: i/o error, read']]);
});

test('with a plain copy a compressed layer is read there, and not where it lies', async t => {
	const read = await contentsOf(t, ['gzip', 'zstd']);
	read.learnCopy(1, sourceOf(t, tar));
	t.like(read.blobOf(1), {compression: 'none', points: undefined});
	t.is(read.blobOf(2)!.compression, 'zstd');
	for (const [index, content] of contents.entries()) {
		const chunks = [];
		for await (const chunk of read.stream(1, index)) {
			chunks.push(Buffer.from(chunk));
		}

		t.true(Buffer.concat(chunks).equals(content));
		t.true(runNow(read.same(1, index, 2, index)));
	}
});
