import {ByteSource} from '../archive/byte-source.js';
import {FetchedSource} from '../archive/fetched-source.js';
import {SparseSpool} from '../archive/spool.js';
import type {BlobStore, Located} from './blob-store.js';
import type {DocumentCache} from './cache/document-cache.js';
import {ImageError} from './image.js';
import {largestDocument} from './read-document.js';

/** What is known of a blob before it is fetched (OCI image-spec, descriptor.md). */
export type RemoteDescriptor = {digest: string; mediaType: string; size: number};

/** Where an image lies that is fetched piece by piece. What it brings is held to its digest by whoever implements it. */
export type Remote = {
	/** What errors call the image. */
	readonly name: string;
	/** What tags call it, as people write it. */
	readonly tags: readonly string[];
	/** The manifest or index that the name leads to. */
	root(): Promise<{descriptor: RemoteDescriptor; bytes: Uint8Array}>;
	/** A manifest or an index. */
	manifest(descriptor: RemoteDescriptor): Promise<Uint8Array>;
	/** What refers to a manifest, and whether that is all. */
	referrers?(digest: string, signal?: AbortSignal): Promise<{referrers: readonly RemoteDescriptor[]; isComplete: boolean}>;
	/** The bytes of a blob, from `start` to before `end`: see `FetchBytes`. */
	blob(descriptor: RemoteDescriptor, start: number, end: number, signal?: AbortSignal): AsyncIterable<Uint8Array>;
};

type Kind = 'manifest' | 'config' | 'layer';

/** An index leads to a manifest, that to a config; an index may lie in an index. */
const mostDocuments = 40;

/**
The blobs of an image that lies elsewhere. Documents are fetched when reading the image shows that it needs them, so an image of an
index costs three requests; layers are `FetchedSource`s, which cost none until someone waits for their bytes.
*/
export class RemoteStore implements BlobStore {
	readonly kind = 'remote';
	private readonly spool: SparseSpool;
	private readonly sources = new Map<string, ByteSource>();
	private readonly known = new Map<string, {kind: Kind; descriptor: RemoteDescriptor}>();
	private fetched = 0;

	/**
	@param temporaryFolder Where what is fetched is put, in a file of no name.
	*/
	constructor(private readonly remote: Remote, temporaryFolder: string, private readonly documents?: DocumentCache) {
		this.spool = new SparseSpool({folder: temporaryFolder, name: remote.name});
	}

	get name(): string {
		return this.remote.name;
	}

	/** Fetches what the name leads to. To be waited for before anything else is asked. */
	async begin(): Promise<void> {
		const {descriptor, bytes} = await this.remote.root();
		this.documents?.keep(descriptor.digest, bytes);
		this.add('manifest', descriptor, bytes);
		const index = {
			manifests: (this.remote.tags.length > 0 ? this.remote.tags : [undefined]).map(tag => ({
				...descriptor,
				...tag !== undefined && {annotations: {'io.containerd.image.name': tag}},
			})),
		};
		this.sources.set('index.json', this.put('index.json', Buffer.from(JSON.stringify(index))));
	}

	/** Whether the document of a digest has yet to be fetched. */
	isUnread(digest: string): boolean {
		return this.known.has(digest) && this.known.get(digest)!.kind !== 'layer' && !this.sources.has(digest);
	}

	/**
	Fetches the document of a digest.

	@throws {ImageError} When it can't be had.
	*/
	async fetch(digest: string, signal?: AbortSignal): Promise<void> {
		const {kind, descriptor} = this.known.get(digest)!;
		if (++this.fetched > mostDocuments) {
			throw new ImageError(`${this.name} has indexes in indexes: freedive does not follow them all.`);
		}

		if (descriptor.size > largestDocument) {
			throw new ImageError(`${this.name}: the ${kind} ${digest} claims ${descriptor.size} bytes: freedive reads no document so large.`);
		}

		this.add(kind, descriptor, await this.bytes(kind, descriptor, signal));
	}

	/** What refers to a manifest, and whether that is all: nobody is asked before. */
	async referrers(digest: string, signal?: AbortSignal): Promise<{referrers: readonly RemoteDescriptor[]; isComplete: boolean}> {
		return this.remote.referrers?.(digest, signal) ?? {referrers: [], isComplete: true};
	}

	/**
	The bytes of a manifest or a blob, which need not be a part of the image: what is kept of it, or else fetched and kept.

	@throws {ImageError} When they can't be had.
	*/
	async bytes(kind: Kind, descriptor: RemoteDescriptor, signal?: AbortSignal): Promise<Uint8Array> {
		const {digest, size} = descriptor;
		const kept = this.documents?.find(digest);
		if (kept) {
			return kept;
		}

		const bytes = kind === 'manifest' ? await this.remote.manifest(descriptor) : await gather(this.remote.blob(descriptor, 0, size, signal), size);
		this.documents?.keep(digest, bytes);
		return bytes;
	}

	locate(path: string): Located {
		const digest = path === 'index.json' ? path : path.replace(/^blobs\/(?<algorithm>[^/]+)\//, '$<algorithm>:');
		const source = this.sources.get(digest) ?? this.layer(digest);
		return source ? {source, isCutOff: false} : {reason: `is not in ${this.name}`};
	}

	paths(): string[] {
		return [];
	}

	/** Frees what was fetched. */
	close(): void {
		this.spool.close();
	}

	private layer(digest: string): ByteSource | undefined {
		const found = this.known.get(digest);
		if (found?.kind !== 'layer') {
			return undefined;
		}

		const {descriptor} = found;
		const source = new FetchedSource(`${this.name}: ${digest}`, this.spool, descriptor.size, (start, end, signal) => this.remote.blob(descriptor, start, end, signal));
		this.sources.set(digest, source);
		return source;
	}

	private add(kind: Kind, descriptor: RemoteDescriptor, bytes: Uint8Array): void {
		this.known.set(descriptor.digest, {kind, descriptor});
		this.sources.set(descriptor.digest, this.put(descriptor.digest, bytes));
		if (kind === 'manifest') {
			this.learn(bytes);
		}
	}

	private put(name: string, bytes: Uint8Array): ByteSource {
		const start = this.spool.reserve(bytes.length);
		this.spool.write(bytes, start);
		return new ByteSource(`${this.name}: ${name}`, this.spool.fd, start, bytes.length);
	}

	/** Notes what a manifest or an index points to. Whether it is one is for those to say who read it. */
	private learn(bytes: Uint8Array): void {
		let json: unknown;
		try {
			json = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
		} catch {
			return;
		}

		if (typeof json !== 'object' || json === null) {
			return;
		}

		const {manifests, config, layers} = json as Record<string, unknown>;
		for (const [kind, list] of [['manifest', manifests], ['config', [config]], ['layer', layers]] as const) {
			for (const item of Array.isArray(list) ? list as unknown[] : []) {
				const descriptor = descriptorOf(item);
				if (descriptor && !this.known.has(descriptor.digest)) {
					this.known.set(descriptor.digest, {kind, descriptor});
				}
			}
		}
	}
}

function descriptorOf(value: unknown): RemoteDescriptor | undefined {
	if (typeof value !== 'object' || value === null) {
		return undefined;
	}

	const {digest, mediaType, size} = value as Record<string, unknown>;
	return typeof digest === 'string' && typeof size === 'number' && Number.isSafeInteger(size) && size >= 0
		? {digest, mediaType: typeof mediaType === 'string' ? mediaType : '', size}
		: undefined;
}

async function gather(chunks: AsyncIterable<Uint8Array>, size: number): Promise<Uint8Array> {
	const bytes = new Uint8Array(Math.max(0, size));
	let at = 0;
	for await (const chunk of chunks) {
		bytes.set(chunk.subarray(0, bytes.length - at), at);
		at += chunk.length;
	}

	return bytes.subarray(0, Math.min(at, bytes.length));
}
