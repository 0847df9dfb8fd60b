import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {ArchiveError} from '../../source/archive/archive-error.js';
import {closeSpool, spool} from '../../source/archive/spool.js';
import {descriptorsIn} from '../helpers/descriptors-in.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

async function * chunks(...texts: string[]): AsyncIterable<Uint8Array> {
	// One buffer for all: a chunk is valid only until the next is asked for.
	const buffer = Buffer.alloc(100);
	for (const text of texts) {
		yield buffer.subarray(0, buffer.write(text));
	}
}

test('what was spooled can be sought, and leaves no name behind', async t => {
	const folder = temporaryFolder(t);
	const written: number[] = [];
	const source = await spool(chunks('hello', ' ', 'world'), {folder, name: 'a stream', onWrite(bytes) {
		written.push(bytes);
	}});
	t.is(source.size, 11);
	t.is(source.name, 'a stream');
	t.is(Buffer.from(source.slice(6, 100)).toString(), 'world');
	t.is(Buffer.from(source.slice(0, 5)).toString(), 'hello');
	t.deepEqual(written, [5, 6, 11]);
	t.deepEqual(fs.readdirSync(folder), []);
	closeSpool(source);
	t.throws(() => fs.fstatSync(source.fd), {code: 'EBADF'});
});

test('the file has no name while it is written, and nobody else may read it', async t => {
	const folder = temporaryFolder(t);
	async function * looking(): AsyncIterable<Uint8Array> {
		t.deepEqual(fs.readdirSync(folder), []);
		yield Buffer.from('x');
		t.deepEqual(fs.readdirSync(folder), []);
	}

	const source = await spool(looking(), {folder, name: 'a stream'});
	t.is(fs.fstatSync(source.fd).mode & 0o777, 0o600);
	t.is(fs.fstatSync(source.fd).nlink, 0);
	closeSpool(source);
});

const testOnLinux = fs.existsSync('/proc/self/fd') ? test.serial : test.serial.skip;

testOnLinux('a stream that fails frees the room', async t => {
	const folder = fs.realpathSync(temporaryFolder(t));
	let whileSpooling = 0;
	async function * failing(): AsyncIterable<Uint8Array> {
		yield Buffer.from('x');
		whileSpooling = descriptorsIn(folder);
		throw new Error('broken');
	}

	await t.throwsAsync(spool(failing(), {folder, name: 'a stream'}), {message: 'broken'});
	t.is(whileSpooling, 1);
	t.is(descriptorsIn(folder), 0);
});

test.serial('a full disk is one sentence', async t => {
	const {writeSync} = fs;
	t.teardown(() => {
		fs.writeSync = writeSync;
	});
	for (const code of ['ENOSPC', 'EDQUOT', 'EFBIG']) {
		let written = 0;
		fs.writeSync = ((fd: number, chunk: Uint8Array, offset: number, length: number, position: number) => {
			if (written >= 5) {
				throw Object.assign(new Error('write failed'), {code, syscall: 'write'});
			}

			// A full disk takes the first part of what it is given.
			const taken = Math.min(length, 5 - written);
			written += taken;
			return writeSync(fd, chunk, offset, taken, position);
		}) as typeof fs.writeSync;
		await t.throwsAsync(spool(chunks('abc', 'defg'), {folder: temporaryFolder(t), name: 'app.tar.gz'}), {
			instanceOf: ArchiveError,
			message: /^\S+ has no room for app\.tar\.gz: it was full after \d B\. Set TMPDIR to a folder with more room\.$/,
		});
	}
});

test('no file can be made', async t => {
	const folder = temporaryFolder(t);
	await t.throwsAsync(spool(chunks('x'), {folder: path.join(folder, 'none'), name: 'a stream'}), {instanceOf: ArchiveError, message: /the folder is not there/});
	fs.writeFileSync(path.join(folder, 'file'), '');
	await t.throwsAsync(spool(chunks('x'), {folder: path.join(folder, 'file'), name: 'a stream'}), {instanceOf: ArchiveError, message: /^a stream can't be spooled to/});
});
