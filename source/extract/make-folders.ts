import fs from 'node:fs';
import {entryType} from '../archive/entry-table.js';
import {setAttributes} from './attributes.js';
import {parentOnly, type NodeId} from './extract-plan.js';
import {fate, type FolderSession} from './folder-session.js';
import {folderFlags, FolderWalk} from './folder-walk.js';
import {refusalOf, stopWhereFull} from './refusal.js';

/** Nobody else gets in while a folder is filled; its mode comes last. */
const whileFilled = 0o700;

/** As every program makes folders: less what the user's mask takes. */
const asUsual = 0o777;

/** Makes the folders of a plan, those above first. One that is there is filled as well, if it is one and no link to one. */
export function * makeFolders(session: FolderSession): Generator<void> {
	const {plan, fates, skips} = session;
	const walk = new FolderWalk(plan, session.target);
	try {
		for (let node = 1; node < plan.count; node++) {
			if (fates[plan.parent[node]] === fate.skipped) {
				fates[node] = fate.skipped;
				continue;
			}

			if (fates[node] !== fate.pending || !isFolder(session, node)) {
				continue;
			}

			try {
				fates[node] = makeFolder(session, walk, node);
				if (fates[node] === fate.skipped) {
					skips.add(plan, node, 'something that is no folder is there, and all below it is left out (--force replaces it)');
				}
			} catch (error) {
				stopWhereFull(error);
				fates[node] = fate.skipped;
				skips.add(plan, node, refusalOf(error));
			}

			yield;
		}
	} finally {
		walk.close();
	}
}

function makeFolder({plan, options: {force}}: FolderSession, walk: FolderWalk, node: NodeId): number {
	const mode = plan.kind[node] === parentOnly ? asUsual : whileFilled;
	const place = walk.place(node);
	try {
		fs.mkdirSync(place, mode);
		return fate.made;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
			throw error;
		}
	}

	if (fs.lstatSync(place).isDirectory()) {
		return fate.merged;
	}

	if (!force) {
		return fate.skipped;
	}

	fs.unlinkSync(place);
	fs.mkdirSync(place, mode);
	return fate.made;
}

/** Gives folders their owners, modes and times, those within first: what is done in a folder changes its time. */
export function * finishFolders(session: FolderSession): Generator<void> {
	const {plan, fates, options: {force}} = session;
	const walk = new FolderWalk(plan, session.target);
	try {
		for (let node = plan.count - 1; node >= 0; node--) {
			const isOurs = fates[node] === fate.made || (fates[node] === fate.merged && force);
			if (!isOurs || plan.kind[node] !== entryType.directory) {
				continue;
			}

			const fd = walk.fdOf(node) ?? fs.openSync(node === 0 ? session.target.path : walk.place(node), node === 0 ? 'r' : folderFlags);
			try {
				setAttributes(session, node, fd);
			} finally {
				if (session.target.fd === undefined) {
					fs.closeSync(fd);
				}
			}

			yield;
		}
	} finally {
		walk.close();
	}
}

/** Whether a node is a folder of the result. */
export function isFolder({plan}: FolderSession, node: NodeId): boolean {
	return plan.kind[node] === entryType.directory || plan.kind[node] === parentOnly;
}
