import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {spawnSync} from 'node:child_process';
import process from 'node:process';
import test from 'ava';
import {readElf, type ElfFile} from '../../source/content/elf/elf-file.js';
import {strippedSize} from '../../source/content/elf/strip-estimate.js';
import {readNow, type Reading} from '../../source/content/reading.js';
import {buildElf} from '../helpers/build-elf.js';
import {hasProgram, testWith} from '../helpers/archive/test-with.js';
import {ownElfLines, readelfLines} from '../helpers/elf-lines.js';
import {factOf, look, rowsOf} from '../helpers/look.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'freedive-elf-'));
test.after.always(() => {
	fs.rmSync(folder, {recursive: true, force: true});
});

function open(bytes: Uint8Array): {file: ElfFile; read: <Result>(reading: Reading<Result>) => Result} {
	const read = <Result>(reading: Reading<Result>) => readNow(reading, (at, length) => bytes.subarray(at, at + length));
	return {file: read(readElf(bytes.subarray(0, 64), bytes.length)), read};
}

const forms = [
	{is64: true, isLittle: true, machine: 62, title: 'ELF 64-bit shared object, x86-64, stripped, with debug information'},
	{is64: true, isLittle: false, machine: 22, title: 'ELF 64-bit shared object, s390x, big endian, stripped, with debug information'},
	{is64: false, isLittle: true, machine: 40, title: 'ELF 32-bit shared object, ARM, stripped, with debug information'},
	{is64: false, isLittle: false, machine: 20, title: 'ELF 32-bit shared object, PowerPC, big endian, stripped, with debug information'},
];

for (const form of forms) {
	test(`${form.is64 ? 64 : 32}-bit, ${form.isLittle ? 'little' : 'big'} endian: what it needs, its names, sizes, symbols and build id`, t => {
		const bytes = buildElf(form);
		const facts = look('/lib/libmade.so', bytes);
		t.is(facts.kind, 'elf');
		t.is(facts.title, form.title);
		t.deepEqual(rowsOf(facts, 'Needed libraries'), ['libfirst.so.1', 'libsecond.so']);
		t.is(factOf(facts, 'soname'), 'libmade.so.3');
		t.is(factOf(facts, 'runpath'), '/opt/lib');
		t.is(factOf(facts, 'build id'), 'ab'.repeat(20));
		t.is(factOf(facts, 'dynamic symbols'), '3 symbols, 1 of them undefined');
		t.deepEqual(rowsOf(facts, 'Largest dynamic symbols'), ['largest | 300 | FUNC | GLOBAL', 'small | 4 | FUNC | GLOBAL']);
		t.regex(rowsOf(facts, 'Sections').find(row => row.startsWith('.bss'))!, /^\.bss \| NOBITS \| 1000 \|/);
		t.deepEqual(facts.warnings, []);
	});
}

testWith(test, {readelf: hasProgram('readelf')})('what is said of ELF files equals what readelf and size say', t => {
	const files = [process.execPath, '/bin/true', '/bin/sh', '/bin/bash', '/usr/bin/readelf', '/lib/x86_64-linux-gnu/libc.so.6', '/lib64/ld-linux-x86-64.so.2', '/usr/lib/x86_64-linux-gnu/libcrypto.so.3']
		.filter(file => fs.existsSync(file) && fs.statSync(file).size < 20e6);
	for (const [index, form] of forms.entries()) {
		const file = path.join(folder, `made-${index}`);
		fs.writeFileSync(file, buildElf(form));
		files.push(file);
	}

	t.true(files.length >= 6);
	for (const file of files) {
		const bytes = fs.readFileSync(file);
		const {file: elf, read} = open(bytes);
		t.deepEqual(ownElfLines(elf, read, bytes.length).map(line => Buffer.from(line).toString('latin1')).sort(), readelfLines(file).sort(), file);
	}
});

testWith(test, {strip: hasProgram('strip')})('what stripping leaves is told to a few bytes', t => {
	const sources = ['/bin/bash', '/usr/lib/x86_64-linux-gnu/crt1.o', '/usr/lib/x86_64-linux-gnu/Scrt1.o'].filter(file => fs.existsSync(file));
	for (const source of sources) {
		const target = path.join(folder, path.basename(source));
		t.is(spawnSync('strip', ['--strip-unneeded', '-o', target, source]).status, 0);
		const bytes = fs.readFileSync(source);
		const {file, read} = open(bytes);
		const stripped = fs.statSync(target).size;
		t.true(Math.abs(read(strippedSize(file, bytes.length)) - stripped) <= stripped * 0.02, source);
	}
});

test('debug information and its names are what stripping saves', t => {
	const bytes = buildElf(forms[0]);
	const saved = bytes.length - open(bytes).read(strippedSize(open(bytes).file, bytes.length));
	// The section, its header, its name.
	t.true(saved >= 777 + 64 && saved <= 777 + 64 + 12 + 16, String(saved));
});

test('headers that lie beyond the end are left out, and said', t => {
	const bytes = buildElf(forms[0]);
	const facts = look('/lib/x.so', bytes.subarray(0, 700));
	t.is(facts.kind, 'elf');
	t.deepEqual(rowsOf(facts, 'Sections'), []);
	const claims = Buffer.from(bytes);
	claims.writeUInt16LE(60_000, 60);
	const more = look('/lib/x.so', claims);
	t.deepEqual(more.warnings, ['its section headers lie beyond its end']);
	t.is(rowsOf(more, 'Sections').length, 10);
});
