import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import test from 'ava';
import {ArchiveError} from '../../source/archive/archive-error.js';
import {entryType, pathBytes} from '../../source/archive/entry-table.js';
import {findSeekPoints} from '../../source/archive/find-seek-points.js';
import {indexBlob} from '../../source/archive/index-blob.js';
import {indexTar} from '../../source/archive/index-tar.js';
import {readContent, readContents} from '../../source/archive/read-contents.js';
import type {Compression} from '../../source/archive/sniff.js';
import {runTar} from '../helpers/archive/gnu-tar.js';
import {hasProgram, testWith} from '../helpers/archive/test-with.js';
import {randomBytes, randomOf, seed} from '../helpers/archive/random-bytes.js';
import {hasHoles, makeSparseFile} from '../helpers/archive/random-tree.js';
import {concat, end, entry} from '../helpers/archive/raw-tar.js';
import {collect, collectUntilError, sourceOf} from '../helpers/archive/sources.js';
import {frame, skippable} from '../helpers/archive/zstd-frames.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const testSparse = testWith(test, {'GNU tar': hasProgram('tar', 'GNU tar'), 'files with holes': hasHoles()});

const contents = [
	Buffer.alloc(0), Buffer.from('x'), randomBytes(randomOf(1), 512), randomBytes(randomOf(2), 400_000),
	Buffer.alloc(3_000_000, 'text\n'), Buffer.alloc(511), randomBytes(randomOf(3), 131_072), Buffer.from('last'),
];
const tar = concat(...contents.map((content, index) => entry({name: `file${index}`}, content)), end);

/** A tar in frames of random lengths, as zstd:chunked has them. */
function framed(bytes: Uint8Array): Buffer {
	const random = randomOf(4);
	const parts: Buffer[] = [skippable('header')];
	for (let at = 0; at < bytes.length;) {
		const length = random.pick([100, 5000, 300_000, 2_000_000]);
		parts.push(frame(bytes.subarray(at, at + length)), random.chance(0.3) ? skippable('between') : Buffer.alloc(0));
		at += length;
	}

	return concat(...parts);
}

/** The same in frames of one length: what must be read about a content does not hang on chance. */
function framedEvenly(bytes: Uint8Array, length = 100_000): Buffer {
	return concat(...Array.from({length: Math.ceil(bytes.length / length)}, (_, index) => frame(bytes.subarray(index * length, (index + 1) * length))));
}

const forms: ReadonlyArray<readonly [Compression, Buffer]> = [
	['none', tar],
	['gzip', zlib.gzipSync(tar)],
	['zstd', frame(tar)],
	['zstd', framed(tar)],
	...(['xz', 'bzip2'] as const).filter(program => hasProgram(program)).map(program => [program, execFileSync(program, ['-c'], {input: tar})] as const),
];

for (const [index, [compression, blob]] of forms.entries()) {
	test(`the contents of a blob of ${compression}, form ${index}`, async t => {
		const source = sourceOf(t, blob);
		const {table} = await indexBlob(source, compression);
		t.deepEqual(table.warnings, []);
		for (const [entry, content] of contents.entries()) {
			t.true((await collect(readContent({blob: source, compression}, table, entry))).equals(content), `entry ${entry}`);
		}
	});
}

for (const [index, [compression, blob]] of forms.entries()) {
	test(`several contents of a blob of ${compression} in one pass, form ${index}`, async t => {
		const source = sourceOf(t, blob);
		const {table} = await indexBlob(source, compression);
		const read: number[] = [];
		let bytes = 0;
		const onRead = (count: number) => {
			bytes += count;
		};

		for await (const {entry, pieces} of readContents({blob: source, compression}, table, [6, 1, 3, 0, 4, 3], {onRead})) {
			read.push(entry);
			if (entry === 3) {
				// Left before its end.
				const first = await pieces[Symbol.asyncIterator]().next();
				t.true(contents[3].subarray(0, (first.value as Uint8Array).length).equals(first.value as Uint8Array));
			} else {
				t.true((await collect(pieces)).equals(contents[entry]), `entry ${entry}`);
			}
		}

		t.deepEqual(read, [0, 1, 3, 4, 6]);
		t.true(bytes <= blob.length, 'nothing is read twice');
	});
}

test('by points only what lies about the contents is inflated', async t => {
	for (const [compression, blob] of [['gzip', zlib.gzipSync(tar)], ['zstd', framedEvenly(tar)]] as const) {
		const source = sourceOf(t, blob);
		const {table} = await indexBlob(source, compression);
		const points = (await findSeekPoints(source, compression, {leastPlain: 50_000}))!;
		let bytes = 0;
		const onRead = (count: number) => {
			bytes += count;
		};

		for (const [wanted, most] of [[[7], 0.5], [[1, 7], 0.9], [[0, 1, 2, 3, 4, 5, 6, 7], 1.2], [[3], 1], [[6, 7], 1]] as const) {
			bytes = 0;
			for await (const {entry, pieces} of readContents({blob: source, compression, points}, table, wanted, {onRead})) {
				t.true((await collect(pieces)).equals(contents[entry]), `${compression}, entry ${entry}`);
			}

			t.true(bytes <= blob.length * most, `${compression}, ${wanted.join(',')}: ${bytes} of ${blob.length}`);
		}
	}
});

test('where a compressed blob breaks, what lies before is read and each content behind says so', async t => {
	for (const [compression, blob] of forms.slice(1, 4)) {
		const {table} = await indexBlob(sourceOf(t, blob), compression);
		const told: string[] = [];
		for await (const {entry, pieces} of readContents({blob: sourceOf(t, blob.subarray(0, blob.length >> 1)), compression}, table, [1, 5, 6, 7])) {
			const {bytes, error} = await collectUntilError(pieces);
			told.push(error ? 'error' : String(bytes.equals(contents[entry])));
			t.true(error === undefined || error instanceof ArchiveError);
		}

		t.is(told[0], 'true', compression);
		t.is(told[3], 'error', compression);
	}
});

test('what is no file has no content', async t => {
	const source = sourceOf(t, concat(...['1', '2', '3', '5', '6'].map(type => entry({name: type, type, major: 1})), entry({name: '.wh.a'}, 'whiteout'), entry({name: 'b'}, 'x'), end));
	const table = indexTar(source);
	for (let entry = 0; entry < table.count - 1; entry++) {
		t.not(table.type[entry], entryType.file);
		t.is((await collect(readContent({blob: source, compression: 'none'}, table, entry))).length, 0);
	}
});

test('a content that is cut off gives what is there, and the table says that it is broken', async t => {
	const whole = entry({name: 'file'}, randomBytes(randomOf(5), 600_000));
	for (const [compression, blob] of [['none', whole.subarray(0, 400_000)], ['gzip', zlib.gzipSync(whole).subarray(0, 400_000)], ['zstd', frame(whole).subarray(0, 400_000)]] as const) {
		const source = sourceOf(t, blob);
		const {table} = await indexBlob(source, compression);
		t.deepEqual([...table.broken], [0]);
		const content = await collect(readContent({blob: source, compression}, table, 0));
		t.is(content.length, table.size[0]);
		t.true(content.equals(whole.subarray(512, 512 + content.length)));
	}
});

test('a blob that lost its end after it was indexed: an error, after what is there', async t => {
	for (const [compression, blob] of forms.slice(0, 4)) {
		const {table} = await indexBlob(sourceOf(t, blob), compression);
		const {bytes, error} = await collectUntilError(readContent({blob: sourceOf(t, blob.subarray(0, blob.length >> 1)), compression}, table, 7));
		t.is(bytes.length, 0);
		t.true(error instanceof ArchiveError, compression);
	}
});

testSparse('sparse files in every format, from plain and compressed blobs', async t => {
	const folder = temporaryFolder(t);
	const random = randomOf(6);
	for (const pieces of [0, 1, 5, 30]) {
		makeSparseFile(random, path.join(folder, `sparse${pieces}`), pieces);
	}

	for (const options of [['--format=gnu'], ['--format=posix', '--sparse-version=0.0'], ['--format=posix', '--sparse-version=0.1'], ['--format=posix', '--sparse-version=1.0']]) {
		const archive = runTar(['-cSf', '-', ...options, '.'], {cwd: folder});
		for (const [compression, blob] of [['none', archive], ['gzip', zlib.gzipSync(archive)], ['zstd', framed(archive)]] as const) {
			const source = sourceOf(t, blob);
			const {table} = await indexBlob(source, compression);
			t.true(table.sparse.size >= 3);
			for (let entry = 0; entry < table.count; entry++) {
				if (table.type[entry] === entryType.file) {
					const name = Buffer.from(pathBytes(table, entry)).toString();
					const content = await collect(readContent({blob: source, compression}, table, entry));
					t.true(content.equals(fs.readFileSync(path.join(folder, name))), `SEED=${seed}, ${options.join(' ')}, ${compression}, ${name}`);
				}
			}
		}
	}
});
