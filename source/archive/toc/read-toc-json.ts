import {hash} from 'node:crypto';
import {promisify} from 'node:util';
import zlib from 'node:zlib';
import {readNumber, textEnd} from '../../content/archives/tar-header.js';
import {ArchiveError} from '../archive-error.js';
import type {ByteSource} from '../byte-source.js';
import {estargzFooterSize, parseEstargzFooter} from './estargz-footer.js';
import type {TocClaim} from './toc-claim.js';

/** The JSON of a table of contents, and where it was. */
export type TocJson = {
	bytes: Uint8Array;
	/** Where in the blob all contents end, and the table begins. */
	offset: number;
};

/** So much of the end is asked for first: footer and table in one go, where it tells of a few hundred files. */
const firstTail = 32 << 10;

/** A table tells of a file in 300 bytes: of a million, five times as many as the largest layers that people have. */
const largestJson = 300 << 20;

/** As it lies a table is a fifth of that at most; of names and digests chosen to be so it is as large. */
const largestStored = 100 << 20;

const headerSize = 512;

const gunzip = promisify<Uint8Array, zlib.ZlibOptions, Buffer>(zlib.gunzip);
const unzstd = promisify<Uint8Array, zlib.ZstdOptions, Buffer>(zlib.zstdDecompress);

/**
Brings the table of contents of a blob by at most two ranges, and holds it against its digest.

@returns Undefined where the whole blob has come instead.
@throws {ArchiveError} When it is not there, or not what its digest says.
@throws {Error} When its bytes can't be had.
*/
export async function readTocJson(blob: ByteSource, claim: TocClaim, signal?: AbortSignal): Promise<TocJson | undefined> {
	return claim.form === 'estargz' ? readEstargz(blob, claim.digest, signal) : readChunked(blob, claim, signal);
}

async function readEstargz(blob: ByteSource, digest: string, signal?: AbortSignal): Promise<TocJson | undefined> {
	const {size} = blob;
	await blob.ready(Math.max(0, size - firstTail), size, {signal});
	if (blob.isHere()) {
		return undefined;
	}

	const offset = parseEstargzFooter(blob.slice(size - estargzFooterSize, estargzFooterSize));
	const stored = size - estargzFooterSize - (offset ?? size);
	if (offset === undefined || stored <= 0) {
		throw new ArchiveError('no footer tells where it is');
	}

	checkStored(stored);
	await blob.ready(offset, size, {signal});
	const tar = await unpacked(async () => gunzip(blob.slice(offset, stored), {maxOutputLength: largestJson}));
	const jsonSize = readNumber(tar, 124, 12);
	if (tar.length < headerSize || tar.toString('latin1', 0, textEnd(tar, 0, 100)) !== 'stargz.index.json' || !(jsonSize >= 0 && jsonSize <= tar.length - headerSize)) {
		throw new ArchiveError('where it should be is something else');
	}

	const bytes = tar.subarray(headerSize, headerSize + jsonSize);
	checkDigest(bytes, digest);
	return {bytes, offset};
}

async function readChunked(blob: ByteSource, {digest, offset, stored, size}: Extract<TocClaim, {form: 'zstd:chunked'}>, signal?: AbortSignal): Promise<TocJson | undefined> {
	if (offset + stored > blob.size) {
		throw new ArchiveError('it is said to lie beyond the end of the blob');
	}

	checkStored(stored);
	if (size > largestJson) {
		throw tooLarge();
	}

	await blob.ready(offset, offset + stored, {signal});
	if (blob.isHere()) {
		return undefined;
	}

	const packed = blob.slice(offset, stored);
	checkDigest(packed, digest);
	const bytes = await unpacked(async () => unzstd(packed, {maxOutputLength: Math.max(1, size)}));
	if (bytes.length !== size) {
		throw new ArchiveError(`it has ${bytes.length} bytes, where ${size} are claimed`);
	}

	return {bytes, offset};
}

function checkStored(stored: number): void {
	if (stored > largestStored) {
		throw tooLarge();
	}
}

function tooLarge(): ArchiveError {
	return new ArchiveError('it is too large');
}

function checkDigest(bytes: Uint8Array, digest: string): void {
	const found = `sha256:${hash('sha256', bytes)}`;
	if (found !== digest) {
		throw new ArchiveError(`it is not what its digest says: it should be ${digest} and is ${found}`);
	}
}

async function unpacked(unpack: () => Promise<Buffer>): Promise<Buffer> {
	try {
		return await unpack();
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		throw code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge() : new ArchiveError('it can\'t be inflated', {cause: error});
	}
}
