import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type {Look} from '../reference.js';

/** What is at a path. */
export const look: Look = value => {
	const stats = statOf(expandHome(value));
	if (!stats?.isDirectory()) {
		return stats && 'file';
	}

	return ['oci-layout', 'index.json', 'manifest.json'].some(name => statOf(path.join(expandHome(value), name))) ? 'image-folder' : 'folder';
};

/** What the file system says of a path; undefined where it says nothing, whatever the reason. Opening it gives the reason. */
export function statOf(value: string): fs.Stats | undefined {
	try {
		return fs.statSync(value);
	} catch {
		return undefined;
	}
}

/** A path with `~/` read as a shell reads it: quoted, the shell has left it. */
export function expandHome(value: string): string {
	return value === '~' || value.startsWith('~/') ? path.join(os.homedir(), value.slice(1)) : value;
}
