import {hash} from 'node:crypto';
import fs from 'node:fs';
import type {ByteSource} from '../../archive/byte-source.js';

/**
What tells a region of a file from any other, as long as the file stays as it is: its device and number, its size, when it was written
and when it last changed (which no program can set), and where the region lies. Undefined for a file of no name: nobody opens it again.

A digest that a document states for a region would tell less: anyone can state one.
*/
export function sourceIdentity({fd, start, size}: ByteSource): string | undefined {
	const stats = fs.fstatSync(fd, {bigint: true});
	if (!stats.isFile() || stats.nlink === 0n) {
		return undefined;
	}

	return hash('sha256', [stats.dev, stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs, start, size].join(' '));
}
