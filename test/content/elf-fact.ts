import fs from 'node:fs';
import test from 'ava';
import {readElfFact} from '../../source/content/elf/elf-fact.js';
import {readNow} from '../../source/content/reading.js';
import {buildElf} from '../helpers/build-elf.js';
import {buildProgram, glibcLoader, muslLoader} from '../helpers/build-program.js';
import {hasProgram, testWith} from '../helpers/archive/test-with.js';
import {ownVersions, readelfVersions} from '../helpers/elf-lines.js';
import {Random} from '../helpers/random.js';

const factOf = (bytes: Uint8Array) => readNow(readElfFact(bytes.subarray(0, 64), bytes.length), (at, length) => bytes.subarray(at, at + length));

for (const [is64, isLittle, machine] of [[true, true, 62], [true, false, 22], [false, true, 40], [false, false, 20]] as const) {
	test(`what a ${is64 ? 64 : 32}-bit, ${isLittle ? 'little' : 'big'} endian program says to its loader`, t => {
		const program = {
			interpreter: '/lib/ld.so.1', needed: ['libc.so.6', 'liba.so'], soname: 'me', rpath: '/opt/a', runpath: '$ORIGIN/../lib',
			versionsNeeded: [{file: 'libc.so.6', versions: ['GLIBC_2.38', 'GLIBC_2.4'], weak: ['GLIBC_ABI_X']}, {file: 'liba.so', versions: ['A_1'], weak: []}],
			versionsDefined: ['me', 'ME_1'],
		};
		t.deepEqual(factOf(buildProgram({...program, is64, isLittle, machine, hasNoDefaultFolders: true})), {
			...program, is64, isLittle, machine, type: 3, isDynamic: true, isPie: false, hasNoDefaultFolders: true,
			hasSymbols: false, hasDebugInformation: false, strippable: 0, warnings: [],
		});
	});
}

test('what stripping would save, of a program and not of an object', t => {
	const library = buildElf({is64: true, isLittle: true, machine: 62});
	const {hasSymbols, hasDebugInformation, strippable} = factOf(library)!;
	t.deepEqual([hasSymbols, hasDebugInformation], [false, true]);
	t.true(strippable > 777, String(strippable));
	const object = Buffer.from(library);
	object.writeUInt16LE(1, 16);
	t.is(factOf(object)!.strippable, 0);
});

test('a loader tells in which folders it looks', t => {
	t.deepEqual(factOf(buildProgram(glibcLoader))!.loader, {libc: 'glibc', folders: ['/lib/x86_64-linux-gnu', '/usr/lib/x86_64-linux-gnu', '/lib', '/usr/lib'], file: '/etc/ld.so.cache'});
	t.deepEqual(factOf(buildProgram(muslLoader))!.loader, {libc: 'musl', folders: ['/lib', '/usr/local/lib', '/usr/lib'], file: '/etc/ld-musl-x86_64.path'});
	t.is(factOf(buildProgram({...glibcLoader, needed: ['libc.so.6']}))!.loader, undefined, 'what needs a library is none');
	t.is(factOf(buildProgram({soname: 'libdl.so', text: '\0/lib/\0/usr/lib/\0'}))!.loader, undefined, 'folders alone are no sign');
});

test('what is no ELF file, or less than its header, says nothing', t => {
	t.is(factOf(Buffer.from('#!/bin/sh\n')), undefined);
	t.is(factOf(new Uint8Array()), undefined);
	t.is(factOf(buildProgram({needed: ['a']}).subarray(0, 63)), undefined);
});

test('tables that lie cost a warning and no time', t => {
	const bytes = buildProgram({needed: ['a'], versionsNeeded: [{file: 'a', versions: ['A_1']}], versionsDefined: ['me', 'ME_1']});
	const asked = bytes.indexOf(Buffer.from([1, 0, 1, 0]));
	const beyond = Buffer.from(bytes);
	beyond.writeUInt32LE(0xFF_FF_FF_00, asked + 8);
	t.deepEqual(factOf(beyond)!.warnings, ['its versions of symbols lie beyond the end of their table']);
	t.deepEqual(factOf(beyond)!.versionsDefined, ['me', 'ME_1']);

	// A chain whose records lie a byte apart, each with a chain of its own.
	const many = Buffer.concat([bytes, Buffer.alloc(300_000, 1)]);
	many.writeUInt32LE(bytes.length - asked, asked + 12);
	many.writeUInt32LE(many.length, 64 + 32);
	for (let at = bytes.length; at < many.length; at += 4) {
		many.writeUInt32LE(4, at);
	}

	t.true(factOf(many)!.warnings.length > 0);

	const sections = Buffer.from(buildElf({is64: true, isLittle: true, machine: 62}));
	sections.writeUInt16LE(0, 60);
	sections.writeBigUInt64LE(1_000_000n, Number(sections.readBigUInt64LE(40)) + 32);
	t.deepEqual(factOf(sections)!.warnings, ['its section headers lie beyond its end']);
});

test('more names than any program has are not kept', t => {
	const fact = factOf(buildProgram({needed: Array.from({length: 700}, (_, index) => `lib${'x'.repeat(100)}${index}.so`)}))!;
	t.deepEqual(fact.needed, []);
	t.deepEqual(fact.warnings, ['the names in it take more than 64 KiB: they are left out']);
});

test('bytes changed by chance never keep it from ending', t => {
	const random = new Random(7);
	const made = buildProgram({interpreter: '/lib/ld.so', needed: ['a', 'b'], versionsNeeded: [{file: 'a', versions: ['A', 'B']}], versionsDefined: ['c', 'd'], text: 'glibc-ld.so.cache1.1'});
	for (let round = 0; round < 2000; round++) {
		const bytes = Buffer.from(made);
		for (let change = 0; change < 4; change++) {
			bytes[4 + random.below(bytes.length - 4)] = random.below(256);
		}

		t.notThrows(() => factOf(bytes));
	}
});

testWith(test, {readelf: hasProgram('readelf')})('versions of symbols are those that readelf tells', t => {
	const files = ['/bin/bash', '/lib/x86_64-linux-gnu/libc.so.6', '/lib/x86_64-linux-gnu/libm.so.6', '/lib64/ld-linux-x86-64.so.2', '/usr/lib/x86_64-linux-gnu/libcrypto.so.3']
		.filter(file => fs.existsSync(file));
	t.true(files.length > 0);
	for (const file of files) {
		const fact = factOf(fs.readFileSync(file))!;
		t.deepEqual(ownVersions(fact), readelfVersions(file), file);
		t.is(fact.loader?.libc, file.includes('ld-linux') ? 'glibc' : undefined);
	}
});
