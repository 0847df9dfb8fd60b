import os from 'node:os';

/** Lets the thread that answers keys go before this one. On Linux that is the thread's own; elsewhere it would be the whole program's. */
export function giveWay(): void {
	if (os.platform() === 'linux') {
		os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
	}
}
