import {blockSize, isPosix, readNumber, textEnd} from '../../content/archives/tar-header.js';
import {looksLikeTar} from '../../archive/sniff.js';

/** Headers of what says more of the entry behind it than its own header can: pax's and GNU's. They name nothing themselves. */
const aboutOthers = new Set(['x', 'g', 'L', 'K'].map(letter => letter.charCodeAt(0)));

/**
The first names in a tar, as its headers have them, without `./` in front; none where it is no tar.

A long name may be cut off: this serves to tell what a tar is, not to read it.

@param read Gives the bytes at a place; fewer where there are no more.
@param most More headers than this are not looked at.
*/
export async function firstNames(read: (at: number, length: number) => Uint8Array | Promise<Uint8Array>, most: number): Promise<string[]> {
	const names: string[] = [];
	for (let at = 0, headers = 0; headers < most; headers++) {
		const block = await read(at, blockSize);
		if (!looksLikeTar(block) || block[0] === 0) {
			break;
		}

		if (!aboutOthers.has(block[156])) {
			names.push(nameIn(block).replace(/^(?:\.\/)+/, ''));
		}

		const size = readNumber(block, 124, 12);
		if (!(size >= 0)) {
			break;
		}

		at += blockSize + (Math.ceil(size / blockSize) * blockSize);
	}

	return names;
}

function nameIn(block: Uint8Array): string {
	const text = (at: number, length: number) => Buffer.from(block.subarray(at, textEnd(block, at, length))).toString();
	const prefix = isPosix(block, 0) ? text(345, 155) : '';
	return prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`;
}
