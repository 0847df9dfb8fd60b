import {decodeBytes} from '../../format/safe-text.js';
import type {Reading} from '../reading.js';
import {maximumListed, type Listing} from './listing.js';
import {paxInteger, paxText, paxTime, readPax, type PaxRecords} from './pax.js';
import {blockSize, headerProblem, isPosix, isZeroBlock, readNumber, textEnd} from './tar-header.js';

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
	return block.length >= blockSize && headerProblem(block, 0) === undefined;
}

/** Lists a tar by its headers, from one to the next. A file that ends within an entry has what came before. */
export function * listTar(size: number): Reading<Listing> {
	const listing: Listing = {entries: [], total: 0, size: 0, warnings: []};
	let window: Uint8Array = new Uint8Array();
	let windowStart = 0;
	// What records before an entry say of it.
	const records: PaxRecords = new Map();
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
			if (!isZeroBlock(block, 0)) {
				listing.warnings.push(listing.total === 0 ? 'it is no tar' : 'it is broken after the last entry that is told');
			}

			break;
		}

		const type = String.fromCharCode(block[156]);
		const stored = paxInteger(records, 'size') ?? readNumber(block, 124, 12);
		if (!(stored >= 0 && Number.isSafeInteger(stored))) {
			listing.warnings.push('it has an entry without a size');
			break;
		}

		const content = at + blockSize;
		at = content + (hasContent(type) ? Math.ceil(stored / blockSize) * blockSize : 0);
		if ('xgLK'.includes(type)) {
			const body = Uint8Array.from(yield {at: content, length: Math.min(stored, longestRecords)});
			// What was given may lie where the window lay.
			window = new Uint8Array();
			addRecords(records, type, body);
			continue;
		}

		addEntry(listing, block, type, stored, records);
		records.clear();
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

function addEntry(listing: Listing, block: Uint8Array, type: string, size: number, records: PaxRecords): void {
	listing.total++;
	const isFile = hasContent(type);
	listing.size += isFile ? size : 0;
	if (listing.entries.length >= maximumListed) {
		return;
	}

	const prefix = isPosix(block, 0) ? textOf(block, 345, 155) : '';
	const name = paxText(records, 'path') ?? `${prefix === '' ? '' : `${prefix}/`}${textOf(block, 0, 100)}`;
	const link = paxText(records, 'linkpath') ?? textOf(block, 157, 100);
	const note = Object.hasOwn(notes, type) ? `${notes[type]}${type === '1' || type === '2' ? ` ${link}` : ''}` : undefined;
	listing.entries.push({name, size: isFile ? size : undefined, modified: paxTime(records, 'mtime') ?? readNumber(block, 136, 12), ...(note !== undefined && {note})});
}

/** Those of GNU have one name each, those of POSIX many records; what holds for all entries says nothing of one. */
function addRecords(records: PaxRecords, type: string, body: Uint8Array): void {
	if (type === 'x') {
		readPax(body, records);
	} else if (type !== 'g') {
		records.set(type === 'L' ? 'path' : 'linkpath', body.subarray(0, textEnd(body, 0, body.length)));
	}
}

function textOf(bytes: Uint8Array, at: number, length: number): string {
	return decodeBytes(bytes.subarray(at, textEnd(bytes, at, length)));
}
