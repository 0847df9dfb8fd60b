import fs from 'node:fs';
import zlib from 'node:zlib';
import {execFileSync, spawnSync} from 'node:child_process';
import test from 'ava';
import {compareFacts, type FactTable, type FileKind} from '../../source/content/look-into.js';
import {hasProgram, testWith} from '../helpers/archive/test-with.js';
import {between, randomBytes, randomOf, seed} from '../helpers/archive/random-bytes.js';
import {header} from '../helpers/archive/raw-tar.js';
import {buildElf} from '../helpers/build-elf.js';
import {factOf, look, rowsOf} from '../helpers/look.js';

const pad = (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);

/** Made by `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj … -addext subjectAltName=…`; its key was thrown away. */
const certificate = `-----BEGIN CERTIFICATE-----
MIIB8jCCAZigAwIBAgIUaPLmjo2IwBpWm+WKmcmZEA3/W2IwCgYIKoZIzj0EAwIw
OjELMAkGA1UEBhMCREUxFDASBgNVBAoMC0V4YW1wbGUgTHRkMRUwEwYDVQQDDAxk
aXZlLmV4YW1wbGUwHhcNMjYxMTIzMDExOTA1WhcNMzYxMTIwMDExOTA1WjA6MQsw
CQYDVQQGEwJERTEUMBIGA1UECgwLRXhhbXBsZSBMdGQxFTATBgNVBAMMDGRpdmUu
ZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABFOIVCymbKrA/c3zc7eT
8AFYoa+5cRiU+iIoYv7c++ioFZNTaP2fVXqeN+lEYM635Ouw/65LcR3jx5Y7GzZp
qxyjfDB6MB0GA1UdDgQWBBQV6mDUaVNo27745BAbl/ICA/fBlTAfBgNVHSMEGDAW
gBQV6mDUaVNo27745BAbl/ICA/fBlTAPBgNVHRMBAf8EBTADAQH/MCcGA1UdEQQg
MB6CDGRpdmUuZXhhbXBsZYIOKi5kaXZlLmV4YW1wbGUwCgYIKoZIzj0EAwIDSAAw
RQIgCJU5hUCdsfJhq5cTauNa7WhD8jhaXqEo+PZdNxGqaFYCIQCBjIXpodOU5zPE
50CxmhiTnaVs9eh3uSxQTZ6w4agT5A==
-----END CERTIFICATE-----
`;

const tar = Buffer.concat([
	header({name: 'dir/', type: '5', mtime: 1_700_000_000}),
	header({name: 'dir/file', size: 700, mtime: 1_700_000_001}), pad(Buffer.alloc(700, 1)),
	header({name: 'dir/link', type: '2', link: 'file'}),
	header({name: 'x', type: 'x', size: 35}), pad(Buffer.from('27 path=a/long/name/of/pax\n'.padEnd(35, '\0'))),
	header({name: 'short', size: 3}), pad(Buffer.from('abc')),
	Buffer.alloc(1024),
]);

const png = Buffer.concat([Buffer.from('\u0089PNG\r\n\u001A\n\0\0\0\rIHDR', 'latin1'), Buffer.from([0, 0, 3, 21, 0, 0, 2, 146, 8, 6, 0, 0, 0]), Buffer.alloc(20)]);
const jpeg = Buffer.concat([Buffer.from([0xFF, 0xD8, 0xFF, 0xE0, 0, 16]), Buffer.from('JFIF\0', 'latin1'), Buffer.alloc(9), Buffer.from([0xFF, 0xE1, 0x10, 0]), Buffer.alloc(0x0F_FE, 7), Buffer.from([0xFF, 0xC2, 0, 17, 8, 1, 0, 2, 0, 3]), Buffer.alloc(200)]);

const database = zlib.gunzipSync(fs.readFileSync(new URL('../fixtures/rpmdb.sqlite.gz', import.meta.url)));

/** A zip of one stored file, by hand after APPNOTE; with `is64` its directory's sizes and place stand in the records of zip64. */
function zip(name: string, content: string, {is64 = false, prefix = ''} = {}): Buffer {
	const bytes = Buffer.from(content);
	const local = Buffer.alloc(30);
	local.writeUInt32LE(0x04_03_4B_50, 0);
	local.writeUInt32LE(bytes.length, 18);
	local.writeUInt32LE(bytes.length, 22);
	local.writeUInt16LE(name.length, 26);
	const entry = Buffer.alloc(46);
	entry.writeUInt32LE(0x02_01_4B_50, 0);
	entry.writeUInt16LE((5 << 11) | (6 << 5) | 4, 12);
	entry.writeUInt16LE((44 << 9) | (7 << 5) | 9, 14);
	entry.writeUInt32LE(is64 ? 0xFF_FF_FF_FF : bytes.length, 20);
	entry.writeUInt32LE(is64 ? 0xFF_FF_FF_FF : bytes.length, 24);
	entry.writeUInt16LE(name.length, 28);
	const extra = Buffer.alloc(is64 ? 20 : 0);
	if (is64) {
		extra.writeUInt16LE(1, 0);
		extra.writeUInt16LE(16, 2);
		extra.writeBigUInt64LE(5_000_000_000n, 4);
		extra.writeBigUInt64LE(BigInt(bytes.length), 12);
		entry.writeUInt16LE(20, 30);
	}

	const directory = Buffer.concat([entry, Buffer.from(name), extra]);
	const start = Buffer.concat([Buffer.from(prefix), local, Buffer.from(name), bytes]);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06_05_4B_50, 0);
	end.writeUInt16LE(is64 ? 0xFF_FF : 1, 10);
	end.writeUInt32LE(is64 ? 0xFF_FF_FF_FF : directory.length, 12);
	end.writeUInt32LE(is64 ? 0xFF_FF_FF_FF : start.length - prefix.length, 16);
	const record = Buffer.alloc(is64 ? 76 : 0);
	if (is64) {
		record.writeUInt32LE(0x06_06_4B_50, 0);
		record.writeBigUInt64LE(1n, 32);
		record.writeBigUInt64LE(BigInt(directory.length), 40);
		record.writeBigUInt64LE(BigInt(start.length), 48);
		record.writeUInt32LE(0x07_06_4B_50, 56);
		record.writeBigUInt64LE(BigInt(start.length + directory.length), 64);
	}

	return Buffer.concat([start, directory, record, end]);
}

const says = test.macro({
	exec(t, path: string, bytes: Uint8Array, kind: FileKind, title: string) {
		const facts = look(path, bytes);
		t.is(facts.kind, kind);
		t.is(facts.title, title);
		t.deepEqual(facts.warnings, []);
	},
	title: (_, path, __, kind, title) => `${path}: ${kind}, ${title}`,
});

test(says, '/empty', Buffer.alloc(0), 'empty', 'empty');
test(says, '/a/run', Buffer.from('#!/bin/sh -e\necho\n'), 'text', 'shell script, run by /bin/sh -e');
test(says, '/a/x.txt', Buffer.from('größe\r\n', 'latin1'), 'text', 'text, Latin-1, CRLF line ends');
test(says, '/a/x.json', Buffer.from('{"a": 1}'), 'json', 'JSON');
test(says, '/a/x.svg', Buffer.from('<svg xmlns="x" viewBox="0 0 24 32"></svg>'), 'picture', 'SVG picture, 24 × 32');
test(says, '/a/x.png', png, 'picture', 'PNG picture, 789 × 658, 8 bits, RGB and alpha');
test(says, '/a/x.jpg', jpeg, 'picture', 'JPEG picture, 512 × 256, 8 bits, colour');
test(says, '/a/x.gif', Buffer.from('GIF89a\u0010\0\u0020\0\u0083\0\0', 'latin1'), 'picture', 'GIF picture, 16 × 32, 16 colours');
test(says, '/a/x.webp', Buffer.from('RIFF\0\0\0\0WEBPVP8X\n\0\0\0\0\0\0\0\u00FF\0\0\u007F\0\0', 'latin1'), 'picture', 'WebP picture, 256 × 128');
test(says, '/a/favicon.ico', Buffer.concat([Buffer.from([0, 0, 1, 0, 2, 0]), Buffer.from([16, 16, 0, 0, 1, 0, 32, 0, 8, 0, 0, 0, 38, 0, 0, 0]), Buffer.from([0, 0, 0, 0, 1, 0, 32, 0, 8, 0, 0, 0, 46, 0, 0, 0]), Buffer.alloc(16, 1)]), 'picture', 'ICO picture, 256 × 256');
test(says, '/a/x.tar', tar, 'archive', 'tar archive, 4 entries, 703 B unpacked');
test(says, '/a/x.tgz', zlib.gzipSync(tar), 'archive', 'gzip: tar archive, 4 entries, 703 B unpacked');
test(says, '/usr/share/doc/x/changelog.gz', zlib.gzipSync('news\n'.repeat(1000)), 'compressed', 'gzip: text, 5.00 kB unpacked');
test(says, '/a/x.zst', zlib.zstdCompressSync(Buffer.from('#!/bin/sh\n')), 'compressed', 'zstd: shell script, run by /bin/sh, 10 B unpacked');
test(says, '/a/x.zip', zip('a/b.txt', 'content'), 'archive', 'zip archive, 1 entry, 7 B unpacked');
test(says, '/a/x.jar', zip('a/b.txt', 'content', {is64: true}), 'archive', 'Java archive (zip), 1 entry, 5.00 GB unpacked');
test(says, '/a/app.pyz', zip('a', 'b', {prefix: '#!/usr/bin/python3\n'}), 'archive', 'zip archive, 1 entry, 1 B unpacked');
test(says, '/etc/ssl/x.pem', Buffer.from(certificate), 'certificate', 'X.509 certificate of dive.example');
test(says, '/etc/ssl/x.der', Buffer.from(certificate.split('\n').slice(1, -2).join(''), 'base64'), 'certificate', 'X.509 certificate of dive.example');
test(says, '/etc/ssl/key.pem', Buffer.from('-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n'), 'key', 'private key, encrypted');
test(says, '/root/.ssh/id', Buffer.from('-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n'), 'key', 'OpenSSH private key');
test(says, '/lib/apk/db/installed', Buffer.from('P:musl\nV:1.2.4-r2\nA:x86_64\n\n'), 'package-database', 'package database of apk, 1 package');
test(says, '/a/other.sqlite', database, 'sqlite', 'SQLite database, 21 tables');
test(says, '/var/lib/rpm/rpmdb.sqlite', database, 'package-database', 'package database of rpm, 2 packages');
test(says, '/a/m.pyc', Buffer.from('a70d0d0a0000000000ca9a3b39300000', 'hex'), 'python-bytecode', 'Python 3.11 bytecode');
test(says, '/a/X.class', Buffer.from('cafebabe00000041', 'hex'), 'binary', 'Java class, Java 21');
test(says, '/a/x.pdf', Buffer.from('%PDF-1.7\n'), 'binary', 'PDF document');
test(says, '/a/letter', Buffer.from('MZ, said he, and BZh\n'), 'text', 'text');
test(says, '/a/x.xz', Buffer.from('\u00FD7zXZ\0\0\u0004', 'latin1'), 'compressed', 'xz');
test(says, '/a/x', Buffer.from([0, 1, 2, 3, 0, 0xFF]), 'binary', 'data');
test(says, '/a/nuls', Buffer.from('a text\0 with a NUL, and more text\n'), 'binary', 'text with NUL bytes');
test(says, '/a/zero', Buffer.alloc(3000), 'binary', 'zeros');
test(says, '/a/lib.a', Buffer.from(`!<arch>\n${'//'.padEnd(48)}${'22'.padEnd(10)}\`\na-rather-long-name.o/\n${'/0'.padEnd(16)}${'0'.padEnd(32)}${'4'.padEnd(10)}\`\nabcd${'b.o/'.padEnd(16)}${'1700000000'.padEnd(32)}${'3'.padEnd(10)}\`\nxyz\n`), 'archive', 'static library, 2 objects, 7 B');

test('listings: names, sizes, times, what is no file', t => {
	t.deepEqual(rowsOf(look('/a.tar', tar), 'Contents'), [
		'dir/ |  | 2023-11-14T22:13:20Z | directory',
		'dir/file | 700 | 2023-11-14T22:13:21Z | ',
		'dir/link |  | 1970-01-01T00:00:00Z | link to file',
		'a/long/name/of/pax | 3 | 1970-01-01T00:00:00Z | ',
	]);
	t.deepEqual(rowsOf(look('/a.zip', zip('a/b.txt', 'content')), 'Contents'), ['a/b.txt | 7 | 7 | 2024-07-09 05:06:08']);
});

test('a Debian package tells the files of its data.tar, or which compression is not read', t => {
	const member = (name: string, bytes: Uint8Array) => [Buffer.from(`${name.padEnd(16)}${'0'.padEnd(32)}${String(bytes.length).padEnd(10)}\`\n`), bytes, Buffer.alloc(bytes.length % 2, '\n')];
	const deb = (name: string, data: Uint8Array) => look('/x.deb', Buffer.concat([Buffer.from('!<arch>\n'), ...member('debian-binary', Buffer.from('2.0\n')), ...member(name, data)]));
	const names = ['dir/', 'dir/file', 'dir/link', 'a/long/name/of/pax'];
	for (const [name, data] of Object.entries({'data.tar': tar, 'data.tar.gz': zlib.gzipSync(tar), 'data.tar.zst': zlib.zstdCompressSync(tar)})) {
		const facts = deb(name, data);
		t.deepEqual(rowsOf(facts, 'Files').map(row => row.split(' | ', 1)[0]), names, name);
		t.deepEqual(facts.warnings, []);
	}

	t.deepEqual(deb('data.tar.xz', Buffer.from('\u00FD7zXZ\0', 'latin1')).warnings, ['its files are in data.tar.xz, and xz is not read here']);
	t.is(deb('data.tar.gz', Buffer.from([0x1F, 0x8B, 8, 0])).kind, 'archive');
});

test('certificates: whose, by whom, for how long, its names, key and fingerprints; no private key is shown', t => {
	const facts = look('/x.pem', Buffer.from(`comment\n${certificate}-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n`));
	t.is(facts.title, 'X.509 certificate of dive.example, private key');
	t.is(factOf(facts, 'subject'), 'C=DE, O=Example Ltd, CN=dive.example');
	t.is(factOf(facts, 'valid to'), '2036-11-20T01:19:05Z');
	t.is(factOf(facts, 'names'), 'DNS:dive.example, DNS:*.dive.example');
	t.is(factOf(facts, 'key'), 'EC prime256v1');
	t.is(factOf(facts, 'SHA-256'), '93:E8:2A:09:8C:F8:9E:C6:FC:FE:B3:6B:CF:6F:CF:91:29:58:18:A6:84:94:4C:23:2B:D7:71:CF:66:52:F3:09');
	t.false(JSON.stringify(facts).includes('c2VjcmV0'));
	const bundle = look('/bundle.crt', Buffer.from(certificate.repeat(6) + certificate.replace('MIIB8j', 'MIIB9j')));
	t.is(bundle.title, '6 X.509 certificates');
	t.is(rowsOf(bundle, 'Certificates').length, 6);
	t.deepEqual(bundle.warnings, ['1 certificate of it can\'t be read']);
});

testWith(test, {openssl: hasProgram('openssl') || spawnSync('openssl', ['version']).status === 0})('certificates: as openssl tells them', t => {
	const told = execFileSync('openssl', ['x509', '-noout', '-serial', '-enddate', '-fingerprint', '-sha256'], {input: certificate, encoding: 'utf8'});
	const facts = look('/x.pem', Buffer.from(certificate));
	t.is(/serial=(.+)/.exec(told)?.[1], factOf(facts, 'serial number'));
	t.is(/fingerprint=(.+)/i.exec(told)?.[1], factOf(facts, 'SHA-256'));
	t.is(new Date(/notAfter=(.+)/.exec(told)![1]).getTime(), new Date(factOf(facts, 'valid to')!).getTime());
});

const python = testWith(test, {python3: hasProgram('python3')});

python('zips: as Python lists what it wrote, of 70,000 entries and with a comment', t => {
	const [bytes, listing] = [['w'], ['l']].map(([mode]) => execFileSync('python3', ['-c', `
import io, random, sys, zipfile
out = io.BytesIO()
random.seed(1)
with zipfile.ZipFile(out, 'w') as z:
    for i in range(70000):
        info = zipfile.ZipInfo('f/%d ü' % i, (1980 + i % 100, 1 + i % 12, 1 + i % 28, i % 24, i % 60, i % 60))
        info.compress_type = zipfile.ZIP_DEFLATED if i % 3 else zipfile.ZIP_STORED
        z.writestr(info, b'x' * (i % 200))
    z.comment = b'a comment'
if sys.argv[1] == 'w':
    sys.stdout.buffer.write(out.getvalue())
else:
    for e in zipfile.ZipFile(out).infolist()[:20000]:
        sys.stdout.buffer.write(('%s | %d | %d | %04d-%02d-%02d %02d:%02d:%02d\\n' % (e.filename, e.file_size, e.compress_size, *e.date_time)).encode())
`, mode], {maxBuffer: 1 << 28}));
	const facts = look('/x.zip', bytes);
	t.deepEqual(rowsOf(facts, 'Contents'), listing.toString().trim().split('\n'));
	t.is(facts.tables.find(({title}) => title === 'Contents')?.more, 50_000);
	t.deepEqual(facts.warnings, []);
});

python('bytecode: the version, the time and the size of its source, as Python wrote them', t => {
	const [version, hex] = execFileSync('python3', ['-c', `
import os, py_compile, sys, tempfile
with tempfile.TemporaryDirectory() as d:
    s = os.path.join(d, 'm.py')
    open(s, 'w').write('a = 1\\n')
    os.utime(s, (1700000000, 1700000000))
    print('%d.%d' % sys.version_info[:2])
    print(open(py_compile.compile(s, invalidation_mode=py_compile.PycInvalidationMode.TIMESTAMP), 'rb').read().hex())
`], {encoding: 'utf8'}).split('\n', 2);
	const facts = look('/m.pyc', Buffer.from(hex, 'hex'));
	t.is(facts.title, `Python ${version} bytecode`);
	t.is(factOf(facts, 'source changed'), '2023-11-14T22:13:20Z');
	t.is(factOf(facts, 'source size'), '6');
});

test('what is compressed is unpacked up to a bound, and what is told is of that', t => {
	const text = look('/x.gz', zlib.gzipSync('a line\n'.repeat(10)));
	t.is(text.formatted, 'a line\n'.repeat(10));
	const bomb = look('/bomb.gz', zlib.gzipSync(Buffer.alloc(300 << 20)));
	t.is(bomb.kind, 'compressed');
	t.is(bomb.warnings.length, 1);
	const nested = look('/n.gz', zlib.gzipSync(zlib.gzipSync(zlib.gzipSync('x'))));
	t.is(nested.title, 'gzip: gzip, 36 B unpacked');
	const large = look('/large.tgz', zlib.gzipSync(Buffer.concat([header({name: 'big', size: 30 << 20}), randomBytes(randomOf(3), 1 << 20), Buffer.alloc(29 << 20), header({name: 'second'})]), {level: 1}));
	t.is(rowsOf(large, 'Contents').length, 1);
	t.regex(large.warnings[0], /^only its start was unpacked/);
	t.regex(look('/cut.gz', zlib.gzipSync('a line\n'.repeat(10)).fill(0xFF, 10)).warnings[0], /^it can't be unpacked: /);
});

test('JSON and XML have a form for reading, and a place where they break', t => {
	t.is(look('/x.json', Buffer.from('{"a":[1]}')).formatted, '{\n  "a": [\n    1\n  ]\n}\n');
	t.deepEqual(look('/x.json', Buffer.from('{"a":]}')).warnings, ['it is no JSON from line 1, column 6 on: \']\' stands where a value should']);
	t.is(look('/x.xml', Buffer.from('\uFEFF<?xml version="1.0"?><a><b/></a>', 'utf16le')).formatted, '<?xml version="1.0"?>\n<a>\n  <b/>\n</a>\n');
	t.deepEqual(look('/x.json', Buffer.alloc(9 << 20, '[1]')).warnings, ['it is too large to be formatted']);
});

const samples: ReadonlyArray<readonly [path: string, bytes: Uint8Array]> = [
	['/x.so', buildElf({is64: true, isLittle: true, machine: 62})],
	['/y.so', buildElf({is64: false, isLittle: false, machine: 20})],
	['/x.tar', tar],
	['/x.tgz', zlib.gzipSync(tar)],
	['/x.zip', zip('a/b.txt', 'content')],
	['/x.jar', zip('a/b.txt', 'content', {is64: true})],
	['/x.png', png],
	['/x.jpg', jpeg],
	['/x.pem', Buffer.from(certificate)],
	['/x.der', Buffer.from(certificate.split('\n').slice(1, -2).join(''), 'base64')],
	['/x.json', Buffer.from('{"a": [1, "b"], "c": {}}')],
	['/x.xml', Buffer.from('<?xml version="1.0"?><a b="c"><d>e</d></a>')],
	['/x.pyc', Buffer.from('a70d0d0a0000000000ca9a3b39300000', 'hex')],
	['/x.sqlite', database.subarray(0, 16_384)],
	['/var/lib/dpkg/status', Buffer.from('Package: a\nVersion: 1\n\n')],
	['/x.a', Buffer.from(`!<arch>\n${'b.o/'.padEnd(16)}${'1700000000'.padEnd(32)}${'3'.padEnd(10)}\`\nxyz\n`)],
];

for (const [index, [path, bytes]] of samples.entries()) {
	test(`hostile: bytes of ${path} changed by chance are looked into without failing, and asked for within bounds (SEED=${seed})`, t => {
		const random = randomOf(100 + index);
		const start = performance.now();
		for (let round = 0; round < 150; round++) {
			const changed = Buffer.from(bytes.subarray(0, round % 3 === 0 ? between(random, 1, bytes.length) : bytes.length));
			for (let count = between(random, 1, 8); count > 0; count--) {
				// Near the start is what decides: headers, sizes, counts.
				const at = random.below(round % 2 === 0 ? Math.min(changed.length, 120) : changed.length);
				changed[at] = random.pick([0, 1, 0x7F, 0x80, 0xFF, random.below(256)]);
			}

			const facts = look(path, changed, random.pick([changed.length, changed.length, 2 ** 40]));
			t.true(facts.reads < 20_000);
			t.false(facts.warnings.some(warning => warning.startsWith('it can\'t be looked into')), facts.warnings.join(', '));
			t.true(facts.tables.every(({columns, rows}) => rows.every(row => row.length === columns.length)));
		}

		t.true(performance.now() - start < 30_000);
	});
}

test('two files compared: what differs, row by row', t => {
	const shown = (tables: FactTable[]) => tables.map(({title, rows}) => [title, ...rows.map(row => row.join(' | '))]);
	const other = Buffer.from(tar);
	other.set(header({name: 'dir/file', size: 701, mtime: 1_700_000_001}), 512);
	t.deepEqual(compareFacts(look('/a.tar', tar), look('/a.tar', tar)), []);
	t.deepEqual(shown(compareFacts(look('/a.tar', tar), look('/a.tar', other))), [
		['What it is', ' | tar archive, 4 entries, 703 B unpacked | tar archive, 4 entries, 704 B unpacked'],
		['Archive', 'unpacked | 703 B | 704 B'],
		['Contents', 'dir/file | 700 | 701'],
	]);
	const elf = buildElf({is64: true, isLittle: true, machine: 62});
	const grown = Buffer.from(elf);
	// The size of `.text`, and where it lies: its header is the fifth.
	const section = Number(elf.readBigUInt64LE(40)) + (4 * 64);
	grown.writeBigUInt64LE(grown.readBigUInt64LE(section + 24) + 8n, section + 24);
	grown.writeBigUInt64LE(grown.readBigUInt64LE(section + 32) + 100n, section + 32);
	t.deepEqual(shown(compareFacts(look('/x.so', elf), look('/x.so', grown))), [['Size in memory', 'text | 627 | 727', 'sum | 1779 | 1879'], ['Sections', '.text | 400 | 500']]);
	const needs = Buffer.from(elf);
	needs.set(Buffer.from('libother.so'), needs.indexOf('libsecond.so'));
	t.deepEqual(shown(compareFacts(look('/x.so', elf), look('/x.so', needs))), [['Needed libraries', 'libsecond.so | there | –', 'libother.soo | – | there']]);
	const added = Buffer.concat([tar.subarray(0, -1024), header({name: 'more', size: 0, mtime: 1}), Buffer.alloc(1024)]);
	t.deepEqual(shown(compareFacts(look('/a.tar', tar), look('/a.tar', added))).at(-1), ['Contents', 'more | – | 0 1970-01-01T00:00:01Z']);
});
