import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {Verify} from '../../source/report/verify.js';
import {buildImage, dockerArchive, dockerDir, hex, json, ociLayout, readJson, sha256, writeFolder, writeTar, type Files} from '../helpers/build-image.js';
import {runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const story = 'ADD a\n  etc/passwd = root\n  bin/sh * 3000\nRUN b\n  etc/.wh.passwd\n';
const built = buildImage(story, {tags: ['app:1']});

async function verify(t: ExecutionContext, files: Files) {
	const file = await writeTar(path.join(temporaryFolder(t), 'app.tar'), files);
	const {exitCode, output, errors} = await runCommand(['verify', file, '--format', 'json']);
	return {exitCode, errors, report: JSON.parse(output) as Verify, file};
}

const wrong = ({blobs}: Verify) => blobs.flatMap(({kind, layer, checks}) => checks.filter(({holds}) => !holds).map(({claim, claimed, found}) => ({who: layer === null ? kind : `layer ${layer}`, claim, claimed, found})));

/** The manifest of a layout, as it is changed; what points to it follows. */
function changed(files: Files, change: (manifest: {config: {digest: string; size: number}; layers: Array<{digest: string; size: number; mediaType: string}>}) => void): Files {
	const index = readJson<{manifests: Array<{digest: string; size: number}>}>(files, 'index.json');
	const name = `blobs/sha256/${hex(index.manifests[0].digest)}`;
	const manifest = readJson<Parameters<typeof change>[0]>(files, name);
	change(manifest);
	const bytes = json(manifest);
	files.delete(name);
	files.set(`blobs/sha256/${hex(sha256(bytes))}`, bytes);
	index.manifests[0].digest = sha256(bytes);
	index.manifests[0].size = bytes.length;
	files.set('index.json', json(index));
	return files;
}

for (const wrapping of ['none', 'gzip', 'zstd'] as const) {
	test(`all that is claimed holds: ${wrapping}`, async t => {
		const {exitCode, errors, report, file} = await verify(t, ociLayout([await built], wrapping));
		t.is(exitCode, 0);
		t.is(errors, '');
		t.true(report.holds);
		t.deepEqual(report.blobs.map(({kind, layer}) => layer ?? kind), ['manifest', 'config', 1, 2]);
		t.deepEqual(report.blobs.map(({checks}) => checks.map(({claim}) => claim).sort()), [['digest', 'size'], ['digest', 'size'], ...Array.from({length: 2}, () => ['diffId', 'digest', 'mediaType', 'size'])]);

		// What others say of the same bytes.
		const folder = temporaryFolder(t);
		execFileSync('tar', ['-xf', file, '-C', folder]);
		for (const {blob, checks} of report.blobs) {
			const blobFile = path.join(folder, 'blobs', blob.replace(':', '/'));
			t.is(checks.find(({claim}) => claim === 'digest')!.found, `sha256:${execFileSync('sha256sum', [blobFile], {encoding: 'utf8'}).split(' ', 1)[0]}`);
			t.is(checks.find(({claim}) => claim === 'size')!.found, String(fs.statSync(blobFile).size));
		}

		t.deepEqual(report.blobs.slice(2).map(({checks}) => checks.find(({claim}) => claim === 'diffId')!.found), (await built).diffIds);
	});
}

test('docker save claims diff_ids alone', async t => {
	const {exitCode, report} = await verify(t, dockerArchive([await built]));
	t.is(exitCode, 0);
	t.deepEqual(report.blobs.flatMap(({checks}) => checks.map(({claim, found}) => [claim, found])), (await built).diffIds.map(id => ['diffId', id]));
});

test('each lie is found, and no other', async t => {
	const image = await built;
	const layout = () => ociLayout([image], 'gzip');
	const size = changed(layout(), ({layers}) => {
		layers[1].size++;
	});
	const sizes = await verify(t, size);
	t.is(sizes.exitCode, 1);
	t.deepEqual(wrong(sizes.report).map(({who, claim}) => [who, claim]), [['layer 2', 'size']]);

	const type = changed(layout(), ({layers}) => {
		layers[0].mediaType = layers[0].mediaType.replace('gzip', 'zstd');
	});
	t.deepEqual(wrong((await verify(t, type)).report), [{who: 'layer 1', claim: 'mediaType', claimed: 'zstd', found: 'gzip'}]);

	const swapped = changed(layout(), ({layers}) => {
		layers.reverse();
	});
	t.deepEqual(wrong((await verify(t, swapped)).report).map(({who, claim, claimed, found}) => [who, claim, claimed, found]), [
		['layer 1', 'diffId', image.diffIds[0], image.diffIds[1]],
		['layer 2', 'diffId', image.diffIds[1], image.diffIds[0]],
	]);

	const config = layout();
	const configName = [...config.keys()].find(name => name.endsWith(hex(sha256(image.config))))!;
	config.set(configName, Buffer.concat([image.config, Buffer.from(' ')]));
	t.deepEqual(wrong((await verify(t, config)).report).map(({who, claim}) => [who, claim]), [['config', 'digest'], ['config', 'size']]);
});

test('a blob that is missing or cut off can\'t be verified: exit code 2, which says why', async t => {
	const missing = ociLayout([await built], 'gzip');
	const [{digest}] = readJson<{layers: Array<{digest: string}>}>(missing, `blobs/sha256/${hex(readJson<{manifests: Array<{digest: string}>}>(missing, 'index.json').manifests[0].digest)}`).layers;
	const largest = `blobs/sha256/${hex(digest)}`;
	const bytes = missing.get(largest) as Buffer;
	missing.delete(largest);
	const {exitCode, report, errors} = await verify(t, missing);
	t.is(exitCode, 2);
	t.regex(errors, /blob sha256:[\da-f]+ is not in /);
	t.is(report.blobs.filter(({problem}) => problem !== null).length, 1);
	t.false(report.holds);

	missing.set(largest, bytes.subarray(0, -20));
	const cut = await verify(t, missing);
	t.is(cut.exitCode, 2);
	t.false(cut.report.holds);
});

test('the table, and its rows as CSV', async t => {
	const folder = writeFolder(path.join(temporaryFolder(t), 'dir'), dockerDir(await built, 'gzip'));
	const text = await runCommand(['verify', folder]);
	t.is(text.exitCode, 0);
	t.regex(text.output, /claims about \d blobs held against the bytes: all hold\n/);
	t.regex(text.output, /\n layer 2 [\da-f]{12} +✓ +✓ +✓ +✓\n/);
	t.regex((await runCommand(['verify', folder, '--ascii'])).output, /\n layer 2 [\da-f]{12} +ok +ok +ok +ok\n/);
	const {output} = await runCommand(['verify', folder, '--format', 'csv']);
	t.regex(output, /^kind,layer,blob,media_type,claim,claimed,found,holds,problem\n/);
	t.regex(output, /\nlayer,1,sha256:[\da-f]{64},[^,]*gzip,media_type,gzip,gzip,true,\n/);
});

/** An archive whose second layer claims to be compressed otherwise, which nobody notices who reads it. */
async function lies(t: ExecutionContext): Promise<string> {
	const files = changed(ociLayout([await built], 'gzip'), ({layers}) => {
		layers[1].mediaType = layers[1].mediaType.replace('gzip', 'zstd');
	});
	return writeTar(path.join(temporaryFolder(t), 'lies.tar'), files);
}

test('--verify goes along with other commands: what does not hold is a warning of its layer, with exit code 1', async t => {
	const file = await lies(t);
	const message = /^freedive: .*layer 2: its blob is not what is claimed: its media type says zstd and it is gzip\n$/;
	for (const words of [['summary', file], [file], ['files', file]]) {
		const plain = await runCommand(words);
		t.is(plain.exitCode, 0);
		t.is(plain.errors, '');
		const {exitCode, errors, output} = await runCommand([...words, '--verify']);
		t.is(exitCode, 1);
		t.regex(errors, message);
		t.false(output.includes('says zstd'));
		t.true(output.length > 0);
	}

	const {output} = await runCommand(['summary', file, '--verify', '--format', 'json']);
	t.deepEqual((JSON.parse(output) as {warnings: Array<{layer: number}>}).warnings.map(({layer}) => layer), [2]);

	const honest = await writeTar(path.join(temporaryFolder(t), 'honest.tar'), ociLayout([await built], 'gzip'));
	t.deepEqual(await runCommand(['summary', honest, '--verify']), await runCommand(['summary', honest]));
});

test('--verify with audit: a finding of malformed-layer that fails the gate', async t => {
	const file = await lies(t);
	type Report = {images: Array<{passed: boolean; findings: Array<{rule: string; severity: string; layer: number; message: string}>}>};
	const run = async (...words: string[]) => {
		const {exitCode, output} = await runCommand(['audit', file, '--only', 'malformed-layer', '--format', 'json', ...words], {workingFolder: temporaryFolder(t)});
		const [{passed, findings}] = (JSON.parse(output) as Report).images;
		return {exitCode, passed, findings: findings.map(({rule, severity, layer, message}) => [rule, severity, layer, message])};
	};

	t.deepEqual(await run(), {exitCode: 0, passed: true, findings: []});
	t.deepEqual(await run('--verify'), {exitCode: 1, passed: false, findings: [['malformed-layer', 'error', 2, 'Its blob is not what is claimed: its media type says zstd and it is gzip.']]});
	t.is((await run('--verify', '--fail-on', 'never')).exitCode, 1, 'who has it verified is told');
});

test('--verify says a digest that reading has found wrong once, and 2 beats 1', async t => {
	const files = ociLayout([await built], 'gzip');
	const index = readJson<{manifests: Array<{digest: string}>}>(files, 'index.json');
	const {layers} = readJson<{layers: Array<{digest: string}>}>(files, `blobs/sha256/${hex(index.manifests[0].digest)}`);
	const name = `blobs/sha256/${hex(layers[0].digest)}`;
	const bytes = Buffer.from(files.get(name) as Buffer);
	// The time in the head of a gzip member, which changes nothing of what is in it (RFC 1952, "MTIME").
	bytes[4] ^= 1;
	files.set(name, bytes);
	const file = await writeTar(path.join(temporaryFolder(t), 'app.tar'), files);
	const {exitCode, errors} = await runCommand(['summary', file, '--verify']);
	t.is(exitCode, 1);
	t.regex(errors, /^freedive: .*its blob is not what its digest says: .*\n$/);
	const audit = JSON.parse((await runCommand(['audit', file, '--only', 'malformed-layer', '--verify', '--format', 'json'])).output) as {images: Array<{findings: unknown[]}>};
	t.is(audit.images[0].findings.length, 1);

	files.set(name, bytes.subarray(0, -20));
	const cut = await runCommand(['summary', await writeTar(path.join(temporaryFolder(t), 'cut.tar'), files), '--verify']);
	t.is(cut.exitCode, 2);
	t.is(cut.errors.match(/: the gzip data is cut off\n/g)?.length, 1);
	t.is(cut.errors.match(/where its descriptor says/g)?.length, 1);
});

test('--verify goes with one image', async t => {
	const {exitCode, errors} = await runCommand(['a.tar', 'b.tar', '--verify']);
	t.is(exitCode, 2);
	t.is(errors, 'freedive: --verify goes with one image.\n');
});
