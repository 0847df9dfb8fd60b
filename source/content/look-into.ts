import {formatBytes} from '../format/bytes.js';
import {formatTime} from '../format/time.js';
import {decodeBytes} from '../format/safe-text.js';
import {inflateStart} from './archives/inflate-start.js';
import {isAr} from './archives/list-ar.js';
import {isTarHeader} from './archives/list-tar.js';
import {lookIntoAr, lookIntoTar, lookIntoZip} from './archives/look-into-archive.js';
import {lookIntoDer} from './certificates.js';
import {decodeWhole, detectEncoding, headSize} from './decode-text.js';
import {isElf} from './elf/elf-file.js';
import {lookIntoElf} from './elf/look-into-elf.js';
import {withFfmpeg} from './ffmpeg/look-into-ffmpeg.js';
import {exactBytes, factTable, type Facts} from './facts.js';
import {isSqlite, lookIntoSqlite} from './look-into-sqlite.js';
import {lookIntoPackages, withPackages} from './look-into-packages.js';
import {lookIntoText} from './look-into-text.js';
import {nameByMagic} from './name-by-magic.js';
import {packageFileOf} from './package-file.js';
import {lookIntoPicture} from './picture.js';
import {lookIntoPythonBytecode} from './python-bytecode.js';
import {over, within, type Reading} from './reading.js';

export {compareFacts} from './compare-facts.js';
export type {Encoding, Facts, FactTable, FileKind} from './facts.js';

/** A text has no more than one NUL in so many bytes. */
const fewNuls = 16;

/**
What a file is, and what it says of itself.

It throws nothing but what the one who brings the bytes throws: a file that is not what it looks like has a warning.

@param file Its path, by which languages and databases are told, and its size in bytes.
*/
export function * lookInto(file: {path: string; size: number}): Reading<Facts> {
	try {
		return yield * within(0, file.size, look(file, true));
	} catch (error) {
		// A parser that a file is too much for is a mistake of ours; whoever looks at the file still sees its bytes.
		return {kind: 'binary', title: 'data', tables: [], warnings: [`it can't be looked into: ${(error as Error).message}`]};
	}
}

function * look(file: {path: string; size: number}, mayInflate: boolean): Reading<Facts> {
	if (file.size === 0) {
		return {kind: 'empty', title: 'empty', tables: [], warnings: []};
	}

	// Copied, for all that follows asks for more.
	const head = new Uint8Array(yield {at: 0, length: Math.min(headSize, file.size)});
	const facts = yield * byContent(file, head, mayInflate);
	const packageFile = packageFileOf(file.path.replace(/^\/+/, ''));
	const packages = packageFile && (yield * lookIntoPackages(packageFile, file.path.replace(/^\/+/, ''), file.size));
	return packages ? withPackages(facts, packages) : facts;
}

function * byContent(file: {path: string; size: number}, head: Uint8Array, mayInflate: boolean): Reading<Facts> {
	const {path, size} = file;
	if (isElf(head)) {
		return yield * withFfmpeg(yield * lookIntoElf(head, size), path, head, size);
	}

	const compression = compressionOf(head);
	if (compression) {
		return yield * lookIntoCompressed(file, head, compression, mayInflate);
	}

	const text = detectEncoding(head, head.length === size);
	const isTar = isTarHeader(head);
	if (text && !isTar && !isAr(head)) {
		// A PDF may hold nothing but text, and cpio's headers are; for any other magic a text may just begin so.
		const named = /^(?:%PDF-|07070[127])/.test(Buffer.from(head.subarray(0, 6)).toString('latin1')) ? nameByMagic(head) : undefined;
		const facts = yield * lookIntoText(file, head, text);
		return named ? {...facts, ...named} : facts;
	}

	const facts = (isTar ? yield * lookIntoTar(size) : undefined)
		?? (isAr(head) ? yield * lookIntoAr(size) : undefined)
		?? (isSqlite(head) ? yield * lookIntoSqlite(head, size) : undefined)
		?? (yield * lookIntoPicture(head, size))
		?? lookIntoPythonBytecode(head, path)
		?? (mayBeZip(head, path) ? yield * lookIntoZip(path, size) : undefined)
		?? (yield * lookIntoDer(head, size));
	if (facts) {
		return facts;
	}

	const named = nameByMagic(head);
	return {kind: named?.kind ?? 'binary', title: named?.title ?? (head.every(byte => byte === 0) ? 'zeros' : (isTextWithNuls(head, head.length === size) ? 'text with NUL bytes' : 'data')), tables: [], warnings: []};
}

/** Whether it would be a text in UTF-8 but for a few NULs. */
function isTextWithNuls(head: Uint8Array, isWhole: boolean): boolean {
	const others = head.filter(byte => byte !== 0);
	return others.length < head.length && (head.length - others.length) * fewNuls <= head.length && detectEncoding(others, isWhole)?.encoding === 'utf8';
}

/** A zip may have a program before it that unpacks it: then its name tells. */
function mayBeZip(head: Uint8Array, path: string): boolean {
	const isPk = head[0] === 0x50 && head[1] === 0x4B && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6) || (head[2] === 7 && head[3] === 8));
	return isPk || /\.(?:zip|jar|whl|pyz)$/i.test(path);
}

function compressionOf(head: Uint8Array): 'gzip' | 'zstd' | undefined {
	if (head[0] === 0x1F && head[1] === 0x8B && head[2] === 8) {
		return 'gzip';
	}

	return head[0] === 0x28 && head[1] === 0xB5 && head[2] === 0x2F && head[3] === 0xFD ? 'zstd' : undefined;
}

/** What a compressed file holds, as far as its start tells: the listing of a tar, the text of a manual's page. */
function * lookIntoCompressed({path, size}: {path: string; size: number}, head: Uint8Array, compression: 'gzip' | 'zstd', mayInflate: boolean): Reading<Facts> {
	const header = compression === 'gzip' ? readGzipHeader(head) : {};
	const rows: Array<readonly [name: string, value: string | number | undefined]> = [
		['compressed', exactBytes(size)],
		['name', header.name],
		['written', header.time === undefined || header.time === 0 ? undefined : formatTime(header.time)],
	];
	if (!mayInflate) {
		return {kind: 'compressed', title: compression, tables: [factTable(compression, rows)], warnings: []};
	}

	const {bytes, isWhole, problem} = yield * inflateStart(compression, size);
	const name = header.name ?? path.replace(/\.t(?:ar\.)?gz$|\.tzst$/i, '.tar').replace(/\.(?:gz|zst)$/i, '');
	const inner = yield * over(bytes, look({path: name, size: bytes.length}, false));
	const isText = detectEncoding(bytes.subarray(0, headSize), bytes.length <= headSize) !== undefined;
	return {
		kind: inner.kind === 'archive' ? 'archive' : 'compressed',
		title: `${compression}: ${inner.title}${isWhole && inner.kind !== 'archive' ? `, ${formatBytes(bytes.length)} unpacked` : ''}`,
		tables: [factTable(compression, [...rows, ['unpacked', isWhole ? exactBytes(bytes.length) : undefined]]), ...inner.tables],
		...(isText && inner.kind !== 'archive' && {formatted: inner.formatted ?? decodeWhole(bytes)}),
		warnings: [
			...(problem === undefined ? [] : [problem]),
			...(isWhole || problem !== undefined ? inner.warnings : [`only its start was unpacked, ${formatBytes(bytes.length)}: what is told is of that`]),
		],
	};
}

/** The name and time that gzip wrote (RFC 1952, 2.3). */
function readGzipHeader(head: Uint8Array): {name?: string; time?: number} {
	const bytes = Buffer.from(head);
	const flags = bytes[3] ?? 0;
	const time = bytes.length >= 10 ? bytes.readUInt32LE(4) : 0;
	const at = (flags & 4) !== 0 && bytes.length >= 12 ? 12 + bytes.readUInt16LE(10) : 10;
	const end = (flags & 8) === 0 ? -1 : bytes.indexOf(0, at);
	return {time, ...(end > at && {name: decodeBytes(bytes.subarray(at, end))})};
}
