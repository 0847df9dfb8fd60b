import {isElf} from './elf/elf-file.js';
import {readElfFact} from './elf/elf-fact.js';
import type {FileFact, FileFinder} from './file-fact.js';
import type {Reading} from './reading.js';

/** Programs with all that debuggers want may take hundreds of megabytes; more is held of no file while a compressed layer goes by. */
const largest = 256 << 20;

/** What programs and libraries say to their loader, and what could be stripped of them. */
export const findElf: FileFinder = {
	limit: largest,
	find: ({head, size}) => isElf(head) ? read(new Uint8Array(head.subarray(0, 64)), size) : undefined,
};

function * read(head: Uint8Array, size: number): Reading<Partial<FileFact> | undefined> {
	const found = yield * readElfFact(head, size);
	if (!found) {
		return undefined;
	}

	const {warnings, ...elf} = found;
	return {elf, ...(warnings.length > 0 && {problems: warnings})};
}
