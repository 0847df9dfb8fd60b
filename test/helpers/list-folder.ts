import {createHash} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** Every path below a folder, relative to it and in order, with all that a file system tells of it and the digest of its content. */
export function listFolder(folder: string, {times = true, folderTimes = times}: {times?: boolean; folderTimes?: boolean} = {}): string[] {
	const inodes = new Map<number, string>();
	return namesBelow(folder).sort().map(name => {
		const place = path.join(folder, name);
		const stats = fs.lstatSync(place);
		const type = typeOf(stats);
		const first = stats.nlink > 1 && type !== 'directory' ? inodes.get(stats.ino) : undefined;
		inodes.set(stats.ino, first ?? name);
		return [
			name,
			type,
			type === 'symlink' ? '' : (stats.mode & 0o7777).toString(8).padStart(4, '0'),
			`${stats.uid}:${stats.gid}`,
			(type === 'directory' ? folderTimes : times) ? String(Math.floor(stats.mtimeMs / 1000)) : '',
			type === 'symlink' ? fs.readlinkSync(place) : '',
			type === 'file' ? createHash('sha256').update(fs.readFileSync(place)).digest('hex').slice(0, 16) : '',
			type.endsWith('device') ? `${stats.rdev >> 8},${stats.rdev & 0xFF}` : '',
			first === undefined ? '' : `is ${first}`,
		].join(' ').replaceAll(/ +/g, ' ').trim();
	});
}

/** Every path below a folder, relative to it. `readdir` with `recursive` would follow links. */
export function namesBelow(folder: string, name = ''): string[] {
	return fs.readdirSync(path.join(folder, name), {withFileTypes: true}).flatMap(child => {
		const childName = path.join(name, child.name);
		return [childName, ...(child.isDirectory() ? namesBelow(folder, childName) : [])];
	});
}

function typeOf(stats: fs.Stats): string {
	const checks = {
		file: stats.isFile(), directory: stats.isDirectory(), symlink: stats.isSymbolicLink(), fifo: stats.isFIFO(),
		'character-device': stats.isCharacterDevice(), 'block-device': stats.isBlockDevice(),
	};
	return Object.entries(checks).find(([, is]) => is)![0];
}
