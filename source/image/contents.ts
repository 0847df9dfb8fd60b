import {createHash, hash} from 'node:crypto';
import {crc32} from 'node:zlib';
import {settled, type Question} from '../archive/answers.js';
import type {ByteSource} from '../archive/byte-source.js';
import {BytesNeeded} from '../archive/bytes-needed.js';
import type {DeferredFile} from '../archive/deferred-file.js';
import {DeferredSource} from '../archive/deferred-source.js';
import {emptyEntryTable, storedLength, type EntryIndex, type EntryTable} from '../archive/entry-table.js';
import type {InflateOptions} from '../archive/inflate.js';
import {readContents, type ReadContent} from '../archive/read-contents.js';
import type {SeekPoints} from '../archive/seek-points.js';
import type {StoredBlob} from '../archive/stored-blob.js';
import type {Facts, TapFacts} from '../archive/tap.js';
import type {TapName} from '../archive/taps/index.js';
import type {Image, Layer, LayerNumber} from './image.js';
import {sameBytes, type PlainContent} from './same-bytes.js';
import {wantedRanges, type StoredRange} from './wanted-ranges.js';

/** How much of a content is read at a time, in bytes: less than a millisecond of work. */
const pieceSize = 256 * 1024;

/** So much of a content's start tells nearly all apart that are of one size, in bytes: headers of programs with their build's number, the first lines of texts. */
const startSize = 1024;

/** A layer of which more than this share is wanted is brought whole, by one request, and held to its digest. */
const mostShare = 0.5;

/** Contents of a layer: where each begins in its plain bytes, and how many of them are stored there. */
export type WantedContents = {layer: LayerNumber; offset: ArrayLike<number>; stored: ArrayLike<number>};

/** What came of a layer, for reading contents of it. */
type Indexed = {layer: Layer; table: EntryTable; facts: TapFacts; isSound: boolean};

/**
Reads and compares contents: regular-file entries, named by their layer and their index in its table.

Contents of plain layers are read from where they lie. Those of compressed layers are known by their digests, which the pass over
the layer took by the tap `content-digest`: nothing is inflated for them.

Of a plain layer that an engine has to save again, what was asked at another time is answered by that. Where it was not, a `BytesNeeded`
is thrown: see `withBytes`.

Reading is sliced: generators give way after each piece.
*/
export class Contents {
	/** What kept contents from being read, by layer: one sentence each. */
	readonly problems = new Map<LayerNumber, string>();
	private readonly layers: Array<Indexed | undefined> = [];
	private readonly points = new Map<LayerNumber, SeekPoints | undefined>();
	private readonly copies = new Map<LayerNumber, ByteSource>();
	private readonly piece = new Uint8Array(pieceSize);

	/**
	@param recall What is kept of where inflating a layer can begin, asked when one of its contents is read.
	*/
	constructor(private readonly image: Image, private readonly recall?: (layer: Layer) => SeekPoints | undefined) {}

	/** Takes what indexing a layer gave. */
	add(layer: LayerNumber, table: EntryTable, facts: TapFacts): void {
		const told = this.image.layers[layer - 1];
		this.problems.delete(layer);
		// What is known of a layer that is not here was read when it was whole.
		this.layers[layer] = {layer: told, table, facts, isSound: isSound(table) || told.blob?.isHere() === false};
	}

	/** The SHA-256 of a content in hexadecimal; undefined where it can't be told. */
	* digest(layer: LayerNumber, index: EntryIndex): Generator<void, string | undefined> {
		const digest = yield * this.binaryDigest(layer, index);
		return digest === undefined ? undefined : Buffer.from(digest, 'latin1').toString('hex');
	}

	/** A checksum of the start of a content that would have to be read for its digest: contents of one size whose starts differ are not the same. Undefined where the digest is known, or where it can't be read. */
	startOf(layer: LayerNumber, index: EntryIndex): number | undefined {
		const plain = this.fact('content-digest', layer, index) === undefined ? this.plain(layer, index) : undefined;
		if (!plain) {
			return undefined;
		}

		const question = this.question<number>('start', [layer, index]);
		return question?.answer ?? settled(question, this.readStart(plain));
	}

	/** Whether two contents are the same bytes; undefined where that can't be told. */
	* same(layerA: LayerNumber, indexA: EntryIndex, layerB: LayerNumber, indexB: EntryIndex): Generator<void, boolean | undefined> {
		const a = this.of(layerA);
		const b = this.of(layerB);
		const size = a.table.size[indexA];
		if (size !== b.table.size[indexB]) {
			return false;
		}

		if (size === 0 || (layerA === layerB && indexA === indexB)) {
			return true;
		}

		if (!isReadable(a, indexA) || !isReadable(b, indexB)) {
			return undefined;
		}

		const plainA = this.plain(layerA, indexA);
		const plainB = this.plain(layerB, indexB);
		if (plainA && plainB) {
			const question = this.question<boolean>('same', [layerA, indexA], [layerB, indexB]);
			return question?.answer ?? settled(question, yield * sameBytes(plainA, plainB));
		}

		const digestA = yield * this.binaryDigest(layerA, indexA);
		const digestB = digestA === undefined ? undefined : yield * this.binaryDigest(layerB, indexB);
		return digestB === undefined ? undefined : digestA === digestB;
	}

	/** The whole of a content of a plain layer, in an array of its own; undefined for more than `limit` bytes, and where it can't be read. */
	read(layer: LayerNumber, index: EntryIndex, limit: number): Uint8Array | undefined {
		const plain = this.plain(layer, index);
		if (!plain || plain.size > limit) {
			return undefined;
		}

		const bytes = new Uint8Array(plain.size);
		return plain.fill(bytes, 0) ? bytes : undefined;
	}

	/** How to read a content where it lies; undefined where it does not lie there plain, whole and in one piece. */
	plain(layer: LayerNumber, index: EntryIndex): PlainContent | undefined {
		const indexed = this.of(layer);
		if (!isPlain(indexed) || !isReadable(indexed, index)) {
			return undefined;
		}

		const {table} = indexed;
		return {size: table.size[index], fill: (target, at) => this.fill(indexed, target, table.offset[index] + at)};
	}

	/** Where a layer's bytes lie and what is in them, for reading them elsewhere; undefined where it can't be read, or is not in yet. */
	blobOf(layer: LayerNumber): StoredBlob & {table: EntryTable} | undefined {
		const {layer: {blob, compression}, table} = this.of(layer);
		const copy = this.copies.get(layer);
		if (copy) {
			return {blob: copy, compression: 'none', table};
		}

		return blob && table !== noEntries ? {blob, compression, points: this.pointsOf(layer), table} : undefined;
	}

	/**
	Waits until contents of layers can be read by others, in threads that can't wait, where these lie elsewhere: for what a table of
	contents tells to lie about them, where that is a small part of the layer, else for all of it.

	@throws {Error} Where they can't be had; AbortError, when `signal` says so.
	*/
	async bring(wanted: Iterable<WantedContents>, options: {signal?: AbortSignal} = {}): Promise<void> {
		await Promise.all(Array.from(Map.groupBy(wanted, ({layer}) => layer), async ([layer, parts]) => {
			const blob = this.blobOf(layer)?.blob;
			if (blob && !blob.isHere()) {
				const points = this.pointsOf(layer);
				const [offset, stored] = [parts.flatMap(part => Array.from(part.offset)), parts.flatMap(part => Array.from(part.stored))];
				// By other points all of a layer may be needed after all, where they turn out not to fit it.
				await readyRanges(blob, points?.chunks && wantedRanges(points, blob.size * mostShare, offset, stored), options);
			}
		}));
	}

	/**
	A content from start to end, in pieces that are valid only until the next is asked for. In a compressed layer all before it is inflated,
	or what lies between it and the last seek point.

	@throws {ArchiveError} Where the layer is cut off or broken before the content's end.
	*/
	async * stream(layer: LayerNumber, index: EntryIndex, options?: InflateOptions): AsyncGenerator<Uint8Array, void, void> {
		for await (const {pieces} of this.streamAll(layer, [index], options)) {
			yield * pieces;
		}
	}

	/** Several contents of a layer, in the order in which they lie, in one pass: see `readContents`. */
	async * streamAll(layer: LayerNumber, indexes: Iterable<EntryIndex>, options?: InflateOptions): AsyncGenerator<ReadContent, void, void> {
		const found = this.blobOf(layer);
		if (found) {
			const wanted = [...indexes];
			const {blob, table, points} = found;
			if (!blob.isHere()) {
				const ranges = wantedRanges(points, Number.POSITIVE_INFINITY, wanted.map(index => table.offset[index]), wanted.map(index => storedLength(table, index)));
				await readyRanges(blob, ranges, {signal: options?.signal});
			}

			yield * readContents(found, table, wanted, options);
		}
	}

	/** Takes the SHA-256 of a content that no tap has taken, as the tap `content-digest` would have. */
	learn(layer: LayerNumber, index: EntryIndex, digest: string): void {
		const {facts} = this.of(layer);
		(facts['content-digest'] ??= new Map()).set(index, digest);
	}

	/** Takes what a tap found out of a layer after it was indexed. */
	learnFacts(layer: LayerNumber, tap: TapName, found: Facts): void {
		this.of(layer).facts[tap] = new Map(found);
	}

	/** Takes a plain copy of a compressed layer: its contents are read there by who asks where they lie. */
	learnCopy(layer: LayerNumber, copy: ByteSource): void {
		this.copies.set(layer, copy);
	}

	/** Takes where inflating a layer can begin, once that is known: what is read of it from now on is read by that. */
	learnPoints(layer: LayerNumber, points: SeekPoints): void {
		this.points.set(layer, points);
	}

	/** Where inflating a layer can begin; undefined where that is not known. */
	pointsOf(layer: LayerNumber): SeekPoints | undefined {
		const {points} = this.of(layer).table;
		if (points) {
			return points;
		}

		if (!this.points.has(layer) && this.recall) {
			this.points.set(layer, this.recall(this.image.layers[layer - 1]));
		}

		return this.points.get(layer);
	}

	/** What a tap found out about an entry. */
	fact<Fact>(tap: TapName, layer: LayerNumber, index: EntryIndex): Fact | undefined {
		return this.of(layer).facts[tap]?.get(index) as Fact | undefined;
	}

	/** All that a tap found out, layer by layer. */
	* facts<Fact>(tap: TapName): Generator<{layer: LayerNumber; index: EntryIndex; fact: Fact}> {
		for (const [layer, indexed] of this.layers.entries()) {
			for (const [index, fact] of indexed?.facts[tap] ?? []) {
				yield {layer, index, fact: fact as Fact};
			}
		}
	}

	private of(layer: LayerNumber): Indexed {
		return this.layers[layer] ?? {layer: this.image.layers[layer - 1], table: noEntries, facts: {}, isSound: true};
	}

	private * binaryDigest(layer: LayerNumber, index: EntryIndex): Generator<void, string | undefined> {
		const indexed = this.of(layer);
		const known = this.fact<string>('content-digest', layer, index);
		if (known !== undefined) {
			return indexed.isSound ? known : undefined;
		}

		const size = indexed.table.size[index];
		if (size === 0) {
			return hash('sha256', '', 'binary');
		}

		const plain = this.plain(layer, index);
		if (!plain) {
			return undefined;
		}

		const question = this.question<string>('digest', [layer, index]);
		return question?.answer ?? settled(question, yield * this.readDigest(plain));
	}

	private readStart({size, fill}: PlainContent): number | undefined {
		const piece = this.piece.subarray(0, Math.min(startSize, size));
		return fill(piece, 0) ? crc32(piece) : undefined;
	}

	private * readDigest({size, fill}: PlainContent): Generator<void, string | undefined> {
		const whole = size <= pieceSize;
		const digester = whole ? undefined : createHash('sha256');
		for (let done = 0; done < size; done += pieceSize) {
			const piece = this.piece.subarray(0, Math.min(pieceSize, size - done));
			if (!fill(piece, done)) {
				return undefined;
			}

			if (!digester) {
				return hash('sha256', piece, 'binary');
			}

			digester.update(piece);
			yield;
		}

		return digester!.digest('binary');
	}

	/**
	What is asked of contents of plain layers that come of one file, which an engine has to save again; undefined where they are not such.
	A content is called by where its layer lies: of several images in an archive each numbers its own.
	*/
	private question<Answer>(kind: string, ...places: ReadonlyArray<readonly [layer: LayerNumber, index: EntryIndex]>): Question<Answer> | undefined {
		let file: DeferredFile | undefined;
		for (const [layer] of places) {
			const {blob} = this.of(layer).layer;
			if (!(blob instanceof DeferredSource) || blob.file !== (file ??= blob.file)) {
				return undefined;
			}
		}

		return file?.answers.question([kind, ...places.map(([layer, index]) => `${this.of(layer).layer.blob!.start}:${index}`)].join(' '));
	}

	/** Whether all of the bytes were there. */
	private fill({layer}: Indexed, target: Uint8Array, position: number): boolean {
		try {
			if (layer.blob!.read(target, position) === target.length) {
				return true;
			}

			this.problems.set(layer.number, 'it is shorter than it was when its entries were read');
		} catch (error) {
			if (error instanceof BytesNeeded) {
				throw error;
			}

			this.problems.set(layer.number, (error as Error).message);
		}

		return false;
	}
}

/** Waits for some of a blob, or for all of it. */
async function readyRanges(blob: ByteSource, ranges: readonly StoredRange[] | undefined, options: {signal?: AbortSignal}): Promise<void> {
	await (ranges ? Promise.all(ranges.map(async ({from, to}) => blob.ready(from, to, options))) : blob.ready(undefined, undefined, options));
}

const noEntries = emptyEntryTable();

/** What a registry could not be asked for is listed as it was kept, and would be read as zeros; what an engine has to save says so. */
function isPlain({layer: {compression, blob}}: Indexed): boolean {
	return compression === 'none' && blob !== undefined && (blob.isHere() || blob instanceof DeferredSource);
}

/** Where inflating failed, be it at the checksum that stands last, any byte before may be another than it was. */
function isSound({warnings}: EntryTable): boolean {
	return warnings.every(({path, incomplete}) => !incomplete || path !== undefined);
}

/** A sparse file's bytes do not lie as they are read: it is left uncompared. */
function isReadable({table}: Indexed, index: EntryIndex): boolean {
	return !table.broken.has(index) && !table.sparse.has(index);
}
