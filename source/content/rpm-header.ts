import {decodeBytes} from '../format/safe-text.js';
import type {LineWriter} from './lines.js';
import {listedPackage, type ListedPackage} from './package-fact.js';

/** Tags of a header (rpm's `rpmtag.h`). */
const tag = {
	name: 1000,
	version: 1001,
	release: 1002,
	epoch: 1003,
	architecture: 1022,
	oldFileNames: 1027,
	fileFlags: 1037,
	directoryIndexes: 1116,
	baseNames: 1117,
	directoryNames: 1118,
} as const;

/** A file that a package owns but does not store, such as a log (`RPMFILE_GHOST`). */
const ghost = 1 << 6;

const int32 = 4;
const string = 6;
const stringArray = 8;
const translated = 9;

type Entry = {type: number; at: number; count: number};

/**
The package that a header tells of, as rpm's database holds it: how many entries, how long their data, the entries, the data
(RPM's "Package format: Header", without the lead of a file).

@param paths Gathers the paths of its files; shared by all headers of a database, as its bound is.
@throws {Error} Where its lengths do not fit.
*/
export function readRpmHeader(bytes: Uint8Array, paths: LineWriter): ListedPackage {
	const header = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const entryCount = header.length < 8 ? 0 : header.readUInt32BE(0);
	const data = 8 + (entryCount * 16);
	if (entryCount === 0 || data > header.length || data + header.readUInt32BE(4) > header.length) {
		throw new Error('a header of it is cut off');
	}

	const entries = new Map<number, Entry>();
	for (let at = 8; at < data; at += 16) {
		entries.set(header.readUInt32BE(at), {type: header.readUInt32BE(at + 4), at: data + header.readUInt32BE(at + 8), count: header.readUInt32BE(at + 12)});
	}

	const text = (number: number) => {
		const [first] = strings(header, entries.get(number), 1);
		return first ? decodeBytes(first.subarray(0, 1000)) : '';
	};

	const epoch = integers(header, entries.get(tag.epoch))[0] ?? 0;
	const release = text(tag.release);
	const version = `${epoch === 0 ? '' : `${epoch}:`}${text(tag.version)}${release === '' ? '' : `-${release}`}`;
	addFilePaths(header, entries, paths);
	return listedPackage(text(tag.name), version, text(tag.architecture), paths.take());
}

function addFilePaths(header: Buffer, entries: ReadonlyMap<number, Entry>, paths: LineWriter): void {
	const flags = integers(header, entries.get(tag.fileFlags));
	const names = strings(header, entries.get(tag.baseNames));
	const folders = strings(header, entries.get(tag.directoryNames));
	const indexes = integers(header, entries.get(tag.directoryIndexes));
	for (let index = 0; index < names.length; index++) {
		const folder = folders[indexes[index]];
		if (folder && ((flags[index] ?? 0) & ghost) === 0) {
			paths.add(folder, names[index]);
		}
	}

	for (const [index, name] of strings(header, entries.get(tag.oldFileNames)).entries()) {
		if (((flags[index] ?? 0) & ghost) === 0) {
			paths.add(name);
		}
	}
}

/** More files than this are not taken of one package. */
const maximumFiles = 1_000_000;

/** The strings of an entry, each ended by a zero; fewer than stated where the header ends before. */
function strings(header: Buffer, entry: Entry | undefined, most = Math.min(entry?.count ?? 0, maximumFiles)): Uint8Array[] {
	const found: Uint8Array[] = [];
	if (entry && [string, stringArray, translated].includes(entry.type)) {
		for (let {at} = entry; found.length < most && at < header.length;) {
			const end = header.indexOf(0, at);
			if (end < 0) {
				break;
			}

			found.push(header.subarray(at, end));
			at = end + 1;
		}
	}

	return found;
}

function integers(header: Buffer, entry: Entry | undefined): number[] {
	const found: number[] = [];
	if (entry?.type === int32) {
		for (let {at} = entry; found.length < Math.min(entry.count, maximumFiles) && at + 4 <= header.length; at += 4) {
			found.push(header.readUInt32BE(at));
		}
	}

	return found;
}
