import {hash} from 'node:crypto';
import {largestDocument} from '../read-document.js';
import type {CacheFolder} from './cache-folder.js';
import {nameByDigest} from './kept-name.js';

/** Manifests and configs, kept by their digests. */
export class DocumentCache {
	constructor(private readonly folder: CacheFolder) {}

	/** The document of a digest; undefined where it is not kept. What is no longer what its digest says is none. */
	find(digest: string): Uint8Array | undefined {
		const name = nameByDigest('document', digest);
		const bytes = name ? this.folder.readBytes(name, largestDocument) : undefined;
		return bytes && digestOf(bytes) === digest ? bytes : undefined;
	}

	/** Keeps a document, if it is what its digest says. */
	keep(digest: string, bytes: Uint8Array): void {
		const name = nameByDigest('document', digest);
		if (name && digestOf(bytes) === digest) {
			this.folder.keep(name, [bytes]);
		}
	}
}

function digestOf(bytes: Uint8Array): string {
	return `sha256:${hash('sha256', bytes)}`;
}
