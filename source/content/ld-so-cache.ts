import {decodeBytes} from '../format/safe-text.js';

/** The form since glibc 2.2, and the older one, behind which it may stand (`dl-cache.h`). */
const magic = Buffer.from('glibc-ld.so.cache1.1');
const oldMagic = Buffer.from('ld.so-1.7.0');
const headerSize = 48;
const entrySize = 24;
const oldHeaderSize = 16;
const oldEntrySize = 12;

/** More is not read: a system with every library of a distribution has some twenty thousand. */
const maximumLibraries = 100_000;

/** No path is longer (`PATH_MAX`); all of them together take no more, for those of a file that lies may share their bytes. */
const longestPath = 4096;
const maximumNames = 16 << 20;

/** A library that the cache knows. */
export type CachedLibrary = {
	/** As programs ask for it. */
	name: string;
	path: string;
	/** For which kind of library it is, such as 0x303 for one of x86-64: see `cacheFlags`. */
	flags: number;
	/** It is only for processors that can do more. */
	isForCapability: boolean;
};

/** What stands in a cache, in its order, and what could not be read of it: sentences' ends, of the file. */
export type LdSoCache = {libraries: CachedLibrary[]; problems: string[]};

/** Reads `/etc/ld.so.cache`, which ldconfig writes and glibc's loader looks into (ld.so(8)). Of one that is cut off comes what is whole. */
export function parseLdSoCache(bytes: Uint8Array): LdSoCache {
	const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const cache: LdSoCache = {libraries: [], problems: []};
	const begins = (what: Buffer, at: number) => file.subarray(at, at + what.length).equals(what);
	if (begins(magic, 0)) {
		readTable(file, cache, {at: 0, isOld: false});
	} else if (begins(oldMagic, 0)) {
		const isLittle = file.length >= oldHeaderSize && fits(file.readUInt32LE(12), oldEntrySize, file.length);
		const count = file.length < oldHeaderSize ? 0 : (isLittle ? file.readUInt32LE(12) : file.readUInt32BE(12));
		const behind = Math.ceil((oldHeaderSize + (count * oldEntrySize)) / 8) * 8;
		const isOld = !begins(magic, behind);
		readTable(file, cache, {at: isOld ? 0 : behind, isOld});
	} else {
		cache.problems.push('it is no cache of a loader');
	}

	return cache;
}

function fits(count: number, size: number, length: number): boolean {
	return count * size <= length;
}

function readTable(file: Buffer, {libraries, problems}: LdSoCache, {at, isOld}: {at: number; isOld: boolean}): void {
	const size = isOld ? oldEntrySize : entrySize;
	const start = at + (isOld ? oldHeaderSize : headerSize);
	if (file.length < start) {
		problems.push('it is cut off');
		return;
	}

	// The byte order is the machine's. Since 2.33 the header tells it; before, the count of libraries is one that fits.
	const countAt = at + (isOld ? 12 : 20);
	const told = isOld ? 0 : file[at + 28] & 3;
	const isLittle = told === 0 ? fits(file.readUInt32LE(countAt), size, file.length) : told !== 3;
	const int = (place: number) => isLittle ? file.readUInt32LE(place) : file.readUInt32BE(place);
	const count = int(countAt);
	const whole = Math.min(count, Math.floor((file.length - start) / size));
	// Offsets of the new form count from its own header, those of the old from behind its entries.
	const strings = isOld ? start + (count * size) : at;
	let left = maximumNames;
	let isCut = whole < count;
	for (let index = 0; index < Math.min(whole, maximumLibraries); index++) {
		const entry = start + (index * size);
		const name = textAt(file, strings + int(entry + 4));
		const path = textAt(file, strings + int(entry + 8));
		if (name === undefined || path === undefined) {
			isCut = true;
			continue;
		}

		left -= name.length + path.length;
		if (left < 0) {
			break;
		}

		libraries.push({name, path, flags: int(entry), isForCapability: !isOld && (int(entry + 16) !== 0 || int(entry + 20) !== 0)});
	}

	if (isCut) {
		problems.push('it is cut off');
	}

	if (left < 0 || whole > maximumLibraries) {
		problems.push('it names more libraries than are read');
	}
}

/** The text at a place, up to its NUL; undefined where that is not in the file. */
function textAt(file: Buffer, at: number): string | undefined {
	const rest = file.subarray(at, at + longestPath + 1);
	const end = rest.indexOf(0);
	return end < 0 ? undefined : decodeBytes(rest.subarray(0, end));
}

/** Machines of ELF files, by the flags that ldconfig gives to the libraries of each of their classes (`ldconfig.h`), apart from 3 for glibc. */
const machineFlags: ReadonlyArray<readonly [machine: number, flags32: number, flags64: number]> = [
	[62, 0x8_00, 0x3_00], // X86-64, and x32
	[3, 0, 0], // I386
	[183, 0, 0xA_00], // AArch64
	[22, 0, 0x4_00], // S390
	[21, 0, 0x5_00], // PowerPC 64
	[20, 0, 0], // PowerPC
	[2, 0, 0], [18, 0, 0], [43, 0, 0x1_00], // SPARC
];

/** The flags of libraries of a machine in a cache; undefined for machines where they tell more than the machine. */
export function cacheFlags(machine: number, is64: boolean): number | undefined {
	const found = machineFlags.find(([number]) => number === machine);
	return found && (3 | found[is64 ? 2 : 1]);
}
