import type {ByteSource} from '../archive/byte-source.js';
import type {BringOptions} from '../archive/bytes-needed.js';
import {looksLikeTar, sniffCompression, type Compression} from '../archive/sniff.js';
import type {Located} from './blob-store.js';
import type {ImageWarning, Layer, LayerNumber, LayerProblem} from './image.js';
import {claimedCompression, dockerLayer, isEncryptedLayer, isFileSystemLayer, isForeignLayer} from './media-types.js';
import {otherSize} from './mismatch-words.js';
import {tocClaimOf} from './toc-claim.js';

/** A layer whose blob is there, be it elsewhere. */
export type BlobLayer = Layer & {blob: ByteSource};

/** What the documents tell of a layer. */
export type LayerPart = {
	/** What they call its blob: a digest or a path. */
	blob: string;
	located: Located;
	/** Digest of the blob as it lies, where they tell it. */
	digest?: string;
	/** Empty where they tell none. */
	mediaType: string;
	/** Bytes, as claimed; -1 where they claim none. */
	size: number;
	urls: readonly string[];
	/** What its descriptor says of it beside. */
	annotations?: Readonly<Record<string, string>>;
};

const blockSize = 512;

/** A layer by what is told of it and by its blob's first bytes. Odd things are added to `warnings`. */
export function makeLayer(number: LayerNumber, part: LayerPart, diffId: string | undefined, warnings: ImageWarning[]): Layer {
	const {located: {source}, mediaType, urls, size: claimedSize} = part;
	const firstBytes = source?.isHere(0, blockSize) ? source.slice(0, blockSize) : new Uint8Array();
	// Of a blob that is not here the type has to do until its bytes come.
	const compression = source?.isHere(0, blockSize) ? compressionOf(firstBytes) : claimedCompression(mediaType) ?? 'none';
	const problem = problemOf(number, part, compression, firstBytes);
	if (source) {
		checkSize(number, part, source.size, warnings);
	}

	return {
		number,
		// A plain blob is its own diff_id.
		digest: part.digest ?? (source && compression === 'none' ? diffId : undefined),
		diffId,
		mediaType: mediaType === '' ? `${dockerLayer}${suffixes[compression]}` : mediaType,
		storedSize: source?.size ?? Math.max(0, part.size),
		compression,
		blob: problem ? undefined : source,
		claimed: {digest: part.digest, size: claimedSize < 0 ? undefined : claimedSize, mediaType: mediaType || undefined},
		blobName: part.blob,
		problem,
		urls: urls.length > 0 ? [...urls] : undefined,
		toc: part.annotations && tocClaimOf(part.annotations),
	};
}

/**
Waits until the bytes of a layer are here, and tells by them how it is compressed.

@throws {Error} Where they lie elsewhere and can't be had.
*/
export async function readyLayer(layer: BlobLayer, options: {signal?: AbortSignal}): Promise<void> {
	if (!layer.blob.isHere()) {
		await layer.blob.ready(0, layer.blob.size, options);
		layer.compression = compressionOf(layer.blob.slice(0, blockSize));
	}
}

/**
Brings the bytes of a layer that lie elsewhere, and has them read while they come.

@param read Begins to read, in another thread, what is on its way. By the first bytes it is known how they are compressed.
@returns What `read` returned, once all bytes are here and are what they claim to be.
@throws {Error} Where they can't be had.
*/
export async function readArrivingLayer<Result>(layer: BlobLayer, options: BringOptions, read: (source: ByteSource, compression: Compression) => Result): Promise<Result> {
	const {source, begun, whole} = layer.blob.arrive(blockSize, options);
	// Where what is here can't be read, nobody waits for the rest.
	whole.catch(() => undefined);
	await begun;
	// Who says so may have closed the file already.
	options.signal?.throwIfAborted();
	const compression = compressionOf(layer.blob.slice(0, blockSize));
	const result = read(source, compression);
	await whole;
	layer.compression = compression;
	return result;
}

function compressionOf(firstBytes: Uint8Array): Compression {
	return looksLikeTar(firstBytes) ? 'none' : sniffCompression(firstBytes);
}

const suffixes: Readonly<Record<Compression, string>> = {none: '', gzip: '.gzip', zstd: '.zstd', xz: '.xz', bzip2: '.bzip2'};

function problemOf(number: LayerNumber, {blob, located, mediaType, urls}: LayerPart, compression: Compression, firstBytes: Uint8Array): LayerProblem | undefined {
	if (isEncryptedLayer(mediaType)) {
		return {kind: 'encrypted', message: `Layer ${number} is encrypted (${mediaType}): its content can't be read.`};
	}

	if (located.source) {
		// A layer that is meant to be a tar is left to whoever reads it: it may be whole but for its start.
		return isFileSystemLayer(mediaType) || mediaType === '' || compression !== 'none' || looksLikeTar(firstBytes)
			? undefined
			: {kind: 'unsupported', message: `Layer ${number} is no file system, but ${mediaType}: its blob is ${blob}.`};
	}

	const from = urls.length > 0 ? `; it is to be had from ${urls.slice(0, 3).join(', ')}` : '';
	return isForeignLayer(mediaType)
		? {kind: 'foreign', message: `Layer ${number} is foreign, stored elsewhere on purpose: its blob ${blob} ${located.reason}${from}.`}
		: {kind: 'missing', message: `Layer ${number} can't be read: its blob ${blob} ${located.reason}${from}.`};
}

/** A blob of another size than was claimed is odd; one that is cut off is told of where its container is. */
function checkSize(layer: LayerNumber, {blob, located, size}: LayerPart, there: number, warnings: ImageWarning[]): void {
	if (size >= 0 && size !== there && !located.isCutOff) {
		warnings.push({
			layer,
			message: otherSize(layer, blob, size, there),
			incomplete: false,
		});
	}
}
