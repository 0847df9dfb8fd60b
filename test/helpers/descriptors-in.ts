import fs from 'node:fs';

/** Open files of a folder, those without a name too. What else the process opens and closes meanwhile is not counted. Needs `/proc`. */
export function descriptorsIn(folder: string): number {
	return fs.readdirSync('/proc/self/fd').filter(descriptor => {
		try {
			return fs.readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(folder);
		} catch {
			// The descriptor by which the list was read is closed by now.
			return false;
		}
	}).length;
}
