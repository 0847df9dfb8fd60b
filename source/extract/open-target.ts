import fs from 'node:fs';
import path from 'node:path';
import {canNameByDescriptor, type Target} from './folder-walk.js';
import {ExtractError, refusalOf} from './refusal.js';

/**
Opens the folder that the user named, and makes it and those above it where they are not there. It may lie behind links of his own; what
lies in it may not.

@param byName Names what lies in it by its path even where it could be held open.
@returns The folder, and whether it was made just now.
@throws {ExtractError} Where it can't be made or opened, in one sentence.
*/
export function openTarget(named: string, byName = false): {target: Target; isNew: boolean} {
	const folder = named.replace(/(?<=.)\/+$/, '');
	const isNew = makeFolder(folder);
	try {
		const fd = fs.openSync(folder, fs.constants.O_RDONLY | (fs.constants.O_DIRECTORY ?? 0));
		if (!byName && canNameByDescriptor(fd)) {
			return {target: {path: folder, fd}, isNew};
		}

		fs.closeSync(fd);
		return {target: {path: fs.realpathSync(folder)}, isNew};
	} catch (error) {
		throw new ExtractError(`${folder} can't be written: ${refusalOf(error)}.`, {cause: error});
	}
}

/**
Makes a folder, and those above it; says whether it was not there. One by one: `mkdir` with `recursive` tries without an end where a
folder that is there answers that it is not, as those of `/proc` do.
*/
function makeFolder(folder: string): boolean {
	const missing: string[] = [];
	for (let name = folder; ; name = path.dirname(name)) {
		const there = lookAt(folder, name);
		if (there) {
			if (!there.isDirectory()) {
				throw new ExtractError(`${folder} can't be written: ${name === folder ? 'it' : name} is no folder.`);
			}

			break;
		}

		missing.push(name);
		if (path.dirname(name) === name) {
			break;
		}
	}

	for (const name of missing.toReversed()) {
		try {
			fs.mkdirSync(name);
		} catch (error) {
			// Somebody else may have made it meanwhile; `a/..` is there once `a` is.
			if (!lookAt(folder, name)?.isDirectory()) {
				throw new ExtractError(`${folder} can't be made: ${whyNotMade(name, error)}.`, {cause: error});
			}
		}
	}

	return missing.length > 0;
}

/** What is there of a name; undefined where nothing is. */
function lookAt(folder: string, name: string): fs.Stats | undefined {
	try {
		return fs.statSync(name);
	} catch (error) {
		const {code} = error as NodeJS.ErrnoException;
		// What lies above it is looked at next.
		if (code === 'ENOTDIR') {
			return undefined;
		}

		if (code !== 'ENOENT') {
			throw new ExtractError(`${folder} can't be written: ${code === 'ELOOP' ? 'links on its way lead in a circle' : refusalOf(error)}.`, {cause: error});
		}
	}

	if (fs.lstatSync(name, {throwIfNoEntry: false})?.isSymbolicLink()) {
		throw new ExtractError(`${folder} can't be written: ${name === folder ? 'it' : name} is a link to ${fs.readlinkSync(name)}, which is not there.`);
	}

	return undefined;
}

/** As the rest of a sentence. Where the folder above is there, and yet is said not to be, it takes none, or was removed. */
function whyNotMade(name: string, error: unknown): string {
	const {code} = error as NodeJS.ErrnoException;
	if (code !== 'ENOENT') {
		return refusalOf(error);
	}

	const above = path.dirname(name);
	return above === '.' ? 'the working folder was removed' : `no folder can be made in ${above}`;
}
