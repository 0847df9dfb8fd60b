import {createHash} from 'node:crypto';
import type {Tap} from '../tap.js';

/** The SHA-256 of each content, 32 bytes: whether two contents are equal is proven by it, never by their size. */
export const contentDigest: Tap<Uint8Array> = {
	name: 'content-digest',
	open() {
		const hash = createHash('sha256');
		return {
			write(piece) {
				hash.update(piece);
			},
			end: () => new Uint8Array(hash.digest()),
		};
	},
};
