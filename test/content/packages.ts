import {execFileSync, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import test from 'ava';
import {readGemName} from '../../source/content/gem-name.js';
import {GoBuildInfoReader} from '../../source/content/go-build-info.js';
import {parseNpmManifest} from '../../source/content/npm-manifest.js';
import type {PackageFact} from '../../source/content/package-fact.js';
import {packageFileOf} from '../../source/content/package-file.js';
import {parsePythonMetadata, parsePythonRecord} from '../../source/content/python-package.js';
import {between, randomChunks, randomOf, seed} from '../helpers/archive/random-bytes.js';
import {testWith} from '../helpers/archive/test-with.js';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

function shown(fact: PackageFact | undefined): string | undefined {
	return fact?.form === 'packages' ? fact.packages.map(({name, version}) => `${name} ${version}`).join(', ') : fact?.problem;
}

test('which files are read', t => {
	const reads = (path: string) => {
		const file = packageFileOf(path);
		return file && `${file.kind} ${file.role}`;
	};

	t.deepEqual([
		'var/lib/dpkg/status', 'var/lib/dpkg/diversions', 'var/lib/dpkg/status.d/base', 'var/lib/dpkg/status.d/base.md5sums', 'var/lib/dpkg/info/libc6:amd64.list',
		'lib/apk/db/installed', 'var/lib/rpm/rpmdb.sqlite', 'usr/lib/sysimage/rpm/Packages.db',
		'usr/lib/python3/dist-packages/a-1.dist-info/METADATA', 'a.dist-info/RECORD', 'x/a.egg-info/PKG-INFO', 'x/a-1.egg-info', 'x/a.egg-info/installed-files.txt',
		'app/node_modules/x/package.json', 'node_modules/@s/x/package.json', 'usr/lib/ruby/gems/3.1.0/specifications/rake-13.0.6.gemspec', 'g/specifications/default/json-2.gemspec',
	].map(reads), [
		'dpkg database', 'dpkg diversions', 'dpkg entry', 'dpkg list', 'dpkg list',
		'apk database', 'rpm database', 'rpm database',
		'python package', 'python record', 'python package', 'python package', 'python record',
		'npm package', 'npm package', 'gem package', 'gem package',
	]);
	for (const path of [
		'', 'rootfs/var/lib/dpkg/status', 'var/lib/dpkg/status-old', 'var/lib/dpkg/info/a.md5sums', 'var/lib/dpkg/status.d/a/b', 'METADATA', 'app/package.json',
		'node_modules/x/lib/package.json', 'node_modules/@s/package.json', 'node_modules/.cache/package.json', 'x/rake.gemspec', 'constructor', 'a/__proto__',
	]) {
		t.is(packageFileOf(path), undefined, `at ${path}`);
	}
});

test('python: the head of the metadata, and no line of the description', t => {
	t.is(shown(parsePythonMetadata(bytes('Metadata-Version: 2.1\r\nname: Requests\r\nVersion:2.31.0\r\n\r\nName: other\n'))), 'Requests 2.31.0');
	t.is(shown(parsePythonMetadata(bytes('Version: 1\n'))), 'it names no package');
});

test('python: the paths of a record, with commas and quotes', t => {
	const fact = parsePythonRecord(bytes('a/b.py,sha256=x,12\n"c,d ""e"".py",,\n../../../bin/run,,\n\nlast'));
	t.is(fact.form === 'paths' && Buffer.from(fact.paths).toString(), 'a/b.py\nc,d "e".py\n../../../bin/run\n\nlast\n');
});

test('npm: name and version, whatever the file holds', t => {
	t.is(shown(parseNpmManifest(bytes('{"name":"@s/x","version":"1.2.3"}'))), '@s/x 1.2.3');
	t.is(shown(parseNpmManifest(bytes('{"name":"x","version":[1]}'))), 'x ');
	for (const text of ['null', '[]', '7', '{"name":7}', '{}', '{"name":""}']) {
		t.is(shown(parseNpmManifest(bytes(text))), 'it names no package');
	}

	for (const text of ['', '{', '['.repeat(1_000_000)]) {
		t.is(shown(parseNpmManifest(bytes(text))), 'it is no JSON');
	}
});

test('gems: by the name of their specification', t => {
	t.is(shown(readGemName('rake-13.0.6.gemspec')), 'rake 13.0.6');
	t.is(shown(readGemName('net-http-persistent-4.0.2.pre.gemspec')), 'net-http-persistent 4.0.2.pre');
	t.is(shown(readGemName('nokogiri-1.16.2-x86_64-linux.gemspec')), 'nokogiri 1.16.2-x86_64-linux');
	t.is(shown(readGemName('nothing.gemspec')), 'it names no package');
});

/** An ELF file of 64 bits whose second segment is writable and lies at `at`, with these bytes in it. */
function program(at: number, segment: Buffer, headers = 64): Buffer {
	const file = Buffer.alloc(at + segment.length + 3000);
	file.write('\u007FELF\u0002\u0001', 'latin1');
	file.writeBigUInt64LE(BigInt(headers), 32);
	file.writeUInt16LE(56, 54);
	file.writeUInt16LE(2, 56);
	for (const [index, [flags, start, length]] of [[5, 0, at], [6, at, segment.length]].entries()) {
		const header = headers + (index * 56);
		file.writeUInt32LE(1, header);
		file.writeUInt32LE(flags, header + 4);
		file.writeBigUInt64LE(BigInt(start), header + 8);
		file.writeBigUInt64LE(BigInt(length), header + 32);
	}

	segment.copy(file, at);
	return file;
}

/** Build information as Go has written it since 1.18. */
function buildInfo(text: string, flags = 2): Buffer {
	const facts = `${'<'.repeat(16)}${text}${'>'.repeat(16)}`;
	const head = Buffer.alloc(32);
	head.write('\u00FF Go buildinf:', 'latin1');
	head[14] = 8;
	head[15] = flags;
	return Buffer.concat([head, Buffer.from([8]), Buffer.from('go1.26.8'), Buffer.from([(facts.length & 0x7F) | 0x80, facts.length >> 7]), Buffer.from(facts)]);
}

const tideline = buildInfo('path\texample.com/tideline/cmd/tide\nmod\texample.com/tideline\tv2.4.0\th1:x=\ndep\texample.com/other\tv1.0.0\th1:y=\n');

/** What a reader finds that is given the file in these pieces, and how much of it it asked for where it can be sought over. */
function find(file: Buffer, pieces?: Iterable<Uint8Array>): {found: string | undefined; read: number} {
	const reader = new GoBuildInfoReader(file.length);
	let read = 0;
	if (pieces) {
		let at = 0;
		for (const piece of pieces) {
			reader.write(piece, at);
			at += piece.length;
		}
	} else {
		for (let at = 0; at < file.length && reader.next < file.length;) {
			at = Math.max(at, reader.next);
			const piece = file.subarray(at, at + 16_384);
			reader.write(piece, at);
			read += piece.length;
			at += piece.length;
		}
	}

	return {found: shown(reader.end()), read};
}

test('go: the main module, wherever pieces part', t => {
	const random = randomOf(1);
	for (let round = 0; round < 60; round++) {
		const at = random.pick([200, 3000, 4096, 5000, 200_000]);
		const file = program(at, Buffer.concat([Buffer.alloc(random.below(40_000)), tideline, Buffer.alloc(random.below(40_000))]));
		t.is(find(file, randomChunks(random, file)).found, 'example.com/tideline v2.4.0', `SEED=${seed}, round ${round}`);
		t.is(find(file).found, 'example.com/tideline v2.4.0', `SEED=${seed}, round ${round}`);
	}
});

test('go: what lies before the data segment, and behind what was found, is not asked for', t => {
	const {found, read} = find(program(50_000_000, Buffer.concat([tideline, Buffer.alloc(10_000_000)])));
	t.is(found, 'example.com/tideline v2.4.0');
	t.true(read < 100_000);
	t.true(find(Buffer.alloc(50_000_000)).read < 100_000);
});

test('go: a program outside of a module, the magic by chance, the form before 1.18', t => {
	t.is(find(program(4096, buildInfo('path\tcommand-line-arguments\nbuild\t-compiler=gc\n'))).found, 'command-line-arguments ');
	t.is(find(program(4096, Buffer.concat([tideline.subarray(0, 20), Buffer.alloc(20_000), tideline]))).found, 'example.com/tideline v2.4.0');
	t.is(find(program(4096, buildInfo('path\tx\n', 0))).found, undefined);
	t.is(find(program(4096, Buffer.concat(Array.from({length: 100}, () => Buffer.concat([tideline.subarray(0, 20), Buffer.alloc(20_000)]))))).found, undefined);
});

test('go: what is broken is no program of Go', t => {
	const random = randomOf(2);
	const file = program(5000, Buffer.concat([tideline, Buffer.alloc(20_000)]));
	for (let round = 0; round < 60; round++) {
		const broken = Buffer.from(file.subarray(0, random.pick([file.length, random.below(file.length)])));
		for (let change = between(random, 1, 30); change > 0; change--) {
			broken[random.below(random.pick([200, broken.length]))] = random.below(256);
		}

		t.notThrows(() => find(broken, randomChunks(random, broken)), `SEED=${seed}, round ${round}`);
		t.notThrows(() => find(broken), `SEED=${seed}, round ${round}`);
	}
});

testWith(test, {go: spawnSync('go', ['version']).status === 0})('go: as Go itself reads its own program', t => {
	const tool = `${execFileSync('go', ['env', 'GOROOT'], {encoding: 'utf8'}).trim()}/bin/go`;
	const [, path] = /\tpath\t(.*)/.exec(execFileSync('go', ['version', '-m', tool], {encoding: 'utf8'}))!;
	const file = fs.readFileSync(tool);
	t.is(find(file).found, `${path} `);
	t.true(find(file).read < file.length / 4);
});
