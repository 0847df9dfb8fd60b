import {execFileSync, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'ava';
import {entryTypeNames} from '../../source/archive/entry-table.js';
import {absent} from '../../source/tree/entry-store.js';
import type {Overlay} from '../../source/tree/overlay.js';
import {agreedLayers} from '../helpers/agreed-layers.js';
import {json, ociLayout, sha256, writeFolder} from '../helpers/build-image.js';
import {drawLayers, overlayOf, type DrawnEntry} from '../helpers/draw-layers.js';
import {packLayer} from '../helpers/pack-layer.js';
import {Random} from '../helpers/random.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const isInstalled = spawnSync('umoci', ['--version']).status === 0;
const isRoot = process.getuid!() === 0;
// Where umoci is not installed the test is told of as skipped.
const testWithUmoci = isInstalled ? test : test.skip;

testWithUmoci('the file system that umoci unpacks is the one that is shown', async t => {
	const folder = temporaryFolder(t);
	for (let seed = 1; seed <= 40; seed++) {
		const layers = agreedLayers(new Random(seed), 4, 25, isRoot);
		t.deepEqual(shownFiles(overlayOf(layers)), await unpackedFiles(path.join(folder, String(seed)), layers), `seed ${seed}:\n${drawLayers(layers)}`);
	}
});

/** The final file system as lines. Without root, umoci can't give files away. */
function shownFiles(overlay: Overlay): string[] {
	const lines: string[] = [];
	for (let id = 1; id < overlay.tree.count; id++) {
		const entry = overlay.transitions.state(id);
		if (entry !== absent) {
			const {type, mode, uid, gid, size, link, device} = overlay.facts(entry);
			const name = type === 3 ? 'file' : entryTypeNames[type];
			lines.push(lineOf({path: overlay.tree.path(id), type: name, mode: name === 'symlink' ? 0o777 : mode, uid, gid, size, link: name === 'symlink' ? link : '', device}));
		}
	}

	return lines.sort();
}

async function unpackedFiles(folder: string, layers: DrawnEntry[][]): Promise<string[]> {
	const tars = await Promise.all(layers.map(async layer => packLayer(layer)));
	const diffIds = tars.map(tar => sha256(tar));
	const config = json({architecture: 'amd64', os: 'linux', config: {}, rootfs: {type: 'layers', diff_ids: diffIds}, history: layers.map(() => ({created_by: 'ADD'}))});
	const layout = writeFolder(path.join(folder, 'layout'), ociLayout([{config, layers: tars, diffIds, tags: ['latest'], os: 'linux', architecture: 'amd64'}]));
	const bundle = path.join(folder, 'bundle');
	execFileSync('umoci', ['unpack', ...(isRoot ? [] : ['--rootless']), '--image', `${layout}:latest`, bundle], {stdio: ['ignore', 'ignore', 'pipe']});
	const rootfs = path.join(bundle, 'rootfs');
	return namesBelow(rootfs).map(name => {
		const stats = fs.lstatSync(path.join(rootfs, name));
		const type = typeOf(stats);
		return lineOf({
			path: `/${name}`,
			type,
			mode: stats.mode & 0o7777,
			uid: stats.uid,
			gid: stats.gid,
			size: type === 'file' ? stats.size : 0,
			link: type === 'symlink' ? fs.readlinkSync(path.join(rootfs, name)) : '',
			device: type.endsWith('device') ? [stats.rdev >> 8, stats.rdev & 0xFF] : undefined,
		});
	}).sort();
}

/** Every path below a folder, relative to it. `readdir` would follow links. */
function namesBelow(folder: string, name = ''): string[] {
	return fs.readdirSync(path.join(folder, name), {withFileTypes: true}).flatMap(child => {
		const childName = path.join(name, child.name);
		return [childName, ...(child.isDirectory() ? namesBelow(folder, childName) : [])];
	});
}

function typeOf(stats: fs.Stats): string {
	const checks = {
		file: stats.isFile(), directory: stats.isDirectory(), symlink: stats.isSymbolicLink(), fifo: stats.isFIFO(), 'character-device': stats.isCharacterDevice(), 'block-device': stats.isBlockDevice(),
	};
	return Object.entries(checks).find(([, is]) => is)![0];
}

function lineOf({path, type, mode, uid, gid, size, link, device}: {
	path: string; type: string; mode: number; uid: number; gid: number; size: number; link: string; device: readonly [number, number] | undefined;
}): string {
	return [path, type, mode.toString(8), isRoot ? `${uid}:${gid}` : '', size, link, device?.join(':')].join(' ');
}
