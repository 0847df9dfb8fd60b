import {spawnSync} from 'node:child_process';
import type {FolderSession} from './folder-session.js';

/** Each costs a process, some milliseconds: capabilities are on a handful of files, and a hostile image shall not make it hours. */
const mostAttributes = 2000;

/** Milliseconds after which a process that only sets an attribute is stuck. */
const patience = 5000;

/** How many each session has set or tried. */
const tried = new WeakMap<FolderSession, number>();

/**
Sets extended attributes of a file or folder that is open. Node has no call for it, so `setfattr` does it, of Debian's package `attr`,
where it is there. It is handed the open file itself, so no name of the image is followed anywhere.

@returns Whether all of them are set.
*/
export function setExtendedAttributes(session: FolderSession, fd: number, attributes: ReadonlyMap<string, Uint8Array>): boolean {
	const before = tried.get(session) ?? 0;
	if (before + attributes.size > mostAttributes) {
		return false;
	}

	tried.set(session, before + attributes.size);
	for (const [name, value] of attributes) {
		// What the system refuses, a name with a NUL, and no `setfattr` at all: it is not set, whatever the reason.
		try {
			const {status} = spawnSync('setfattr', ['-n', name, '-v', `0x${Buffer.from(value).toString('hex')}`, '/proc/self/fd/3'], {
				stdio: ['ignore', 'ignore', 'ignore', fd],
				timeout: patience,
			});
			if (status !== 0) {
				tried.set(session, status === null ? mostAttributes : before + attributes.size);
				return false;
			}
		} catch {
			return false;
		}
	}

	return true;
}
