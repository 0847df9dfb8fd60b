import {createHash} from 'node:crypto';
import zlib from 'node:zlib';
import test from 'ava';
import {indexBlob} from '../../source/archive/index-blob.js';
import {indexStream} from '../../source/archive/index-stream.js';
import type {Facts, Tap} from '../../source/archive/tap.js';
import {contentDigest} from '../../source/archive/taps/content-digest.js';
import {randomBytes, randomChunks, randomOf, seed} from '../helpers/archive/random-bytes.js';
import {concat, end, entry, header, padded, pax} from '../helpers/archive/raw-tar.js';
import {sourceOf, streamOf} from '../helpers/archive/sources.js';
import {readByTarStream} from '../helpers/archive/tar-stream-oracle.js';
import {frame} from '../helpers/archive/zstd-frames.js';

const random = randomOf(1);
const tar = concat(
	...Array.from({length: 40}, (_, index) => concat(
		index % 5 === 0 ? pax({path: `folder/${'long'.repeat(50)}${index}`}) : Buffer.alloc(0),
		entry({name: `file${index}`, type: index % 7 === 3 ? '2' : '0'}, index % 7 === 3 ? '' : randomBytes(random, random.pick([0, 1, 511, 512, 513, 5000, 200_000]))),
	)),
	end,
);

const hex = (digests: Facts) => [...digests].map(([entry, digest]) => [entry, Buffer.from(digest as string, 'latin1').toString('hex')]);

test('digests by the pass of a stream and afterwards on a plain blob are those of the contents that tar-stream reads', async t => {
	const expected = (await readByTarStream(tar))
		.map(({content}, index) => ({index, content}))
		.filter(({content}) => content.length > 0)
		.map(({index, content}) => [index, createHash('sha256').update(content).digest('hex')]);
	for (const [compression, blob] of [['gzip', zlib.gzipSync(tar)], ['zstd', frame(tar)]] as const) {
		const {facts} = await indexBlob(sourceOf(t, blob), compression, [contentDigest]);
		t.deepEqual(hex(facts['content-digest']), expected, `SEED=${seed}`);
	}

	const everywhere = {...contentDigest, isForPassOnly: false};
	t.deepEqual(hex((await indexBlob(sourceOf(t, tar), 'none', [everywhere])).facts['content-digest']), expected);
	t.deepEqual((await indexBlob(sourceOf(t, tar), 'none', [contentDigest])).facts, {});

	for (let round = 0; round < 10; round++) {
		const {facts} = await indexStream(streamOf(randomChunks(randomOf(round), tar)), [contentDigest]);
		t.deepEqual(hex(facts['content-digest']), expected, `SEED=${seed}, round ${round}`);
	}
});

/** Notes what it is offered and given: it wants the contents of names that end in `.so`. */
function noter(name: string, wanted: string): Tap<string> & {offered: string[]} {
	const offered: string[] = [];
	return {
		name,
		offered,
		open({path, size, mode}) {
			const text = Buffer.from(path).toString();
			offered.push(`${text} ${size} ${mode.toString(8)}`);
			let content = '';
			return text.endsWith(wanted)
				? {
					write(piece) {
						content += Buffer.from(piece).toString();
					},
					end: () => content === 'nothing to say' ? undefined : content,
				}
				: undefined;
		},
	};
}

const odd = concat(
	entry({name: 'a.so', mode: 0o755}, 'library'),
	entry({name: 'b.txt'}, 'text'),
	entry({name: 'quiet.so'}, 'nothing to say'),
	entry({name: 'empty.so'}),
	entry({name: 'folder.so/', type: '5'}),
	entry({name: 'link.so', type: '2', link: 'a.so'}),
	entry({name: '.wh.gone.so'}, 'whiteout'),
	pax({'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': '7', 'GNU.sparse.name': 'sparse.so'}), entry({}, concat(padded('1\n0\n7\n'), Buffer.from('content'))),
	entry({name: 'c.so'}, 'x'.repeat(2000)),
	header({name: 'cut.so', size: 5000}), Buffer.from('only this'),
);

test('taps are offered whole contents of regular files, get those that they want, and say nothing of what is cut off', async t => {
	for (const [compression, blob] of [['none', odd], ['gzip', zlib.gzipSync(odd)], ['zstd', frame(odd)]] as const) {
		const libraries = noter('libraries', '.so');
		const texts = noter('texts', '.txt');
		const {facts, table} = await indexBlob(sourceOf(t, blob), compression, [libraries, texts]);
		t.is(table.count, 10);
		t.deepEqual([...facts.libraries], [[0, 'library'], [8, 'x'.repeat(2000)]]);
		t.deepEqual([...facts.texts], [[1, 'text']]);
		t.deepEqual(libraries.offered.slice(0, 4), ['a.so 7 755', 'b.txt 4 644', 'quiet.so 14 644', 'c.so 2000 644']);
		t.deepEqual(texts.offered, libraries.offered);
	}
});

test('a pass that fails keeps the entries and facts before, and says why', async t => {
	// Hexadecimal digits, since what can't be compressed is stored, where nothing is seen to be wrong until the checksum.
	const text = concat(...Array.from({length: 40}, (_, index) => entry({name: `text${index}`}, randomBytes(randomOf(index), 3000).toString('hex'))), end);
	const blob = zlib.gzipSync(text);
	const whole = await indexBlob(sourceOf(t, blob), 'gzip', [contentDigest]);
	blob.fill(0xFF, blob.length >> 1, (blob.length >> 1) + 100);
	const {table, facts} = await indexBlob(sourceOf(t, blob), 'gzip', [contentDigest]);
	t.true(table.count > 5 && table.count < whole.table.count);
	t.true(table.warnings.length > 0 && table.warnings.every(({incomplete}) => incomplete));
	t.regex(table.warnings.at(-1)!.message, /^the gzip data is corrupt/);
	const digests = hex(facts['content-digest']);
	t.true(digests.length > 3);
	// What lies right before the byte that breaks may be wrong already.
	t.deepEqual(digests.slice(0, -1), hex(whole.facts['content-digest']).slice(0, digests.length - 1));
});

test('a blob that is no tar, in every compression', async t => {
	const text = Buffer.alloc(5000, 'no tar\n');
	for (const [compression, blob] of [['none', text], ['gzip', zlib.gzipSync(text)], ['zstd', frame(text)]] as const) {
		const {table} = await indexBlob(sourceOf(t, blob), compression);
		t.is(table.count, 0);
		t.deepEqual(table.warnings, [{message: 'is no tar archive', incomplete: true}]);
	}
});

test('zeros after the end of a tar are read to the end of the blob, so that its checksum is met', async t => {
	const blob = zlib.gzipSync(concat(entry({name: 'a'}, 'x'), Buffer.alloc(1 << 20)));
	blob[blob.length - 5] ^= 1;
	const {table} = await indexBlob(sourceOf(t, blob), 'gzip');
	t.is(table.count, 1);
	t.is(table.warnings.length, 1);
});

test('it tells how much it read', async t => {
	for (const [compression, blob] of [['none', tar], ['gzip', zlib.gzipSync(tar)], ['zstd', frame(tar)]] as const) {
		let read = 0;
		await indexBlob(sourceOf(t, blob), compression, [], {onRead(bytes) {
			read += bytes;
		}});
		t.is(read, blob.length);
	}
});
