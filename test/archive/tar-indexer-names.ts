import test from 'ava';
import {entriesOf, indexBoth, messages, pathsOf} from '../helpers/archive/entries.js';
import {randomOf} from '../helpers/archive/random-bytes.js';
import {concat, end, entry, long, pax} from '../helpers/archive/raw-tar.js';

test('names from the prefix of ustar, GNU\'s long names and PAX, the last over the first', async t => {
	const table = await indexBoth(t, concat(
		entry({name: 'name', prefix: 'a/b'}),
		entry({name: 'n'.repeat(100), prefix: 'p'.repeat(155)}),
		entry({name: 'times', prefix: '00000000012', format: 'gnu'}),
		concat(long('L', `${'d'.repeat(99)}/long`), entry({name: `${'d'.repeat(99)}/`, format: 'gnu'}, 'x')),
		concat(pax({path: `${'e'.repeat(99)}/pax`}), entry({name: `${'e'.repeat(99)}/`}, 'x')),
		concat(long('L', 'gnu'), pax({path: 'pax'}), entry({name: 'header'})),
		concat(long('K', 't'.repeat(300)), long('L', 'symlink'), entry({name: 'header', type: '2', link: 'short', format: 'gnu'})),
		concat(pax({linkpath: './usr//lib/../bin/'}), entry({name: 'hardlink', type: '1', link: 'short'})),
		end,
	), randomOf(18));
	t.deepEqual(entriesOf(table).map(({path, link, type, size}) => [path, link, type, size]), [
		['a/b/name', '', 'file', 0],
		[`${'p'.repeat(155)}/${'n'.repeat(100)}`, '', 'file', 0],
		['times', '', 'file', 0],
		[`${'d'.repeat(99)}/long`, '', 'file', 1],
		[`${'e'.repeat(99)}/pax`, '', 'file', 1],
		['pax', '', 'file', 0],
		['symlink', 't'.repeat(300), 'symlink', 0],
		['hardlink', 'usr/bin', 'hardlink', 0],
	]);
	t.deepEqual(table.warnings, []);
});

test('a file whose name ends with a slash is a folder, as before POSIX, whichever header gives the name', async t => {
	const table = await indexBoth(t, concat(
		entry({name: 'a/', type: '\0', format: 'v7'}),
		entry({name: 'b/'}),
		concat(long('L', 'c/'), entry({name: 'c', format: 'gnu'})),
		concat(pax({path: 'd/'}), entry({name: 'd'})),
		entry({name: 'e', type: '\0', format: 'v7'}, 'file'),
		end,
	), randomOf(19));
	t.deepEqual(entriesOf(table).map(({path, type}) => [path, type]), [['a', 'directory'], ['b', 'directory'], ['c', 'directory'], ['d', 'directory'], ['e', 'file']]);
});

test('absolute names, dots and doubled slashes', async t => {
	const names = ['/etc/passwd', './a', 'a/./b', 'a//b', './', '.', '/', '//x/', 'a/.', '...', '.../..a/b..', '~', '-rf'];
	const table = await indexBoth(t, concat(...names.map(name => entry({name})), end), randomOf(20));
	t.deepEqual(pathsOf(table), ['etc/passwd', 'a', 'a/b', 'a/b', '', '', '', 'x', 'a', '...', '.../..a/b..', '~', '-rf']);
	t.deepEqual(table.warnings, []);
	t.deepEqual(table.absolute, {count: 2, first: 0});
});

test('names that begin with a slash are counted whichever header gives them, but for the root\'s own', async t => {
	const table = await indexBoth(t, concat(
		entry({name: '/'}),
		entry({name: 'a'}),
		concat(pax({path: '/b'}), entry({name: 'b'})),
		concat(long('L', '/c'), entry({name: 'c', format: 'gnu'})),
		concat(pax({path: 'd'}), entry({name: '/d'})),
		entry({name: '/.wh.e'}),
		entry({name: '/f', type: '0', format: 'v7'}),
		entry({name: 'g', prefix: '/a'}),
		end,
	), randomOf(29));
	t.deepEqual(table.absolute, {count: 5, first: 2});
	t.deepEqual((await indexBoth(t, concat(entry({name: './a'}), entry({name: '/'}), end), randomOf(30))).absolute, {count: 0, first: -1});
});

test('a hard link that leads out by “..” is told, a symbolic one is kept as it is written', async t => {
	const table = await indexBoth(t, concat(entry({name: 'a', type: '1', link: '../b'}), entry({name: 'c', type: '2', link: '../b'}), entry({name: 'd', type: '1', link: 'x/../b'}), end), randomOf(31));
	t.deepEqual(entriesOf(table).map(({link}) => link), ['b', '../b', 'b']);
	t.deepEqual(table.warnings.map(({path}) => path), ['/a']);
});

test('“..” stays within the root, and is told only where it would leave it', async t => {
	const names = ['..', '../../etc/passwd', 'a/../../b', '/../c', 'a/../d', 'a/b/../../e', '..//./..'];
	const table = await indexBoth(t, concat(...names.map(name => entry({name})), end), randomOf(21));
	t.deepEqual(pathsOf(table), ['', 'etc/passwd', 'b', 'c', 'd', 'e', '']);
	t.deepEqual(table.warnings.map(({path, incomplete}) => [path, incomplete]), [['/', false], ['/etc/passwd', false], ['/b', false], ['/c', false], ['/', false]]);
});

test('bytes that are no text stand as they are; a name ends at its first NUL', async t => {
	const table = await indexBoth(t, concat(
		entry({name: Buffer.of(0x66, 0xFF, 0xC3, 0x28)}),
		entry({name: 'new\nline\u001B[2J\u007F'}),
		concat(pax({path: Buffer.from('nul\0hidden')}), entry({})),
		concat(long('L', 'long\0hidden'), entry({format: 'gnu'})),
		concat(pax({linkpath: Buffer.from('target\0hidden')}), entry({name: 'symlink', type: '2'})),
		end,
	), randomOf(22));
	t.deepEqual(entriesOf(table).map(({path, link}) => [path, link]), [['f\u00FF\u00C3(', ''], ['new\nline\u001B[2J\u007F', ''], ['nul', ''], ['long', ''], ['symlink', 'target']]);
});

test('whiteouts in all spellings', async t => {
	const names = [
		'.wh.top', 'a/.wh.b', './a/.wh.c', '/a/.wh.d', 'a/.wh.e/', 'a/.wh..hidden', 'a/.wh.x.wh.y',
		'.wh..wh..opq', 'a/.wh..wh..opq', './a/b/.wh..wh..opq/', 'a/.wh..wh.plnk', '.wh..wh.aufs', 'a/.wh..wh..opqx', 'a/.wh..wh.',
		'a/.wh.', '.wh..', 'a/.wh...', 'a/.wh.b/c', 'a/wh.b', 'a/.whb', 'a/x.wh.b',
	];
	const table = await indexBoth(t, concat(...names.map(name => entry({name}, name.endsWith('/') ? '' : 'x')), entry({name: 'a/device', type: '3'}), entry({name: 'a/tty', type: '3', major: 5}), end), randomOf(23));
	t.deepEqual(entriesOf(table).map(({path, type, size}) => [path, type, size]), [
		['top', 'whiteout', 0], ['a/b', 'whiteout', 0], ['a/c', 'whiteout', 0], ['a/d', 'whiteout', 0], ['a/e', 'whiteout', 0], ['a/.hidden', 'whiteout', 0], ['a/x.wh.y', 'whiteout', 0],
		['', 'opaque', 0], ['a', 'opaque', 0], ['a/b', 'opaque', 0], ['a/.wh..wh.plnk', 'aufs', 0], ['.wh..wh.aufs', 'aufs', 0], ['a/.wh..wh..opqx', 'aufs', 0], ['a/.wh..wh.', 'aufs', 0],
		['a/.wh.', 'aufs', 0], ['.wh..', 'aufs', 0], ['a/.wh...', 'aufs', 0], ['a/.wh.b/c', 'file', 1], ['a/wh.b', 'file', 1], ['a/.whb', 'file', 1], ['a/x.wh.b', 'file', 1],
		['a/device', 'whiteout', 0], ['a/tty', 'character-device', 0],
	]);
	t.deepEqual([...table.devices], [[names.length, [0, 0]], [names.length + 1, [5, 0]]]);
	t.deepEqual(table.warnings.map(({path, message, incomplete}) => [path, message, incomplete]), ['/a/.wh.', '/.wh..', '/a/.wh...'].map(path => [path, 'a whiteout that names nothing is ignored', false]));
});

test('a path of 4,000 folders', async t => {
	const deep = 'd/'.repeat(4000);
	const table = await indexBoth(t, concat(pax({path: `${deep}file`}), entry({}), long('L', deep), entry({type: '5', format: 'gnu'}), end), randomOf(24));
	t.deepEqual(pathsOf(table), [`${deep}file`, deep.slice(0, -1)]);
	t.deepEqual(table.warnings, []);
});

test('names and targets of a megabyte are cut, and told', async t => {
	const name = 'n'.repeat((1 << 20) - 100);
	const table = await indexBoth(t, concat(pax({path: name}), entry({}), long('K', name), entry({name: 'symlink', type: '2', format: 'gnu'}), end), randomOf(25));
	t.deepEqual(entriesOf(table).map(({path, link}) => [path.length, link.length]), [[65_536, 0], [7, 65_536]]);
	t.deepEqual(messages(table), ['its name of 1048476 bytes is cut at 65536', 'its link target of 1048476 bytes is cut at 65536']);
});
