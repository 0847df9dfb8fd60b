import {Random} from '../random.js';

/** A new seed for each run, or the one in the variable `SEED`. A test that fails prints it. */
export const seed = Number(process.env.SEED ?? Math.floor(Math.random() * (2 ** 32)));

/** The numbers of one test: each has its own, so that it may run alone. */
export function randomOf(test: number): Random {
	return new Random(seed + test);
}

/** A whole number from `least` to `most`, both included. */
export function between(random: Random, least: number, most: number): number {
	return least + random.below(most - least + 1);
}

export function randomBytes(random: Random, length: number): Buffer {
	const bytes = Buffer.alloc(length);
	for (let index = 0; index < length; index++) {
		bytes[index] = random.below(256);
	}

	return bytes;
}

/**
The same bytes in chunks of random sizes, from 1 byte to 64 KiB. As with a decompressor's, a chunk is valid only until the next is
asked for: whoever holds on to it finds it spoiled.
*/
export function * randomChunks(random: Random, bytes: Uint8Array): Generator<Uint8Array> {
	const largest = random.pick(bytes.length < 100_000 ? [1, 7, 600, 5000, 64 * 1024] : [600, 5000, 64 * 1024]);
	for (let at = 0; at < bytes.length;) {
		const size = between(random, 1, largest);
		// A Buffer, as streams give: its `slice` is no copy.
		const chunk = Buffer.alloc(Math.min(size, bytes.length - at));
		chunk.set(bytes.subarray(at, at + size));
		yield chunk;
		chunk.fill(0x58);
		at += size;
	}
}
