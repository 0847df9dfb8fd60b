import fs from 'node:fs';
import path from 'node:path';

/** Folders deeper than this are nobody's cache. */
const deepest = 64;

/**
Makes a private folder, and those around it that are missing. Node's own recursive way never ends where a folder is there and yet takes
none, as /proc.

@throws {Error} As the file system says.
*/
export function makeFolder(folder: string, depth = 0): void {
	try {
		fs.mkdirSync(folder, {mode: 0o700});
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		if (code === 'EEXIST' && fs.statSync(folder).isDirectory()) {
			return;
		}

		const parent = path.dirname(folder);
		if (code !== 'ENOENT' || parent === folder || depth >= deepest || fs.existsSync(parent)) {
			throw error;
		}

		makeFolder(parent, depth + 1);
		// Another program may have made it meanwhile.
		makeFolder(folder, depth + 1);
	}
}
