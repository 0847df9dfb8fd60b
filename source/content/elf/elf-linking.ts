import {readRecords, type Reading} from '../reading.js';
import {readText} from './elf-fields.js';
import {offsetOf, sectionFlag, sectionType, segmentType, type ElfFile} from './elf-file.js';

/** More entries of the dynamic section are not read: a program has tens of them, and as many as libraries that it needs. */
const maximumEntries = 1 << 14;

/** Names of libraries and folders are read this far. */
const longestName = 4096;

/** Texts that are read: each is a read of its own. */
const maximumTexts = 4096;

/** Tags of the dynamic section that tell something here (System V ABI, "Dynamic Section"; GNU and Solaris for the last ones). */
const tags = {null: 0, needed: 1, hash: 4, strings: 5, stringsSize: 10, soname: 14, rpath: 15, bindNow: 24, runpath: 29, flags: 30, flags1: 0x6F_FF_FF_FB, versionsDefined: 0x6F_FF_FF_FC, versionsNeeded: 0x6F_FF_FF_FE} as const;

/** What a file says to the one who loads it. */
export type ElfLinking = {
	isDynamic: boolean;
	interpreter: string | undefined;
	needed: string[];
	soname: string | undefined;
	rpath: string | undefined;
	runpath: string | undefined;
	/** All of its symbols are bound when it is loaded. */
	isBoundNow: boolean;
	/** A program that may be loaded anywhere, by its own word (DF_1_PIE). */
	isPie: boolean;
	/** Its libraries are not looked for in the loader's own folders (DF_1_NODEFLIB). */
	hasNoDefaultFolders: boolean;
	/** Where in the file lie the names, the versions of symbols that it defines, and those that it needs. */
	names: number | undefined;
	versionsDefined: number | undefined;
	versionsNeeded: number | undefined;
	warnings: string[];
};

/** Interpreter and dynamic section, by the segments as the loader finds them, or else by the sections. */
export function * readElfLinking(file: ElfFile, size: number): Reading<ElfLinking> {
	const {fields, segments, sections} = file;
	const linking: ElfLinking = {
		isDynamic: false, interpreter: undefined, needed: [], soname: undefined, rpath: undefined, runpath: undefined, isBoundNow: false, isPie: false,
		hasNoDefaultFolders: false, names: undefined, versionsDefined: undefined, versionsNeeded: undefined, warnings: [],
	};
	// What was taken out for debuggers has the headers of its program, and nothing of what they tell of.
	if (sections.some(({type, flags}) => type === sectionType.noBits && (flags & sectionFlag.execute) !== 0)) {
		return linking;
	}

	const interpreter = segments.find(({type}) => type === segmentType.interpreter);
	if (interpreter) {
		linking.interpreter = yield * readText(interpreter.offset, Math.min(interpreter.fileSize, longestName));
	}

	const segment = segments.find(({type}) => type === segmentType.dynamic);
	const section = sections.find(({type}) => type === sectionType.dynamic);
	const place = segment ? {offset: segment.offset, size: segment.fileSize} : section;
	if (!place || place.size === 0 || place.offset >= size) {
		return linking;
	}

	linking.isDynamic = true;
	const values = new Map<number, bigint>();
	const texts: Array<[tag: number, value: bigint]> = [];
	const entrySize = fields.wordSize * 2;
	let count = 0;
	yield * readRecords(place.offset, Math.min(place.size, maximumEntries * entrySize), bytes => {
		let at = 0;
		for (; at + entrySize <= bytes.length; at += entrySize) {
			const tag = fields.word(bytes, at);
			const value = fields.address(bytes, at + fields.wordSize);
			if (tag === tags.null || ++count > maximumEntries) {
				return false;
			}

			if (tag === tags.needed || tag === tags.soname || tag === tags.rpath || tag === tags.runpath) {
				texts.push([tag, value]);
			} else if (!values.has(tag)) {
				values.set(tag, value);
			}
		}

		return at;
	});

	const flags = Number(BigInt.asUintN(32, values.get(tags.flags) ?? 0n));
	const flags1 = Number(BigInt.asUintN(32, values.get(tags.flags1) ?? 0n));
	linking.isBoundNow = values.has(tags.bindNow) || (flags & 8) !== 0 || (flags1 & 1) !== 0;
	linking.isPie = (flags1 & 0x8_00_00_00) !== 0;
	linking.hasNoDefaultFolders = (flags1 & 0x8_00) !== 0;
	const placeOf = (tag: number) => values.has(tag) ? offsetOf(file, values.get(tag)!) : undefined;
	linking.names = placeOf(tags.strings) ?? (sections[sections.find(({type}) => type === sectionType.dynamic)?.link ?? 0]?.offset || undefined);
	linking.versionsDefined = placeOf(tags.versionsDefined);
	linking.versionsNeeded = placeOf(tags.versionsNeeded);
	yield * readTexts(linking, texts);
	return linking;
}

function * readTexts(linking: ElfLinking, texts: Array<[tag: number, value: bigint]>): Reading<void> {
	if (texts.length === 0) {
		return;
	}

	if (linking.names === undefined) {
		linking.warnings.push('its dynamic section has no names');
		return;
	}

	for (const [tag, value] of texts.slice(0, maximumTexts)) {
		const text = yield * readText(linking.names + Number(value), longestName);
		if (tag === tags.needed) {
			linking.needed.push(text);
		} else if (tag === tags.soname) {
			linking.soname ??= text;
		} else if (tag === tags.rpath) {
			linking.rpath ??= text;
		} else {
			linking.runpath ??= text;
		}
	}

	if (texts.length > maximumTexts) {
		linking.warnings.push(`it needs more than ${maximumTexts} libraries: the rest is left out`);
	}
}
