import {readNumber} from '../content/archives/tar-header.js';
import {entryType, type EntryType} from './entry-table.js';

/** The values of a header's type field (POSIX ustar; GNU tar manual, "Basic Tar Format"). */
export const typeFlag = {
	file: 0x30, oldFile: 0, link: 0x31, symlink: 0x32, character: 0x33, block: 0x34, directory: 0x35, fifo: 0x36,
	pax: 0x78, solarisPax: 0x58, globalPax: 0x67, longName: 0x4C, longLink: 0x4B, sparse: 0x53, dump: 0x44, volume: 0x56, continued: 0x4D,
} as const;

/** What the entry is whose header stands at `at`. */
export function entryTypeOf(bytes: Uint8Array, at: number): EntryType {
	switch (bytes[at + 156]) {
		case typeFlag.link: {
			return entryType.hardlink;
		}

		case typeFlag.symlink: {
			return entryType.symlink;
		}

		case typeFlag.character: {
			// Overlayfs's own whiteout is a character device 0/0.
			const [major, minor] = deviceNumbers(bytes, at);
			return major === 0 && minor === 0 ? entryType.whiteout : entryType.characterDevice;
		}

		case typeFlag.block: {
			return entryType.blockDevice;
		}

		case typeFlag.directory:
		case typeFlag.dump: {
			return entryType.directory;
		}

		case typeFlag.fifo: {
			return entryType.fifo;
		}

		default: {
			// POSIX: a type that is not known is a regular file.
			return entryType.file;
		}
	}
}

/** Major and minor number of a device node. */
export function deviceNumbers(bytes: Uint8Array, at: number): [major: number, minor: number] {
	return [readNumber(bytes, at + 329, 8) || 0, readNumber(bytes, at + 337, 8) || 0];
}
