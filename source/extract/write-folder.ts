import fs from 'node:fs';
import path from 'node:path';
import {entryType} from '../archive/entry-table.js';
import {decodeBytes} from '../format/safe-text.js';
import {caseClashes, isWindowsTrap} from './case-clash.js';
import {nameBytes, type ContentJob, type ExtractPlan, type Skipped} from './extract-plan.js';
import {fate, type ExtractOptions, type FolderSession, type Note} from './folder-session.js';
import type {Target} from './folder-walk.js';
import {finishFolders, isFolder, makeFolders} from './make-folders.js';
import {makeLinks} from './make-links.js';
import {openTarget} from './open-target.js';
import {ExtractError, refusalOf} from './refusal.js';
import {SkipList} from './skip-list.js';
import {Turns} from './turns.js';
import {writeContents} from './write-contents.js';

/** What came out. */
export type Outcome = {
	files: number;
	/** Hard links: other names of those files. */
	names: number;
	folders: number;
	links: number;
	special: number;
	/** Bytes of contents. */
	bytes: number;
	skipped: Skipped[];
	notes: Note[];
	/** What ended it before its end. */
	stopped?: string;
};

export type FolderWriter = {
	options: ExtractOptions;
	/** The system's name, as `process.platform` has it. */
	platform?: string;
	/** Takes the file system for one that does not tell case apart; else it is found out. */
	foldsCase?: boolean;
	/** Names folders by their paths even where they could be held open. */
	byName?: boolean;
	signal?: AbortSignal;
	/** Stops it from another thread: the first number is set to 1. On shared memory. */
	control?: Int32Array;
	/** Told again and again how many more bytes were written. */
	onBytes?: (bytes: number) => void;
	/** Writes the contents in another way than one job after another, such as in threads. */
	writeJobs?: (session: FolderSession, jobs: readonly ContentJob[]) => Promise<void>;
};

/** Linux takes no longer path, in bytes (PATH_MAX, less its NUL). What lies deeper `rm -r` alone would still reach. */
const longestPath = 4095;

/**
Writes a plan into a folder, which is made where it is not there. Folders come first, then contents, then links, then the modes and
times of folders; so an image's own links are never in the way of anything, whatever the order of its entries.

@throws {ExtractError} Where nothing can be written.
*/
export async function writeFolder(plan: ExtractPlan, folder: string, writer: FolderWriter): Promise<Outcome> {
	const {options, signal, control = new Int32Array(new SharedArrayBuffer(4)), onBytes = () => undefined} = writer;
	const skips = new SkipList(plan.skipped);
	const {target, isNew} = openTarget(folder, writer.byName);
	let bytes = 0;
	try {
		const probed = probe(target);
		const session: FolderSession = {
			plan,
			target,
			options,
			foldsCase: writer.foldsCase ?? probed.foldsCase,
			mask: probed.mask,
			isRoots: isNew && probed.isRoots,
			fates: new Uint8Array(new SharedArrayBuffer(plan.count)),
			control,
			draft: draftName(),
			skips,
			notes: new Map(),
			onBytes(more) {
				bytes += more;
				onBytes(more);
			},
		};
		session.fates[0] = isNew ? fate.made : fate.merged;
		refuseNames(session, writer.platform);
		let stopped: string | undefined;
		try {
			await inTurns(makeFolders(session), new Turns(control, signal));
			await (writer.writeJobs?.(session, plan.jobs) ?? writeJobs(session, plan.jobs, signal));
			await inTurns(makeLinks(session), new Turns(control, signal));
		} catch (error) {
			if (!(error instanceof ExtractError)) {
				throw error;
			}

			stopped = error.message;
			skipRest(session, stopped);
		}

		// What came out gets its modes, even where the rest did not.
		await inTurns(finishFolders(session), new Turns(noControl, signal));
		return {...countOf(session), bytes, skipped: skips.list, notes: [...session.notes.values()], stopped};
	} finally {
		if (target.fd !== undefined) {
			fs.closeSync(target.fd);
		}
	}
}

const noControl = new Int32Array(1);

/** Writes the contents layer by layer, in this thread. */
export async function writeJobs(session: FolderSession, jobs: readonly ContentJob[], signal?: AbortSignal): Promise<void> {
	for (const job of jobs) {
		await writeContents(session, job, signal);
	}
}

/** A name for what is being written: nobody can put something there before. */
export function draftName(): string {
	return `.freedive-${Math.random().toString(36).slice(2, 12)}`;
}

/** What the file system makes of names and modes; found out with a file, which also tells whether one can be written. */
function probe({path: folder, fd}: Target): Pick<FolderSession, 'foldsCase' | 'mask' | 'isRoots'> {
	const prefix = fd === undefined ? folder + path.sep : `/proc/self/fd/${fd}/`;
	const name = draftName();
	try {
		fs.closeSync(fs.openSync(prefix + name, 'wx', 0o777));
		const {mode, uid, gid} = fs.lstatSync(prefix + name);
		const foldsCase = fs.existsSync(prefix + name.toUpperCase());
		fs.unlinkSync(prefix + name);
		return {foldsCase, mask: 0o777 & ~mode, isRoots: uid === 0 && gid === 0};
	} catch (error) {
		throw new ExtractError(`${folder} can't be written: ${refusalOf(error)}.`, {cause: error});
	}
}

/**
Leaves out what would land on something else than its name says, and what nobody could name: an archive nests folders for nothing, but
each of them is walked through.
*/
function refuseNames(session: FolderSession, platform: string | undefined): void {
	const {plan, fates, skips} = session;
	const length = new Uint32Array(plan.count);
	for (let node = 1; node < plan.count; node++) {
		const above = plan.parent[node];
		length[node] = length[above] + (above === 0 ? 0 : 1) + plan.nameStart[node + 1] - plan.nameStart[node];
		if (length[node] > longestPath) {
			fates[node] = fate.skipped;
			if (length[above] <= longestPath) {
				skips.add(plan, node, `its path is longer than the ${longestPath} bytes that programs can name, and all below it is left out (-o FILE.tar holds it)`);
			}
		}
	}

	if (session.foldsCase) {
		for (const node of caseClashes(plan)) {
			fates[node] = fate.skipped;
			skips.add(plan, node, 'another name beside it differs only in upper and lower case, which this file system does not tell apart');
		}
	}

	if (platform === 'win32') {
		for (let node = 1; node < plan.count; node++) {
			if (fates[node] === fate.pending && isWindowsTrap(decodeBytes(nameBytes(plan, node)))) {
				fates[node] = fate.skipped;
				skips.add(plan, node, 'Windows takes no such name');
			}
		}
	}
}

/** What was not reached is counted, all of it under one reason. */
function skipRest({plan, fates, skips}: FolderSession, reason: string): void {
	for (let node = 1; node < plan.count; node++) {
		if (fates[node] === fate.pending) {
			fates[node] = fate.skipped;
			skips.add(plan, node, reason);
		}
	}
}

async function inTurns(steps: Generator<void>, turns: Turns): Promise<void> {
	try {
		while (!steps.next().done) {
			const due = turns.take();
			if (due) {
				await due;
			}
		}
	} finally {
		// Closes the folders that it holds open.
		steps.return(undefined);
	}
}

function countOf(session: FolderSession): Pick<Outcome, 'files' | 'names' | 'folders' | 'links' | 'special'> {
	const {plan, fates} = session;
	const counts = {files: 0, names: 0, folders: 0, links: 0, special: 0};
	for (let node = 1; node < plan.count; node++) {
		if (isFolder(session, node)) {
			counts.folders += fates[node] === fate.made || fates[node] === fate.merged ? 1 : 0;
		} else if (fates[node] === fate.written) {
			const same = plan.same[node];
			const kind = plan.kind[node];
			counts[same >= 0 ? 'names' : kind === entryType.file ? 'files' : kind === entryType.symlink ? 'links' : 'special']++;
		}
	}

	return counts;
}
