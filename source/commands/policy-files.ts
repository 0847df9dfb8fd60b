import path from 'node:path';
import type {Outside} from './outside.js';

/** Where a policy lies if nobody says where. */
export const policyFile = '.freedive.yaml';
export const divePolicyFile = '.dive-ci';

/** More than a policy may have, in bytes: what is longer is told to be. */
export const largestPolicy = 1 << 20;

/** The file of a name, in the working folder where it is not said otherwise. */
export function inWorkingFolder({workingFolder = ''}: Pick<Outside, 'workingFolder'>, name: string): string {
	return path.isAbsolute(name) || workingFolder === '' ? name : path.join(workingFolder, name);
}
