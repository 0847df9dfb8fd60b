import fs from 'node:fs';
import type {ByteSource} from './byte-source.js';

/** Whether two sources are the same bytes of the same file. */
export function isSameSource(a: ByteSource, b: ByteSource): boolean {
	if (a.start !== b.start || a.size !== b.size) {
		return false;
	}

	const statsA = fs.fstatSync(a.fd, {bigint: true});
	const statsB = fs.fstatSync(b.fd, {bigint: true});
	return statsA.dev === statsB.dev && statsA.ino === statsB.ino;
}
