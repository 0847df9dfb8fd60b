import {getSystemErrorMap} from 'node:util';

/** What was to be written could not be: one line for the user, exit code 2. */
export class WriteError extends Error {
	override name = 'WriteError';

	/**
	@param name What was to be written to, as a sentence begins with it.
	@param error What the system says.
	*/
	constructor(name: string, error: NodeJS.ErrnoException) {
		super(`${name} can't be written: ${reasonOf(error)}.`, {cause: error});
	}
}

function reasonOf({code, errno, message}: NodeJS.ErrnoException): string {
	switch (code) {
		case 'ENOENT': {
			return 'its folder is not there';
		}

		case 'ENOTDIR': {
			return 'a file stands where its folder would be';
		}

		case 'EACCES':
		case 'EPERM': {
			return 'permission denied';
		}

		case 'EROFS': {
			return 'the file system is read-only';
		}

		case 'EISDIR': {
			return 'it is a folder';
		}

		case 'ENOSPC':
		case 'EDQUOT': {
			return 'the disk is full';
		}

		default: {
			// The message of the error itself has the name of a draft.
			return getSystemErrorMap().get(errno ?? 0)?.[1] ?? message;
		}
	}
}
