import {execFileSync, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'ava';
import {entriesOf, indexBoth} from '../helpers/archive/entries.js';
import {runTar} from '../helpers/archive/gnu-tar.js';
import {randomOf} from '../helpers/archive/random-bytes.js';
import {concat, end, entry, header, long, pax} from '../helpers/archive/raw-tar.js';
import {hasProgram, testWith} from '../helpers/archive/test-with.js';
import {json, ociLayout, sha256, writeFolder} from '../helpers/build-image.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

// An entry whose content is headers: who takes it for a folder reads them, and sees another file system than who skips it.
const evil = entry({name: 'evil', mode: 0o4755}, 'seen by engines');
const cover = header({name: 'cover', size: evil.length});
const whiteout = entry({name: '.wh.keep'});
const keep = entry({name: 'keep'}, 'kept');

/** What is in the layer, and what is to be seen of it. */
const layers: Array<[title: string, tar: Buffer, files: Record<string, number>, warnings: string[]]> = [
	['a file with a slash covers what follows', concat(keep, entry({name: 'dir/'}, cover), evil, end), {keep: 4, dir: 512, evil: 15}, []],
	['a file with a slash holds a whiteout', concat(keep, entry({name: 'dir/'}, whiteout), end), {keep: 4, dir: 512}, []],
	['a file with a slash in PAX', concat(keep, pax({path: 'dir/'}), entry({name: 'dir'}, cover), evil, end), {keep: 4, dir: 512, evil: 15}, []],
	['a file with a slash in a long name', concat(keep, long('L', 'dir/'), entry({name: 'dir', format: 'gnu'}, cover), evil, end), {keep: 4, dir: 512, evil: 15}, []],
	['a size in PAX', concat(keep, pax({path: 'dir/', size: '512'}), header({name: 'dir/'}), cover, evil, end), {keep: 4, dir: 512, evil: 15}, []],
	['before POSIX a slash makes a folder', concat(keep, header({name: 'dir/', type: '\0', mode: 0o755, size: 1024, format: 'v7'}), evil, end), {keep: 4, evil: 15}, ['dir']],
	['a folder that states a size', concat(keep, header({name: 'dir', type: '5', mode: 0o755, size: 1024}), evil, end), {keep: 4, evil: 15}, ['dir']],
	['a symlink that states a size', concat(keep, header({name: 'link', type: '2', link: 'keep', size: 1024}), evil, end), {keep: 4, evil: 15}, ['link']],
	['a hard link that states a size', concat(keep, header({name: 'hard', type: '1', link: 'keep', size: 1024}), evil, end), {keep: 4, evil: 15}, ['hard']],
	['a fifo that states a size', concat(keep, header({name: 'fifo', type: '6', size: 1024}), evil, end), {keep: 4, evil: 15}, ['fifo']],
];

test('no content is taken for headers, and no headers for content, other than by engines', async t => {
	for (const [title, tar, files, warnings] of layers) {
		const table = await indexBoth(t, tar, randomOf(91));
		t.deepEqual(Object.fromEntries(entriesOf(table).filter(({type}) => type === 'file').map(({path, size}) => [path, size])), files, title);
		t.deepEqual(table.warnings, warnings.map(name => ({path: `/${name}`, message: 'states 1024 bytes of content, which engines do not read', incomplete: false})), title);
	}
});

testWith(test, {umoci: spawnSync('umoci', ['--version']).status === 0})('umoci unpacks the same files', t => {
	for (const [title, tar, files] of layers) {
		const folder = temporaryFolder(t);
		const config = json({architecture: 'amd64', os: 'linux', config: {}, rootfs: {type: 'layers', diff_ids: [sha256(tar)]}, history: [{created_by: 'ADD'}]});
		const layout = writeFolder(path.join(folder, 'layout'), ociLayout([{config, layers: [tar], diffIds: [sha256(tar)], tags: ['latest'], os: 'linux', architecture: 'amd64'}]));
		const bundle = path.join(folder, 'bundle');
		execFileSync('umoci', ['unpack', ...(process.getuid!() === 0 ? [] : ['--rootless']), '--image', `${layout}:latest`, bundle], {stdio: ['ignore', 'ignore', 'pipe']});
		const rootfs = path.join(bundle, 'rootfs');
		const unpacked = fs.readdirSync(rootfs, {withFileTypes: true}).filter(one => one.isFile() && one.name !== 'hard').map(({name}) => [name, fs.statSync(path.join(rootfs, name)).size]);
		t.deepEqual(Object.fromEntries(unpacked), files, title);
	}
});

testWith(test, {'GNU tar': hasProgram('tar', 'GNU tar')})('GNU tar lists the same entries where a file holds them; of links and fifos it skips what they state, other than engines', async t => {
	for (const [title, tar, files] of layers) {
		if (!('dir' in files)) {
			continue;
		}

		const table = await indexBoth(t, tar, randomOf(92));
		const listed = runTar(['-tf', '-'], {input: tar}).toString().split('\n').filter(Boolean).map(name => name.replace(/\/$/, ''));
		t.deepEqual(entriesOf(table).map(({path}) => path), listed, title);
	}
});
