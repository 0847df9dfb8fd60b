/** Why the file system refused something, as the rest of a sentence about a path. */
export function refusalOf(error: unknown): string {
	const {code, message} = error as NodeJS.ErrnoException;
	switch (code) {
		case 'ENAMETOOLONG': {
			return 'its name is too long for this file system';
		}

		case 'ENOENT': {
			return 'its folder is not there';
		}

		case 'EEXIST': {
			return isThere;
		}

		case 'EFBIG': {
			return 'it is larger than this file system takes';
		}

		case 'EACCES':
		case 'EPERM': {
			return 'permission denied';
		}

		case 'EROFS': {
			return 'the file system is read-only';
		}

		case 'ELOOP':
		case 'ENOTDIR': {
			return 'a link or a file stands where its folder would be';
		}

		case 'EILSEQ':
		case 'EINVAL': {
			return 'this file system can\'t take its name';
		}

		default: {
			return message;
		}
	}
}

export const isThere = 'it is there already (--force replaces it)';

/** What ends an extraction at once, since nothing more would come out: one sentence for the user. */
export class ExtractError extends Error {
	override name = 'ExtractError';
}

/** Lets an error pass that concerns one path alone. */
export function stopWhereFull(error: unknown): void {
	const {code} = error as NodeJS.ErrnoException;
	if (code === 'ENOSPC' || code === 'EDQUOT') {
		throw new ExtractError('the disk is full');
	}

	if (code === 'EIO') {
		throw new ExtractError('the disk reports an error');
	}

	if (code === 'EMFILE' || code === 'ENFILE') {
		throw new ExtractError('too many files are open (ulimit -n)');
	}
}
