import fs from 'node:fs';
import zlib from 'node:zlib';
import test from 'ava';
import {parseApkInstalled} from '../../source/content/apk-installed.js';
import {parseDpkgStatus, parseMd5Sums} from '../../source/content/dpkg-status.js';
import type {PackageFact} from '../../source/content/package-fact.js';
import {parseRpmDatabase} from '../../source/content/rpm-database.js';
import {between, randomBytes, randomOf, seed} from '../helpers/archive/random-bytes.js';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

/** `name version architecture: paths`, a package a line. */
function shown(fact: PackageFact): string[] {
	return fact.form === 'packages'
		? fact.packages.map(({name, version, architecture, paths}) => `${name} ${version} ${architecture}: ${Buffer.from(paths).toString().trim().replaceAll('\n', ' ')}`.trim())
		: (fact.form === 'paths' ? Buffer.from(fact.paths).toString().split('\n').slice(0, -1) : [fact.problem]);
}

test('dpkg: what is installed, by the third word of its state', t => {
	const fact = parseDpkgStatus(bytes(`Package: bash
Essential: yes
Status: install ok installed
Description: shell
 Version: of nothing
Version: 5.2.15-2+b7
Architecture: amd64

Package: gone
Status: deinstall ok config-files
Version: 1

Package: half
Status: install ok half-configured
Architecture: all
Version: 0.1

Status: install ok installed
Version: 3

Package: \u001B[2J
Version: 2`));
	t.deepEqual(shown(fact), ['bash 5.2.15-2+b7 amd64:', 'half 0.1 all:', '\u001B[2J 2 :']);
	t.is(fact.problem, undefined);
});

test('dpkg: names and versions of no end are cut, and of a million packages the first', t => {
	const [long] = (parseDpkgStatus(bytes(`Package: ${'x'.repeat(5000)}`)) as PackageFact & {form: 'packages'}).packages;
	t.is(long.name.length, 257);
	const many = parseDpkgStatus(bytes('Package: a\n\n'.repeat(200_000)));
	t.is(shown(many).length, 100_000);
	t.is(many.problem, 'it lists more than 100000 packages: the rest is left out');
});

test('as many packages as are taken are no more than that', t => {
	for (const [parse, one] of [[parseDpkgStatus, 'Package: a\n\n'], [parseApkInstalled, 'P:a\n\n']] as const) {
		const exact = parse(bytes(`${one.repeat(100_000)}\n`));
		t.is(shown(exact).length, 100_000);
		t.is(exact.problem, undefined);
		const more = parse(bytes(one.repeat(100_001)));
		t.is(shown(more).length, 100_000);
		t.is(more.problem, 'it lists more than 100000 packages: the rest is left out');
	}
});

test('what is no database at all says so, and one without packages is one', t => {
	const noise = randomBytes(randomOf(7), 3000);
	for (const [parse, problem] of [
		[parseDpkgStatus, 'it is no database of dpkg: there is no package in it'],
		[parseApkInstalled, 'it is no database of apk: there is no package in it'],
	] as const) {
		t.is(parse(noise).problem, problem);
		t.is(parse(bytes('\n')).problem, undefined);
		t.is(parse(new Uint8Array()).problem, undefined);
	}

	t.is(parseDpkgStatus(bytes('Package: gone\nStatus: deinstall ok config-files\n')).problem, undefined);
});

test('dpkg: paths of md5sums', t => {
	t.deepEqual(shown(parseMd5Sums(bytes(`${'0'.repeat(32)}  usr/bin/a b\nnothing\n${'f'.repeat(32)}  etc/ü\r\n`))), ['usr/bin/a b', 'etc/ü']);
});

test('apk: folders and the files in them', t => {
	t.deepEqual(shown(parseApkInstalled(bytes(`C:Q1abc=
P:musl
V:1.2.5-r0
A:x86_64
F:lib
R:libc.musl-x86_64.so.1
a:0:0:777
R:ld-musl-x86_64.so.1
F:usr
F:usr/lib

P:busybox
V:1.36
F:
R:init
F:bin
R:busybox`))), ['musl 1.2.5-r0 x86_64: lib/libc.musl-x86_64.so.1 lib/ld-musl-x86_64.so.1', 'busybox 1.36 : /init bin/busybox']);
});

test('apk: a long folder of many files is bounded', t => {
	const fact = parseApkInstalled(bytes(`P:bomb\nF:${'x'.repeat(1 << 20)}\n${'R:y\n'.repeat(1000)}`));
	t.is(fact.problem, 'its paths take more than 64 MiB: the rest is left out');
	t.is(fact.form === 'packages' && fact.packages[0].name, 'bomb');
});

const rpmdb = new Uint8Array(zlib.gunzipSync(fs.readFileSync(new URL('../fixtures/rpmdb.sqlite.gz', import.meta.url))));

test('rpm: what rpm itself wrote, without what a package does not store', t => {
	const fact = parseRpmDatabase(rpmdb);
	t.is(fact.problem, undefined);
	t.deepEqual(shown(fact).sort(), [
		`many-files 1.0-3 noarch: /usr/lib/many ${Array.from({length: 120}, (_, index) => `/usr/lib/many/file-${index + 1}`).sort().join(' ')}`,
		'tideline 1:2.4-1 noarch: /usr/bin/tideline /usr/bin/tl /usr/share/tideline /usr/share/tideline/tides.bin',
	]);
});

test('rpm: a database that is cut off, or no database', t => {
	t.is(parseRpmDatabase(rpmdb.subarray(0, rpmdb.length / 2)).problem, 'it is cut off');
	t.is(parseRpmDatabase(new Uint8Array()).problem, 'it is no SQLite database');
	t.is(parseRpmDatabase(bytes('SQLite format 3\0'.padEnd(4096, 'x'))).problem, 'its pages have no size that SQLite has');
});

test('databases that lie end soon, and never throw', t => {
	const random = randomOf(7);
	for (let round = 0; round < 400; round++) {
		const broken = rpmdb.slice();
		for (let change = between(random, 1, 20); change > 0; change--) {
			broken[random.below(random.pick([200, broken.length]))] = random.below(256);
		}

		t.notThrows(() => parseRpmDatabase(broken), `SEED=${seed}, round ${round}`);
	}
});
