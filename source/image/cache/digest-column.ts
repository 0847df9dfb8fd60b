import type {EntryIndex} from '../../archive/entry-table.js';

/** Bytes of a SHA-256. */
const digestSize = 32;

/** What the tap `content-digest` found, as two columns: a million strings would be slow to write and to read. */
export class DigestColumn {
	/**
	@param entries The entries that have a digest.
	@param bytes Their digests, 32 bytes each, in that order.
	*/
	constructor(readonly entries: Uint32Array, readonly bytes: Uint8Array) {}

	/** @param digests By entry, 32 Latin-1 characters each. */
	static of(digests: ReadonlyMap<EntryIndex, unknown> | undefined): DigestColumn | undefined {
		if (!digests) {
			return undefined;
		}

		const bytes = Buffer.alloc(digests.size * digestSize);
		let at = 0;
		for (const digest of digests.values()) {
			bytes.write(digest as string, at, 'latin1');
			at += digestSize;
		}

		return new DigestColumn(Uint32Array.from(digests.keys()), bytes);
	}

	get count(): number {
		return this.entries.length;
	}

	/** As the tap found them. */
	toMap(): Map<EntryIndex, unknown> {
		const digests = new Map<EntryIndex, unknown>();
		// Cut out of one long text, digests cost a fraction of what each would by itself.
		const text = Buffer.from(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength).toString('latin1');
		for (const [index, entry] of this.entries.entries()) {
			digests.set(entry, text.slice(index * digestSize, (index + 1) * digestSize));
		}

		return digests;
	}
}
