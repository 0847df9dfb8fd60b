import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import {cacheFlags, parseLdSoCache} from '../../source/content/ld-so-cache.js';
import {buildLdSoCache, type BuiltCache} from '../helpers/build-ld-so-cache.js';
import {Random} from '../helpers/random.js';
import {testWith} from '../helpers/archive/test-with.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'freedive-cache-'));
test.after.always(() => {
	fs.rmSync(folder, {recursive: true, force: true});
});

const libraries: BuiltCache['libraries'] = [
	{name: 'libz.so.1', path: '/lib/x86_64-linux-gnu/libz.so.1', flags: 0x3_03},
	{name: 'libz.so.1', path: '/lib/i386-linux-gnu/libz.so.1', flags: 3},
	{name: 'libfast.so', path: '/usr/lib/glibc-hwcaps/x86-64-v3/libfast.so', flags: 0x3_03, hwcap: 2n ** 62n},
];
const told = libraries.map(({name, path, flags, hwcap = 0n}) => ({name, path, flags, isForCapability: hwcap !== 0n}));

for (const form of ['new', 'old-and-new'] as const) {
	for (const isLittle of [true, false]) {
		for (const tellsOrder of [true, false]) {
			test(`a cache in the form ${form}, ${isLittle ? 'little' : 'big'} endian, ${tellsOrder ? 'and it says so' : 'which it does not say'}`, t => {
				t.deepEqual(parseLdSoCache(buildLdSoCache({form, isLittle, tellsOrder, libraries})), {libraries: told, problems: []});
			});
		}
	}
}

test('a cache that has only the old form, which knows no capabilities', t => {
	t.deepEqual(parseLdSoCache(buildLdSoCache({form: 'old', isLittle: true, libraries})), {libraries: told.map(library => ({...library, isForCapability: false})), problems: []});
});

test('of a cache that is cut off comes what is whole', t => {
	const whole = buildLdSoCache({form: 'new', isLittle: true, libraries});
	for (let length = 20; length < whole.length; length++) {
		const {libraries: found, problems} = parseLdSoCache(whole.subarray(0, length));
		t.true(found.length < libraries.length);
		t.deepEqual(problems, ['it is cut off'], String(length));
		t.deepEqual(found, told.filter(({path}) => found.some(library => library.path === path)));
	}

	t.is(parseLdSoCache(whole.subarray(0, -2)).libraries.length, 2);
});

test('what is no cache, and one that claims four thousand million libraries', t => {
	t.deepEqual(parseLdSoCache(Buffer.from('hello')), {libraries: [], problems: ['it is no cache of a loader']});
	t.deepEqual(parseLdSoCache(new Uint8Array()), {libraries: [], problems: ['it is no cache of a loader']});
	const claims = buildLdSoCache({form: 'new', isLittle: true, tellsOrder: true, libraries});
	claims.writeUInt32LE(0xFF_FF_FF_FF, 20);
	t.deepEqual(parseLdSoCache(claims).problems, ['it is cut off']);
});

test('names that share their bytes a hundred thousand times are read up to a bound', t => {
	const long = buildLdSoCache({form: 'new', isLittle: true, tellsOrder: true, libraries: Array.from({length: 10_000}, () => ({name: 'x'.repeat(4000), path: '/x', flags: 3}))});
	const {libraries: found, problems} = parseLdSoCache(long);
	t.true(found.length < 5000);
	t.deepEqual(problems, ['it names more libraries than are read']);
});

test('bytes changed by chance never throw', t => {
	const random = new Random(11);
	const made = buildLdSoCache({form: 'old-and-new', isLittle: true, libraries});
	for (let round = 0; round < 3000; round++) {
		const bytes = Buffer.from(made);
		for (let change = 0; change < 4; change++) {
			bytes[random.below(bytes.length)] = random.below(256);
		}

		t.notThrows(() => parseLdSoCache(bytes));
	}
});

test('flags tell machine and class', t => {
	t.deepEqual([cacheFlags(62, true), cacheFlags(62, false), cacheFlags(3, false), cacheFlags(183, true), cacheFlags(8, false)], [0x3_03, 0x8_03, 3, 0xA_03, undefined]);
});

const ldconfig = '/sbin/ldconfig';
testWith(test, {ldconfig: fs.existsSync(ldconfig)})('what stands in a cache is what ldconfig prints of it', t => {
	const made = path.join(folder, 'made.cache');
	fs.writeFileSync(made, buildLdSoCache({form: 'new', isLittle: os.endianness() === 'LE', tellsOrder: true, libraries: libraries.slice(0, 2)}));
	const files = [made, '/etc/ld.so.cache'].filter(file => fs.existsSync(file));
	for (const file of files) {
		const {stdout, status} = spawnSync(ldconfig, ['-p', '-C', file], {encoding: 'utf8', maxBuffer: 2 ** 28});
		t.is(status, 0);
		const printed = [...stdout.matchAll(/^\t(\S+) \((.*)\) => (.*)$/gm)].map(([, name, kind, path]) => ({name, path, isForCapability: kind.includes('hwcap')}));
		t.true(printed.length > 0);
		t.deepEqual(parseLdSoCache(fs.readFileSync(file)).libraries.map(({flags, ...library}) => library), printed, file);
	}
});
