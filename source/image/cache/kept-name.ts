import {sha256Pattern} from '../../format/digest.js';
import type {ByteSource} from '../../archive/byte-source.js';
import {DeferredSource} from '../../archive/deferred-source.js';
import {sourceIdentity} from './source-identity.js';

/** The folders of what is kept. */
export type KeptFolder = 'layer' | 'document' | 'seek';

/** The name under which something is kept that has a digest; undefined where that is none by SHA-256: nobody can make two blobs of one. */
export function nameByDigest(folder: KeptFolder, digest: string | undefined): string | undefined {
	const hex = sha256Pattern.exec(digest ?? '')?.groups!.hex;
	return hex === undefined ? undefined : `${folder}/sha256-${hex}`;
}

/** The name for what lies at a place in a file, as long as that stays as it is, or can be had again as it was; undefined where nobody opens it again. */
export function nameByPlace(folder: KeptFolder, source: ByteSource): string | undefined {
	if (source instanceof DeferredSource) {
		return `${folder}/saved-${source.identity}`;
	}

	const identity = sourceIdentity(source);
	return identity === undefined ? undefined : `${folder}/file-${identity}`;
}
