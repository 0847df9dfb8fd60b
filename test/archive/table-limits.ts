import zlib from 'node:zlib';
import test from 'ava';
import {transferables} from '../../source/archive/entry-table.js';
import {indexBlob} from '../../source/archive/index-blob.js';
import {indexStream} from '../../source/archive/index-stream.js';
import {inflate} from '../../source/archive/inflate.js';
import {tableLimits} from '../../source/archive/table-limits.js';
import {indexBoth} from '../helpers/archive/entries.js';
import {randomOf} from '../helpers/archive/random-bytes.js';
import {concat, end, entry, padded, pax, record} from '../helpers/archive/raw-tar.js';
import {sourceOf, streamOf} from '../helpers/archive/sources.js';

const sparseRecords = {'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.name': 'sparse'};

test('a table ends at a stated number of entries, with one warning', async t => {
	const bytes = concat(...Array.from({length: 100}, (_, index) => entry({name: `file${index}`}, 'x')), end);
	const table = await indexBoth(t, bytes, randomOf(39), {...tableLimits, entries: 60});
	t.is(table.count, 60);
	t.deepEqual(table.warnings, [{message: 'only the first 60 entries are read: the rest would take more memory than is given to one layer', incomplete: true}]);
	t.is((await indexBoth(t, bytes, randomOf(39), {...tableLimits, entries: 100})).warnings.length, 0);
});

for (const [what, part] of [
	['names', concat(pax({path: 'n'.repeat(1000)}), entry({}))],
	['link targets', concat(pax({linkpath: 'n'.repeat(1000)}), entry({type: '2'}))],
	['extended attributes', concat(pax({'SCHILY.xattr.user.k': 'v'.repeat(1000)}), entry({}))],
	['many small attributes', concat(pax(Object.fromEntries(Array.from({length: 5}, (_, index) => [`SCHILY.xattr.user.${index}`, '']))), entry({}))],
	['maps of sparse files', concat(pax({...sparseRecords, 'GNU.sparse.realsize': '100'}), entry({}, padded(`60\n${'0\n0\n'.repeat(60)}`)))],
] as const) {
	test(`a table ends at a stated number of bytes of ${what}`, async t => {
		const bytes = concat(...Array.from({length: 100}, () => part), end);
		const table = await indexBoth(t, bytes, randomOf(40), {...tableLimits, bytes: 50_000});
		t.true(table.count > 20 && table.count <= 50, `${table.count}`);
		t.is(table.warnings.length, 1);
		t.true(table.warnings[0].incomplete);
	});
}

test('a table ends at a stated number of bytes of owners\' names', async t => {
	const parts = Array.from({length: 100}, (_, index) => concat(pax({uname: `${index}`.padEnd(5000, 'x')}), entry({})));
	const table = await indexBoth(t, concat(...parts, end), randomOf(41), {...tableLimits, bytes: 50_000});
	t.true(table.count > 20 && table.count <= 100);
	t.is(Math.max(...table.owners.map(({length}) => length)), 256);
});

// Serial, for it measures the whole process.
test.serial('extended headers without end take no memory', async t => {
	function * headers(): Generator<Uint8Array> {
		for (let index = 0; index < 500; index++) {
			yield pax({[`SCHILY.xattr.user.${index}`]: 'v'.repeat(1 << 19)});
			yield pax({[`SCHILY.xattr.user.${index}`]: 'v'.repeat(1 << 19), [`unknown${index}`]: 'u'}, 'g');
		}

		yield entry({name: 'a'});
	}

	const before = process.memoryUsage().rss;
	const {table} = await indexStream(streamOf(headers()));
	t.is(table.count, 1);
	t.is(table.xattrs.get(0)?.size ?? 0, 1);
	t.true(process.memoryUsage().rss - before < 300e6);
});

test('time follows the bytes of the archive: a megabyte of sparse records, of global ones, of tiny chunks', async t => {
	const start = performance.now();
	const pieces = pax(concat(...Array.from({length: 20_000}, () => record('GNU.sparse.offset', '0')), ...Array.from({length: 20_000}, () => record('GNU.sparse.numbytes', '0'))).subarray(0, 1 << 20));
	await indexBoth(t, concat(...Array.from({length: 4}, () => concat(pieces, entry({}))), end), randomOf(42));
	const global = pax(concat(...Array.from({length: 20_000}, (_, index) => record(`SCHILY.xattr.user.${index}`, 'v'))), 'g');
	await indexBoth(t, concat(global, ...Array.from({length: 20_000}, () => entry({})), end), randomOf(43));
	const large = concat(pax({path: 'n'.repeat(1 << 18)}), entry({}), end);
	const {table} = await indexStream(streamOf(Array.from({length: large.length}, (_, index) => large.subarray(index, index + 1))));
	t.is(table.count, 1);
	t.true(performance.now() - start < 30_000);
});

/** A blob whose plain bytes are a million times a header, by members of many headers each. */
function bomb(part: Buffer, times: number): Buffer {
	const each = 20_000;
	const member = zlib.gzipSync(Buffer.concat(Array.from({length: each}, () => part)), {level: 9});
	return Buffer.concat(Array.from({length: times / each}, () => member));
}

test('a million tiny entries in a gzip bomb take the memory of their columns', async t => {
	const blob = bomb(entry({name: 'a'}), 1_000_000);
	t.true(blob.length < 3_000_000);
	const {table} = await indexBlob(sourceOf(t, blob), 'gzip');
	t.is(table.count, 1_000_000);
	t.deepEqual(table.warnings, []);
	const columns = transferables(table).reduce((sum, {byteLength}) => sum + byteLength, 0);
	t.true(columns < 60e6, `${columns}`);
});

test('a bomb ends where the table does, and reads little more', async t => {
	const blob = bomb(entry({name: 'a'}), 1_000_000);
	let read = 0;
	const chunks = inflate(sourceOf(t, blob), 'gzip', {onRead(bytes) {
		read += bytes;
	}});
	const {table} = await indexStream(chunks, [], {...tableLimits, entries: 100_000});
	t.is(table.count, 100_000);
	t.is(table.warnings.length, 1);
	t.true(read < blob.length / 2, `${read} of ${blob.length}`);
});
