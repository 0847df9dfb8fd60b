import {randomBytes} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import type {Summary} from '../../source/report/summary.js';
import {
	addBlob,
	addIndex,
	addManifest,
	buildImage,
	dockerArchive,
	finishLayout,
	hex,
	json,
	ociLayout,
	sha256,
	writeFolder,
	writeTar,
	type Files,
} from '../helpers/build-image.js';
import {runCommand, type Ran} from '../helpers/run-command.js';
import {tarOf} from '../helpers/tar-of.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const story = `
	ADD rootfs.tar /
	  etc/motd = hello
	  bin/big * 3000
	RUN echo
	  etc/issue = welcome
`;

/** Nothing on standard output, one or two sentences that name the file and hold no trace of the program's inside. */
function isRefused(t: ExecutionContext, {exitCode, output, errors}: Ran, names: string, says: RegExp): void {
	t.is(exitCode, 2, errors);
	t.is(output, '');
	isClean(t, errors);
	t.true(errors.includes(names), errors);
	t.regex(errors, says);
	t.is(errors.split('\n').length, 2, errors);
}

function isClean(t: ExecutionContext, errors: string): void {
	for (const line of errors.split('\n').slice(0, -1)) {
		t.true(line.startsWith('freedive: '), errors);
		t.notRegex(line, /unexpected|undefined|\[object|NaN|TypeError| {4}at |node:/);
		t.regex(line, /[\u0020-\u007E]/);
	}
}

/** What could be read, with a warning that says what could not. */
function isPartial(t: ExecutionContext, {exitCode, output, errors}: Ran, says: RegExp): Summary {
	t.is(exitCode, 2, errors);
	isClean(t, errors);
	t.regex(errors, says);
	const summary = JSON.parse(output) as Summary;
	t.true(summary.warnings.some(({incomplete}) => incomplete));
	return summary;
}

const summaryOf = async (image: string) => runCommand(['summary', image, '--format', 'json']);

async function write(t: ExecutionContext, files: Files): Promise<string> {
	return writeTar(path.join(temporaryFolder(t), 'app.tar'), files);
}

test('a file that is not there, a folder that is no image', async t => {
	const folder = temporaryFolder(t);
	isRefused(t, await summaryOf(path.join(folder, 'no.tar')), 'no.tar', /is not there/);
	isRefused(t, await summaryOf(folder), path.basename(folder), /./);
});

(process.getuid?.() === 0 ? test.skip : test)('a file that can not be read', async t => {
	const file = await write(t, dockerArchive([await buildImage(story)]));
	fs.chmodSync(file, 0);
	isRefused(t, await summaryOf(file), 'app.tar', /permission denied/);
});

test('an empty file, random bytes', async t => {
	const file = path.join(temporaryFolder(t), 'app.tar');
	fs.writeFileSync(file, '');
	isRefused(t, await summaryOf(file), 'app.tar', /empty/);
	fs.writeFileSync(file, randomBytes(5000));
	isRefused(t, await summaryOf(file), 'app.tar', /./);
});

for (const manifest of ['[]', 'null', '{', '""', '{"a":1}', '[{"Config":1}]', '[null]', '[{"Config":"x.json","RepoTags":null,"Layers":"y"}]']) {
	test(`a manifest.json of ${manifest}`, async t => {
		isRefused(t, await summaryOf(await write(t, new Map([['manifest.json', Buffer.from(manifest)]]))), 'app.tar', /./);
	});
}

test('an index without the platform: what there is', async t => {
	const files: Files = new Map();
	const manifests = await Promise.all(['linux/arm64', 'linux/s390x'].map(async platform => addManifest(files, await buildImage(story, {platform}), {platform: true})));
	finishLayout(files, [addIndex(files, manifests)]);
	const file = await write(t, files);
	const ran = await runCommand(['summary', file, '--platform', 'linux/amd64']);
	isRefused(t, ran, 'linux/amd64', /linux\/arm64.*linux\/s390x/);
	isRefused(t, await runCommand(['summary', file, '--platform', 'nonsense']), 'nonsense', /./);
});

test('several images in one file: those there are', async t => {
	const images = [await buildImage(story, {tags: ['a:1']}), await buildImage(`${story}\tRUN more\n\t  x = y\n`, {tags: ['b:2']})];
	const file = await write(t, dockerArchive(images));
	isRefused(t, await runCommand(['summary', file, '--image', 'c:3']), 'c:3', /a:1.*b:2/);
	t.is((await runCommand(['summary', file, '--image', '2'])).exitCode, 0);
});

test('an archive that is cut off, at every 512 bytes', async t => {
	const folder = temporaryFolder(t);
	const whole = fs.readFileSync(await writeTar(path.join(folder, 'whole.tar'), dockerArchive([await buildImage(story)])));
	const file = path.join(folder, 'cut.tar');
	const seen = new Set<number>();
	for (let length = 512; length < whole.length; length += 512) {
		fs.writeFileSync(file, whole.subarray(0, length));
		const ran = await summaryOf(file);
		isClean(t, ran.errors);
		seen.add(ran.exitCode);
		// Without the blocks of zeros at its end an archive is whole.
		const isWhole = whole.subarray(length).every(byte => byte === 0);
		t.is(ran.exitCode, isWhole ? 0 : 2, `${length}: ${ran.errors}`);
		t.true(isWhole || ran.errors.includes('cut') || ran.errors.includes('cut.tar'), ran.errors);
	}

	t.deepEqual(seen, new Set([2, 0]));
});

for (const wrapping of ['gzip', 'zstd'] as const) {
	test(`a ${wrapping} blob with a flipped bit: the other layers are there`, async t => {
		const image = await buildImage('ADD a\n  a * 100\nADD b\n  b * 100000\n');
		const files = ociLayout([image], wrapping);
		const blobs = [...files.keys()].filter(name => {
			const bytes = files.get(name)!;
			return bytes instanceof Uint8Array && (wrapping === 'gzip' ? bytes[0] === 0x1F : bytes[0] === 0x28);
		});
		const bytes = files.get(blobs[1]) as Uint8Array;
		bytes[Math.floor(bytes.length / 2)] ^= 0x10;
		const summary = isPartial(t, await summaryOf(await write(t, files)), /layer 2/);
		t.is(summary.layers[0].size, 100);
	});
}

test('a layer that the manifest names and the file lacks', async t => {
	const files = dockerArchive([await buildImage(story)]);
	const layer = [...files.keys()].findLast(name => name.endsWith('layer.tar'))!;
	files.delete(layer);
	const summary = isPartial(t, await summaryOf(await write(t, files)), /layer 2/i);
	t.is(summary.layers[0].size, 3005);
	t.is(summary.layers[1].size, 0);
});

test('a loop of symlinks between layers', async t => {
	const files = dockerArchive([await buildImage(story)]);
	const layers = [...files.keys()].filter(name => name.endsWith('layer.tar'));
	files.set(layers[0], {link: `../${layers[1]}`});
	files.set(layers[1], {link: `../${layers[0]}`});
	const ran = await summaryOf(await write(t, files));
	t.is(ran.exitCode, 2);
	isClean(t, ran.errors);
});

test('an entry that claims 8 EB', async t => {
	const layer = Buffer.concat([await tarOf([['small', 'x'], ['huge', 'y']])]);
	const header = layer.subarray(1024, 1536);
	t.is(header.toString('latin1', 0, 4), 'huge');
	header.fill(0, 124, 136);
	header[124] = 0x80;
	header[128] = 0x7F;
	checksum(header);
	const image = await buildImage('ADD a\n  a = 1\n');
	const files = dockerArchive([{...image, layers: [layer], diffIds: [sha256(layer)]}]);
	const summary = isPartial(t, await summaryOf(await write(t, files)), /layer 1.*huge/);
	t.true(summary.image.size < 10_000);
});

function checksum(header: Buffer): void {
	header.fill(0x20, 148, 156);
	const sum = header.reduce((total, byte) => total + byte);
	header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
}

test('ten thousand layers', async t => {
	const image = await buildImage('ADD a\n  a = 1\n');
	const layers = await Promise.all(Array.from({length: 10_000}, async (_, index) => tarOf([[`folder${index % 100}/file${index}`, 'x']])));
	const diffIds = layers.map(layer => sha256(layer));
	const config = {...JSON.parse(image.config.toString()) as object, rootfs: {type: 'layers', diff_ids: diffIds}, history: []};
	const {exitCode, output, errors} = await summaryOf(await write(t, dockerArchive([{...image, layers, diffIds, config: json(config)}])));
	t.is(errors, '');
	t.is(exitCode, 0);
	t.like((JSON.parse(output) as Summary).image, {size: 10_000, paths: 10_100, files: 10_000});
});

test('an encrypted layer', async t => {
	const files: Files = new Map();
	const image = await buildImage(story);
	const manifest = {
		schemaVersion: 2,
		config: addBlob(files, image.config, 'application/vnd.oci.image.config.v1+json'),
		layers: [
			addBlob(files, image.layers[0], 'application/vnd.oci.image.layer.v1.tar'),
			addBlob(files, randomBytes(2000), 'application/vnd.oci.image.layer.v1.tar+encrypted'),
		],
	};
	finishLayout(files, [addBlob(files, json(manifest), 'application/vnd.oci.image.manifest.v1+json')]);
	const summary = isPartial(t, await summaryOf(await write(t, files)), /encrypted/);
	t.is(summary.layers[0].size, 3005);
});

test('odd but whole: names, depth, declared foreign layers, history of the wrong length', async t => {
	const deep = Array.from({length: 4000}, () => 'd').join('/');
	const layer = await tarOf([
		['esc\u001B[31mred\nline', 'x'],
		['../../outside', 'x'],
		['/absolute', 'x'],
		[`${deep}/file`, 'x'],
		['caf\u00E9 漢字', 'x'],
	]);
	const image = await buildImage('ADD a\n  a = 1\n', {config: {history: []}});
	const odd = {...image, layers: [layer], diffIds: [sha256(layer)]};
	odd.config = Buffer.from(odd.config.toString().replace(image.diffIds[0], () => odd.diffIds[0]));
	const file = await write(t, dockerArchive([odd]));
	const ran = await summaryOf(file);
	t.is(ran.exitCode, 0, ran.errors);
	isClean(t, ran.errors);
	for (const format of ['text', 'csv', 'json', 'jsonl']) {
		const {exitCode, output, errors} = await runCommand(['files', file, '--format', format]);
		t.is(exitCode, 0);
		t.notRegex(output + errors, /[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/);
	}

	const paths = new Set((await runCommand(['files', file, '--format', 'csv', '--columns', 'path'])).output.split('\n'));
	t.true(paths.has(String.raw`/esc\x1b[31mred\x0aline`));
	t.true(paths.has('/absolute'));
	t.true(paths.has(`/${deep}/file`));
});

test('odd but whole: a foreign layer that is declared so', async t => {
	const files: Files = new Map();
	const image = await buildImage(story);
	const foreign = Buffer.from('elsewhere');
	const manifest = {
		schemaVersion: 2,
		config: addBlob(files, image.config, 'application/vnd.oci.image.config.v1+json'),
		layers: [
			{mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip', digest: sha256(foreign), size: foreign.length, urls: ['https://example.com/layer']},
			addBlob(files, image.layers[1], 'application/vnd.oci.image.layer.v1.tar'),
		],
	};
	finishLayout(files, [addBlob(files, json(manifest), 'application/vnd.oci.image.manifest.v1+json')]);
	t.false(files.has(`blobs/sha256/${hex(sha256(foreign))}`));
	const ran = await summaryOf(await write(t, files));
	t.is(ran.exitCode, 0, ran.errors);
	t.regex(ran.errors, /example\.com/);
});

test('a folder as bad as a file', async t => {
	const folder = temporaryFolder(t);
	writeFolder(folder, new Map([['oci-layout', json({imageLayoutVersion: '1.0.0'})], ['index.json', json({schemaVersion: 2, manifests: []})]]));
	isRefused(t, await summaryOf(folder), path.basename(folder), /./);
});
