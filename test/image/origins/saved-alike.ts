import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {openFile, type ByteSource} from '../../../source/archive/byte-source.js';
import {isSavedAlike} from '../../../source/image/origins/engines/is-saved-alike.js';
import {buildImage, ociLayout, writeTar} from '../../helpers/build-image.js';
import {temporaryFolder} from '../../helpers/temporary-folder.js';

/** Sets a field of the tar header that begins at a place, and its checksum. */
function setField(bytes: Buffer, header: number, at: number, text: string): void {
	bytes.write(text, header + at, 'latin1');
	bytes.fill(' ', header + 148, header + 156);
	const sum = bytes.subarray(header, header + 512).reduce((total, byte) => total + byte, 0);
	bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, header + 148, 'latin1');
}

test('times in headers may be others; names, places and what is kept of contents may not', async t => {
	const folder = temporaryFolder(t);
	const file = path.join(folder, 'saved.tar');
	await writeTar(file, ociLayout([await buildImage(`
		RUN a
			a * 3000
	`)]));
	const before = openFile(file);
	const whole = before.slice(0, before.size);
	const isAlike = (change: (bytes: Buffer) => Uint8Array | void): boolean => {
		const bytes = Buffer.from(whole);
		const other = path.join(folder, 'other.tar');
		fs.writeFileSync(other, change(bytes) ?? bytes);
		const saved: ByteSource = openFile(other);
		try {
			return isSavedAlike({size: before.size, pieces: [{start: 0, bytes: whole}]}, before, saved);
		} finally {
			fs.closeSync(saved.fd);
		}
	};

	t.true(isAlike(() => undefined));
	t.true(isAlike(bytes => {
		setField(bytes, 0, 136, '00000000017\0');
	}));
	t.false(isAlike(bytes => {
		setField(bytes, 0, 0, 'X');
	}));
	t.false(isAlike(bytes => {
		// The first entry is a document, which begins behind its header.
		bytes[512] ^= 1;
	}));
	t.false(isAlike(bytes => Buffer.concat([bytes, Buffer.alloc(512)])));
	t.false(isAlike(bytes => bytes.subarray(0, 1024)));
	fs.closeSync(before.fd);
});
