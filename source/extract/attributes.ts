import fs from 'node:fs';
import {unknownOwner} from '../archive/entry-table.js';
import {setExtendedAttributes} from './extended-attributes.js';
import {askedPath, type ExtractPlan, type NodeId} from './extract-plan.js';
import type {ExtractOptions, FolderSession, Note} from './folder-session.js';
import type {Place} from './folder-walk.js';
import {plainXattrs} from './tar-header.js';

/** Setuid and setgid: what is run by them is run as somebody else. The sticky bit only protects. */
const privileges = 0o6000;

/** The last second that a `Date` holds: in the year 275760. What is passed on to the system beyond that fails, or is any time. */
const furthestTime = 8.64e12;

/** Every file system holds times from 1970 to here, in seconds. */
const soonTime = 0x7F_FF_FF_FF;

/** The mode that a node is given. Whoever it belongs to when its owner is not known, it was not for him that the bits were meant. */
export function grantedMode(plan: ExtractPlan, node: NodeId, keepSetuid: boolean): number {
	return keepSetuid && hasOwner(plan, node) ? plan.mode[node] : plan.mode[node] & ~privileges;
}

/** Whether it is known whose a node is. */
export function hasOwner({uid, gid}: ExtractPlan, node: NodeId): boolean {
	return uid[node] !== unknownOwner && gid[node] !== unknownOwner;
}

/** The time that a node is given, of what a file system can be told: some hundred thousand years, as a `Date` holds them. */
export function grantedTime({mtime}: ExtractPlan, node: NodeId): number {
	return Math.max(-furthestTime, Math.min(furthestTime, mtime[node]));
}

/**
Sets owner, mode and time of a file or folder that is open. The owner first: to change it takes setuid away.

@param madeAs The mode with which it was made just now: what is so already is not set again.
*/
export function setAttributes(session: FolderSession, node: NodeId, fd: number, madeAs?: number): void {
	const {plan, options: {sameOwner, keepSetuid}} = session;
	let mode = grantedMode(plan, node, keepSetuid);
	if (mode !== plan.mode[node] && !keepSetuid) {
		note(session, node, 'setuid');
	}

	noteOwner(session, node);
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

	giveXattrs(session, node, fd);
	setTime(session, node, {
		set(time) {
			fs.futimesSync(fd, time, time);
		},
		look: () => fs.fstatSync(fd),
	});
}

/** Sets owner and time of what is not opened, such as a link: by calls that never follow one. */
export function setLinkAttributes(session: FolderSession, node: NodeId, place: Place): void {
	const {plan, options: {sameOwner}} = session;
	noteOwner(session, node);
	if (sameOwner) {
		try {
			fs.lchownSync(place, plan.uid[node], plan.gid[node]);
		} catch {
			note(session, node, 'owner');
		}
	}

	setTime(session, node, {
		set(time) {
			fs.lutimesSync(place, time, time);
		},
		look: () => fs.lstatSync(place),
	});
	if (session.plan.xattrs.has(node)) {
		note(session, node, 'xattrs');
	}
}

/** Sets a time. One that is far off is looked at afterwards: a file system takes the nearest that it holds, and says nothing. */
function setTime(session: FolderSession, node: NodeId, {set, look}: {set: (time: number | Date) => void; look: () => fs.Stats}): void {
	const told = session.plan.mtime[node];
	if (Number.isNaN(told)) {
		return;
	}

	const time = grantedTime(session.plan, node);
	try {
		// Node takes a number below zero for now, and a date for what it is.
		set(time < 0 ? new Date(time * 1000) : time);
		if ((time < 0 || time > soonTime) && Math.abs((look().mtimeMs / 1000) - told) > 1) {
			note(session, node, 'clamped');
		}
	} catch {
		note(session, node, 'times');
	}
}

/** An owner that is not known can't be given. */
export function noteOwner(session: Noting & {options: Pick<ExtractOptions, 'sameOwner' | 'keepSetuid'>}, node: NodeId): void {
	const {plan, options: {sameOwner, keepSetuid}} = session;
	if (!hasOwner(plan, node) && (sameOwner || (keepSetuid && (plan.mode[node] & privileges) !== 0))) {
		note(session, node, 'unknown-owner');
	}
}

/** The owner stands already: to change it would take capabilities away. */
function giveXattrs(session: FolderSession, node: NodeId, fd: number): void {
	const {plan, options: {keepSetuid}} = session;
	const told = plan.xattrs.get(node);
	if (!told) {
		return;
	}

	const keepsCapabilities = keepSetuid && hasOwner(plan, node);
	if (told.has('security.capability') && !keepsCapabilities) {
		note(session, node, 'setuid');
	}

	const kept = plainXattrs(told, keepsCapabilities);
	if (kept && !setExtendedAttributes(session, fd, kept)) {
		note(session, node, 'xattrs');
	}
}

type Noting = Pick<FolderSession, 'plan' | 'notes'>;

/** Notes that something came out otherwise than the image has it. */
export function note({notes, plan}: Noting, node: NodeId, kind: Note['kind']): void {
	const known = notes.get(kind);
	if (known) {
		known.count++;
	} else {
		notes.set(kind, {kind, count: 1, path: askedPath(plan, node)});
	}
}
