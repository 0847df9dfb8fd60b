import fs from 'node:fs';
import path from 'node:path';
import {execFileSync} from 'node:child_process';
import test, {type ExecutionContext} from 'ava';
import {entryType, type EntryTable} from '../../source/archive/entry-table.js';
import {indexTar} from '../../source/archive/index-tar.js';
import {readContent} from '../../source/archive/read-contents.js';
import {entriesOf, indexBoth, sameEntries} from '../helpers/archive/entries.js';
import {listByGnuTar, runTar} from '../helpers/archive/gnu-tar.js';
import {hasProgram, testWith} from '../helpers/archive/test-with.js';
import {randomOf, seed} from '../helpers/archive/random-bytes.js';
import {hasHoles, makeRandomTree, makeSparseFile} from '../helpers/archive/random-tree.js';
import {collect, opened} from '../helpers/archive/sources.js';
import {readByTarStream} from '../helpers/archive/tar-stream-oracle.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import type {Random} from '../helpers/random.js';

const gnuTar = {'GNU tar': hasProgram('tar', 'GNU tar')};
const sparse = {'files with holes': hasHoles()};
const testGnu = testWith(test, gnuTar);
const testSparse = testWith(test, {...gnuTar, ...sparse});

/** What GNU tar says of names and numbers that a format can't hold: it leaves the file out. */
const leftOut = /not dumped|out of .* range|Exiting with failure status/;

/** Options that give entries owners, times and attributes which the files themselves can't have without root. */
function randomOptions(random: Random, format: string): string[] {
	// Numbers that no octal field holds.
	const large = format === 'gnu' || format === 'posix' ? (option: string) => [option] : () => [];
	const records = format === 'posix' ? ['--pax-option=SCHILY.xattr.user.note:=kept', '--pax-option=exthdr.name=%d/x/%f,delete=atime'] : [];
	return [
		random.pick([`--owner=somebody:${random.below(2_097_152)}`, '--owner=+0', ...large('--owner=+2097152'), ...large('--owner=big:4294967294')]),
		random.pick(['--group=staff:50', '--group=+1', ...large('--group=+3000000')]),
		random.pick(['--totals', '--mtime=@1234567890.5', ...large('--mtime=@-1234567.75'), ...large('--mtime=@99999999999')]),
		random.pick(['--totals', ...records]),
	];
}

/** Holds a table against GNU tar's listing and against the contents that it gives, one after another. */
async function sameAsGnuTar(t: ExecutionContext, archive: string, table: EntryTable, message: string): Promise<void> {
	// The listing rounds to nanoseconds, and a double holds fewer of them.
	const rounded = <E extends {mtime: number}>(entry: E): E => ({...entry, mtime: Math.round(entry.mtime * 1e6)});
	sameEntries(t, {...table, mtime: table.mtime.map(time => Math.round(time * 1e6))}, listByGnuTar(archive).map(rounded), message);
	t.deepEqual(table.warnings, [], message);
	const source = opened(t, archive);
	const contents: Buffer[] = [];
	for (let entry = 0; entry < table.count; entry++) {
		if (table.type[entry] === entryType.file) {
			contents.push(await collect(readContent({blob: source, compression: 'none'}, table, entry)));
		}
	}

	t.true(Buffer.concat(contents).equals(runTar(['-xOf', archive])), `${message}: other contents`);
}

for (const [index, format] of ['v7', 'oldgnu', 'gnu', 'ustar', 'posix'].entries()) {
	testGnu(`what GNU tar writes as ${format} is read as GNU tar reads it`, async t => {
		for (let round = 0; round < 6; round++) {
			const random = randomOf((index * 100) + round);
			const message = `SEED=${seed}, round ${round}`;
			const folder = temporaryFolder(t);
			fs.mkdirSync(path.join(folder, 'tree'));
			makeRandomTree(random, path.join(folder, 'tree'));
			const archive = path.join(folder, 'archive.tar');
			const prefixes = [['tree'], ['./tree'], [path.join(folder, 'tree'), '--absolute-names']];
			// A global header can only stand at the start.
			const global = format === 'posix' && random.chance(0.5) ? ['--pax-option=comment=global,gname=everybody'] : [];
			runTar(['-cf', archive, `--format=${format}`, ...global, ...randomOptions(random, format), ...random.pick(prefixes)], {cwd: folder, allowed: leftOut});
			runTar(['-rf', archive, `--format=${format}`, ...randomOptions(random, format), ...random.pick(prefixes)], {cwd: folder, allowed: leftOut});

			const bytes = fs.readFileSync(archive);
			const table = await indexBoth(t, bytes, random);
			await sameAsGnuTar(t, archive, table, message);
			const offsets = (await readByTarStream(bytes, 'latin1')).map(({entry}) => entry.offset);
			t.deepEqual([...table.offset], offsets, message);
		}
	});
}

for (const [format, ...options] of [['gnu'], ['oldgnu'], ['posix', '--sparse-version=0.0'], ['posix', '--sparse-version=0.1'], ['posix', '--sparse-version=1.0']]) {
	testSparse(`sparse files, which GNU tar writes as ${[format, ...options].join(' ')}`, async t => {
		const folder = temporaryFolder(t);
		for (let round = 0; round < 3; round++) {
			const random = randomOf(round);
			// Four pieces fit into an old header, 21 into each that extends it.
			for (const pieces of [0, 1, 3, 4, 5, 24, 25, 26, 60]) {
				makeSparseFile(random, path.join(folder, `${pieces}-${'n'.repeat(random.pick([1, 120]))}`), pieces);
			}

			const archive = path.join(folder, 'sparse.tar');
			runTar(['-cSf', archive, '--exclude=sparse.tar', `--format=${format}`, ...options, '.'], {cwd: folder});
			const table = await indexBoth(t, fs.readFileSync(archive), random);
			await sameAsGnuTar(t, archive, table, `SEED=${seed}, round ${round}`);
			t.true(table.sparse.size >= 8);
		}
	});
}

testSparse('a file beyond 8 GiB, as GNU tar\'s base-256 number and as a PAX record, is passed over by seeking', t => {
	const folder = temporaryFolder(t);
	const size = (9 * (2 ** 30)) + 5;
	fs.writeFileSync(path.join(folder, 'large'), '');
	fs.truncateSync(path.join(folder, 'large'), size);
	fs.writeFileSync(path.join(folder, 'after'), 'small');
	for (const format of ['gnu', 'posix']) {
		// Its first block of data follows the headers: written from there on the archive is a file with a hole.
		const archive = path.join(folder, `${format}.tar`);
		const start = firstBytes(folder, format);
		const after = runTar(['-cf', '-', `--format=${format}`, 'after'], {cwd: folder});
		fs.writeFileSync(archive, start);
		const fd = fs.openSync(archive, 'r+');
		fs.writeSync(fd, after, 0, after.length, start.length + (Math.ceil(size / 512) * 512));
		fs.closeSync(fd);

		const table = indexTar(opened(t, archive));
		t.deepEqual(entriesOf(table).map(({path, size}) => [path, size]), [['large', size], ['after', 5]]);
		t.deepEqual(listByGnuTar(archive).map(({path, size}) => [path, size]), [['large', size], ['after', 5]]);
		t.deepEqual(table.warnings, []);
	}
});

/** The headers of the file `large` in a folder: what tar writes before the file's zeros. */
function firstBytes(folder: string, format: string): Buffer {
	// Stopped by its reader, tar writes no more than a pipe holds.
	const script = `tar -cf - --format=${format} --blocking-factor=1 large 2>/dev/null | head -c 4096`;
	const bytes = execFileSync('sh', ['-c', script], {cwd: folder});
	const lastText = bytes.findLastIndex(byte => byte !== 0);
	return bytes.subarray(0, (Math.floor(lastText / 512) + 1) * 512);
}
