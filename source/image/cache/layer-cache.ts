import {FetchedSource} from '../../archive/fetched-source.js';
import type {LayerIndex} from '../../archive/tap.js';
import type {TocClaim} from '../../archive/toc/toc-claim.js';
import type {Layer} from '../image.js';
import type {CacheFolder} from './cache-folder.js';
import {decodeLayer, encodeLayer} from './layer-record.js';
import {sourceIdentity} from './source-identity.js';

/** What is read sooner than looked up: compressed layers of fewer bytes, and plain ones of fewer entries. */
const worthBytes = 256 * 1024;
const worthEntries = 1000;

/** What was read of a layer. */
export type CachedLayer = Pick<LayerIndex, 'table' | 'facts'>;

/** SHA-256 alone: nobody can make two blobs of one. */
const digestPattern = /^sha256:(?<hex>[\da-f]{64})$/;

/**
What was read of layers, kept for the next time: by the digest of the blob, where that was held against its bytes, so that images share
it; else by the file and the place that the blob lies at.
*/
export class LayerCache {
	private readonly writes = new Set<Promise<unknown>>();

	/**
	@param maker Says which program made a record: no other reads it.
	*/
	constructor(private readonly folder: CacheFolder, private readonly maker: string) {}

	/** What was read of a layer before, with the facts that were found then; undefined where that is not known. */
	find(layer: Layer): CachedLayer | undefined {
		// What reads a plain layer reads it where it lies, and without waiting: it has to be here.
		if (layer.compression === 'none' && layer.blob?.isHere() === false) {
			return undefined;
		}

		for (const name of namesOf(layer)) {
			const record = this.folder.read(name, (fd, size) => decodeLayer(fd, size, this.maker));
			if (record?.storedSize === layer.storedSize) {
				return record;
			}
		}

		return undefined;
	}

	/** Keeps what was read of a layer. It is written while other work goes on; `settled` waits for that. */
	keep(layer: Layer, index: LayerIndex): void {
		const name = isSound(index) && isWorthIt(layer, index) ? nameFor(layer, index) : undefined;
		if (name === undefined) {
			return;
		}

		const parts = encodeLayer({table: index.table, facts: index.facts, storedSize: layer.storedSize}, this.maker);
		this.writes.add(this.folder.write(name, parts));
	}

	/** Waits until all is written. */
	async settled(): Promise<void> {
		await Promise.all(this.writes);
		this.writes.clear();
	}
}

/** Names under which a layer may be found. A stated digest will do to find what was held against it once. */
function namesOf(layer: Layer): string[] {
	const hex = digestPattern.exec(layer.digest ?? '')?.groups!.hex;
	const isRemote = layer.blob instanceof FetchedSource;
	const identity = layer.blob && !isRemote ? sourceIdentity(layer.blob) : undefined;
	return [
		...hex !== undefined && (isRemote || layer.compression !== 'none') ? [digestName(hex)] : [],
		...hex !== undefined && isRemote && layer.toc ? [tocName(hex, layer.toc)] : [],
		...identity === undefined ? [] : [fileName(identity)],
	];
}

function nameFor({blob, digest, toc}: Layer, index: LayerIndex): string | undefined {
	if (index.table.points) {
		const hex = digestPattern.exec(digest ?? '')?.groups!.hex;
		return hex !== undefined && toc ? tocName(hex, toc) : undefined;
	}

	if (index.digest !== undefined && index.digest === digest) {
		return digestName(digestPattern.exec(digest)!.groups!.hex);
	}

	const identity = blob && !(blob instanceof FetchedSource) ? sourceIdentity(blob) : undefined;
	return identity === undefined ? undefined : fileName(identity);
}

/**
Of what a table of contents tells nothing but the table was held to a digest: it is for those alone whose descriptor names the same
table, and never for the blob's.
*/
function tocName(hex: string, {digest}: TocClaim): string {
	return `layer/sha256-${hex}-toc-${digestPattern.exec(digest)!.groups!.hex}`;
}

function digestName(hex: string): string {
	return `layer/sha256-${hex}`;
}

function fileName(identity: string): string {
	return `layer/file-${identity}`;
}

/** What could not be read whole is read again: the reason may be gone. */
function isSound({table}: LayerIndex): boolean {
	return table.warnings.every(({incomplete}) => !incomplete);
}

function isWorthIt({blob, compression, storedSize}: Layer, {table}: LayerIndex): boolean {
	return blob instanceof FetchedSource || (compression === 'none' ? table.count >= worthEntries : storedSize >= worthBytes);
}
