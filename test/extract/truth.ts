import {execFileSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {extract as extractTar} from 'tar-stream';
import {agreedLayers} from '../helpers/agreed-layers.js';
import {hasProgram, testWith} from '../helpers/archive/test-with.js';
import {dockerArchive, json, ociLayout, sha256, writeFolder, writeTar, type BuiltImage} from '../helpers/build-image.js';
import {drawLayers} from '../helpers/draw-layers.js';
import {listFolder} from '../helpers/list-folder.js';
import {packLayer} from '../helpers/pack-layer.js';
import {Random} from '../helpers/random.js';
import {Collector, runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const userId = process.geteuid!();
const isRoot = userId === 0;
const testWithUmoci = testWith(test, {umoci: hasProgram('umoci'), root: isRoot});
const testWithTar = testWith(test, {'GNU tar': hasProgram('tar', 'GNU tar'), root: isRoot});

/** Random layers as an image, in the two forms of which one can be read anywhere and the other only from its start. */
async function randomImage(folder: string, seed: number): Promise<{text: string; layout: string; plain: string; compressed: string}> {
	const layers = agreedLayers(new Random(seed), 4, 25, isRoot);
	const tars = await Promise.all(layers.map(async layer => packLayer(layer)));
	const diffIds = tars.map(tar => sha256(tar));
	const config = json({architecture: 'amd64', os: 'linux', config: {}, rootfs: {type: 'layers', diff_ids: diffIds}, history: layers.map(() => ({created_by: 'ADD'}))});
	const image: BuiltImage = {config, layers: tars, diffIds, tags: ['latest'], os: 'linux', architecture: 'amd64'};
	const layout = writeFolder(path.join(folder, 'layout'), ociLayout([image]));
	return {
		text: drawLayers(layers),
		layout,
		plain: await writeTar(path.join(folder, 'plain.tar'), dockerArchive([image])),
		compressed: layout,
	};
}

const whole = ['--keep-setuid', '--devices', '--quiet'];

testWithUmoci('extract / is what umoci unpacks', async t => {
	for (let seed = 1; seed <= 20; seed++) {
		const folder = temporaryFolder(t);
		const {text, layout, plain, compressed} = await randomImage(folder, seed);
		execFileSync('umoci', ['unpack', '--image', `${layout}:latest`, path.join(folder, 'bundle')], {stdio: ['ignore', 'ignore', 'pipe']});
		// Of a folder that no layer lists umoci makes up a time.
		const wanted = listFolder(path.join(folder, 'bundle/rootfs'), {folderTimes: false});
		for (const [form, reference] of Object.entries({plain, compressed})) {
			const {exitCode, errors} = await runCommand(['extract', reference, '/', '-o', path.join(folder, form), ...whole], {userId});
			t.is(exitCode, 0, errors);
			t.deepEqual(listFolder(path.join(folder, form), {folderTimes: false}), wanted, `seed ${seed}, ${form}:\n${text}`);
		}
	}
});

testWithTar('what GNU tar unpacks of the tar is what extract puts into a folder', async t => {
	for (let seed = 101; seed <= 115; seed++) {
		const folder = temporaryFolder(t);
		const {text, plain, compressed} = await randomImage(folder, seed);
		await runCommand(['extract', plain, '/', '-o', path.join(folder, 'folder'), ...whole], {userId});
		const wanted = listFolder(path.join(folder, 'folder'), {folderTimes: false});
		for (const [form, reference] of Object.entries({plain, compressed})) {
			const tar = path.join(folder, `${form}-out.tar`);
			const {exitCode, errors} = await runCommand(['extract', reference, '/', '-o', tar, ...whole], {userId});
			t.is(exitCode, 0, errors);
			const unpacked = path.join(folder, `${form}-unpacked`);
			fs.mkdirSync(unpacked);
			execFileSync('tar', ['-xpf', tar, '-C', unpacked, '--numeric-owner', '--same-owner']);
			t.deepEqual(listFolder(unpacked, {folderTimes: false}), wanted, `seed ${seed}, ${form}:\n${text}`);
			t.deepEqual((await tarStreamNames(t, tar)).sort(), execFileSync('tar', ['-tf', tar, '--quoting-style=literal'], {encoding: 'utf8'}).split('\n').filter(Boolean).sort());
		}
	}
});

testWithTar('cat writes the bytes that tar -xO does', async t => {
	let compared = 0;
	for (let seed = 201; seed <= 206; seed++) {
		const folder = temporaryFolder(t);
		const {plain, compressed} = await randomImage(folder, seed);
		const tar = path.join(folder, 'out.tar');
		await runCommand(['extract', plain, '/', '-o', tar, ...whole], {userId});
		const lines = execFileSync('tar', ['-tvf', tar, '--quoting-style=literal'], {encoding: 'utf8'}).split('\n');
		const ofFiles = lines.filter(line => line.startsWith('-'));
		for (const line of ofFiles) {
			const file = line.split(/ +/, 6)[5];
			const wanted = execFileSync('tar', ['-xOf', tar, file]);
			for (const reference of [plain, compressed]) {
				const output = new Collector();
				t.is((await runCommand(['cat', reference, `/${file}`], {standardOutput: output})).exitCode, 0);
				t.deepEqual(output.bytes, wanted);
				compared++;
			}
		}
	}

	t.true(compared > 10);
});

async function tarStreamNames(t: ExecutionContext, tar: string): Promise<string[]> {
	const names: string[] = [];
	const reader = extractTar();
	fs.createReadStream(tar).pipe(reader);
	for await (const entry of reader) {
		names.push(entry.header.name);
		entry.resume();
	}

	t.true(names.length > 0);
	return names;
}
