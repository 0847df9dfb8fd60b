import {createHash} from 'node:crypto';

/** Takes the digest of a blob while it is read from start to end. */
export class BlobDigester {
	private readonly hash = createHash('sha256');
	private taken = 0;

	/** @param size How many bytes the blob has. */
	constructor(private readonly size: number) {}

	take(chunk: Uint8Array): void {
		this.hash.update(chunk);
		this.taken += chunk.length;
	}

	/** `sha256:` and its digest; undefined where not all of the blob went by. To be asked for once, at the end. */
	get digest(): string | undefined {
		return this.taken === this.size ? `sha256:${this.hash.digest('hex')}` : undefined;
	}
}
