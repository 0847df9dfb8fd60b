/**
Deflate blocks that hold nothing and end at a given bit of a byte: put before data that begins there, they let a decompressor begin at
it that knows only whole bytes, and no bit of the data is moved.

@param bit How many low bits of the last byte are theirs, 1 to 7. The others are zeros, and wait for the data's.
@see RFC 1951, 3.2.3
*/
export function emptyBlocks(bit: number): Uint8Array {
	const bits = new BitWriter();
	if (bit % 2 === 1) {
		bits.addDynamic();
	}

	while (bits.length % 8 !== bit) {
		bits.addFixed();
	}

	return bits.bytes;
}

class BitWriter {
	length = 0;
	private readonly room = new Uint8Array(24);

	get bytes(): Uint8Array {
		return this.room.slice(0, Math.ceil(this.length / 8));
	}

	/** A block with fixed codes: ten bits. Not the last, type 1, and the seven zeros that end a block. */
	addFixed(): void {
		this.add(0, 1);
		this.add(1, 2);
		this.add(0, 7);
	}

	/** A block with codes of its own: 93 bits, an odd number. Its only code is the one that ends a block. */
	addDynamic(): void {
		this.add(0, 1);
		this.add(2, 2);
		// HLIT and HDIST: 257 codes of literals, one of distances. HCLEN: 19 lengths of the codes in which theirs are written.
		this.add(0, 5);
		this.add(0, 5);
		this.add(15, 4);
		// In the order of RFC 1951, 3.2.7: 18 (a run of zeros) comes third, 1 second to last. Both have one bit: 1 is a 0, 18 a 1.
		for (let place = 0; place < 19; place++) {
			this.add(place === 2 || place === 17 ? 1 : 0, 3);
		}

		// 256 literals without a code, in runs of 138 and 118.
		for (const run of [138, 118]) {
			this.add(1, 1);
			this.add(run - 11, 7);
		}

		// One bit for the end of the block, and one for a distance, then the end.
		this.add(0, 1);
		this.add(0, 1);
		this.add(0, 1);
	}

	private add(value: number, count: number): void {
		for (let index = 0; index < count; index++, this.length++) {
			this.room[this.length >> 3] |= ((value >> index) & 1) << (this.length & 7);
		}
	}
}
