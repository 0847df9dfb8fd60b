import fs from 'node:fs';
import zlib from 'node:zlib';
import test from 'ava';
import {dpkgPackage, lines, packagesOf, showPackages} from '../helpers/package-layers.js';

const status = 'var/lib/dpkg/status';
const list = (name: string) => `var/lib/dpkg/info/${name}.list`;

test('dpkg: what is installed, upgraded, removed, and put back, in which layers', async t => {
	const found = await packagesOf(t, [
		{
			[status]: dpkgPackage('base', '1') + dpkgPackage('tool', '1') + dpkgPackage('old', '3'),
			[list('base')]: lines('/.', '/usr', '/usr/share', '/usr/share/base'),
			[list('tool')]: lines('/usr', '/usr/bin', '/usr/bin/tool', '/usr/lib/libtool.so.1'),
			[list('old')]: lines('/usr/share/old'),
			'usr/share/base': 1000,
			'usr/bin/tool': 200,
			'usr/lib/libtool.so.1': 50,
			'usr/share/old': 30,
			'srv/own': 7,
		},
		{
			[status]: dpkgPackage('base', '1') + dpkgPackage('tool', '2') + dpkgPackage('old', '3', 'deinstall ok config-files') + dpkgPackage('again', '1'),
			[list('tool')]: lines('/usr', '/usr/bin', '/usr/bin/tool', '/usr/lib/libtool.so.2'),
			[list('again')]: lines('/usr/share/again'),
			'var/lib/dpkg/info/.wh.old.list': '',
			'usr/share/.wh.old': '',
			'usr/lib/.wh.libtool.so.1': '',
			'usr/lib/libtool.so.2': 60,
			'usr/bin/tool': 210,
			'usr/share/again': 1,
		},
		{
			[status]: dpkgPackage('base', '1') + dpkgPackage('tool', '2'),
			'var/lib/dpkg/info/.wh.again.list': '',
			'usr/share/.wh.again': '',
		},
		{
			[status]: dpkgPackage('base', '1') + dpkgPackage('tool', '2') + dpkgPackage('again', '1'),
			[list('again')]: lines('/usr/share/again'),
			'usr/share/again': 1,
		},
	]);
	t.deepEqual(showPackages(found), [
		'dpkg base 1, layer 1: 1000',
		'dpkg tool 2, layer 2: 270 + 250 of 1',
		'dpkg old 3, layer 1–2: 0 + 30 of 1',
		'dpkg again 1, layer 4: 1 + 1 of 2',
	]);
	t.deepEqual(found.warnings, []);
	const {overlay: {tree}, ownerOf, packages} = found;
	const ownerAt = (path: string) => packages[ownerOf[tree.find(Buffer.from(path))]]?.name;
	t.deepEqual(['usr/bin/tool', 'usr/lib/libtool.so.1', 'usr/share/old', 'srv/own', 'usr', 'usr/bin'].map(path => ownerAt(path)), ['tool', 'tool', 'old', undefined, undefined, undefined]);
	t.is(tree.path(packages[0].path), '/var/lib/dpkg/status');
});

test('dpkg: folders that are links are followed, a file that is one is not, and none leads out', async t => {
	const found = await packagesOf(t, [{
		bin: {link: 'usr/bin'},
		lib: {link: '/usr/lib'},
		up: {link: '../../../usr'},
		round: {link: 'about'},
		about: {link: 'round'},
		'usr/bin/ls': 100,
		'usr/bin/sh': {link: 'dash'},
		'usr/bin/dash': 30,
		'usr/lib/x.so': 20,
		'usr/share/y': 3,
		[status]: dpkgPackage('a', '1') + dpkgPackage('b', '1'),
		[list('a')]: lines('/bin', '/bin/ls', '/lib/x.so', '/up/share/y', '/round/z', '/usr/bin/sh', '/../usr/./bin/../bin/ls', '//usr//bin//ls', '/.', '/..', ''),
		[list('b')]: lines('/bin/dash', '/usr/bin/sh/x', '/usr/bin/sh'),
	}]);
	t.deepEqual(showPackages(found), ['dpkg a 1, layer 1: 123', 'dpkg b 1, layer 1: 30']);
	const {overlay: {tree}, ownerOf, packages} = found;
	t.is(packages[ownerOf[tree.find(Buffer.from('usr/bin/sh'))]].name, 'a');
});

test('dpkg: what one package diverts is stored elsewhere of all others', async t => {
	const found = await packagesOf(t, [{
		bin: {link: 'usr/bin'},
		[status]: dpkgPackage('dash', '1') + dpkgPackage('bash', '5') + dpkgPackage('third', '1'),
		'var/lib/dpkg/diversions': lines('/bin/sh', '/bin/sh.distrib', 'dash', '/usr/bin/x', '/usr/bin/x.real', ':', '/not/there', '/usr/bin/cut', 'third', '/usr/bin/cut', 'off'),
		[list('bash')]: lines('/bin/sh', '/usr/bin/cut', '/nowhere'),
		[list('dash')]: lines('/usr/bin/sh'),
		[list('third')]: lines('/bin/x', '/nowhere/else'),
		'usr/bin/sh': 100,
		'usr/bin/sh.distrib': 1000,
		'usr/bin/x': 7,
		'usr/bin/x.real': 30,
		'usr/bin/cut': 4,
	}]);
	t.deepEqual(showPackages(found), ['dpkg bash 5, layer 1: 1004', 'dpkg dash 1, layer 1: 100', 'dpkg third 1, layer 1: 30']);
});

test('dpkg: two architectures of a package', async t => {
	const found = await packagesOf(t, [{
		[status]: dpkgPackage('libc6', '2') + dpkgPackage('libc6', '2', 'install ok installed', 'i386') + dpkgPackage('only', '1'),
		[list('libc6:amd64')]: lines('/lib64'),
		[list('libc6:i386')]: lines('/lib32'),
		[list('only:amd64')]: lines('/only'),
		lib64: 64,
		lib32: 32,
		only: 1,
	}]);
	t.deepEqual(showPackages(found), ['dpkg libc6:amd64 2, layer 1: 64', 'dpkg libc6:i386 2, layer 1: 32', 'dpkg only 1, layer 1: 1']);
});

test('a database that is removed, to make an image smaller: what it said is believed', async t => {
	const found = await packagesOf(t, [
		{[status]: dpkgPackage('a', '1'), [list('a')]: lines('/a'), a: 10},
		{'var/lib/.wh.dpkg': ''},
	]);
	t.is(showPackages(found)[0], 'dpkg a 1, layer 1: 10');
	t.deepEqual(found.warnings, [{layer: 2, path: '/var/lib/dpkg/status', message: 'it is removed with all that dpkg knew: what it said before is told', incomplete: false}]);
});

test('distroless: a file a package in status.d', async t => {
	const found = await packagesOf(t, [
		{'var/lib/dpkg/status.d/tzdata': 'Package: tzdata\nVersion: 2024a\n', 'var/lib/dpkg/status.d/tzdata.md5sums': `${'0'.repeat(32)}  usr/share/zoneinfo/UTC\n`, 'usr/share/zoneinfo/UTC': 114},
		{'var/lib/dpkg/status.d/base': 'Package: base-files\nVersion: 12\n', 'var/lib/dpkg/status.d/base.md5sums': `${'0'.repeat(32)}  etc/issue\n`, 'etc/issue': 20},
		{'var/lib/dpkg/status.d/.wh.tzdata': '', 'var/lib/dpkg/status.d/.wh.tzdata.md5sums': '', 'usr/share/.wh.zoneinfo': ''},
	]);
	t.deepEqual(showPackages(found), ['dpkg tzdata 2024a, layer 1–3: 0 + 114 of 1', 'dpkg base-files 12, layer 2: 20']);
	t.deepEqual(found.warnings, []);
});

test('apk', async t => {
	const installed = (busybox: string) => `P:musl\nV:1\nA:x86_64\nF:lib\nR:ld-musl-x86_64.so.1\n\nP:busybox\nV:${busybox}\nA:x86_64\nF:bin\nR:busybox\n\n`;
	const found = await packagesOf(t, [
		{'lib/apk/db/installed': installed('1') + 'P:curl\nV:8\nA:x86_64\nF:usr/bin\nR:curl\n\n', 'lib/ld-musl-x86_64.so.1': 600, 'bin/busybox': 900, 'usr/bin/curl': 50},
		{'lib/apk/db/installed': installed('2'), 'bin/busybox': 910, 'usr/bin/.wh.curl': ''},
	]);
	t.deepEqual(showPackages(found), ['apk busybox 2, layer 2: 910 + 900 of 1', 'apk musl 1, layer 1: 600', 'apk curl 8, layer 1–2: 0 + 50 of 1']);
});

const rpmdb = zlib.gunzipSync(fs.readFileSync(new URL('../fixtures/rpmdb.sqlite.gz', import.meta.url)));

test('rpm: behind a link as well; Berkeley DB and ndb are named in a sentence', async t => {
	const found = await packagesOf(t, [{
		'usr/lib/sysimage/rpm/rpmdb.sqlite': rpmdb,
		'var/lib/rpm': {link: '../../usr/lib/sysimage/rpm'},
		'usr/bin/tideline': 6,
		'usr/share/tideline/tides.bin': 5000,
		'usr/lib/many/file-7': 2,
		'var/log/tideline.log': 3,
	}]);
	t.deepEqual(showPackages(found), ['rpm tideline 1:2.4-1, layer 1: 5006', 'rpm many-files 1.0-3, layer 1: 2']);
	t.deepEqual(found.warnings, []);
	const old = await packagesOf(t, [{'var/lib/rpm/Packages': 10, 'usr/lib/sysimage/rpm/Packages.db': 10, 'usr/share/rpm/rpmdb.sqlite-wal': 10}]);
	t.deepEqual(old.warnings.map(({path, message}) => `${path}: ${message}`), [
		'/var/lib/rpm/Packages: it is a database of rpm in the form of Berkeley DB, which is not read: only rpmdb.sqlite is',
		'/usr/lib/sysimage/rpm/Packages.db: it is a database of rpm in the form of ndb, which is not read: only rpmdb.sqlite is',
		'/usr/share/rpm/rpmdb.sqlite-wal: it holds changes of rpm\'s database that were never written there, and are not read',
	]);
});

const site = 'usr/lib/python3/site-packages';
const distribution = (name: string, version: string, record?: string) => ({
	[`${site}/${name}-${version}.dist-info/METADATA`]: `Name: ${name}\nVersion: ${version}\n\n`,
	...(record !== undefined && {[`${site}/${name}-${version}.dist-info/RECORD`]: record}),
});

test('python: by its record, an upgrade as one package, and none that another brings with it', async t => {
	const found = await packagesOf(t, [
		{
			...distribution('flask', '1', 'flask/app.py,sha256=x,1\nflask/old.py,,\n../../../bin/flask,,\n'),
			[`${site}/flask/app.py`]: 1000,
			[`${site}/flask/old.py`]: 500,
			'usr/bin/flask': 40,
			...distribution('setup', '9', 'setup/x.py,,\nsetup/_vendor/inner-2.dist-info/METADATA,,\n'),
			[`${site}/setup/x.py`]: 300,
			[`${site}/setup/_vendor/inner-2.dist-info/METADATA`]: 'Name: inner\nVersion: 2\n',
			[`${site}/gone-1.egg-info/PKG-INFO`]: 'Name: gone\nVersion: 1\n',
			[`${site}/gone-1.egg-info/installed-files.txt`]: '../gone.py\nPKG-INFO\n',
			[`${site}/gone.py`]: 70,
		},
		{
			[`${site}/.wh.flask-1.dist-info`]: '',
			[`${site}/flask/.wh.old.py`]: '',
			...distribution('Flask', '2', 'flask/app.py,,\n'),
			[`${site}/flask/app.py`]: 1100,
			[`${site}/.wh.gone-1.egg-info`]: '',
			[`${site}/.wh.gone.py`]: '',
		},
	]);
	// Each owns its metadata and record too, whose bytes stand last.
	t.deepEqual(showPackages(found), [
		`python Flask 2, layer 2: ${1140 + 24 + 15} + ${1500 + 24 + 60} of 1`,
		`python setup 9, layer 1: ${300 + 23 + 24 + 56}`,
		`python gone 1, layer 1–2: 0 + ${70 + 22 + 20} of 1`,
	]);
});

test('npm: the nearest package.json in node_modules, whatever others there are', async t => {
	const manifest = (name: string, version = '1.0.0') => JSON.stringify({name, version});
	const found = await packagesOf(t, [
		{
			'app/package.json': manifest('app'),
			'app/index.js': 5,
			'app/node_modules/.package-lock.json': '{}',
			'app/node_modules/a/package.json': manifest('a'),
			'app/node_modules/a/big.js': 10_000,
			'app/node_modules/a/esm/package.json': '{"type":"module"}',
			'app/node_modules/a/node_modules/@s/b/package.json': manifest('@s/b', '2.0.0'),
			'app/node_modules/a/node_modules/@s/b/b.js': 3000,
			'app/node_modules/@s/odd/package.json': Buffer.alloc(2 << 20, ' '),
			'app/node_modules/gone/package.json': manifest('gone', '7.0.0'),
			'app/node_modules/gone/x.js': 100,
		},
		{'app/node_modules/.wh.gone': '', 'app/node_modules/a/package.json': manifest('a', '1.0.1')},
	]);
	t.deepEqual(showPackages(found), [
		`npm @s/odd, layer 1: ${2 << 20}`,
		'npm a 1.0.1, layer 2: 10047 + 30 of 1',
		'npm @s/b 2.0.0, layer 1: 3033',
		'npm gone 7.0.0, layer 1–2: 0 + 133 of 1',
	]);
	t.is(found.unowned.files, 3);
	t.deepEqual(found.warnings.map(({path, message}) => `${path}: ${message}`), ['/app/node_modules/@s/odd/package.json: it is larger than 1 MiB, and so is not read: its package is named by its folder']);
});

test('gems: their specification, folder, compiled part and archive', async t => {
	const gems = 'usr/local/bundle';
	const found = await packagesOf(t, [{
		[`${gems}/specifications/nokogiri-1.16.2-x86_64-linux.gemspec`]: 100,
		[`${gems}/gems/nokogiri-1.16.2-x86_64-linux/lib/a.rb`]: 1000,
		[`${gems}/extensions/x86_64-linux/3.3.0/nokogiri-1.16.2-x86_64-linux/a.so`]: 30_000,
		[`${gems}/cache/nokogiri-1.16.2-x86_64-linux.gem`]: 400,
		[`${gems}/gems/other-1/a.rb`]: 5,
		'usr/lib/ruby/gems/3.3.0/specifications/default/json-2.7.gemspec': 20,
		'usr/lib/ruby/gems/3.3.0/gems/json-2.7/exe': 9,
	}]);
	t.deepEqual(showPackages(found), ['gem nokogiri 1.16.2-x86_64-linux, layer 1: 31500', 'gem json 2.7, layer 1: 29']);
	t.is(found.unowned.bytes, 5);
});

test('what the system packed of a language is the system\'s', async t => {
	const found = await packagesOf(t, [{
		[status]: dpkgPackage('python3-flask', '3') + dpkgPackage('node-a', '4'),
		[list('python3-flask')]: lines(`/${site}/flask-3.dist-info/METADATA`, `/${site}/flask/app.py`),
		[list('node-a')]: lines('/usr/lib/node_modules/a/package.json', '/usr/lib/node_modules/a/a.js'),
		...distribution('flask', '3'),
		[`${site}/flask/app.py`]: 10,
		'usr/lib/node_modules/a/package.json': '{"name":"a"}',
		'usr/lib/node_modules/a/a.js': 20,
	}]);
	t.deepEqual(showPackages(found), ['dpkg python3-flask 3, layer 1: 34', 'dpkg node-a 4, layer 1: 32']);
});

test('a hard link is one file, and belongs to who owns its own path or else another name', async t => {
	const found = await packagesOf(t, [{
		[status]: dpkgPackage('perl', '5'),
		[list('perl')]: lines('/usr/bin/perl', '/usr/bin/perl5'),
		'usr/bin/perl': 4000,
		'usr/bin/perl5': {header: {type: 'link', linkname: 'usr/bin/perl'}},
		'opt/first': 70,
	}, {
		[list('perl')]: lines('/usr/bin/perl', '/usr/bin/perl5', '/usr/bin/late'),
		'usr/bin/late': {header: {type: 'link', linkname: 'opt/first'}},
	}]);
	t.deepEqual(showPackages(found), ['dpkg perl 5, layer 1: 4070']);
});

test('databases that lie, or can\'t be read, are a warning at most', async t => {
	const found = await packagesOf(t, [
		{[status]: dpkgPackage('a', '1'), [list('a')]: lines('/a', '/a/b', '/not/there', '\u0000', `/${'x/'.repeat(30_000)}y`), [list('nobody')]: lines('/b'), a: 10, b: 5},
		{[status]: {link: '/elsewhere'}, elsewhere: dpkgPackage('b', '1'), 'var/lib/rpm/rpmdb.sqlite': rpmdb.subarray(0, 100_000)},
		{'lib/apk/db/installed': {header: {type: 'directory'}}},
	]);
	t.is(showPackages(found)[0], 'dpkg a 1, layer 1: 10');
	t.deepEqual(found.warnings.map(({layer, path, message}) => `${layer} ${path}: ${message}`), [
		'2 /var/lib/rpm/rpmdb.sqlite: it is cut off',
		'2 /var/lib/dpkg/status: it is a package database behind a link, and could not be read: of a compressed layer only those are that lie where they belong',
	]);
	t.true(found.warnings.every(({incomplete}) => incomplete), 'packages may be missing');
});

test('a database behind a link is read where it lies', async t => {
	for (const [link, real] of [['/real', 'real'], ['../../usr/lib/dpkg-db', 'usr/lib/dpkg-db']]) {
		const found = await packagesOf(t, [{
			'var/lib/dpkg': {link},
			[`${real}/status`]: dpkgPackage('a', '1') + dpkgPackage('b', '2'),
			[`${real}/info/a.list`]: lines('/usr/bin/a'),
			[`${real}/info/b.list`]: lines('/usr/bin/b'),
			'usr/bin/a': 2000,
			'usr/bin/b': 30,
			'lib/apk/db': {link: 'loop'},
			'lib/apk/loop': {link: 'db'},
		}]);
		t.deepEqual(showPackages(found), ['dpkg a 1, layer 1: 2000', 'dpkg b 2, layer 1: 30']);
		t.deepEqual(found.warnings, []);
	}

	const file = await packagesOf(t, [{[status]: {link: '/elsewhere'}, elsewhere: dpkgPackage('c', '3')}]);
	t.deepEqual(showPackages(file), ['dpkg c 3, layer 1: 0']);
	const old = await packagesOf(t, [{'var/lib/rpm': {link: '/db'}, 'db/Packages': 10}]);
	t.deepEqual(old.warnings.map(({path, incomplete}) => [path, incomplete]), [['/db/Packages', true]]);
});

test('a list of a million paths, and a thousand packages of one name, take no time to speak of', async t => {
	const start = performance.now();
	await packagesOf(t, [{
		[status]: Array.from({length: 20_000}, (_, index) => dpkgPackage('a', '1', 'install ok installed', String(index))).join(''),
		[list('a')]: '/usr/bin/x\n'.repeat(1_000_000) + '\n'.repeat(1_000_000),
		'usr/bin/x': 1,
	}]);
	t.true(performance.now() - start < 10_000);
});
