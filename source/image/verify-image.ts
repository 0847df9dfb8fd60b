import {createHash} from 'node:crypto';
import {setImmediate as turn} from 'node:timers/promises';
import {inflate} from '../archive/inflate.js';
import {readChunks} from '../archive/read-chunks.js';
import {AtMost} from './at-most.js';
import type {Image, ImageDocument, Layer, LayerNumber} from './image.js';
import {readyLayer, type BlobLayer} from './layer.js';
import {digestOfPath} from './locate-blob.js';
import {claimedCompression, isFileSystemLayer} from './media-types.js';

/** What documents claim of a blob. */
export type Claim = 'digest' | 'size' | 'mediaType' | 'diffId';

/** A claim, held against the bytes. */
export type CheckedClaim = {
	claim: Claim;
	claimed: string;
	/** What the bytes say instead; the same where the claim holds. */
	found: string;
	holds: boolean;
};

/** A blob of an image, and all that is claimed of it. */
export type VerifiedBlob = {
	kind: ImageDocument['kind'] | 'layer';
	/** Of a layer. */
	layer?: LayerNumber;
	/** What the documents call it: a digest or a path. */
	blob: string;
	/** Empty where none is told. */
	mediaType: string;
	checks: CheckedClaim[];
	/** Why it could not be read to its end. */
	problem?: string;
	/** Whether it is elsewhere on purpose, so that nothing is wrong if it can't be read. */
	isForeign?: boolean;
};

export type VerifyOptions = {
	/** How many layers are read side by side. */
	threads: number;
	signal?: AbortSignal;
	/** Stored bytes of layers read so far, of all that there are to read. */
	onProgress?: (progress: {bytes: number; total: number}) => void;
};

/** Chunks of 128 KiB between two turns of the event loop: some milliseconds of work. */
const chunksPerTurn = 16;

/**
Holds every claim of an image's documents against the bytes: digests and sizes of manifests, config and layers (OCI image-spec,
descriptor.md, "Verification"), the compression that a media type tells, and the diff_ids of what layers inflate to (config.md,
"Layer DiffID").

@returns Documents first, then layers from the base upward.
@throws {Error} AbortError, when `signal` says so.
*/
export async function verifyImage(image: Image, options: VerifyOptions): Promise<VerifiedBlob[]> {
	const readable = image.layers.filter((layer): layer is BlobLayer => layer.blob !== undefined);
	// Each is read as it lies, and once more to be inflated.
	const total = readable.reduce((sum, {blob, compression}) => sum + blob.size * (compression === 'none' ? 1 : 2), 0);
	let bytes = 0;
	const onRead = (more: number) => {
		bytes += more;
		options.onProgress?.({bytes: Math.min(bytes, total), total});
	};

	const sideBySide = new AtMost(options.threads);
	const layers = image.layers.map(async layer => sideBySide.run(async () => verifyLayer(layer, options.signal, onRead)));
	return [...(image.documents ?? []).map(document => verifyDocument(document)), ...await Promise.all(layers)];
}

function verifyDocument({kind, digest, mediaType, size, claimedSize, foundDigest}: ImageDocument): VerifiedBlob {
	return {
		kind,
		blob: digest,
		mediaType,
		checks: [
			...foundDigest === undefined ? [] : [check('digest', digest, foundDigest)],
			...claimedSize === undefined ? [] : [check('size', String(claimedSize), String(size))],
		],
	};
}

async function verifyLayer(layer: Layer, signal: AbortSignal | undefined, onRead: (bytes: number) => void): Promise<VerifiedBlob> {
	const {number, blobName, mediaType, claimed = {}, diffId, problem} = layer;
	const verified: VerifiedBlob = {kind: 'layer', layer: number, blob: blobName ?? layer.digest ?? '', mediaType, checks: []};
	if (!layer.blob) {
		return {...verified, problem: problem!.message, isForeign: problem!.kind === 'foreign'};
	}

	try {
		await readyLayer(layer as BlobLayer, {signal});
		const {blob, compression} = layer;
		if (claimed.size !== undefined) {
			verified.checks.push(check('size', String(claimed.size), String(blob.size)));
		}

		const {mediaType: type = ''} = claimed;
		const typed = isFileSystemLayer(type) ? claimedCompression(type) : undefined;
		if (typed !== undefined) {
			verified.checks.push(check('mediaType', typed, compression));
		}

		const digest = claimed.digest ?? digestOfPath(blobName ?? '');
		const plainDigest = compression === 'none' ? diffId : undefined;
		const found = await digestOf(readChunks(blob, onRead), [digest, plainDigest], signal);
		verified.checks.push(...checksOf('digest', digest, found[0]), ...checksOf('diffId', plainDigest, found[1]));
		if (compression !== 'none') {
			const [foundId] = await digestOf(inflate(blob, compression, {signal, onRead}), [diffId], signal);
			verified.checks.push(...checksOf('diffId', diffId, foundId));
		}
	} catch (error) {
		signal?.throwIfAborted();
		verified.problem = (error as Error).message;
	}

	return verified;
}

function check(claim: Claim, claimed: string, found: string): CheckedClaim {
	return {claim, claimed, found, holds: claimed === found};
}

/** Nothing is said of what is not claimed, or by an algorithm that is not known. */
function checksOf(claim: Claim, claimed: string | undefined, found: string | undefined): CheckedClaim[] {
	return claimed === undefined || found === undefined ? [] : [check(claim, claimed, found)];
}

/** The digests of bytes, each by the algorithm of another one. */
async function digestOf(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, like: ReadonlyArray<string | undefined>, signal?: AbortSignal): Promise<Array<string | undefined>> {
	const algorithms = like.map(digest => /^(?<algorithm>sha(?:256|384|512)):/.exec(digest ?? '')?.groups!.algorithm);
	const hashes = new Map([...new Set(algorithms)].flatMap(algorithm => algorithm === undefined ? [] : [[algorithm, createHash(algorithm)] as const]));
	let taken = 0;
	for await (const chunk of chunks) {
		for (const hash of hashes.values()) {
			hash.update(chunk);
		}

		if (++taken % chunksPerTurn === 0) {
			signal?.throwIfAborted();
			await turn();
		}
	}

	const found = new Map([...hashes].map(([algorithm, hash]) => [algorithm, `${algorithm}:${hash.digest('hex')}`]));
	return algorithms.map(algorithm => algorithm === undefined ? undefined : found.get(algorithm));
}
