import {decodeBytes} from '../../format/safe-text.js';
import type {Reading} from '../reading.js';
import {maximumListed, type Listing} from './listing.js';

const blockSize = 512;

/** Names and records that stand before an entry are read this far. */
const longestRecords = 1 << 20;

/** Headers are read so many bytes at once: small files lie close together. */
const windowSize = 64 * 1024;

/** More headers are not read. */
const maximumHeaders = 1_000_000;

/** What an entry is, where it is no file (POSIX ustar, typeflag). */
const notes: Readonly<Record<string, string>> = {1: 'hard link to', 2: 'link to', 3: 'character device', 4: 'block device', 5: 'directory', 6: 'fifo'};

/** Whether a block is a tar's header: its checksum holds. */
export function isTarHeader(block: Uint8Array): boolean {
	const stated = block.length < blockSize ? Number.NaN : readNumber(block, 148, 8);
	let sum = 0;
	for (let index = 0; index < blockSize; index++) {
		sum += index >= 148 && index < 156 ? 0x20 : block[index];
	}

	return sum === stated && sum !== 8 * 0x20;
}

/** Lists a tar by its headers, from one to the next. A file that ends within an entry has what came before. */
export function * listTar(size: number): Reading<Listing> {
	const listing: Listing = {entries: [], total: 0, size: 0, warnings: []};
	let window: Uint8Array = new Uint8Array();
	let windowStart = 0;
	let next: {path?: string; link?: string; size?: number; modified?: number} = {};
	for (let at = 0, headers = 0; at + blockSize <= size; headers++) {
		if (headers === maximumHeaders) {
			listing.warnings.push(`it has more than ${maximumHeaders} headers: the rest is left out`);
			break;
		}

		if (at < windowStart || at + blockSize > windowStart + window.length) {
			window = yield {at, length: windowSize};
			windowStart = at;
		}

		const block = window.subarray(at - windowStart, at - windowStart + blockSize);
		if (block.length < blockSize) {
			listing.warnings.push('it is cut off');
			break;
		}

		if (!isTarHeader(block)) {
			if (block.some(byte => byte !== 0)) {
				listing.warnings.push(listing.total === 0 ? 'it is no tar' : 'it is broken after the last entry that is told');
			}

			break;
		}

		const type = String.fromCharCode(block[156]);
		const stored = next.size ?? readNumber(block, 124, 12);
		if (!(stored >= 0 && Number.isSafeInteger(stored))) {
			listing.warnings.push('it has an entry without a size');
			break;
		}

		const content = at + blockSize;
		at = content + (hasContent(type) ? Math.ceil(stored / blockSize) * blockSize : 0);
		if ('xgLK'.includes(type)) {
			const records = Uint8Array.from(yield {at: content, length: Math.min(stored, longestRecords)});
			// What was given may lie where the window lay.
			window = new Uint8Array();
			next = type === 'g' ? next : {...next, ...readRecords(type, records)};
			continue;
		}

		addEntry(listing, block, type, stored, next);
		next = {};
		if (at > size) {
			listing.warnings.push('it is cut off');
		}
	}

	return listing;
}

/** Links and folders have none, whatever size they claim. */
function hasContent(type: string): boolean {
	return !'123456'.includes(type);
}

function addEntry(listing: Listing, block: Uint8Array, type: string, size: number, next: {path?: string; link?: string; modified?: number}): void {
	listing.total++;
	const isFile = hasContent(type);
	listing.size += isFile ? size : 0;
	if (listing.entries.length >= maximumListed) {
		return;
	}

	const isPosix = textOf(block, 257, 8) === 'ustar';
	const prefix = isPosix ? textOf(block, 345, 155) : '';
	const name = next.path ?? `${prefix === '' ? '' : `${prefix}/`}${textOf(block, 0, 100)}`;
	const link = next.link ?? textOf(block, 157, 100);
	const note = Object.hasOwn(notes, type) ? `${notes[type]}${type === '1' || type === '2' ? ` ${link}` : ''}` : undefined;
	listing.entries.push({name, size: isFile ? size : undefined, modified: next.modified ?? readNumber(block, 136, 12), ...(note !== undefined && {note})});
}

function readRecords(type: string, bytes: Uint8Array): {path?: string; link?: string; size?: number; modified?: number} {
	if (type === 'L' || type === 'K') {
		return {[type === 'L' ? 'path' : 'link']: textOf(bytes, 0, bytes.length)};
	}

	// `length key=value\n`, the length that of all of it (POSIX pax).
	const found: {path?: string; link?: string; size?: number; modified?: number} = {};
	for (let at = 0; at < bytes.length;) {
		const space = bytes.indexOf(0x20, at);
		const length = space < 0 || space - at > 20 ? Number.NaN : Number(decodeBytes(bytes.subarray(at, space)));
		if (!(length > space - at)) {
			break;
		}

		const equals = bytes.indexOf(0x3D, space);
		if (equals > space && equals < at + length) {
			const key = decodeBytes(bytes.subarray(space + 1, equals));
			const value = decodeBytes(bytes.subarray(equals + 1, at + length - 1));
			if (key === 'path') {
				found.path = value;
			} else if (key === 'linkpath') {
				found.link = value;
			} else if (key === 'size' && /^\d+$/.test(value)) {
				found.size = Number(value);
			} else if (key === 'mtime' && /^-?\d+(?:\.\d*)?$/.test(value)) {
				found.modified = Number(value);
			}
		}

		at += length;
	}

	return found;
}

function textOf(bytes: Uint8Array, at: number, length: number): string {
	const field = bytes.subarray(at, at + length);
	const end = field.indexOf(0);
	return decodeBytes(end < 0 ? field : field.subarray(0, end));
}

/** Octal digits, or base-256 where the first bit is set. */
function readNumber(bytes: Uint8Array, at: number, length: number): number {
	if (bytes[at] >= 0x80) {
		let value = (bytes[at] & 0x40) === 0 ? bytes[at] & 0x7F : (bytes[at] & 0x7F) - 0x80;
		for (let index = at + 1; index < at + length; index++) {
			value = (value * 256) + bytes[index];
		}

		return value;
	}

	const digits = /^[\0 ]*([0-7]*)/.exec(Buffer.from(bytes.subarray(at, at + length)).toString('latin1'))![1];
	return digits === '' ? 0 : Number.parseInt(digits, 8);
}
