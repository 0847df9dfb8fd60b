import {spawnSync} from 'node:child_process';

/** Whether a program is on this machine: also one that tells no version of itself. */
export function isOnPath(name: string): boolean {
	return spawnSync('sh', ['-c', 'command -v "$0"', name], {stdio: 'ignore'}).status === 0;
}
