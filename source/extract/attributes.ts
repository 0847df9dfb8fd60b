import fs from 'node:fs';
import {decodeBytes} from '../format/safe-text.js';
import {pathBytes, type ExtractPlan, type NodeId} from './extract-plan.js';
import type {FolderSession, Note} from './folder-session.js';
import type {Place} from './folder-walk.js';

/** Setuid and setgid: what is run by them is run as somebody else. The sticky bit only protects. */
const privileges = 0o6000;

/** The mode that a node is given, and whether it loses bits. */
export function grantedMode(plan: ExtractPlan, node: NodeId, keepSetuid: boolean): number {
	return keepSetuid ? plan.mode[node] : plan.mode[node] & ~privileges;
}

/**
Sets owner, mode and time of a file or folder that is open. The owner first: to change it takes setuid away.

@param madeAs The mode with which it was made just now: what is so already is not set again.
*/
export function setAttributes(session: FolderSession, node: NodeId, fd: number, madeAs?: number): void {
	const {plan, options: {sameOwner, keepSetuid}} = session;
	let mode = grantedMode(plan, node, keepSetuid);
	if (mode !== plan.mode[node]) {
		note(session, node, 'setuid');
	}

	if (sameOwner && !(madeAs !== undefined && session.isRoots && plan.uid[node] === 0 && plan.gid[node] === 0)) {
		try {
			fs.fchownSync(fd, plan.uid[node], plan.gid[node]);
		} catch {
			// Whoever it belongs to now, it was not for him that the bits were meant.
			mode &= ~privileges;
			note(session, node, 'owner');
		}
	}

	if (madeAs !== mode) {
		try {
			fs.fchmodSync(fd, mode);
		} catch {
			note(session, node, 'mode');
		}
	}

	const mtime = plan.mtime[node];
	if (!Number.isNaN(mtime)) {
		try {
			fs.futimesSync(fd, mtime, mtime);
		} catch {
			note(session, node, 'times');
		}
	}

	noteXattrs(session, node);
}

/** Sets owner and time of what is not opened, such as a link: by calls that never follow one. */
export function setLinkAttributes(session: FolderSession, node: NodeId, place: Place): void {
	const {plan, options: {sameOwner}} = session;
	if (sameOwner) {
		try {
			fs.lchownSync(place, plan.uid[node], plan.gid[node]);
		} catch {
			note(session, node, 'owner');
		}
	}

	const mtime = plan.mtime[node];
	if (!Number.isNaN(mtime)) {
		try {
			fs.lutimesSync(place, mtime, mtime);
		} catch {
			note(session, node, 'times');
		}
	}

	noteXattrs(session, node);
}

/** Node has no call for extended attributes. A tar keeps them. */
function noteXattrs(session: FolderSession, node: NodeId): void {
	if (session.plan.xattrs.has(node)) {
		note(session, node, 'xattrs');
	}
}

function note({notes, plan}: FolderSession, node: NodeId, kind: Note['kind']): void {
	const known = notes.get(kind);
	if (known) {
		known.count++;
	} else {
		notes.set(kind, {kind, count: 1, path: `/${decodeBytes(pathBytes(plan, node))}`});
	}
}
