import {isUtf8} from 'node:buffer';
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import {entryType} from '../archive/entry-table.js';
import {grantedMode, setAttributes, setLinkAttributes} from './attributes.js';
import type {NodeId} from './extract-plan.js';
import {fate, isSurelyFree, type FolderSession} from './folder-session.js';
import {FolderWalk} from './folder-walk.js';
import {isThere, refusalOf, stopWhereFull} from './refusal.js';

/** File systems that know no hard links, or take no more of them: there the file is copied. */
const noLinks = new Set(['EPERM', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV']);

/**
Makes other names of files, symbolic links and special files. They come after all contents, so that nothing is ever written while a
link of the image stands somewhere; hard links lead only to files that this run wrote.
*/
export function * makeLinks(session: FolderSession): Generator<void> {
	const {plan, fates, skips, options: {devices}} = session;
	const walk = new FolderWalk(plan, session.target);
	const there = new FolderWalk(plan, session.target);
	try {
		for (const isDue of [(node: NodeId) => plan.same[node] < 0 && plan.kind[node] > entryType.directory, (node: NodeId) => plan.same[node] >= 0]) {
			for (let node = 1; node < plan.count; node++) {
				if (fates[node] !== fate.pending || !isDue(node)) {
					continue;
				}

				if (fates[plan.parent[node]] === fate.skipped) {
					fates[node] = fate.skipped;
					continue;
				}

				let problem: string | undefined;
				try {
					problem = isSpecial(plan.kind[node]) && !devices ? withoutDevices : makeOne(session, node, walk, there);
				} catch (error) {
					stopWhereFull(error);
					problem = refusalOf(error);
				}

				fates[node] = problem === undefined ? fate.written : fate.skipped;
				if (problem !== undefined) {
					skips.add(plan, node, problem);
				}

				yield;
			}
		}
	} finally {
		walk.close();
		there.close();
	}
}

/** Why a symbolic link whose target is empty is left out: POSIX lets a system refuse it, and Linux does. */
export const linkToNothing = 'a link to nothing can\'t be made';

/** Why special files are left out. */
export const withoutDevices = 'it is a device node or named pipe (--devices makes it)';

export function isSpecial(kind: number): boolean {
	return kind === entryType.fifo || kind === entryType.characterDevice || kind === entryType.blockDevice;
}

/** Why it could not be made; undefined where it was. */
function makeOne(session: FolderSession, node: NodeId, walk: FolderWalk, sourceWalk: FolderWalk): string | undefined {
	const {plan, fates, options: {force}} = session;
	let isTaken = false;
	if (!isSurelyFree(session, node)) {
		const there = fs.lstatSync(walk.place(node), {throwIfNoEntry: false});
		isTaken = there !== undefined;
		if (there && (!force || there.isDirectory())) {
			return there.isDirectory() ? 'a folder is there' : isThere;
		}
	}

	if (plan.same[node] >= 0 && fates[plan.same[node]] !== fate.written) {
		return 'the file that it is another name of did not come out';
	}

	if (plan.links.get(node)?.length === 0) {
		return linkToNothing;
	}

	// Other systems than Linux follow a link that is to get another name: there it is made again.
	const isOtherName = plan.same[node] >= 0 && (plan.kind[node] === entryType.file || session.target.fd !== undefined);
	// A link is made in one step, so only what replaces something is made aside.
	const isAside = isTaken || (isSpecial(plan.kind[node]) && !isOtherName);
	const place = isAside ? walk.beside(node, session.draft) : walk.place(node);
	try {
		if (isOtherName) {
			makeHardLink(session, node, sourceWalk, place);
		} else if (plan.kind[node] === entryType.symlink) {
			const target = Buffer.from(plan.links.get(node)!);
			fs.symlinkSync(isUtf8(target) ? target.toString() : target, place);
			setLinkAttributes(session, node, place);
		} else {
			const made = makeSpecial(session, node, walk);
			if (typeof made === 'string') {
				return made;
			}

			setLinkAttributes(session, node, place);
			if (made > 0) {
				fs.chmodSync(place, made);
			}
		}

		if (isAside) {
			fs.renameSync(place, walk.place(node));
		}
	} finally {
		if (isAside) {
			// Where two names are one file already, renaming leaves both.
			fs.rmSync(place, {force: true});
		}
	}

	return undefined;
}

function makeHardLink(session: FolderSession, node: NodeId, sourceWalk: FolderWalk, place: string | Buffer): void {
	const source = sourceWalk.place(session.plan.same[node]);
	try {
		fs.linkSync(source, place);
	} catch (error) {
		if (!noLinks.has((error as NodeJS.ErrnoException).code!) || session.plan.kind[node] !== entryType.file) {
			throw error;
		}

		fs.copyFileSync(source, place, fs.constants.COPYFILE_EXCL);
		const fd = fs.openSync(place, fs.constants.O_RDONLY | fs.constants.O_NOFOLLOW);
		try {
			setAttributes(session, session.plan.same[node], fd);
		} finally {
			fs.closeSync(fd);
		}
	}
}

/** Node makes no special files; the system's tools do, beside where it is to lie. Gives why they did not, or the mode that is still to be set. */
function makeSpecial({plan, draft, options: {keepSetuid}}: FolderSession, node: NodeId, walk: FolderWalk): string | number {
	const kind = plan.kind[node];
	const granted = grantedMode(plan, node, keepSetuid);
	// Those tools take no more than permission bits.
	const mode = ['-m', (granted & 0o777).toString(8).padStart(4, '0')];
	const [major, minor] = plan.devices.get(node) ?? [0, 0];
	const [program, parameters] = kind === entryType.fifo
		? ['mkfifo', [...mode, draft]] as const
		: ['mknod', [...mode, draft, kind === entryType.characterDevice ? 'c' : 'b', String(major), String(minor)]] as const;
	const {error, status, stderr} = spawnSync(program, parameters, {cwd: walk.enter(plan.parent[node]), stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8'});
	if (error) {
		return `${program} can't be run: ${error.message}`;
	}

	if (status !== 0) {
		return `${program} refused: ${stderr.trim().split(': ').at(-1)}`;
	}

	return granted > 0o777 ? granted : 0;
}
