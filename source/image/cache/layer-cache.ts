import type {ByteSource} from '../../archive/byte-source.js';
import {DeferredSource} from '../../archive/deferred-source.js';
import {FetchedSource} from '../../archive/fetched-source.js';
import type {LayerIndex} from '../../archive/tap.js';
import type {TocClaim} from '../../archive/toc/toc-claim.js';
import {sha256Pattern} from '../../format/digest.js';
import type {Layer} from '../image.js';
import type {CacheFolder} from './cache-folder.js';
import {decodeLayer, encodeLayer} from './layer-record.js';
import {nameByDigest, nameByPlace} from './kept-name.js';

/** What is read sooner than looked up: layers of fewer entries, and compressed ones that have fewer bytes as well. */
const worthEntries = 1000;
const worthBytes = 256 * 1024;

/** Bytes of a tar that an entry takes at least: its header. */
const smallestEntry = 512;

/** What was read of a layer. */
export type CachedLayer = Pick<LayerIndex, 'table' | 'facts'>;

/**
What was read of layers, kept for the next time: by the digest of the blob, where that was held against its bytes, so that images share
it; else by the file and the place that the blob lies at.
*/
export class LayerCache {
	/** The names by which the tables of layers can be told from any others, and whether one that is worth keeping was not kept. */
	private readonly met = new WeakMap<Layer, {name: string; isNew: boolean; isLacking?: boolean}>();

	/**
	@param maker Says which program made a record: no other reads it.
	*/
	constructor(private readonly folder: CacheFolder, private readonly maker: string) {}

	/** Says of what a layer's table was made, once `find` or `keep` has met it: who has a table for the same name has the same. Undefined where that is not told. */
	nameOf(layer: Layer): string | undefined {
		return this.met.get(layer)?.name;
	}

	/** Whether a layer is read sooner than looked up, as far as its size tells: it is there, and small. */
	isSmall({blob, compression, storedSize}: Layer): boolean {
		return !isLongInComing(blob) && storedSize < (compression === 'none' ? worthEntries * smallestEntry : worthBytes);
	}

	/** Whether a layer's table is none that was met before, as far as can be told: it was read now, though it is worth keeping. */
	isNew(layer: Layer): boolean {
		return this.met.get(layer)?.isNew ?? true;
	}

	/** What was read of a layer before, with the facts that were found then; undefined where that is not known. */
	find(layer: Layer): CachedLayer | undefined {
		const {blob, compression} = layer;
		// What is not there is told to be missing, whatever was read of it elsewhere.
		if (!blob) {
			return undefined;
		}

		// What reads a plain layer reads it where it lies, and without waiting: it has to be here, or say that it is not.
		if (compression === 'none' && !blob.isHere() && !(blob instanceof DeferredSource)) {
			return undefined;
		}

		// Of thousands of small layers none is looked for that can't have been kept.
		return compression === 'none' && this.isSmall(layer) ? undefined : this.lookUp(layer);
	}

	/** The same of a layer that lies elsewhere and can't be had: its contents are not here. */
	findLacking(layer: Layer): CachedLayer | undefined {
		const found = this.lookUp(layer);
		if (found) {
			this.met.set(layer, {...this.met.get(layer)!, isLacking: true});
		}

		return found;
	}

	/** Whether a layer could not be had when it was looked for last. */
	isLacking(layer: Layer): boolean {
		return this.met.get(layer)?.isLacking ?? false;
	}

	private lookUp(layer: Layer): CachedLayer | undefined {
		for (const name of namesOf(layer)) {
			if (!this.folder.mayHave(name)) {
				continue;
			}

			const record = this.folder.read(name, (fd, size) => decodeLayer(fd, size, this.maker));
			if (record?.storedSize === layer.storedSize) {
				this.met.set(layer, {name, isNew: false});
				return record;
			}
		}

		return undefined;
	}

	/** Keeps what was read of a layer. It is written while other work goes on. */
	keep(layer: Layer, index: LayerIndex): void {
		const name = isSound(index) ? nameFor(layer, index) : undefined;
		if (name === undefined) {
			return;
		}

		const isNew = isWorthIt(layer, index);
		this.met.set(layer, {name, isNew});
		if (!isNew) {
			return;
		}

		const parts = encodeLayer({table: index.table, facts: index.facts, storedSize: layer.storedSize}, this.maker);
		this.folder.keep(name, parts);
	}
}

/** Names under which a layer may be found. A stated digest will do to find what was held against it once. */
function namesOf({blob, digest, compression, toc}: Layer): string[] {
	const byDigest = nameByDigest('layer', digest);
	const names = blob instanceof FetchedSource
		? [byDigest, byDigest && toc && nameByToc(byDigest, toc)]
		: [compression === 'none' ? undefined : byDigest, blob && nameByPlace('layer', blob)];
	return names.filter(name => name !== undefined);
}

function nameFor({blob, digest, toc}: Layer, index: LayerIndex): string | undefined {
	const byDigest = nameByDigest('layer', digest);
	if (index.table.points) {
		return byDigest && toc && nameByToc(byDigest, toc);
	}

	if (index.digest !== undefined && index.digest === digest) {
		return byDigest;
	}

	return blob && !(blob instanceof FetchedSource) ? nameByPlace('layer', blob) : undefined;
}

/**
Of what a table of contents tells nothing but the table was held to a digest: it is for those alone whose descriptor names the same
table, and never for the blob's.
*/
function nameByToc(byDigest: string, {digest}: TocClaim): string {
	return `${byDigest}-toc-${sha256Pattern.exec(digest)!.groups!.hex}`;
}

/** To have it again takes longer than anything that is read of it. */
function isLongInComing(blob: ByteSource | undefined): boolean {
	return blob instanceof FetchedSource || blob instanceof DeferredSource;
}

/** What could not be read whole is read again: the reason may be gone. */
function isSound({table}: LayerIndex): boolean {
	return table.warnings.every(({incomplete}) => !incomplete);
}

function isWorthIt({blob, compression, storedSize}: Layer, {table}: LayerIndex): boolean {
	return isLongInComing(blob) || table.count >= worthEntries || (compression !== 'none' && storedSize >= worthBytes);
}
