import {readBytes, type Reading} from '../reading.js';
import {maximumListed, type Listing} from './listing.js';

const magic = '!<arch>\n';
const headerSize = 60;

/** More of the table of long names is not read. */
const maximumNames = 4 << 20;

const maximumMembers = 200_000;

export function isAr(head: Uint8Array): boolean {
	return Buffer.from(head.subarray(0, magic.length)).toString('latin1') === magic;
}

/** Lists an archive of ar(1): objects of a static library, or the parts of a Debian package. */
export function * listAr(size: number): Reading<Listing> {
	const listing: Listing = {entries: [], total: 0, size: 0, warnings: []};
	let names = '';
	let headers = 0;
	for (let at = magic.length; at + headerSize <= size;) {
		if (++headers > maximumMembers) {
			listing.warnings.push(`it has more than ${maximumMembers} members: the rest is left out`);
			break;
		}

		const header = Buffer.from(yield {at, length: headerSize}).toString('latin1');
		const stated = header.slice(48, 58).trim();
		if (header.length < headerSize || header.slice(58) !== '`\n' || !/^\d+$/.test(stated)) {
			listing.warnings.push('it is broken after the last entry that is told');
			break;
		}

		const length = Number(stated);
		const content = at + headerSize;
		at = content + length + (length % 2);
		const short = header.slice(0, 16).trimEnd();
		if (short === '//') {
			names = Buffer.from(yield * readBytes(content, Math.min(length, maximumNames))).toString('latin1');
			continue;
		}

		// The index of symbols, in either width, and BSD's.
		if (short === '/' || short === '/SYM64/' || short.startsWith('__.SYMDEF')) {
			continue;
		}

		listing.total++;
		listing.size += length;
		if (listing.entries.length < maximumListed) {
			const isLong = /^\/\d+$/.test(short);
			const from = isLong ? Number(short.slice(1)) : 0;
			const end = isLong ? names.indexOf('\n', from) : 0;
			const name = isLong ? names.slice(from, end < 0 ? names.length : end) : short;
			const modified = Number(header.slice(16, 28).trim());
			listing.entries.push({name: name.replace(/\/$/, ''), at: content, size: length, modified: modified > 0 ? modified : undefined});
		}

		if (at > size + 1) {
			listing.warnings.push('it is cut off');
		}
	}

	return listing;
}
