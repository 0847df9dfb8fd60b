import fs from 'node:fs';
import path from 'node:path';
import {formatBytes} from '../../format/bytes.js';

/** Larger files are not copied only to be looked at: freedive extract takes them out. */
export const largestCopy = 4 * 2 ** 30;

/** Bytes of a name that every file system takes. */
const longestName = 200;

/** A file in a folder that only its owner may enter, for another program to read. */
export type PrivateCopy = {
	file: string;
	/** Whether it is still as it was written. */
	isUntouched(): boolean;
	/** Takes file and folder away. */
	remove(): void;
};

/**
Writes a copy of a content that may only be read.

@param name What it is called in the image: the copy is called so as well, as far as that does no harm.
@throws {Error} A sentence, where there is no room for it or it can't be read to its end.
*/
export async function writePrivateCopy(folder: string, name: string, pieces: AsyncIterable<Uint8Array>, onWrite?: (bytes: number) => void): Promise<PrivateCopy> {
	const own = makeFolder(folder);
	const remove = () => {
		fs.rmSync(own, {recursive: true, force: true});
	};

	try {
		const file = path.join(own, harmlessName(name));
		const {O_WRONLY, O_CREAT, O_EXCL} = fs.constants;
		const handle = await fs.promises.open(file, O_WRONLY | O_CREAT | O_EXCL, 0o400);
		let bytes = 0;
		try {
			for await (const piece of pieces) {
				await handle.writeFile(piece);
				bytes += piece.length;
				onWrite?.(bytes);
			}
		} catch (error) {
			throw explained(error as NodeJS.ErrnoException, folder, bytes);
		} finally {
			await handle.close();
		}

		const written = fs.statSync(file);
		return {
			file,
			isUntouched() {
				const now = fs.statSync(file, {throwIfNoEntry: false});
				return now?.mtimeMs === written.mtimeMs && now.size === written.size && now.ino === written.ino;
			},
			remove,
		};
	} catch (error) {
		remove();
		throw error;
	}
}

/** A name that is one of a file in a folder, and nothing that a program takes for something else. */
export function harmlessName(name: string): string {
	const last = name.split('/').at(-1) ?? '';
	const plain = last.replaceAll(/[\u0000-\u001F"$'*:<>?\\`|\u007F-\u009F\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g, '_').replace(/^[-~]/, '_');
	let short = plain;
	while (Buffer.byteLength(short) > longestName) {
		// From its start: the end tells programs what it is.
		short = [...short].slice(1).join('');
	}

	return short === '' || short === '.' || short === '..' ? 'file' : short;
}

function makeFolder(folder: string): string {
	try {
		// Only its owner may enter what mkdtemp makes (POSIX: mode 0700).
		return fs.mkdtempSync(path.join(folder, 'freedive-'));
	} catch (error) {
		throw explained(error as NodeJS.ErrnoException, folder, 0);
	}
}

function explained(error: NodeJS.ErrnoException, folder: string, bytes: number): Error {
	const reason = {ENOENT: 'the folder is not there', EACCES: 'permission denied', EROFS: 'it is read-only', ENOSPC: `it was full after ${formatBytes(bytes)}`, EDQUOT: `it was full after ${formatBytes(bytes)}`}[error.code ?? ''];
	return reason === undefined ? error : new Error(`No copy can be made in ${folder}: ${reason}. Set TMPDIR to a folder with room.`, {cause: error});
}
