import {ImageError} from './image.js';

/** Why the file system refused, as the rest of a sentence that begins with a file's name. */
export function reasonOf(error: unknown, container?: string): string {
	const {code, message} = error as NodeJS.ErrnoException;
	switch (code) {
		case 'ENOENT':
		case 'ENOTDIR': {
			return container === undefined ? 'is not there' : `is not in ${container}`;
		}

		case 'EACCES':
		case 'EPERM': {
			return 'can\'t be read: permission denied';
		}

		case 'EISDIR': {
			return 'is a folder';
		}

		case 'ELOOP': {
			return 'is behind a loop of links';
		}

		case 'ENAMETOOLONG': {
			return 'has a name that is too long for a file';
		}

		case 'EMFILE':
		case 'ENFILE': {
			return 'can\'t be opened: too many files are open (ulimit -n)';
		}

		case 'EIO': {
			return 'can\'t be read: the disk reports an error';
		}

		default: {
			return `can't be read: ${message}`;
		}
	}
}

/** The same as an error of its own, which may be gone the next time. */
export function fileError(name: string, error: unknown): ImageError {
	return new ImageError(`${name} ${reasonOf(error)}.`, {cause: error, isTransient: true});
}
