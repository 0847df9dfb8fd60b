import {BlobDigester} from './blob-digester.js';
import type {ByteSource} from './byte-source.js';
import {type EntryTable, entryType} from './entry-table.js';
import {indexStream} from './index-stream.js';
import {indexTar} from './index-tar.js';
import {inflate, type InflateOptions} from './inflate.js';
import {PlainCopy, type CopyPlace} from './plain-copies.js';
import {PlainTwin} from './plain-twin.js';
import {ReadWindow} from './read-window.js';
import type {Compression} from './sniff.js';
import {TapSet, type LayerIndex, type ReadContentAt, type Tap, type TapFacts} from './tap.js';

/** How much of a content is read at first, and at most at a time, in bytes: a tap may need no more than its start. */
const firstPiece = 4096;
const largestPiece = 256 * 1024;

/** How a blob is indexed. */
export type IndexBlobOptions = InflateOptions & {
	/** Whether the digest of a compressed blob is taken while it is read. */
	digest?: boolean;
	/** The plain blob that a compressed one is claimed to be: held against it while it is inflated. */
	twin?: ByteSource;
	/** Where the plain bytes of a compressed blob are written while they go by. */
	copy?: CopyPlace;
};

/**
The index of a layer's blob: by seeking where it is plain, in one pass of inflation where it is not.
On a plain blob the taps run afterwards, over just the contents that they want, but for those that are for the pass only.
*/
export async function indexBlob(source: ByteSource, compression: Compression, taps: readonly Tap[] = [], options: IndexBlobOptions = {}): Promise<LayerIndex> {
	if (compression !== 'none') {
		const digester = options.digest ? new BlobDigester(source.size) : undefined;
		const onRead: InflateOptions['onRead'] = (bytes, chunk) => {
			if (chunk) {
				digester?.take(chunk);
			}

			options.onRead?.(bytes);
		};

		const twin = options.twin && new PlainTwin(options.twin);
		const copy = options.copy && new PlainCopy(options.copy);
		const chunks = inflate(source, compression, {...options, onRead});
		const held = twin ? twin.pass(chunks) : chunks;
		const index = await indexStream(copy ? copy.of(held) : held, taps);
		return {...index, ...(digester && {digest: digester.digest}), ...(twin?.isSame && {isTwin: true}), ...(copy && {copied: copy.copied})};
	}

	const table = indexTar(source);
	options.onRead?.(source.size);
	return {table, facts: tapContents(source, table, taps.filter(({isForPassOnly}) => !isForPassOnly))};
}

function tapContents(source: ByteSource, table: EntryTable, taps: readonly Tap[]): TapFacts {
	const lookers = taps.filter(({look}) => look).map(tap => tap.ofLayer?.() ?? tap);
	const tapSet = new TapSet(taps.filter(({look}) => !look));
	const facts: TapFacts = {...tapSet.facts, ...Object.fromEntries(lookers.map(({name}) => [name, new Map()]))};
	if (taps.length === 0) {
		return facts;
	}

	const window = new ReadWindow(source);
	// Cut out of one long text, paths cost a fraction of what each would by itself.
	const paths = Buffer.from(table.paths.buffer, table.paths.byteOffset, table.paths.byteLength).toString('latin1');
	let start = 0;
	let size = 0;
	const read = (at: number, length: number) => at >= 0 && at < size ? window.at(start + at, Math.min(length, size - at)) : noBytes;
	for (let index = 0; index < table.count; index++) {
		size = table.size[index];
		if (table.type[index] !== entryType.file || size === 0 || table.sparse.has(index) || table.broken.has(index)) {
			continue;
		}

		start = table.offset[index];
		const entry = {path: paths.slice(table.pathStart[index], table.pathStart[index + 1]), size, mode: table.mode[index]};
		for (const looker of lookers) {
			const fact = looker.look!(entry, read);
			if (fact !== undefined) {
				facts[looker.name].set(index, fact);
			}
		}

		if (tapSet.open(index, entry)) {
			seekContent(read, size, tapSet);
		}
	}

	return facts;
}

const noBytes = new Uint8Array();

/** Reads of a content what the taps need. */
function seekContent(read: ReadContentAt, size: number, tapSet: TapSet): void {
	for (let step = firstPiece, at = tapSet.next; at < size; at = tapSet.next) {
		tapSet.skipTo(at);
		const piece = read(at, Math.min(step, size - at));
		if (piece.length === 0) {
			return;
		}

		tapSet.write(piece);
		if (at + piece.length === size) {
			return;
		}

		step = largestPiece;
	}

	tapSet.skipTo(size);
}
