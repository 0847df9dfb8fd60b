import {Buffer} from 'node:buffer';
import type {Header} from 'tar-stream';
import type {DrawnEntry} from './draw-layers.js';
import {tarOf, type TarItem} from './tar-of.js';

const tarTypes: Partial<Record<DrawnEntry['type'], Header['type']>> = {
	directory: 'directory', symlink: 'symlink', hardlink: 'link', fifo: 'fifo', 'character-device': 'character-device', 'block-device': 'block-device',
};

/** The tar of a drawn layer, written by tar-stream, with whiteouts by their names. A file's bytes are its letter, else they differ with its time. */
export async function packLayer(layer: readonly DrawnEntry[]): Promise<Buffer> {
	return tarOf(layer.map((drawn): [string, TarItem] => {
		const {type, path, mode, uid, gid, size, mtime, link, device, xattrs, letter} = drawn;
		const pax = Object.fromEntries([
			...(Number.isSafeInteger(mtime) ? [] : [['mtime', String(mtime)]]),
			...Object.entries(xattrs).map(([name, value]) => [`SCHILY.xattr.${name}`, value]),
		]) as Record<string, string>;
		return [tarName(drawn), {
			header: {
				type: tarTypes[type] ?? 'file',
				mode,
				uid,
				gid,
				mtime: new Date(Math.floor(mtime) * 1000),
				linkname: type === 'symlink' ? link : (type === 'hardlink' ? link.slice(1) : undefined),
				devmajor: device?.[0],
				devminor: device?.[1],
				...(Object.keys(pax).length > 0 && {pax}),
			},
			content: type === 'file' ? Buffer.alloc(size, letter ?? `${path}${mtime}`) : undefined,
		}];
	}));
}

/** The name of an entry in its tar. */
export function tarName({type, path}: DrawnEntry): string {
	const relative = path.slice(1);
	switch (type) {
		case 'whiteout': {
			return relative.replace(/[^/]*$/, '.wh.$&');
		}

		case 'opaque': {
			return relative === '' ? '.wh..wh..opq' : `${relative}/.wh..wh..opq`;
		}

		default: {
			return relative === '' ? './' : relative;
		}
	}
}
