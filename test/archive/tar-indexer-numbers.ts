import test from 'ava';
import {entriesOf, indexBoth, messages, pathsOf} from '../helpers/archive/entries.js';
import {randomOf} from '../helpers/archive/random-bytes.js';
import {base256, concat, end, entry, header, padded, pax} from '../helpers/archive/raw-tar.js';

test('an entry that claims 8 EB', async t => {
	for (const claim of [base256(8n * (10n ** 18n), 12), base256((1n << 63n) - 1n, 12), base256((1n << 94n) - 1n, 12)]) {
		const table = await indexBoth(t, concat(header({name: 'a', size: claim}), padded('there'), entry({name: 'within'}), end), randomOf(5));
		t.deepEqual(pathsOf(table), ['a']);
		t.is(table.size[0], 512 * 4);
		t.is(table.warnings.length, 1);
		t.regex(table.warnings[0].message, /^its content is cut off: 2048 of [\d+.e]+ bytes are there$/);
	}
});

test('the same claim in a PAX record', async t => {
	const table = await indexBoth(t, concat(pax({size: '8000000000000000000'}), header({name: 'a'}), padded('there'), end), randomOf(6));
	t.deepEqual(entriesOf(table).map(({path, size}) => [path, size]), [['a', 1536]]);
	t.is(table.warnings.length, 1);
});

test('a size by a PAX record stands over the header\'s', async t => {
	const table = await indexBoth(t, concat(pax({size: '600'}), header({name: 'a', size: 0}), padded('x'.repeat(600)), entry({name: 'b'}), end), randomOf(7));
	t.deepEqual(entriesOf(table).map(({path, size}) => [path, size]), [['a', 600], ['b', 0]]);
	t.deepEqual(table.warnings, []);
});

for (const size of ['-1024', '-1', '1.5', 'many', '1e3', '9'.repeat(400), '0x10', ' 5']) {
	test(`a size that can't be, ${size.slice(0, 20)}, is told, and the header's holds`, async t => {
		const table = await indexBoth(t, concat(pax({size}), entry({name: 'a'}, 'abc'), entry({name: 'b'}), end), randomOf(8));
		t.deepEqual(entriesOf(table).map(({path, size}) => [path, size]), [['a', 3], ['b', 0]]);
		t.deepEqual(messages(table), ['the PAX header of the entry at byte 1024 gives a size that is no number']);
	});
}

test('a header whose size is no number is skipped to the next that is whole', async t => {
	for (const size of [base256(-512n, 12), Buffer.from('no number!!!'), Buffer.from('89         \0')]) {
		const table = await indexBoth(t, concat(entry({name: 'a'}), header({name: 'bad', size}), entry({name: 'b'}), end), randomOf(9));
		t.deepEqual(pathsOf(table), ['a', 'b']);
		t.deepEqual(messages(table), ['the tar header at byte 512 is corrupt (its size is no number); what lies between it and the next whole header is left out']);
	}
});

test('owners and times beyond their fields', async t => {
	const table = await indexBoth(t, concat(
		entry({name: 'base256', uid: base256(4_000_000_000n, 8), gid: base256(2_097_152n, 8), mtime: base256(-86_400n, 12)}),
		concat(pax({uid: '4294967295', gid: '99999999999', mtime: '-1.25'}), entry({name: 'pax'})),
		entry({name: 'negative', uid: base256(-1n, 8), gid: Buffer.from('garbage!'), mtime: Buffer.from('garbage!')}),
		concat(pax({uid: 'root', mtime: 'soon'}), entry({name: 'words', uid: 7, mtime: 8})),
		entry({name: 'spaces', uid: Buffer.from('   123 \0'), mtime: Buffer.from('  1234567 \0')}),
		end,
	), randomOf(10));
	t.deepEqual(entriesOf(table).map(({uid, gid, mtime}) => [uid, gid, mtime]), [
		[4_000_000_000, 2_097_152, -86_400],
		[4_294_967_295, 4_294_967_295, -1.25],
		[4_294_967_295, 4_294_967_295, 0],
		[4_294_967_295, 0, 8],
		[0o123, 0, 0o1_234_567],
	]);
	t.deepEqual(table.warnings.map(({path, message}) => `${path} ${message}`), [
		'/pax its group is no number from 0 to 4294967295; it counts as unknown',
		'/negative its owner is no number from 0 to 4294967295; it counts as unknown',
		'/words its owner is no number from 0 to 4294967295; it counts as unknown',
	]);
});

test('the bits of a file\'s type in its mode are left out', async t => {
	const table = await indexBoth(t, concat(entry({mode: 0o100_644}), entry({mode: 0o106_755}), end), randomOf(11));
	t.deepEqual([...table.mode], [0o644, 0o6755]);
});

test('a checksum of signed bytes, as old tars made it', async t => {
	const block = header({name: 'caf\u00E9'});
	block.fill(' ', 148, 156);
	const sum = new Int8Array(block).reduce((total, byte) => total + byte, 0);
	block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
	const table = await indexBoth(t, concat(block, end), randomOf(12));
	t.is(table.count, 1);
	t.deepEqual(table.warnings, []);
});
