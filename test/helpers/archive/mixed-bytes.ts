import type {Random} from '../random.js';
import {between, randomBytes} from './random-bytes.js';

/** Bytes such as a layer has: text that repeats itself near and far, zeros, and noise. */
export function mixedBytes(random: Random, length: number): Buffer {
	const bytes = Buffer.alloc(length);
	for (let at = 0; at < length;) {
		const size = Math.min(length - at, between(random, 1, 20_000));
		const kind = random.below(5);
		if (kind === 0) {
			randomBytes(random, size).copy(bytes, at);
		} else if (kind === 1 && at > 0) {
			bytes.copyWithin(at, Math.max(0, at - between(random, 1, 40_000)), at);
		} else if (kind > 1) {
			const words = Array.from({length: 40}, () => random.below(2 ** 32).toString(36));
			let text = '';
			while (text.length < size) {
				text += `${random.pick(words)}${random.chance(0.1) ? '\n' : ' '}`;
			}

			bytes.write(text.slice(0, size), at, 'latin1');
		}

		at += size;
	}

	return bytes;
}
