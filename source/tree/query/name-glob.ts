import {Buffer} from 'node:buffer';
import {foldByte} from './name-columns.js';

const star = 0x2A;
const question = 0x3F;

/** The bytes of a glob of one name that has no wildcards but `*` and `?`; undefined where it has others. */
export function nameGlob(glob: string, hasCase: boolean): Uint8Array | undefined {
	if (/[!()+@[\\\]{}]/.test(glob)) {
		return undefined;
	}

	const bytes = Buffer.from(glob);
	return hasCase ? bytes : bytes.map(byte => foldByte(byte));
}

/** Whether such a glob matches the name that stands in `names` from `start` to `end`. At worst it takes their lengths' product. */
export function matchesGlob(glob: Uint8Array, names: Uint8Array, start: number, end: number): boolean {
	let at = start;
	let index = 0;
	// Where the last star is, and how far the name is that it stands for.
	let starIndex = -1;
	let starAt = start;
	while (at < end) {
		if (glob[index] === star) {
			starIndex = index++;
			starAt = at;
		} else if (glob[index] === question) {
			index++;
			at = nextCharacter(names, at, end);
		} else if (index < glob.length && glob[index] === names[at]) {
			index++;
			at++;
		} else if (starIndex < 0) {
			return false;
		} else {
			starAt = nextCharacter(names, starAt, end);
			at = starAt;
			index = starIndex + 1;
		}
	}

	while (glob[index] === star) {
		index++;
	}

	return index === glob.length;
}

/** The place after the character at `at`, of UTF-8. */
function nextCharacter(bytes: Uint8Array, at: number, end: number): number {
	at++;
	while (at < end && (bytes[at] & 0xC0) === 0x80) {
		at++;
	}

	return at;
}
