import {formatBytes} from '../../format/bytes.js';
import {countOf} from '../../format/count.js';
import {exactBytes, factTable, type Facts, type FactTable} from '../facts.js';
import {over, within, type Reading} from '../reading.js';
import {inflateStart} from './inflate-start.js';
import {listAr} from './list-ar.js';
import {listTar} from './list-tar.js';
import {listZip} from './list-zip.js';
import {listingTable, type Listed} from './listing.js';

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
			factTable('Archive', [['entries', total], ['unpacked', exactBytes(held)], ['stored', exactBytes(stored)], ['methods', methods.join(', ')], ['comment', comment]]),
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
		tables: [factTable('Archive', [['entries', total], ['unpacked', exactBytes(held)]]), listingTable(entries, total)],
		warnings,
	};
}

/** The facts of an archive of ar(1): a static library, or a Debian package. */
export function * lookIntoAr(size: number): Reading<Facts> {
	const {entries, total, size: held, warnings} = yield * listAr(size);
	const files = entries[0]?.name === 'debian-binary' ? yield * filesOfPackage(entries) : {tables: [], warnings: []};
	const name = entries[0]?.name === 'debian-binary' ? 'Debian package' : (entries.every(({name}) => /\.(?:l?o|obj)$/.test(name)) ? 'static library' : 'ar archive');
	return {
		kind: 'archive',
		title: `${name}, ${countOf(total, name === 'static library' ? 'object' : 'entry', name === 'static library' ? 'objects' : 'entries')}, ${formatBytes(held)}`,
		tables: [factTable('Archive', [['entries', total], ['bytes', exactBytes(held)]]), listingTable(entries, total), ...files.tables],
		warnings: [...warnings, ...files.warnings],
	};
}

/** The files of a Debian package (deb(5)): they lie in a tar of their own, of which the start is inflated. */
function * filesOfPackage(entries: readonly Listed[]): Reading<{tables: FactTable[]; warnings: string[]}> {
	const data = entries.find(({name}) => name.startsWith('data.tar'));
	if (data?.at === undefined || data.size === undefined) {
		return {tables: [], warnings: []};
	}

	const suffix = data.name.slice('data.tar'.length);
	const compression = suffix === '.gz' ? 'gzip' : (suffix === '.zst' ? 'zstd' : undefined);
	if (suffix !== '' && !compression) {
		return {tables: [], warnings: [`its files are in ${data.name}, and ${suffix.slice(1)} is not read here`]};
	}

	if (!compression) {
		const {entries: files, total, warnings} = yield * within(data.at, data.size, listTar(data.size));
		return {tables: [listingTable(files, total, 'Files')], warnings};
	}

	const {bytes, isWhole, problem} = yield * within(data.at, data.size, inflateStart(compression, data.size));
	const {entries: files, total, warnings} = yield * over(bytes, listTar(bytes.length));
	return {
		tables: [listingTable(files, total, 'Files')],
		warnings: problem === undefined ? (isWhole ? warnings : [`only the start of ${data.name} was unpacked, ${formatBytes(bytes.length)}: the files in that are told`]) : [problem],
	};
}
