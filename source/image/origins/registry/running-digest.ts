import {createHash, type Hash} from 'node:crypto';
import {isDigest} from '../../image-name.js';
import {ImageError} from '../../image.js';

/** Works out the digest of bytes as they come. */
export class RunningDigest {
	private readonly hash: Hash;
	private readonly algorithm: string;

	/**
	@param like A digest by whose algorithm it is; sha256 where none is told.
	@throws {ImageError} When that is of an algorithm that freedive does not know, or no digest.
	*/
	constructor(like?: string) {
		if (like !== undefined && !isDigest(like)) {
			throw new ImageError('A digest is no sha256, sha384 or sha512 with all its digits, so what it is of can\'t be checked.');
		}

		this.algorithm = like === undefined ? 'sha256' : like.slice(0, like.indexOf(':'));
		this.hash = createHash(this.algorithm);
	}

	add(bytes: Uint8Array): void {
		this.hash.update(bytes);
	}

	/** The digest of all that was added. Nothing can be added after it. */
	end(): string {
		return `${this.algorithm}:${this.hash.digest('hex')}`;
	}
}
