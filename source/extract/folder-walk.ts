import {isUtf8} from 'node:buffer';
import fs from 'node:fs';
import {nameBytes, type ExtractPlan, type NodeId} from './extract-plan.js';

/** A path as the file system takes it: bytes where they are no UTF-8. */
export type Place = string | Buffer;

/** The folder into which is extracted: opened once, whatever its name leads to later. */
export type Target = {
	/** Its path, for where folders can't be held open. */
	path: string;
	/** The open folder, where what lies in it can be named by `/proc/self/fd`. */
	fd?: number;
};

/**
Of the folders on the way the upper ones are held open, the last ones, and of those between every so manieth: whatever path comes
next, no more than that many are opened anew. With `longestPath` that makes 160 at most, of the 1024 or more that a process has.
*/
const heldAbove = 64;
const heldEvery = 32;

/** Opens a folder, and no link to one. */
export const folderFlags = fs.constants.O_RDONLY | fs.constants.O_DIRECTORY | fs.constants.O_NOFOLLOW;

/**
Walks to the folders of a plan in the target folder, name by name, and never through a link.

Node has no `openat`. But on Linux `/proc/self/fd/N/NAME` names what lies in the folder that is open as N, wherever that was
moved and whatever now stands at its path; so each folder is opened in the one above it by `O_NOFOLLOW`, and what is made in it
is named by it. A link that lay there before, or that somebody puts there meanwhile, is an error and is not followed.

Elsewhere each name is looked at by `lstat` on the way. That holds for all that an archive can do, and for what lay there before;
not for somebody who swaps folders for links in the same moment.
*/
export class FolderWalk {
	/** The nodes on the way to where it stands, without the target folder. Those that are not held have no descriptor. */
	private readonly way: Array<{node: NodeId; fd?: number; prefix: string}> = [];
	/** The place of each node on the way. */
	private readonly depths = new Map<NodeId, number>();
	private last?: {node: NodeId; place: Place; prefix: string};

	constructor(private readonly plan: ExtractPlan, private readonly target: Target) {}

	/** Where a node lies, to be given to the file system: valid until the next is asked for. Node 0 is the target folder. */
	place(node: NodeId): Place {
		if (this.last?.node !== node) {
			const prefix = this.enter(this.plan.parent[node]);
			this.last = {node, place: joined(prefix, nameBytes(this.plan, node)), prefix};
		}

		return this.last.place;
	}

	/** Where something of another name lies beside a node. */
	beside(node: NodeId, name: string): string {
		this.place(node);
		return this.last!.prefix + name;
	}

	/** Goes into a folder, and gives what goes before the names in it. */
	enter(node: NodeId): string {
		if (node === 0) {
			return this.rootPrefix;
		}

		const {plan, way} = this;
		this.last = undefined;
		const todo: NodeId[] = [];
		for (let at = node; at > 0; at = plan.parent[at]) {
			const there = this.depths.get(at);
			if (there !== undefined) {
				this.leave(there + 1);
				this.reopen();
				break;
			}

			todo.push(at);
			if (plan.parent[at] === 0) {
				this.leave(0);
			}
		}

		while (todo.length > 0) {
			this.step(todo.pop()!);
		}

		return way.at(-1)!.prefix;
	}

	/** The open folder in which it stands, after `enter`; undefined where folders can't be held open. */
	fdOf(node: NodeId): number | undefined {
		if (node === 0) {
			return this.target.fd;
		}

		this.enter(node);
		return this.way.at(-1)!.fd;
	}

	close(): void {
		this.leave(0);
		this.last = undefined;
	}

	private get rootPrefix(): string {
		const {fd, path} = this.target;
		return fd === undefined ? `${path}/` : prefixOf(fd);
	}

	private step(node: NodeId): void {
		const {way, depths} = this;
		const above = way.at(-1)?.prefix ?? this.rootPrefix;
		const place = joined(above, nameBytes(this.plan, node));
		if (this.target.fd === undefined) {
			if (!fs.lstatSync(place).isDirectory()) {
				throw Object.assign(new Error('a link stands in its way'), {code: 'ELOOP'});
			}

			depths.set(node, way.length);
			way.push({node, prefix: `${place.toString()}/`});
			return;
		}

		const fd = fs.openSync(place, folderFlags);
		depths.set(node, way.length);
		way.push({node, fd, prefix: prefixOf(fd)});
		const passed = way.length - 1 - heldEvery;
		if (passed >= heldAbove && passed % heldEvery !== 0) {
			const {fd: last} = way[passed];
			way[passed].fd = undefined;
			if (last !== undefined) {
				fs.closeSync(last);
			}
		}
	}

	/** Opens the last folder of the way again, from the one above it that is held. */
	private reopen(): void {
		const {way} = this;
		if (this.target.fd === undefined || way.at(-1)?.fd !== undefined) {
			return;
		}

		const first = way.findLastIndex(({fd}) => fd !== undefined) + 1;
		const closed = way.splice(first);
		for (const {node} of closed) {
			this.depths.delete(node);
		}

		for (const {node} of closed) {
			this.step(node);
		}
	}

	/** Closes the folders from a depth on. */
	private leave(depth: number): void {
		for (const {node, fd} of this.way.splice(depth)) {
			this.depths.delete(node);
			if (fd !== undefined) {
				fs.closeSync(fd);
			}
		}
	}
}

/** Whether what lies in an open folder can be named by it. */
export function canNameByDescriptor(fd: number): boolean {
	try {
		const there = fs.statSync(`/proc/self/fd/${fd}/.`, {bigint: true});
		const open = fs.fstatSync(fd, {bigint: true});
		return there.ino === open.ino && there.dev === open.dev;
	} catch {
		return false;
	}
}

function prefixOf(fd: number): string {
	return `/proc/self/fd/${fd}/`;
}

function joined(prefix: string, name: Uint8Array): Place {
	// A copy: what lies in shared memory is no text for a decoder.
	const bytes = Buffer.from(name);
	return isUtf8(bytes) ? prefix + bytes.toString() : Buffer.concat([Buffer.from(prefix), bytes]);
}
