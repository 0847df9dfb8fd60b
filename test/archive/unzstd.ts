import {execFileSync} from 'node:child_process';
import zlib from 'node:zlib';
import test from 'ava';
import {ArchiveError} from '../../source/archive/archive-error.js';
import {inflate} from '../../source/archive/inflate.js';
import {ZstdFrames} from '../../source/archive/zstd-frames.js';
import {hasProgram, testWith} from '../helpers/archive/test-with.js';
import {randomBytes, randomOf, seed} from '../helpers/archive/random-bytes.js';
import {collect, collectUntilError, sourceOf, withSource} from '../helpers/archive/sources.js';
import {frame, handmadeFrame, raw, run, skippable} from '../helpers/archive/zstd-frames.js';

const testZstd = testWith(test, {zstd: hasProgram('zstd')});

const noise = randomBytes(randomOf(1), 3_000_000);
const text = Buffer.from(Array.from({length: 20_000}, (_, index) => `line ${index}\n`).join(''));
const zeros = Buffer.alloc(10_000_000);
const none = Buffer.alloc(0);

/** What Node's decompressor alone cuts short, or its one-shot form does, and forms that few writers use. */
const blobs: ReadonlyArray<readonly [what: string, blob: Uint8Array[], content: Uint8Array[]]> = [
	['nothing', [], []],
	['a frame', [frame(text)], [text]],
	['a frame with a checksum', [frame(text, {checksum: true})], [text]],
	['a frame that does not tell its size', [frame(text, {contentSize: false})], [text]],
	['an empty frame', [frame(none)], []],
	['an empty frame with a checksum', [frame(none, {checksum: true, contentSize: false})], []],
	['frames, some of them empty', [frame('a'), frame(none), frame(text, {checksum: true}), frame(none, {checksum: true}), frame('b', {contentSize: false})], [Buffer.from('a'), text, Buffer.from('b')]],
	['a frame of noise, larger than is gathered', [frame(noise)], [noise]],
	['a frame of zeros, small as it lies', [frame(zeros)], [zeros]],
	['large frames and small ones in turn', [frame(noise), frame('a'), frame(zeros, {checksum: true}), frame('b'), frame(text)], [noise, Buffer.from('a'), zeros, Buffer.from('b'), text]],
	['a thousand frames', Array.from({length: 1000}, (_, index) => frame(`${index},`)), Array.from({length: 1000}, (_, index) => Buffer.from(`${index},`))],
	['a skippable frame alone', [skippable('skipped')], []],
	['an empty skippable frame alone', [skippable(none)], []],
	['a skippable frame at the start', [skippable('skipped'), frame(text)], [text]],
	['an empty one at the start', [skippable(none), frame(text)], [text]],
	['skippable frames between and at the end', [frame('a'), skippable('skipped'), skippable(none, 5), frame(text), skippable(noise, 15)], [Buffer.from('a'), text]],
	['a skippable frame that holds a frame', [frame('a'), skippable(frame('not this')), frame('b')], [Buffer.from('ab')]],
	['every kind of skippable frame', [...Array.from({length: 16}, (_, index) => skippable('skipped', index)), frame('a')], [Buffer.from('a')]],
	['raw blocks', [handmadeFrame([raw('one'), raw(''), raw('two')])], [Buffer.from('onetwo')]],
	['blocks of one byte repeated', [handmadeFrame([run('x', 100_000), raw('y'), run('z', 131_072)], {window: 0x50})], [Buffer.from('x'.repeat(100_000) + 'y' + 'z'.repeat(131_072))]],
	['a run as the last block', [handmadeFrame([raw('y'), run('z', 5)])], [Buffer.from('yzzzzz')]],
	['a frame of nothing but an empty block', [handmadeFrame([raw('')])], []],
	['room for the number of a dictionary, which is none', [1, 2, 4].map(length => handmadeFrame([raw('a')], {dictionary: Buffer.alloc(length)})), [Buffer.from('aaa')]],
];

for (const [what, blob, content] of blobs) {
	test(what, async t => {
		const plain = await collect(inflate(sourceOf(t, Buffer.concat(blob)), 'zstd'));
		t.true(plain.equals(Buffer.concat(content)));
	});

	test(`${what}, byte by byte`, t => {
		const bytes = Buffer.concat(blob);
		if (bytes.length > 100_000) {
			t.is(framesOf(bytes, 1000).length, blob.length - blob.filter(one => isSkippable(one)).length);
			return;
		}

		for (const step of [1, 3]) {
			const frames = framesOf(bytes, step);
			t.deepEqual(frames, blob.filter(one => !isSkippable(one)).map(one => Buffer.from(one)));
			t.true(Buffer.concat(frames.map(one => zlib.zstdDecompressSync(one))).equals(Buffer.concat(content)));
		}
	});
}

function isSkippable(blob: Uint8Array): boolean {
	return blob[1] === 0x2A;
}

/** The frames that the walk cuts a blob into, which is pushed so many bytes at a time. */
function framesOf(blob: Buffer, step: number): Buffer[] {
	const walk = new ZstdFrames();
	const frames: Buffer[] = [];
	let pieces: Uint8Array[] = [];
	for (let at = 0; at < blob.length; at += step) {
		for (const {bytes, last} of walk.push(blob.subarray(at, at + step))) {
			pieces.push(bytes);
			if (last) {
				frames.push(Buffer.concat(pieces));
				pieces = [];
			}
		}
	}

	if (!walk.whole || pieces.length > 0) {
		throw new Error('the walk does not end at the end of a frame');
	}

	return frames;
}

test('cut off at every byte: what is there is given, and it says so wherever no frame ends', async t => {
	const parts = [
		skippable('skipped'), frame('first, '), frame(text.subarray(0, 1000), {checksum: true}), skippable(none), frame(none),
		handmadeFrame([raw('raw'), run('x', 200), raw('')]), frame('last', {contentSize: false, checksum: true}), skippable('footer'),
	];
	const ends = new Set([0, ...parts.map((_, index) => Buffer.concat(parts.slice(0, index + 1)).length)]);
	const blob = Buffer.concat(parts);
	const content = await collect(inflate(sourceOf(t, blob), 'zstd'));
	for (let cut = 0; cut <= blob.length; cut++) {
		const {bytes, error} = await withSource(blob.subarray(0, cut), async source => collectUntilError(inflate(source, 'zstd')));
		t.deepEqual(bytes, content.subarray(0, bytes.length));
		t.is(error?.message, ends.has(cut) ? undefined : 'the zstd data is cut off', `cut at ${cut}`);
	}
});

test('a large frame cut off says so too, after what is there', async t => {
	const blob = frame(noise);
	for (const cut of [1, 1 << 20, (1 << 20) + 1, blob.length - 1]) {
		const {bytes, error} = await collectUntilError(inflate(sourceOf(t, blob.subarray(0, cut)), 'zstd'));
		t.is(error?.message, 'the zstd data is cut off');
		t.true(error instanceof ArchiveError);
		t.true(bytes.equals(noise.subarray(0, bytes.length)));
		t.true(bytes.length >= cut - 140_000);
	}
});

test('a flipped bit: the same content, or an error; never a hang', async t => {
	const parts = [frame('first', {checksum: true}), skippable('skip'), frame(text.subarray(0, 2000), {checksum: true}), frame(none, {checksum: true}), frame('last', {checksum: true})];
	const blob = Buffer.concat(parts);
	const content = await collect(inflate(sourceOf(t, blob), 'zstd'));
	for (let bit = 0; bit < blob.length * 8; bit++) {
		const spoiled = Buffer.from(blob);
		spoiled[bit >> 3] ^= 1 << (bit & 7);
		const {bytes, error} = await withSource(spoiled, async source => collectUntilError(inflate(source, 'zstd')));
		t.true(error instanceof ArchiveError || bytes.equals(content), `bit ${bit}`);
		t.true(bytes.length <= content.length + 131_072);
	}
});

test('what lies before a broken block of a small frame is given', async t => {
	const half = randomBytes(randomOf(2), 200_000);
	const blob = frame(Buffer.concat([half, half.reverse()]), {checksum: true});
	blob[blob.length - 1] ^= 1;
	const {bytes, error} = await collectUntilError(inflate(sourceOf(t, blob), 'zstd'));
	t.regex(error!.message, /^the zstd data is corrupt \(/);
	t.true(bytes.length >= 262_144);
});

test('what follows the last frame and is none', async t => {
	for (const garbage of ['garbage that is long', '\0\0\0\0\0', Buffer.alloc(100)]) {
		const {bytes, error} = await collectUntilError(inflate(sourceOf(t, Buffer.concat([frame('content'), Buffer.from(garbage as string)])), 'zstd'));
		t.is(bytes.toString(), 'content');
		t.is(error?.message, `no zstd frame begins at byte ${frame('content').length} of the compressed data`);
	}
});

test('a window of more memory than is given', async t => {
	const blob = handmadeFrame([raw('a')], {window: 21 << 3});
	const {error} = await collectUntilError(inflate(sourceOf(t, blob), 'zstd'));
	t.true(error instanceof ArchiveError);
	t.regex(error!.message, /window of more than 128 MiB/);
});

for (const [what, blob] of [
	['a dictionary that is not there', handmadeFrame([raw('a')], {dictionary: Buffer.of(7)})],
	['a block of the reserved type', handmadeFrame([{type: 'reserved', size: 1, bytes: Buffer.from('a')}])],
	['a block larger than any', handmadeFrame([run('x', 1_000_000)], {window: 0x78})],
	['a block larger than its window', handmadeFrame([run('x', 100_000)], {window: 0})],
	['a block that is no compressed data', handmadeFrame([{type: 'compressed', size: 5, bytes: Buffer.from('abcde')}])],
] as const) {
	test(`${what} is an error`, async t => {
		const {bytes, error} = await collectUntilError(inflate(sourceOf(t, Buffer.concat([frame('before'), blob, frame('after')])), 'zstd'));
		t.is(bytes.toString(), 'before');
		t.true(error instanceof ArchiveError);
		t.regex(error!.message, /^the zstd data is corrupt \(/);
	});
}

test('random frames, in chunks of any size', async t => {
	for (let round = 0; round < 30; round++) {
		const random = randomOf(100 + round);
		const contents: Buffer[] = [];
		const parts: Buffer[] = [];
		for (let count = random.below(20); count > 0; count--) {
			if (random.chance(0.2)) {
				parts.push(skippable(randomBytes(random, random.pick([0, 1, 300_000])), random.below(16)));
			} else {
				const content = random.pick([none, text, text.subarray(0, random.below(1000)), noise.subarray(0, random.below(300_000)), zeros.subarray(0, random.below(2_000_000))]);
				contents.push(content);
				parts.push(frame(content, {checksum: random.chance(0.5), contentSize: random.chance(0.5)}));
			}
		}

		const plain = await collect(inflate(sourceOf(t, Buffer.concat(parts)), 'zstd'));
		t.true(plain.equals(Buffer.concat(contents)), `SEED=${seed}, round ${round}`);
	}
});

test('it can be stopped between chunks', async t => {
	const stop = new AbortController();
	const chunks = inflate(sourceOf(t, frame(zeros)), 'zstd', {signal: stop.signal});
	let read = 0;
	await t.throwsAsync(async () => {
		for await (const chunk of chunks) {
			stop.abort();
			read += chunk.length;
		}
	}, {name: 'AbortError', any: true});
	t.true(read > 0 && read < zeros.length / 2);
});

testZstd('what the program zstd writes, with each of its options', async t => {
	const content = Buffer.concat([text, noise.subarray(0, 500_000), text]);
	for (const options of [['-1'], ['-19'], ['--no-check'], ['--check', '--long=27'], ['-T2', '-B65536'], ['--ultra', '-22'], ['--fast=5'], ['--format=zstd', '--no-content-size']]) {
		const blob = execFileSync('zstd', ['-qc', ...options], {input: content});
		t.true((await collect(inflate(sourceOf(t, blob), 'zstd'))).equals(content), options.join(' '));
	}
});

testZstd('a window of 2 GiB, as zstd --long=31 writes it for a stream', async t => {
	const blob = execFileSync('zstd', ['-qc', '--ultra', '--long=31'], {input: text});
	const {error} = await collectUntilError(inflate(sourceOf(t, blob), 'zstd'));
	t.regex(error!.message, /window of more than 128 MiB/);
});
