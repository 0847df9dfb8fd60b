/**
What a descriptor claims of a layer's table of contents: where it lies, and the digest that it is held to. One without a digest
is nobody's word, and is not used.
*/
export type TocClaim = {
	/** At the blob's end, and its place in the footer (stargz-snapshotter, docs/estargz.md); the digest is that of its JSON. */
	form: 'estargz';
	/** `sha256:` and 64 digits. */
	digest: string;
} | {
	/** In a skippable frame of the blob (containers/storage, pkg/chunked); the digest is that of its bytes as they lie. */
	form: 'zstd:chunked';
	digest: string;
	/** Where it begins in the blob, in bytes. */
	offset: number;
	/** Bytes as they lie. */
	stored: number;
	/** Bytes of its JSON. */
	size: number;
};
