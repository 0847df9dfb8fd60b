import {execFileSync, spawn} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {PassThrough, Readable} from 'node:stream';
import zlib from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {buildImage, dockerArchive, ociLayout} from '../helpers/build-image.js';
import {openImage} from '../../source/image/open-image.js';
import {descriptorsIn} from '../helpers/descriptors-in.js';
import {failure, open, plainBytes} from '../helpers/open.js';
import {tarOf} from '../helpers/tar-of.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const built = buildImage(`
	RUN a
		a * 200000
	RUN b
		b = 2
`, {tags: ['app:1.0']});

/** A fifo that another program writes a file's bytes to, as a shell's pipe. */
function fifoOf(t: ExecutionContext, bytes: Buffer): string {
	const folder = temporaryFolder(t);
	const [file, fifo] = [path.join(folder, 'bytes'), path.join(folder, 'fifo')];
	fs.writeFileSync(file, bytes);
	execFileSync('mkfifo', [fifo]);
	const writer = spawn('sh', ['-c', 'cat "$0" > "$1"', file, fifo]);
	t.teardown(() => writer.kill());
	return fifo;
}

/** Waits for the writer, as a shell does, and opens the reading end. */
function openFifo(fifo: string): number {
	return fs.openSync(fifo, 'r');
}

test('standard input that is a stream is spooled to a file without a name, with progress', async t => {
	const archive = await tarOf(dockerArchive([await built]));
	const spool = temporaryFolder(t);
	const progress: number[] = [];
	const image = await open(t, '-', {
		standardInput: Readable.from([archive.subarray(0, 1000), archive.subarray(1000)]),
		temporaryFolder: spool,
		onProgress({label, bytes}) {
			t.is(label, 'reading standard input');
			progress.push(bytes);
		},
	});
	t.is(image.form, 'docker-archive');
	t.is(image.reference, '-');
	t.deepEqual(await plainBytes(image.layers[0]), (await built).layers[0]);
	t.deepEqual(progress, [1000, archive.length]);
	t.deepEqual(fs.readdirSync(spool), []);
});

test('a pipe', async t => {
	const archive = await tarOf(ociLayout([await built]));
	const image = await open(t, '-', {standardInput: {fd: openFifo(fifoOf(t, archive))}});
	t.is(image.form, 'oci-archive');
	t.deepEqual(await plainBytes(image.layers[0]), (await built).layers[0]);
});

test('a pipe of a compressed archive', async t => {
	const archive = zlib.gzipSync(await tarOf(dockerArchive([await built])));
	const spool = temporaryFolder(t);
	const labels = new Set<string>();
	const image = await open(t, 'docker-archive:-', {standardInput: {fd: openFifo(fifoOf(t, archive))}, temporaryFolder: spool, onProgress({label}) {
		labels.add(label);
	}});
	t.deepEqual(await plainBytes(image.layers[0]), (await built).layers[0]);
	t.deepEqual([...labels], ['reading standard input', 'inflating standard input']);
	t.deepEqual(fs.readdirSync(spool), []);
});

test('a file that was redirected is read where it lies', async t => {
	const folder = temporaryFolder(t);
	const file = path.join(folder, 'app.tar');
	fs.writeFileSync(file, await tarOf(dockerArchive([await built])));
	const fd = fs.openSync(file, 'r');
	const image = await open(t, '-', {standardInput: {fd}, temporaryFolder: path.join(folder, 'not there')});
	t.is(image.layers[0].blob!.fd, fd);
	t.deepEqual(await plainBytes(image.layers[0]), (await built).layers[0]);
});

test('a path that can\'t be sought, as of a shell\'s <(docker save X)', async t => {
	const fifo = fifoOf(t, await tarOf(dockerArchive([await built])));
	// The shell has opened it before, so that there is a writer.
	const held = openFifo(fifo);
	const image = await open(t, fifo);
	fs.closeSync(held);
	t.deepEqual(await plainBytes(image.layers[0]), (await built).layers[0]);
});

test('what standard input can be and is no image', async t => {
	t.is(await failure(open(t, '-')), 'There is no standard input to read an image from.');
	t.is(await failure(open(t, '-', {standardInput: Readable.from([])})), 'standard input is empty.');
	t.is(await failure(open(t, '-', {standardInput: {fd: fs.openSync('/dev/null', 'r')}})), 'standard input is empty.');
	t.is(await failure(open(t, '-', {standardInput: {fd: fs.openSync('.', 'r')}})), 'Standard input is a folder: give its path instead.');
	t.is(await failure(open(t, '-', {standardInput: {fd: 99_999}})), 'Standard input is closed.');
	t.regex(await failure(open(t, '-', {standardInput: Readable.from([Buffer.alloc(5000, 'x')])})), /^standard input is no image: it is neither/);
});

test('a terminal is no image', async t => {
	const terminal = fs.openSync('/dev/ptmx', fs.constants.O_RDWR | fs.constants.O_NOCTTY);
	t.regex(await failure(open(t, '-', {standardInput: {fd: terminal}})), /^standard input is a terminal: pipe an image into it/);
	fs.closeSync(terminal);
});

test('giving up while a stream gives nothing', async t => {
	const folder = temporaryFolder(t);
	for (const standardInput of [new PassThrough(), {fd: silentFifo(t)}]) {
		const controller = new AbortController();
		setTimeout(() => {
			controller.abort(new Error('enough'));
		}, 20);
		await t.throwsAsync(open(t, '-', {standardInput, signal: controller.signal, temporaryFolder: folder}), {message: 'enough'});
	}

	t.deepEqual(fs.readdirSync(folder), []);
});

test('what was stopped while it came is gone on with: a stream can\'t be read again', async t => {
	const archive = await tarOf(dockerArchive([await built]));
	const folder = temporaryFolder(t);
	const standardInput = new PassThrough();
	standardInput.write(archive.subarray(0, 5000));
	const controller = new AbortController();
	const stopped = open(t, '-', {standardInput, signal: controller.signal, temporaryFolder: folder, onProgress() {
		controller.abort(new Error('enough'));
	}});
	await t.throwsAsync(stopped, {message: 'enough'});
	standardInput.end(archive.subarray(5000));
	const image = await open(t, '-', {standardInput, temporaryFolder: folder});
	t.deepEqual(await plainBytes(image.layers[0]), (await built).layers[0]);
	t.deepEqual(fs.readdirSync(folder), []);
});

const testOnLinux = fs.existsSync('/proc/self/fd') ? test : test.skip;

testOnLinux('a stream frees its room when it is closed, also where all was given up meanwhile; stopped while it comes, one that can be opened again too', async t => {
	const archive = await tarOf(dockerArchive([await built]));
	const folder = fs.realpathSync(temporaryFolder(t));
	const controller = new AbortController();
	const {close} = await openImage('-', {standardInput: Readable.from([archive]), signal: controller.signal, temporaryFolder: folder, hostPlatform: 'linux/amd64'});
	t.is(descriptorsIn(folder), 1);
	controller.abort(new Error('enough'));
	close();
	t.is(descriptorsIn(folder), 0);

	const other = new AbortController();
	const stopped = open(t, fifoOf(t, archive), {signal: other.signal, temporaryFolder: folder, onProgress() {
		other.abort(new Error('enough'));
	}});
	await t.throwsAsync(stopped, {message: 'enough'});
	t.is(descriptorsIn(folder), 0);
});

test('who reads a stream reads it alone', async t => {
	const standardInput = new PassThrough();
	const controller = new AbortController();
	const first = open(t, '-', {standardInput, signal: controller.signal});
	t.is(await failure(open(t, '-', {standardInput})), 'standard input is being read already.');
	controller.abort(new Error('enough'));
	await t.throwsAsync(first, {message: 'enough'});
});

function silentFifo(t: ExecutionContext): number {
	const fifo = path.join(temporaryFolder(t), 'fifo');
	execFileSync('mkfifo', [fifo]);
	const fd = fs.openSync(fifo, fs.constants.O_RDWR | fs.constants.O_NONBLOCK);
	return fd;
}

test('giving up while an outer file is inflated', async t => {
	const folder = temporaryFolder(t);
	const file = path.join(folder, 'app.tar.gz');
	fs.writeFileSync(file, zlib.gzipSync(await tarOf(dockerArchive([await built]))));
	const signal = AbortSignal.abort(new Error('enough'));
	await t.throwsAsync(open(t, file, {signal, temporaryFolder: folder}), {message: 'enough'});
	t.deepEqual(fs.readdirSync(folder), ['app.tar.gz']);
});

test('a temporary folder that is not there', async t => {
	const folder = path.join(temporaryFolder(t), 'none');
	t.is(
		(await failure(open(t, '-', {standardInput: Readable.from(['x']), temporaryFolder: folder}))),
		'standard input can\'t be spooled to none: the folder is not there. Set TMPDIR to a folder with room.',
	);
});
