import fs from 'node:fs';
import {defaultConfig, type Config} from '../config.js';
import {reasonOf} from '../image/file-error.js';
import type {Outside} from './outside.js';
import {UsageError} from './usage-error.js';

/** More than a configuration may have: what is longer is told to be. */
const largestFile = 1 << 17;

/**
The user's configuration: what is not said in it is as it is without one, and so is all where there is no such file.

@throws {YamlError} Where it can't be followed.
@throws {UsageError} Where it can't be read.
*/
export async function loadConfig({configFile}: Pick<Outside, 'configFile'>): Promise<Config> {
	const bytes = configFile === undefined ? undefined : readFile(configFile);
	if (bytes === undefined) {
		return defaultConfig;
	}

	// The reader of YAML is loaded where there is some.
	const {readConfig} = await import('./read-config.js');
	return readConfig(configFile!, bytes);
}

/** What a file holds, as far as it may; undefined where it is not there. */
function readFile(file: string): Uint8Array | undefined {
	let fd: number;
	try {
		// What stands there may be a pipe that nobody writes into.
		fd = fs.openSync(file, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
	} catch (error) {
		if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code!) || isBehindClosedDoor(file)) {
			return undefined;
		}

		throw new UsageError(`The configuration ${file} ${reasonOf(error)}.`);
	}

	try {
		const bytes = new Uint8Array(largestFile);
		let length = 0;
		for (let read = 1; read > 0 && length < bytes.length; length += read) {
			read = fs.readSync(fd, bytes, length, bytes.length - length, null);
		}

		return bytes.subarray(0, length);
	} catch (error) {
		throw new UsageError(`The configuration ${file} ${reasonOf(error)}.`);
	} finally {
		fs.closeSync(fd);
	}
}

/** Whether a file lies in a folder that is not open to us. Where HOME is another user's, as it may be after sudo, or in a container that runs as a user of its own, nothing there was written for us. */
function isBehindClosedDoor(file: string): boolean {
	try {
		fs.lstatSync(file);
		return false;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EACCES';
	}
}
