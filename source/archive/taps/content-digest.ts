import {createHash, hash} from 'node:crypto';
import {ContentDigests} from '../content-digests.js';
import type {Tap} from '../tap.js';

/**
The SHA-256 of each content, as 32 Latin-1 characters: a short string crosses threads, and is compared, at a fraction of what an
array costs. Whether two contents are equal is proven by it, never by their size.

Only while a compressed layer goes by: what can be sought is read when it is asked for.
*/
export const contentDigest: Tap<string> = {
	name: 'content-digest',
	isForPassOnly: true,
	facts: () => new ContentDigests(),
	open({size}) {
		let digest: string | undefined;
		let digester: ReturnType<typeof createHash> | undefined;
		return {
			write(piece) {
				// Most contents come in one piece, and setting up a digester costs more than to digest them.
				if (piece.length === size) {
					digest = hash('sha256', piece, 'binary');
					return;
				}

				digester ??= createHash('sha256');
				digester.update(piece);
			},
			end: () => digest ?? digester?.digest('binary'),
		};
	},
};
