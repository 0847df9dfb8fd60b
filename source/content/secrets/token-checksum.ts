import {crc32} from 'node:zlib';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Characters of the checksum that a token ends in. */
const checksumLength = 6;

/** Whether the last six characters of a token are the CRC-32 of what stands between its prefix and them, to the base of 62: GitHub and npm write theirs so. */
export function hasTokenChecksum(token: string): boolean {
	const body = token.slice(token.indexOf('_') + 1);
	let rest = crc32(body.slice(0, -checksumLength));
	let checksum = '';
	while (checksum.length < checksumLength) {
		checksum = digits[rest % digits.length] + checksum;
		rest = Math.floor(rest / digits.length);
	}

	return body.endsWith(checksum);
}
