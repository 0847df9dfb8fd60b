import {entryType, type EntryTable} from '../archive/entry-table.js';

const block = 512;
const utf8 = new TextEncoder();

/** What a header says of one entry. */
export type TarEntry = {
	/** Path bytes; a folder's end with a slash. */
	path: Uint8Array;
	type: number;
	mode: number;
	uid: number;
	gid: number;
	/** Seconds since 1970. */
	mtime: number;
	/** Content bytes; those that are stored, for a sparse file. */
	size: number;
	/** The target of a symbolic link, or the path that a hard link names. */
	link?: Uint8Array;
	device?: readonly [major: number, minor: number];
	xattrs?: ReadonlyMap<string, Uint8Array>;
	/** The length of a sparse file with its holes; what follows the header begins with its map. */
	realSize?: number;
};

/** The type flags of ustar, by `EntryType`. */
const flags = new Map<number, string>([
	[entryType.file, '0'], [entryType.hardlink, '1'], [entryType.symlink, '2'], [entryType.characterDevice, '3'],
	[entryType.blockDevice, '4'], [entryType.directory, '5'], [entryType.fifo, '6'],
]);

/** The largest number of seven and of eleven octal digits. */
const largest7 = 0o7_777_777;
const largest11 = 0o77_777_777_777;

/** Name and prefix of ustar, in bytes. */
const nameLength = 100;
const prefixLength = 155;

/**
An entry's header: ustar (POSIX.1-1988), with a PAX extended header before it for what that can't hold. Both are read by every tar.
Users and groups stand as numbers alone: names would mean somebody else on another machine.
*/
export function tarHeader(entry: TarEntry): Buffer {
	const records = new PaxRecords();
	const split = splitPath(entry.path);
	const sparse = entry.realSize !== undefined;
	if (sparse) {
		records.add('GNU.sparse.major', '1');
		records.add('GNU.sparse.minor', '0');
		records.add('GNU.sparse.name', entry.path);
		records.add('GNU.sparse.realsize', String(entry.realSize));
	} else if (!split) {
		records.add('path', entry.path);
	}

	if (entry.link && entry.link.length > nameLength) {
		records.add('linkpath', entry.link);
	}

	if (entry.size > largest11) {
		records.add('size', String(entry.size));
	}

	if (entry.uid > largest7) {
		records.add('uid', String(entry.uid));
	}

	if (entry.gid > largest7) {
		records.add('gid', String(entry.gid));
	}

	if (!Number.isSafeInteger(entry.mtime) || entry.mtime < 0 || entry.mtime > largest11) {
		records.add('mtime', decimal(entry.mtime));
	}

	for (const [name, value] of entry.xattrs ?? []) {
		records.add(`SCHILY.xattr.${name}`, value);
	}

	const body = records.bytes;
	const {path, type, mode, uid, gid, mtime, size, link, device} = entry;
	const own = ustar({
		name: split?.name ?? path.subarray(0, nameLength),
		prefix: split?.prefix ?? new Uint8Array(),
		flag: flags.get(type) ?? '0',
		mode, uid, gid, mtime, size, link, device,
	});
	if (body.length === 0) {
		return own;
	}

	const extended = ustar({
		name: utf8.encode('PaxHeaders/extended'), prefix: new Uint8Array(), flag: 'x', mode: 0o644, uid: 0, gid: 0, mtime: 0, size: body.length,
	});
	return Buffer.concat([extended, body, Buffer.alloc(-body.length & (block - 1)), own]);
}

/** The map that stands before the pieces of a sparse file (GNU tar manual, "Storing Sparse Files", format 1.0), filled up to whole blocks. */
export function sparseMap(pieces: Float64Array): Buffer {
	const lines = Buffer.from(`${pieces.length / 2}\n${Array.from(pieces, number => `${number}\n`).join('')}`);
	return Buffer.concat([lines, Buffer.alloc(-lines.length & (block - 1))]);
}

/** Extended attributes of an entry of an image that a tar may carry on: what an overlay of the reader's own kernel would heed stays out. */
export function plainXattrs(xattrs: ReturnType<EntryTable['xattrs']['get']>, keepCapabilities: boolean): Map<string, Uint8Array> | undefined {
	const kept = [...xattrs ?? []].filter(([name]) => !name.startsWith('trusted.') && (keepCapabilities || name !== 'security.capability'));
	return kept.length > 0 ? new Map(kept) : undefined;
}

type Ustar = Omit<TarEntry, 'path' | 'type' | 'xattrs' | 'realSize'> & {name: Uint8Array; prefix: Uint8Array; flag: string};

function ustar({name, prefix, flag, mode, uid, gid, mtime, size, link, device}: Ustar): Buffer {
	const header = Buffer.alloc(block);
	const octal = (value: number, at: number, length: number) => {
		header.write(value.toString(8).padStart(length - 1, '0'), at, 'latin1');
	};

	header.set(name, 0);
	octal(mode, 100, 8);
	octal(uid > largest7 ? 0 : uid, 108, 8);
	octal(gid > largest7 ? 0 : gid, 116, 8);
	octal(size > largest11 ? 0 : size, 124, 12);
	octal(Math.min(largest11, Math.max(0, Math.floor(mtime))), 136, 12);
	header.fill(' ', 148, 156);
	header.write(flag, 156, 'latin1');
	header.set(link?.subarray(0, nameLength) ?? [], 157);
	header.write('ustar\u000000', 257, 'latin1');
	octal(Math.min(largest7, device?.[0] ?? 0), 329, 8);
	octal(Math.min(largest7, device?.[1] ?? 0), 337, 8);
	header.set(prefix, 345);
	const sum = header.reduce((total, byte) => total + byte, 0);
	header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
	return header;
}

/** A path as ustar holds it: up to 100 bytes, or 155 more before a slash. */
function splitPath(path: Uint8Array): {name: Uint8Array; prefix: Uint8Array} | undefined {
	if (path.length <= nameLength) {
		return {name: path, prefix: new Uint8Array()};
	}

	// The slash at the end of a folder parts nothing.
	const slash = path.subarray(0, -1).indexOf(0x2F, path.length - nameLength - 1);
	return slash > 0 && slash <= prefixLength
		? {name: path.subarray(slash + 1), prefix: path.subarray(0, slash)}
		: undefined;
}

/** Seconds as PAX writes them. A double holds a time of today to less than a microsecond. */
function decimal(seconds: number): string {
	return seconds.toFixed(7).replace(/\.?0+$/, '');
}

/** Records of a PAX extended header: `LENGTH KEY=VALUE\n`, where the length counts itself. */
class PaxRecords {
	private readonly parts: Buffer[] = [];

	get bytes(): Buffer {
		return Buffer.concat(this.parts);
	}

	add(key: string, value: string | Uint8Array): void {
		const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value as Uint8Array), Buffer.from('\n')]);
		let length = rest.length + 1;
		while (String(length).length + rest.length !== length) {
			length = String(length).length + rest.length;
		}

		this.parts.push(Buffer.from(String(length)), rest);
	}
}
