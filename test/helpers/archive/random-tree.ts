import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type {Random} from '../random.js';
import {between, randomBytes} from './random-bytes.js';

const names = ['a', 'b', 'usr', 'share', 'with space', 'line\nbreak', 'quote"back\\slash', 'ünï', '日本', 'x'.repeat(99), 'y'.repeat(100), 'z'.repeat(101), 'w'.repeat(254)];

/** File systems elsewhere may refuse names that are no UTF-8. */
const rawNames = process.platform === 'linux' ? [Buffer.of(0x63, 0x61, 0x66, 0xE9), Buffer.of(0x80, 0xFF, 0x20, 0xC3)] : [];

/** Fills a folder with files, folders, links and fifos of any name, mode and time. */
export function makeRandomTree(random: Random, folder: string): void {
	const folders = [Buffer.from(folder)];
	const files: Buffer[] = [];
	for (let count = between(random, 5, 50); count > 0; count--) {
		const name = random.chance(0.1) ? random.pick([...rawNames, Buffer.from('plain')]) : Buffer.from(random.pick(names) + random.pick(['', '1', '2', '3']));
		const place = Buffer.concat([random.pick(folders), Buffer.from('/'), name]);
		// Linux's NAME_MAX and PATH_MAX.
		if (name.length > 255 || place.length > 3900 || fs.lstatSync(place, {throwIfNoEntry: false})) {
			continue;
		}

		const kind = random.pick(['file', 'file', 'file', 'folder', 'folder', 'symlink', 'hardlink', 'fifo'] as const);
		if (kind === 'folder') {
			fs.mkdirSync(place);
			folders.push(place);
		} else if (kind === 'symlink') {
			fs.symlinkSync(random.pick(['a', '../b', '/absolute', 'l'.repeat(150), 'ü/日']), place);
			continue;
		} else if (kind === 'fifo') {
			spawnSync('mkfifo', [place as unknown as string]);
			continue;
		} else if (kind === 'hardlink' && files.length > 0) {
			fs.linkSync(random.pick(files), place);
			continue;
		} else {
			fs.writeFileSync(place, randomBytes(random, random.pick([0, 1, 511, 512, 513, random.below(10_000)])));
			fs.chmodSync(place, random.below(0o10000) | 0o600);
			files.push(place);
		}

		const time = new Date(random.pick([0, 1, -5250, 1_600_000_000_125, between(random, 0, 2 ** 41)]));
		fs.utimesSync(place, time, time);
	}
}

/** A file with holes: so many pieces of data, far from each other. */
export function makeSparseFile(random: Random, file: string, pieces: number): void {
	const fd = fs.openSync(file, 'w');
	let position = random.chance(0.5) ? 0 : 65_536;
	for (let count = pieces; count > 0; count--) {
		const data = randomBytes(random, random.pick([1, 4096, 5000]));
		fs.writeSync(fd, data, 0, data.length, position);
		position = Math.ceil((position + data.length) / 4096) * 4096 + (between(random, 1, 20) * 4096);
	}

	fs.ftruncateSync(fd, position + random.pick([0, 100]));
	fs.closeSync(fd);
}

/** Whether temporary files can have holes. */
export function hasHoles(): boolean {
	const file = path.join(os.tmpdir(), `freedive-test-${crypto.randomUUID()}`);
	fs.writeFileSync(file, '');
	fs.truncateSync(file, 1 << 20);
	const {blocks} = fs.statSync(file);
	fs.rmSync(file);
	return blocks < 2048;
}
