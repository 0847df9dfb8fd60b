import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import test from 'ava';
import {indexBlob} from '../../source/archive/index-blob.js';
import {PlainCopies} from '../../source/archive/plain-copies.js';
import {randomBytes, randomOf} from '../helpers/archive/random-bytes.js';
import {concat, end, entry} from '../helpers/archive/raw-tar.js';
import {sourceOf} from '../helpers/archive/sources.js';
import {frame} from '../helpers/archive/zstd-frames.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const random = randomOf(7);
const tar = concat(...Array.from({length: 9}, (_, index) => entry({name: `file${index}`}, randomBytes(random, 200_000 + index))), end);
const worth = 2 << 20;

test('the plain bytes of a blob are in its place once it is indexed, and other blobs in theirs', async t => {
	const folder = temporaryFolder(t);
	const copies = new PlainCopies(folder);
	for (const [layer, compression, blob] of [[1, 'gzip', zlib.gzipSync(tar)], [2, 'zstd', frame(tar)]] as const) {
		const place = copies.place(worth)!;
		const {table, copied} = await indexBlob(sourceOf(t, blob), compression, [], {copy: place});
		t.is(copied, tar.length);
		t.is(table.count, 9);
		copies.keep(layer, place, copied!);
	}

	t.deepEqual([...copies.sources.keys()], [1, 2]);
	for (const source of copies.sources.values()) {
		t.true(Buffer.from(source.slice(0, source.size)).equals(tar));
	}

	t.deepEqual(fs.readdirSync(folder), []);
	copies.close();
});

test('what is larger than its place is indexed all the same, and is no copy; nor is what is cut off', async t => {
	const copies = new PlainCopies(temporaryFolder(t));
	const place = copies.place(worth)!;
	const packed = zlib.gzipSync(tar);
	const short = await indexBlob(sourceOf(t, packed), 'gzip', [], {copy: {...place, limit: 300_000}});
	t.is(short.copied, undefined);
	t.is(short.table.count, 9);
	const cut = await indexBlob(sourceOf(t, packed.subarray(0, -300_000)), 'gzip', [], {copy: place});
	t.is(cut.copied, undefined);
	t.true(cut.table.count > 0);
	// A disk that takes nothing more costs the copy and nothing else.
	const full = fs.openSync('/dev/full', 'w');
	const refused = await indexBlob(sourceOf(t, packed), 'gzip', [], {copy: {fd: full, start: 0, limit: worth}});
	fs.closeSync(full);
	t.is(refused.copied, undefined);
	t.deepEqual(refused.table.warnings, []);
	copies.close();
});

test('there is no place for small blobs, for more than there is room, and where no file can be made', t => {
	const folder = temporaryFolder(t);
	const copies = new PlainCopies(folder);
	t.is(copies.place(1000), undefined);
	t.is(copies.place(2 ** 50), undefined);
	t.not(copies.place(worth), undefined);
	copies.close();
	const nowhere = new PlainCopies(path.join(folder, 'none'));
	t.is(nowhere.place(worth), undefined);
	nowhere.close();
});
