import fs from 'node:fs';
import path from 'node:path';
import type {Programs} from '../../container.js';

/** The file of a program that `PATH` leads to; undefined where there is none. */
export function findProgram(name: string, {environment: {PATH = ''}}: Programs): string | undefined {
	// A folder that is not named from the root would run what lies where one happens to be.
	return PATH.split(path.delimiter).filter(folder => path.isAbsolute(folder)).map(folder => path.join(folder, name)).find(isProgram);
}

function isProgram(file: string): boolean {
	try {
		fs.accessSync(file, fs.constants.X_OK);
		return fs.statSync(file).isFile();
	} catch {
		return false;
	}
}
