import {formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import {factTable, type Facts} from '../facts.js';
import type {Reading} from '../reading.js';
import {listAr} from './list-ar.js';
import {listTar} from './list-tar.js';
import {listZip} from './list-zip.js';
import {listingTable} from './listing.js';

/** What a zip is called by its name: the formats that are one. */
const zips: Readonly<Record<string, string>> = {jar: 'Java archive', war: 'Java web archive', whl: 'Python wheel', egg: 'Python egg', apk: 'Android package', nupkg: 'NuGet package', docx: 'Word document', xlsx: 'Excel workbook', odt: 'OpenDocument text', epub: 'EPUB book', xpi: 'browser extension', vsix: 'editor extension'};

/** A zip's facts; undefined where it has no directory, and so is none. */
export function * lookIntoZip(path: string, size: number): Reading<Facts | undefined> {
	const listing = yield * listZip(size);
	if (!listing) {
		return undefined;
	}

	const {entries, total, size: held, stored, methods, comment, isEncrypted, warnings} = listing;
	const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
	const name = Object.hasOwn(zips, extension) ? `${zips[extension]} (zip)` : 'zip archive';
	return {
		kind: 'archive',
		title: `${name}, ${countOf(total, 'entry', 'entries')}, ${formatBytes(held)} unpacked${isEncrypted ? ', encrypted' : ''}`,
		tables: [
			factTable('Archive', [['entries', total], ['unpacked', held], ['stored', stored], ['methods', methods.join(', ')], ['comment', comment]]),
			listingTable(entries, total),
		],
		warnings,
	};
}

/** A tar's facts. Its first block is one's header. */
export function * lookIntoTar(size: number): Reading<Facts> {
	const {entries, total, size: held, warnings} = yield * listTar(size);
	return {
		kind: 'archive',
		title: `tar archive, ${countOf(total, 'entry', 'entries')}, ${formatBytes(held)} unpacked`,
		tables: [factTable('Archive', [['entries', total], ['unpacked', held]]), listingTable(entries, total)],
		warnings,
	};
}

/** The facts of an archive of ar(1): a static library, or a Debian package. */
export function * lookIntoAr(size: number): Reading<Facts> {
	const {entries, total, size: held, warnings} = yield * listAr(size);
	const name = entries[0]?.name === 'debian-binary' ? 'Debian package' : (entries.every(({name}) => /\.(?:l?o|obj)$/.test(name)) ? 'static library' : 'ar archive');
	return {
		kind: 'archive',
		title: `${name}, ${countOf(total, name === 'static library' ? 'object' : 'entry', name === 'static library' ? 'objects' : 'entries')}, ${formatBytes(held)}`,
		tables: [factTable('Archive', [['entries', total], ['bytes', held]]), listingTable(entries, total)],
		warnings,
	};
}
