import {hash} from 'node:crypto';
import {readSync} from 'node:fs';
import type {CacheFolder} from './cache-folder.js';

/** Manifests and configs have less: see `read-document.ts`. */
const largestDocument = 32 << 20;

const digestPattern = /^sha256:[\da-f]{64}$/;

/** Manifests and configs, kept by their digests. */
export class DocumentCache {
	private readonly writes = new Set<Promise<unknown>>();

	constructor(private readonly folder: CacheFolder) {}

	/** The document of a digest; undefined where it is not kept. What is no longer what its digest says is none. */
	find(digest: string): Uint8Array | undefined {
		if (!digestPattern.test(digest)) {
			return undefined;
		}

		const bytes = this.folder.read(nameOf(digest), (fd, size) => {
			const bytes = new Uint8Array(Math.min(size, largestDocument));
			readSync(fd, bytes, 0, bytes.length, 0);
			return bytes;
		});
		return bytes && isOf(bytes, digest) ? bytes : undefined;
	}

	/** Keeps a document, if it is what its digest says. */
	keep(digest: string, bytes: Uint8Array): void {
		if (digestPattern.test(digest) && isOf(bytes, digest)) {
			this.writes.add(this.folder.write(nameOf(digest), [bytes]));
		}
	}

	/** Waits until all is written. */
	async settled(): Promise<void> {
		await Promise.all(this.writes);
		this.writes.clear();
	}
}

function nameOf(digest: string): string {
	return `document/${digest.replace(':', '-')}`;
}

function isOf(bytes: Uint8Array, digest: string): boolean {
	return `sha256:${hash('sha256', bytes)}` === digest;
}
