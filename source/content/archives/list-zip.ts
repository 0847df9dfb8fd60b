import {decodeBytes} from '../../format/safe-text.js';
import {readBytes, readRecords, type Reading} from '../reading.js';
import {maximumListed, type Listing} from './listing.js';

/** Signatures and sizes of records (APPNOTE, 4.3). */
const endSignature = 0x06_05_4B_50;
const endSize = 22;
const end64Signature = 0x06_06_4B_50;
const locatorSignature = 0x07_06_4B_50;
const locatorSize = 20;
const entrySignature = 0x02_01_4B_50;
const entrySize = 46;

/** A comment at the end takes this much at most. */
const longestComment = 65_535;

/** More of the directory is not read: a million entries. */
const maximumDirectory = 128 << 20;

const methods: Readonly<Record<number, string>> = {0: 'stored', 8: 'deflate', 9: 'deflate64', 12: 'bzip2', 14: 'lzma', 93: 'zstd', 95: 'xz', 99: 'encrypted'};

export type ZipListing = Listing & {
	stored: number;
	/** How contents are stored, by how often. */
	methods: string[];
	comment: string;
	isEncrypted: boolean;
};

/** Lists a zip by its central directory; undefined where there is none. */
export function * listZip(size: number): Reading<ZipListing | undefined> {
	const tailStart = Math.max(0, size - endSize - longestComment);
	const tail = Buffer.from(yield * readBytes(tailStart, size - tailStart));
	const end = findEnd(tail);
	if (end < 0) {
		return undefined;
	}

	const commentLength = tail.readUInt16LE(end + 20);
	const listing: ZipListing = {
		entries: [],
		total: 0,
		size: 0,
		stored: 0,
		methods: [],
		comment: decodeBytes(tail.subarray(end + endSize, end + endSize + commentLength)),
		isEncrypted: false,
		warnings: [],
	};
	const directory = yield * findDirectory(tail, end, tailStart);
	// What lies before the archive, such as a program that unpacks it, is in none of its offsets.
	const shift = Math.max(0, directory.before - directory.offset - directory.length);
	const used = new Map<number, number>();
	yield * readRecords(directory.offset + shift, Math.min(directory.length, maximumDirectory), bytes => {
		const held = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
		let at = 0;
		while (at + entrySize <= held.length) {
			if (held.readUInt32LE(at) !== entrySignature) {
				listing.warnings.push('its directory is broken');
				return false;
			}

			const length = entrySize + held.readUInt16LE(at + 28) + held.readUInt16LE(at + 30) + held.readUInt16LE(at + 32);
			if (at + length > held.length) {
				break;
			}

			addEntry(listing, used, held.subarray(at, at + length));
			at += length;
		}

		return at;
	});
	if (listing.warnings.length === 0 && listing.total !== directory.count) {
		listing.warnings.push(`its directory has ${listing.total} entries, and claims ${directory.count}`);
	}

	listing.methods = [...used].sort((a, b) => b[1] - a[1]).map(([method]) => methods[method] ?? `method ${method}`);
	return listing;
}

/** The end record lies at the very end but for its comment, whose length tells it from one by chance. */
function findEnd(tail: Buffer): number {
	for (let at = tail.length - endSize; at >= 0; at--) {
		if (tail.readUInt32LE(at) === endSignature && at + endSize + tail.readUInt16LE(at + 20) <= tail.length) {
			return at;
		}
	}

	return -1;
}

/** Where the directory lies, and which place it ends before; by the records of zip64 where the short ones are full (APPNOTE, 4.3.14). */
function * findDirectory(tail: Buffer, end: number, tailStart: number): Reading<{count: number; length: number; offset: number; before: number}> {
	const short = {count: tail.readUInt16LE(end + 10), length: tail.readUInt32LE(end + 12), offset: tail.readUInt32LE(end + 16), before: tailStart + end};
	const locator = end - locatorSize;
	const isFull = short.count === 0xFF_FF || short.length === 0xFF_FF_FF_FF || short.offset === 0xFF_FF_FF_FF;
	if (!isFull || locator < 0 || tail.readUInt32LE(locator) !== locatorSignature) {
		return short;
	}

	const stated = Number(tail.readBigUInt64LE(locator + 8));
	const record = Buffer.from(yield {at: stated, length: 56});
	return record.length === 56 && record.readUInt32LE(0) === end64Signature
		? {count: Number(record.readBigUInt64LE(32)), length: Number(record.readBigUInt64LE(40)), offset: Number(record.readBigUInt64LE(48)), before: stated}
		: short;
}

function addEntry(listing: ZipListing, used: Map<number, number>, entry: Buffer): void {
	const flags = entry.readUInt16LE(8);
	const method = entry.readUInt16LE(10);
	const nameEnd = entrySize + entry.readUInt16LE(28);
	const sizes = {stored: entry.readUInt32LE(20), size: entry.readUInt32LE(24)};
	const extra = entry.subarray(nameEnd, nameEnd + entry.readUInt16LE(30));
	for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
		if (extra.readUInt16LE(at) === 1) {
			readZip64(extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2)), sizes);
			break;
		}
	}

	listing.total++;
	listing.size += sizes.size;
	listing.stored += sizes.stored;
	listing.isEncrypted ||= (flags & 1) !== 0;
	used.set(method, (used.get(method) ?? 0) + 1);
	if (listing.entries.length >= maximumListed) {
		return;
	}

	const name = decodeBytes(entry.subarray(entrySize, nameEnd));
	const isFolder = name.endsWith('/');
	// The upper half of the attributes is a mode where Unix wrote the entry.
	const isLink = entry[5] === 3 && ((entry.readUInt32LE(38) >>> 16) & 0o17_00_00) === 0o12_00_00;
	listing.entries.push({
		name,
		size: isFolder ? undefined : sizes.size,
		stored: isFolder ? undefined : sizes.stored,
		modified: dosTime(entry.readUInt16LE(14), entry.readUInt16LE(12)),
		...((isLink || (flags & 1) !== 0) && {note: isLink ? 'symlink' : 'encrypted'}),
	});
}

/** Only those stand there that are full in the entry itself, in this order (APPNOTE, 4.5.3). */
function readZip64(field: Buffer, sizes: {stored: number; size: number}): void {
	let at = 0;
	for (const key of ['size', 'stored'] as const) {
		if (sizes[key] === 0xFF_FF_FF_FF && at + 8 <= field.length) {
			sizes[key] = Number(field.readBigUInt64LE(at));
			at += 8;
		}
	}
}

/** A time of DOS: local, so without a zone, and in steps of two seconds. */
function dosTime(date: number, time: number): string {
	const two = (value: number) => String(value).padStart(2, '0');
	return `${1980 + (date >> 9)}-${two((date >> 5) & 15)}-${two(date & 31)} ${two(time >> 11)}:${two((time >> 5) & 63)}:${two((time & 31) * 2)}`;
}
