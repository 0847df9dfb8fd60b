import type {BlobStore, Located} from './blob-store.js';

/** OCI image-spec, descriptor.md, "Digests": `algorithm ":" encoded`. */
const digestPattern = /^(?<algorithm>[\da-z]+(?:[+\-._][\da-z]+)*):(?<encoded>[\w\-=]+)$/;

/**
Where the blob of a digest lies: `blobs/<algorithm>/<encoded>` in an OCI layout ("OCI Image Layout", image-layout.md), bare names in
what skopeo calls a dir.
*/
export function locateBlob(store: BlobStore, digest: string): Located {
	const groups = digestPattern.exec(digest)?.groups;
	if (!groups) {
		return {reason: 'is no digest'};
	}

	const {algorithm, encoded} = groups as {algorithm: string; encoded: string};
	const first = store.locate(`blobs/${algorithm}/${encoded}`);
	if (first.source) {
		return first;
	}

	for (const path of [encoded, `${encoded}.manifest.json`, `${algorithm}-${encoded}`]) {
		const located = store.locate(path);
		if (located.source) {
			return located;
		}
	}

	return first;
}

/** The digest that a blob's path tells: `blobs/sha256/<hex>`, `<hex>.tar.gz`, `sha256:<hex>.tar`; undefined for any other. */
export function digestOfPath(path: string): string | undefined {
	const match = /^(?:\.?\/)*(?:blobs\/(?<algorithm>[\da-z]+)\/(?<encoded>[\da-f]{32,})|(?:sha256:)?(?<hex>[\da-f]{64})(?:\.tar(?:\.\w+)?|\.json)?)$/.exec(path);
	const {algorithm, encoded, hex} = match?.groups ?? {};
	if (hex) {
		return `sha256:${hex}`;
	}

	return algorithm ? `${algorithm}:${encoded}` : undefined;
}
