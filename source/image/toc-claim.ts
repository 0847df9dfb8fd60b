import type {TocClaim} from '../archive/toc/toc-claim.js';
import {sha256Pattern} from '../format/digest.js';

/** Annotations of zstd:chunked: the first name is that of today, the second is older (containers/storage, pkg/chunked/internal). */
const chunkedPrefixes = ['io.github.containers.zstd-chunked', 'io.containers.zstd-chunked'] as const;

/** Of eStargz (stargz-snapshotter, docs/estargz.md, "TOC digest"). */
const estargzDigest = 'containerd.io/snapshot/stargz/toc.digest';

/** What a layer's descriptor claims of its table of contents; undefined where that is nothing, or can't be. */
export function tocClaimOf(annotations: Readonly<Record<string, string>>): TocClaim | undefined {
	for (const prefix of chunkedPrefixes) {
		const digest = annotations[`${prefix}.manifest-checksum`] ?? '';
		// Offset, bytes as they lie, bytes of the JSON, and 1 for that form of table.
		const match = /^(?<offset>\d{1,15}):(?<stored>\d{1,15}):(?<size>\d{1,15}):1$/.exec(annotations[`${prefix}.manifest-position`] ?? '');
		if (sha256Pattern.test(digest) && match) {
			const {offset, stored, size} = match.groups!;
			return {form: 'zstd:chunked', digest, offset: Number(offset), stored: Number(stored), size: Number(size)};
		}
	}

	const digest = annotations[estargzDigest] ?? '';
	return sha256Pattern.test(digest) ? {form: 'estargz', digest} : undefined;
}
