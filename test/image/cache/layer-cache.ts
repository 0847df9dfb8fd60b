import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {buildImage, ociLayout, writeTar, dockerArchive, type Files, type Wrapping} from '../../helpers/build-image.js';
import {Random} from '../../helpers/random.js';
import {runCommand, type Ran} from '../../helpers/run-command.js';
import {temporaryFolder} from '../../helpers/temporary-folder.js';

const noise = (() => {
	const random = new Random(7);
	return Buffer.from(Uint8Array.from({length: 400_000}, () => random.below(256)));
})();

/** An image of two layers, the first of which is worth keeping. */
async function files(wrapping: Wrapping, entries = 3): Promise<Files> {
	const many = Array.from({length: entries}, (_, index) => `  many/file${index} = ${index}\n`).join('');
	const image = await buildImage(`ADD a\n  noise = @noise\n  etc/passwd = root\n  link -> noise\n${many}RUN b\n  noise = other\n  etc/.wh.passwd\n`, {contents: {noise}});
	return wrapping === 'none' ? dockerArchive([image]) : ociLayout([image], wrapping);
}

type Kept = {archive: string; folder: string; layers: string; summary: (more?: {maker?: string}) => Promise<Ran>};

async function keep(t: ExecutionContext, wrapping: Wrapping = 'gzip', entries?: number): Promise<Kept> {
	const folder = path.join(temporaryFolder(t), 'cache');
	const archive = await writeTar(path.join(temporaryFolder(t), 'app.tar'), await files(wrapping, entries));
	const summary = async ({maker = 'this one'} = {}) => runCommand(['summary', archive, '--format', 'json'], {cacheFolder: folder, maker});
	return {archive, folder, layers: path.join(folder, 'images/layer'), summary};
}

for (const wrapping of ['gzip', 'zstd'] as const) {
	test(`a layer that was read is not read again: ${wrapping}`, async t => {
		const {archive, layers, summary} = await keep(t, wrapping);
		const first = await summary();
		t.is(first.errors, '');
		t.is(fs.readdirSync(layers).length, 1);

		// In the midst of the large layer.
		const bytes = fs.readFileSync(archive);
		const stats = fs.statSync(archive);
		bytes.fill(0, 150_000, 200_000);
		fs.writeFileSync(archive, bytes);
		fs.utimesSync(archive, stats.atime, stats.mtime);
		t.deepEqual(await summary(), first);
		// Zstandard stores what can't be compressed as it is, without a checksum that all writers set (RFC 8878, 3.1.1.2.2).
		t.is((await runCommand(['summary', archive, '--format', 'json'])).exitCode, wrapping === 'gzip' ? 2 : 0);
	});
}

test('plain layers are known by their file, as long as it stays as it is', async t => {
	const {archive, layers, summary} = await keep(t, 'none', 1200);
	const first = await summary();
	t.is(fs.readdirSync(layers).length, 1);
	const [name] = fs.readdirSync(layers);
	t.true(name.startsWith('file-'));
	const kept = path.join(layers, name);
	const {ino} = fs.statSync(kept);
	t.deepEqual(await summary(), first);
	t.is(fs.statSync(kept).ino, ino, 'read, and not made anew');

	const bytes = fs.readFileSync(archive);
	const at = bytes.indexOf('many/file7');
	bytes.write('many/fileX', at);
	// The checksum of a header is over its name too.
	bytes.write((Number.parseInt(bytes.toString('latin1', at + 148, at + 154), 8) + 'X'.codePointAt(0)! - '7'.codePointAt(0)!).toString(8).padStart(6, '0'), at + 148);
	fs.writeFileSync(archive, bytes);
	const {output} = await runCommand(['files', archive], {cacheFolder: path.dirname(path.dirname(layers)), maker: 'this one'});
	t.true(output.includes('/many/fileX'));
	t.false(output.includes('/many/file7\n'));
});

test('a layer of many entries is kept, however small it is when compressed; a small one of few is read as soon', async t => {
	const {layers, summary} = await keep(t, 'gzip', 1200);
	const first = await summary();
	t.is(fs.readdirSync(layers).length, 1);
	const few = await keep(t, 'gzip', 5);
	await few.summary();
	t.is(fs.readdirSync(few.layers).length, 1, 'for its bytes');

	const folder = path.join(temporaryFolder(t), 'cache');
	const image = async (entries: number) => writeTar(path.join(temporaryFolder(t), 'app.tar'), ociLayout([await buildImage(
		`RUN a\n${Array.from({length: entries}, (_, index) => `  ${index} = a\n`).join('')}`,
	)], 'gzip'));
	const options = {cacheFolder: folder, maker: 'this one'};
	await runCommand(['summary', await image(900), '--format', 'json'], options);
	t.false(fs.existsSync(path.join(folder, 'images/layer')));
	const many = await image(1200);
	const read = await runCommand(['summary', many, '--format', 'json'], options);
	const [name] = fs.readdirSync(path.join(folder, 'images/layer'));
	const {ino} = fs.statSync(path.join(folder, 'images/layer', name));
	t.deepEqual(await runCommand(['summary', many, '--format', 'json'], options), read);
	t.is(fs.statSync(path.join(folder, 'images/layer', name)).ino, ino, 'read, and not made anew');
	t.deepEqual(await summary(), first);
});

test('the folder is for its owner alone', async t => {
	const {folder, layers, summary} = await keep(t);
	await summary();
	t.is(fs.statSync(path.join(folder, 'images')).mode & 0o777, 0o700);
	t.is(fs.statSync(layers).mode & 0o777, 0o700);
	for (const name of fs.readdirSync(layers)) {
		t.is(fs.statSync(path.join(layers, name)).mode & 0o777, 0o600);
	}
});

test('what another program kept is not read, and what is broken is made anew', async t => {
	const {layers, summary} = await keep(t);
	const first = await summary();
	const [name] = fs.readdirSync(layers);
	const file = path.join(layers, name);
	const whole = fs.readFileSync(file);
	t.deepEqual(await summary({maker: 'another'}), first);
	t.false(fs.readFileSync(file).equals(whole));
	t.deepEqual(await summary(), first);
	t.true(fs.readFileSync(file).equals(whole), 'the same image is kept as the same bytes');

	const random = new Random(11);
	for (let round = 0; round < 40; round++) {
		const broken = Buffer.from(whole);
		const at = random.below(broken.length);
		broken[at] ^= 1 << random.below(8);
		fs.writeFileSync(file, round % 4 === 0 ? whole.subarray(0, at) : broken);
		t.deepEqual(await summary(), first, `byte ${at}`);
		t.true(fs.readFileSync(file).equals(whole), `byte ${at}: made anew`);
	}
});

test('a blob that is not what its digest says is told of, and never kept under that digest', async t => {
	const layout = await files('gzip');
	const [large] = [...layout].filter(([name]) => name.startsWith('blobs/')).sort(([, a], [, b]) => (b as Buffer).length - (a as Buffer).length);
	const bytes = Buffer.from(large[1] as Buffer);
	// The time in the head of a gzip member, which changes nothing of what is in it (RFC 1952, "MTIME").
	bytes[4] ^= 1;
	layout.set(large[0], bytes);
	const archive = await writeTar(path.join(temporaryFolder(t), 'liar.tar'), layout);
	const folder = temporaryFolder(t);
	const {exitCode, errors} = await runCommand(['summary', archive], {cacheFolder: folder, maker: 'this one'});
	t.is(exitCode, 0);
	t.regex(errors, /layer 1.*its blob is not what its digest says: it should be sha256:[\da-f]{64} and is sha256:[\da-f]{64}/);
	t.deepEqual(fs.readdirSync(path.join(folder, 'images/layer')).filter(name => name.startsWith('sha256-')), []);
});

test('a blob that is not there is missing, whatever is kept of it', async t => {
	const layout = await files('gzip');
	const folder = temporaryFolder(t);
	const run = async (archive: string, more = {}) => runCommand(['summary', archive, '--format', 'json'], more);
	const cached = {cacheFolder: folder, maker: 'this one'};
	t.is((await run(await writeTar(path.join(temporaryFolder(t), 'app.tar'), layout), cached)).exitCode, 0);
	const [[large]] = [...layout].filter(([name]) => name.startsWith('blobs/')).sort(([, a], [, b]) => (b as Buffer).length - (a as Buffer).length);
	layout.delete(large);
	const archive = await writeTar(path.join(temporaryFolder(t), 'app.tar'), layout);
	t.is((await run(archive)).exitCode, 2);
	t.deepEqual(await run(archive, cached), await run(archive));
});

test('facts that one command did not ask for are found when another does, and then kept beside the rest', async t => {
	const {archive, folder} = await keep(t);
	const run = async (...words: string[]) => runCommand([...words.slice(0, 1), archive, ...words.slice(1), '--format', 'json'], {cacheFolder: folder, maker: 'this one'});
	const plain = async (...words: string[]) => runCommand([...words.slice(0, 1), archive, ...words.slice(1), '--format', 'json']);
	for (const words of [['files'], ['summary'], ['packages'], ['audit'], ['summary'], ['files'], ['audit']]) {
		t.deepEqual(await run(...words), await plain(...words), words.join(' '));
	}
});

test('a folder that can\'t be written costs a note', async t => {
	const {archive} = await keep(t);
	const file = path.join(temporaryFolder(t), 'file');
	fs.writeFileSync(file, '');
	const {exitCode, errors, output} = await runCommand(['summary', archive], {cacheFolder: file, maker: 'this one'});
	t.is(exitCode, 0);
	t.true(output.length > 100);
	t.regex(errors, /^freedive: what was read is not kept for the next time: .*ENOTDIR.*; --no-cache does without\n$/);
	t.is((await runCommand(['summary', archive, '--no-cache'], {cacheFolder: file, maker: 'this one'})).errors, '');
	t.is((await runCommand(['summary', archive, '--quiet'], {cacheFolder: file, maker: 'this one'})).errors, '');
});

test('two programs fill a cache while a third clears it', async t => {
	const {folder, summary} = await keep(t);
	const first = await summary();
	const clear = async () => {
		for (let round = 0; round < 60; round++) {
			fs.rmSync(path.join(folder, 'images'), {recursive: true, force: true});
			await new Promise(resolve => {
				setTimeout(resolve, 2);
			});
		}
	};

	const [, ...all] = await Promise.all([clear(), ...Array.from({length: 8}, async () => summary())]);
	for (const {exitCode, output} of all) {
		t.is(exitCode, 0);
		t.is(output, first.output);
	}
});
