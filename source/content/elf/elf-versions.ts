import {readBytes, type Reading} from '../reading.js';
import {readText, type ElfFields} from './elf-fields.js';
import {sectionType, type ElfFile} from './elf-file.js';
import type {ElfLinking} from './elf-linking.js';

/** So much of a table is read, and where no section tells how long it is: that of the C library, which defines most, takes two kilobytes. */
const maximumTable = 256 * 1024;
const usualTable = 16 * 1024;

/** More versions are not read: each is a read of its own. A C library defines some forty, and a program asks ten libraries for a few. */
const maximumVersions = 4096;

/** Names of files and versions are read this far. */
const longestName = 256;

/** Its own name stands among what a file defines, and is no version (VER_FLG_BASE). It is kept: a loader takes it as one, too. */
const weakFlag = 2;

/** The versions of symbols that are asked of one library. */
export type NeededVersions = {
	/** The library by the name by which it is needed. */
	file: string;
	versions: string[];
	/** Those that may be absent: a loader warns at most. */
	weak: string[];
};

/** The versions of symbols that a file asks of others, and that it defines (Linux Standard Base, "Symbol Versioning"). */
export type ElfVersions = {
	needed: NeededVersions[];
	defined: string[];
	warnings: string[];
};

export function * readElfVersions({fields, sections}: ElfFile, {names, versionsNeeded, versionsDefined}: ElfLinking): Reading<ElfVersions> {
	const found: ElfVersions = {needed: [], defined: [], warnings: []};
	if (names === undefined) {
		return found;
	}

	let left = maximumVersions;
	const tableAt = (place: number) => readBytes(place, Math.min(sections.find(({offset, type}) => offset === place && type !== sectionType.noBits)?.size ?? usualTable, maximumTable));
	/** Calls for each record of a chain: each says how far behind it the next lies, so it ends even where it lies. */
	function * eachRecord(bytes: Uint8Array, start: number, {size, nextAt}: {size: number; nextAt: number}, visit: (at: number) => Reading<void>): Reading<void> {
		for (let at = start; ;) {
			if (at + size > bytes.length) {
				warn(found, 'its versions of symbols lie beyond the end of their table');
				return;
			}

			if (left-- <= 0) {
				warn(found, `it has more than ${maximumVersions} versions of symbols: the rest is left out`);
				return;
			}

			yield * visit(at);
			const next = fields.int(bytes, at + nextAt);
			if (next === 0) {
				return;
			}

			at += next;
		}
	}

	if (versionsNeeded !== undefined) {
		const bytes = yield * tableAt(versionsNeeded);
		yield * eachRecord(bytes, 0, {size: 16, nextAt: 12}, function * (at) {
			const asked: NeededVersions = {file: yield * nameAt(names, fields, bytes, at + 4), versions: [], weak: []};
			found.needed.push(asked);
			if (fields.half(bytes, at + 2) > 0) {
				yield * eachRecord(bytes, at + fields.int(bytes, at + 8), {size: 16, nextAt: 12}, function * (auxiliary) {
					const isWeak = (fields.half(bytes, auxiliary + 4) & weakFlag) !== 0;
					asked[isWeak ? 'weak' : 'versions'].push(yield * nameAt(names, fields, bytes, auxiliary + 8));
				});
			}
		});
	}

	if (versionsDefined !== undefined) {
		const bytes = yield * tableAt(versionsDefined);
		yield * eachRecord(bytes, 0, {size: 20, nextAt: 16}, function * (at) {
			const name = at + fields.int(bytes, at + 12);
			// The first name is the version's own, those behind it are what it was made from.
			if (fields.half(bytes, at + 6) > 0 && name + 8 <= bytes.length) {
				found.defined.push(yield * nameAt(names, fields, bytes, name));
			}
		});
	}

	return found;
}

function * nameAt(names: number, fields: ElfFields, bytes: Uint8Array, at: number): Reading<string> {
	return yield * readText(names + fields.int(bytes, at), longestName);
}

function warn({warnings}: ElfVersions, warning: string): void {
	if (!warnings.includes(warning)) {
		warnings.push(warning);
	}
}
