import test from 'ava';
import {readContent} from '../../source/archive/read-contents.js';
import {entriesOf, indexBoth, pathsOf} from '../helpers/archive/entries.js';
import {randomOf} from '../helpers/archive/random-bytes.js';
import {concat, end, entry, header, padded, pax} from '../helpers/archive/raw-tar.js';
import {collect, sourceOf} from '../helpers/archive/sources.js';

const sparseRecords = {'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.name': 'sparse'};
const beyond = '1048577\n' + '0\n0\n'.repeat(1_048_577);
for (const [what, size, map, data] of [
	['overlaps', 100, '2\n0\n5\n3\n5\n', 'abcdefghij'],
	['runs backwards', 100, '2\n50\n5\n0\n5\n', 'abcdefghij'],
	['leaves the file', 7, '2\n0\n5\n5\n5\n', 'abcdefghij'],
	['tells of more than is stored', 100, '1\n0\n50\n', 'abcdefghij'],
	['tells of less than is stored', 100, '1\n0\n5\n', 'abcdefghij'],
	['has no numbers', 100, 'x\ny\n', 'abcdefghij'],
	['has negative numbers', 100, '1\n-5\n5\n', 'abcde'],
	['has fractions', 100, '1\n0.5\n5\n', 'abcde'],
	['is shorter than it says', 100, '3\n0\n5\n', 'abcde'],
	['has no end', 100, '5'.repeat(3000), 'abcde'],
	['has an odd count', 100, '99999999999999999999\n0\n5\n', 'abcde'],
	['is larger than is read', 100, beyond, ''],
	['belongs to a file larger than any', 2 ** 60, '1\n0\n5\n', 'abcde'],
] as const) {
	test(`a sparse file whose map ${what} counts what is stored, and is told`, async t => {
		const content = concat(padded(map), Buffer.from(data));
		const table = await indexBoth(t, concat(pax({...sparseRecords, 'GNU.sparse.realsize': String(size)}), entry({}, content), entry({name: 'after'}), end), randomOf(36));
		t.deepEqual(pathsOf(table), ['sparse', 'after']);
		t.deepEqual([...table.broken], [0]);
		t.is(table.sparse.size, 0);
		t.true(table.size[0] <= content.length);
		t.is(table.warnings.length, 1);
		t.regex(table.warnings[0].message, /^a sparse file of \d+ bytes whose map can't be; its \d+ stored bytes are counted$/);
	});
}

test('records of sparse files at what is none do nothing', async t => {
	const table = await indexBoth(t, concat(
		pax({...sparseRecords, 'GNU.sparse.name': 'folder', 'GNU.sparse.realsize': '5000'}), entry({type: '5'}),
		pax({...sparseRecords, 'GNU.sparse.name': '.wh.gone', 'GNU.sparse.realsize': '5000'}), entry({}, padded('0\n')),
		entry({name: 'after'}), end,
	), randomOf(37));
	t.deepEqual(entriesOf(table).map(({path, type, size}) => [path, type, size]), [['folder', 'directory', 0], ['gone', 'whiteout', 0], ['after', 'file', 0]]);
	t.deepEqual([table.sparse.size, table.broken.size, table.warnings.length], [0, 0, 0]);
});

test('a sparse file cut off within its map, or within its data', async t => {
	const old = header({name: 'old', type: 'S', format: 'gnu', size: 5 * 512, patch(block) {
		for (let index = 0; index < 4; index++) {
			block.write(`${(index * 4096).toString(8).padStart(11, '0')}\0${(512).toString(8).padStart(11, '0')}\0`, 386 + (index * 24));
		}

		block[482] = 1;
		block.write(`${(50_000).toString(8).padStart(11, '0')}\0`, 483);
	}});
	const extension = Buffer.alloc(512);
	extension.write(`${(20_480).toString(8).padStart(11, '0')}\0${(512).toString(8).padStart(11, '0')}\0`);
	const bytes = concat(old, extension, Buffer.alloc(5 * 512, 'x'));
	t.deepEqual(entriesOf(await indexBoth(t, concat(bytes, end), randomOf(38))).map(({size, offset}) => [size, offset]), [[50_000, 1024]]);
	for (let cut = 512; cut < bytes.length; cut += 256) {
		const table = await indexBoth(t, bytes.subarray(0, cut), randomOf(38));
		t.deepEqual([...table.broken], [0], `cut at ${cut}`);
		t.is(table.size[0], cut < 1024 ? cut - 512 : 50_000);
		t.is(table.warnings.length, 1);
		await t.throwsAsync(collect(readContent({blob: sourceOf(t, bytes.subarray(0, cut)), compression: 'none'}, table, 0)).then(content => {
			throw new Error(cut < 1024 && content.length === cut - 512 ? 'what is stored' : 'no error');
		}), {message: cut < 1024 ? 'what is stored' : /^its content is cut off: \d+ of 2560 bytes are there$/});
	}
});
