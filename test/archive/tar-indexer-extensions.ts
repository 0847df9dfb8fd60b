import test from 'ava';
import {entriesOf, indexBoth, messages, pathsOf} from '../helpers/archive/entries.js';
import {randomOf} from '../helpers/archive/random-bytes.js';
import {concat, end, entry, header, long, pax, record} from '../helpers/archive/raw-tar.js';

test('an extended header that claims a gigabyte is passed over, and told', async t => {
	for (const type of ['x', 'g', 'L', 'K']) {
		const table = await indexBoth(t, concat(entry({name: 'a'}), header({name: 'extended', type, size: 2 ** 30}), entry({name: 'b'}), end), randomOf(26));
		t.deepEqual(pathsOf(table), ['a']);
		t.deepEqual(messages(table), ['an extended header of 1073741824 bytes at byte 512 is skipped: more than 1048576 are not read']);
	}
});

test('one that is too large and there is passed over to the entry after it', async t => {
	const table = await indexBoth(t, concat(pax({comment: 'c'.repeat(1 << 20)}), entry({name: 'b'}), end), randomOf(27));
	t.deepEqual(pathsOf(table), ['b']);
	t.is(table.warnings.length, 1);
});

test('malformed PAX records are told; those before them hold', async t => {
	const good = record('path', 'good');
	for (const bad of ['x', '5', '12 path=xx', '999999999999999999999 path=x\n', '9 pathxx\n\n', '0 \n', '-5 a=b\n', '3 =\n', '11 path=xxxx', '8 =\n']) {
		const table = await indexBoth(t, concat(entry({name: 'a'}), pax(concat(good, Buffer.from(bad))), entry({name: 'header'}, 'x'), entry({name: 'b'}), end), randomOf(28));
		t.deepEqual(pathsOf(table), ['a', 'good', 'b'], `record ${bad}`);
		t.deepEqual(messages(table), ['the entry at byte 1024 has a PAX header with a malformed record'], `record ${bad}`);
	}
});

test('a PAX header of no bytes, and one of zeros', async t => {
	const table = await indexBoth(t, concat(pax(Buffer.alloc(0)), entry({name: 'a'}), pax(Buffer.alloc(100)), entry({name: 'b'}), end), randomOf(29));
	t.deepEqual(pathsOf(table), ['a', 'b']);
	t.deepEqual(table.warnings, []);
});

test('global records hold for all that follow, an entry\'s own over them, and an empty value takes one back', async t => {
	const table = await indexBoth(t, concat(
		pax({comment: 'git commit', uid: '7', gname: 'everybody', 'SCHILY.xattr.user.k': 'no file\'s own'}, 'g'),
		entry({name: 'a', uid: 1, group: 'staff'}),
		concat(pax({uid: '8'}), entry({name: 'b'})),
		concat(pax({uid: '', gname: ''}), entry({name: 'c', uid: 1, group: 'staff'})),
		pax({uid: ''}, 'g'),
		entry({name: 'd', uid: 1, group: 'staff'}),
		end,
	), randomOf(30));
	t.deepEqual(entriesOf(table).map(({path, uid, group}) => [path, uid, group]), [['a', 7, 'everybody'], ['b', 8, 'everybody'], ['c', 1, 'staff'], ['d', 1, 'everybody']]);
	t.is(table.xattrs.size, 0);
	t.deepEqual(table.warnings, []);
});

test('Solaris\'s PAX header, and of several the last', async t => {
	const table = await indexBoth(t, concat(pax({path: 'solaris'}, 'X'), entry({}), pax({path: 'first', uid: '5'}), pax({path: 'last'}), entry({uid: 1}), end), randomOf(31));
	t.deepEqual(entriesOf(table).map(({path, uid}) => [path, uid]), [['solaris', 0], ['last', 1]]);
});

test('extended attributes, of any bytes', async t => {
	const value = Buffer.of(1, 0, 0, 2, 0x0A, 0x3D, 0xFF, 0);
	const table = await indexBoth(t, concat(pax({'SCHILY.xattr.security.capability': value, 'SCHILY.xattr.user.empty': ''}), entry({name: 'ping'}), entry({name: 'other'}), end), randomOf(32));
	t.deepEqual([...table.xattrs.keys()], [0]);
	t.deepEqual([...table.xattrs.get(0)!].map(([name, bytes]) => [name, Buffer.from(bytes)]), [['security.capability', value], ['user.empty', Buffer.alloc(0)]]);
});

test('an extended header whose entry never comes is told', async t => {
	for (const extended of [pax({path: 'a'}), long('L', 'a'), long('K', 'a')]) {
		const table = await indexBoth(t, concat(entry({name: 'a'}), extended), randomOf(33));
		t.is(table.count, 1);
		t.deepEqual(messages(table), [`the tar is cut off within the header at byte ${512 + extended.length}`]);
	}
});

test('types that have no content have none, whatever their size says', async t => {
	const parts = ['1', '2', '3', '4', '5', '6'].map(type => header({name: `type${type}`, type, size: 5000, major: 1}));
	const table = await indexBoth(t, concat(...parts, entry({name: 'last'}), end), randomOf(34));
	t.deepEqual(entriesOf(table).map(({type, size}) => [type, size]), [
		['hardlink', 0], ['symlink', 0], ['character-device', 0], ['block-device', 0], ['directory', 0], ['fifo', 0], ['file', 0],
	]);
});

test('types of GNU\'s own, and those not known', async t => {
	const table = await indexBoth(t, concat(
		entry({name: 'volume', type: 'V', format: 'gnu'}),
		entry({name: 'continued', type: 'M', format: 'gnu'}, 'rest of a file'),
		entry({name: 'dumped', type: 'D', format: 'gnu'}, 'Yfile\0\0'),
		entry({name: 'contiguous', type: '7'}, 'x'),
		entry({name: 'unknown', type: 'Q'}, 'xy'),
		end,
	), randomOf(35));
	t.deepEqual(entriesOf(table).map(({path, type, size}) => [path, type, size]), [['dumped', 'directory', 0], ['contiguous', 'file', 1], ['unknown', 'file', 2]]);
	t.deepEqual(table.warnings, []);
});
