import type Crypto from 'node:crypto';
import {createRequire} from 'node:module';
import type {GenericSchema, InferOutput} from 'valibot';
import {formatBytes} from '../format/bytes.js';
import type {BlobStore} from './blob-store.js';
import type {DescriptorDocument} from './documents.js';
import {ImageError, type ImageDocument, type ImageWarning} from './image.js';
import {locateBlob} from './locate-blob.js';
import {DocumentNeeded} from './document-needed.js';
import {otherDocument} from './mismatch-words.js';
import {parseDocument, readDocumentBytes} from './read-document.js';

/** All documents of a container together: an index may name more of them than anyone would wait for. */
const mostBytes = 128 << 20;

/** Reads the documents of one container, and holds them to their digests. */
export class DocumentReader {
	/** What was read, each once. */
	private readonly read = new Map<string, ImageDocument>();
	private bytes = 0;

	constructor(
		readonly store: BlobStore,
		/** Where to note what is odd. */
		readonly warnings: ImageWarning[],
	) {}

	/** Manifests and configs that were read by their digests, in that order. */
	get documents(): ImageDocument[] {
		return [...this.read.values()];
	}

	/** What errors call the container. */
	get name(): string {
		return this.store.name;
	}

	/**
	The document at a path; undefined where there is none, or where its end is missing.

	@throws {ImageError} When it is there and can't be read.
	*/
	file(path: string): Uint8Array | undefined {
		const {source, isCutOff} = this.store.locate(path);
		return source && !isCutOff ? this.take(readDocumentBytes(source, `${this.name}: ${path}`)) : undefined;
	}

	/**
	The document of a digest. One that has another digest is read all the same, with a warning.

	@throws {ImageError} When it is not there or can't be read.
	@throws {DocumentNeeded} When it has yet to be fetched.
	*/
	blob(digest: string, what: 'manifest' | 'config', descriptor: Partial<DescriptorDocument> = {}): Uint8Array {
		if (this.store.isUnread?.(digest)) {
			throw new DocumentNeeded(digest);
		}

		const {source, reason} = locateBlob(this.store, digest);
		if (!source) {
			throw new ImageError(`${this.name}: the ${what} ${digest} ${reason}.`);
		}

		const bytes = this.take(readDocumentBytes(source, `${this.name}: the ${what} ${digest}`));
		const found = digestOf(bytes, digest);
		const {mediaType = '', size = -1} = descriptor;
		const kind = what === 'manifest' && /index|manifest\.list/.test(mediaType) ? 'index' : what;
		this.read.set(digest, {kind, digest, mediaType, size: bytes.length, ...size >= 0 && {claimedSize: size}, ...found !== undefined && {foundDigest: found}});
		if (found !== undefined && found !== digest) {
			this.warnings.push({message: otherDocument(what, digest, found), incomplete: false});
		}

		return bytes;
	}

	/**
	The same, parsed.

	@throws {ImageError} When it is not there, can't be read, or `schema` does not fit.
	*/
	parse<S extends GenericSchema>(digest: string, schema: S, what: 'manifest' | 'config', descriptor?: Partial<DescriptorDocument>): InferOutput<S> {
		return parseDocument(this.blob(digest, what, descriptor), schema, `${this.name}: the ${what} ${digest}`);
	}

	private take(bytes: Uint8Array): Uint8Array {
		this.bytes += bytes.length;
		if (this.bytes > mostBytes) {
			throw new ImageError(`${this.name} has more than ${formatBytes(mostBytes)} of manifests and configs: freedive does not read them all.`);
		}

		return bytes;
	}
}

/** Loaded when a digest is asked for: it takes longer than to open an image of a form that has none. */
const load = createRequire(import.meta.url);

/** The digest of bytes, by the algorithm of another; undefined where we don't know that one. */
export function digestOf(bytes: Uint8Array, like = 'sha256:'): string | undefined {
	const algorithm = like.slice(0, like.indexOf(':'));
	if (!['sha256', 'sha384', 'sha512'].includes(algorithm)) {
		return undefined;
	}

	const crypto = load('node:crypto') as typeof Crypto;
	return `${algorithm}:${crypto.hash(algorithm, bytes, 'hex')}`;
}
