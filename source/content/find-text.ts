import type {FileFact, FileFinder} from './file-fact.js';
import {readBytes, type Reading} from './reading.js';

/** Files that rules read whole, relative to the root: accounts, what loaders look up, what the system is. */
const wanted = /^(?:etc\/(?:passwd|group|shadow|gshadow|os-release|ld\.so\.(?:cache|conf|preload)|ld\.so\.conf\.d\/[^/]+|ld-musl-[\w-]+\.path)|usr\/lib\/os-release)$/;

/** The cache of a loader that knows every library of a large system takes a tenth of it. */
const largest = 4 << 20;

/** The whole of files that rules read. */
export const findText: FileFinder = {
	limit: largest,
	find: ({path, size}) => wanted.test(path) ? readAll(size) : undefined,
};

function * readAll(size: number): Reading<Partial<FileFact>> {
	return {text: yield * readBytes(0, size)};
}
