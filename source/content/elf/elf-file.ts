import {readBytes, type Reading} from '../reading.js';
import {ElfFields, textAt} from './elf-fields.js';

/** More sections or segments than this are not read: an object of a function a section has tens of thousands. */
const maximumSections = 1 << 17;
const maximumSegments = 1 << 16;

/** More of the sections' names is not read, nor kept: those of a file that lies may all share the same bytes. */
const maximumNames = 16 << 20;

/** A name is read this far: mangled ones of C++ are long. */
const longestName = 4096;

/** Flags and types of sections and segments that decide something. */
export const sectionType = {symbols: 2, strings: 3, rela: 4, hash: 5, dynamic: 6, note: 7, noBits: 8, rel: 9, dynamicSymbols: 11, group: 17, gnuHash: 0x6F_FF_FF_F6} as const;
export const sectionFlag = {write: 1, alloc: 2, execute: 4} as const;
export const segmentType = {load: 1, dynamic: 2, interpreter: 3, note: 4, stack: 0x64_74_E5_51, relro: 0x64_74_E5_52} as const;
export const fileType = {relocatable: 1, executable: 2, shared: 3, core: 4} as const;

export type ElfSection = {
	name: string;
	type: number;
	flags: number;
	address: bigint;
	offset: number;
	size: number;
	link: number;
	info: number;
	align: number;
	entrySize: number;
};

export type ElfSegment = {
	type: number;
	flags: number;
	offset: number;
	address: bigint;
	physicalAddress: bigint;
	fileSize: number;
	memorySize: number;
	align: bigint;
};

/** What the headers of an ELF file say. */
export type ElfFile = {
	fields: ElfFields;
	/** The operating system whose conventions it follows. */
	abi: number;
	abiVersion: number;
	type: number;
	machine: number;
	entry: bigint;
	flags: number;
	programHeaders: number;
	sectionHeaders: number;
	/** How many the header claims. */
	segmentCount: number;
	sectionCount: number;
	sections: ElfSection[];
	segments: ElfSegment[];
	warnings: string[];
};

/** Whether a file begins as ELF does. */
export function isElf(head: Uint8Array): boolean {
	return head.length >= 20 && head[0] === 0x7F && head[1] === 0x45 && head[2] === 0x4C && head[3] === 0x46
		&& (head[4] === 1 || head[4] === 2) && (head[5] === 1 || head[5] === 2);
}

/**
The header, program headers and section headers (System V ABI, "Object Files"). What lies beyond the file's end is left out, and said.

@param head The file's first bytes, for which `isElf` holds.
*/
export function * readElf(head: Uint8Array, size: number): Reading<ElfFile> {
	const fields = new ElfFields(head[4] === 2, head[5] === 1);
	const {is64} = fields;
	const at = (of32: number, of64: number) => is64 ? of64 : of32;
	const file: ElfFile = {
		fields,
		abi: head[7],
		abiVersion: head[8],
		type: fields.half(head, 16),
		machine: fields.half(head, 18),
		entry: fields.address(head, 24),
		flags: fields.int(head, at(36, 48)),
		programHeaders: fields.word(head, at(28, 32)),
		sectionHeaders: fields.word(head, at(32, 40)),
		segmentCount: fields.half(head, at(44, 56)),
		sectionCount: fields.half(head, at(48, 60)),
		sections: [],
		segments: [],
		warnings: [],
	};
	const segmentSize = fields.half(head, at(42, 54));
	const sectionSize = fields.half(head, at(46, 58));
	let namesAt = fields.half(head, at(50, 62));

	// Where there are too many for the header, the first section's header tells (ELF, "Section Header", index 0).
	if (file.sectionHeaders > 0 && sectionSize >= at(40, 64) && file.sectionHeaders < size) {
		const first = readSection(file, yield {at: file.sectionHeaders, length: at(40, 64)}, 0);
		file.sectionCount = file.sectionCount === 0 ? first.size : file.sectionCount;
		namesAt = namesAt === 0xFF_FF ? first.link : namesAt;
		file.segmentCount = file.segmentCount === 0xFF_FF ? first.info : file.segmentCount;
	}

	if (file.segmentCount > 0 && segmentSize >= at(32, 56)) {
		const table = (yield * readTable(file, 'program headers', {at: file.programHeaders, count: Math.min(file.segmentCount, maximumSegments), entrySize: segmentSize}, size));
		for (let entry = 0; entry + segmentSize <= table.length; entry += segmentSize) {
			file.segments.push(readSegment(file, table, entry));
		}
	}

	if (file.sectionCount > 0 && sectionSize >= at(40, 64) && file.sectionHeaders > 0) {
		const table = (yield * readTable(file, 'section headers', {at: file.sectionHeaders, count: Math.min(file.sectionCount, maximumSections), entrySize: sectionSize}, size));
		const nameOffsets: number[] = [];
		for (let entry = 0; entry + sectionSize <= table.length; entry += sectionSize) {
			file.sections.push(readSection(file, table, entry));
			nameOffsets.push(fields.int(table, entry));
		}

		const names = file.sections[namesAt];
		if (names?.type === sectionType.strings) {
			const bytes = yield * readBytes(names.offset, Math.min(names.size, maximumNames));
			let left = maximumNames;
			for (const [index, section] of file.sections.entries()) {
				section.name = textAt(bytes.subarray(0, nameOffsets[index] + Math.min(longestName, left)), nameOffsets[index]);
				left = Math.max(0, left - section.name.length);
			}
		}
	}

	return file;
}

function * readTable(file: ElfFile, what: string, {at, count, entrySize}: {at: number; count: number; entrySize: number}, size: number): Reading<Uint8Array> {
	const length = Math.max(0, Math.min(count * entrySize, size - at));
	if (length < count * entrySize) {
		file.warnings.push(`its ${what} lie beyond its end`);
	}

	return yield * readBytes(at, length);
}

function readSection({fields}: ElfFile, bytes: Uint8Array, at: number): ElfSection {
	const {wordSize} = fields;
	const tail = at + 8 + (wordSize * 4);
	return {
		name: '',
		type: fields.int(bytes, at + 4),
		flags: fields.word(bytes, at + 8),
		address: fields.address(bytes, at + 8 + wordSize),
		offset: fields.word(bytes, at + 8 + (wordSize * 2)),
		size: fields.word(bytes, at + 8 + (wordSize * 3)),
		link: fields.int(bytes, tail),
		info: fields.int(bytes, tail + 4),
		align: fields.word(bytes, tail + 8),
		entrySize: fields.word(bytes, tail + 8 + wordSize),
	};
}

function readSegment({fields}: ElfFile, bytes: Uint8Array, at: number): ElfSegment {
	const {is64, wordSize} = fields;
	const first = at + wordSize;
	return {
		type: fields.int(bytes, at),
		flags: fields.int(bytes, at + (is64 ? 4 : 24)),
		offset: fields.word(bytes, first),
		address: fields.address(bytes, first + wordSize),
		physicalAddress: fields.address(bytes, first + (wordSize * 2)),
		fileSize: fields.word(bytes, first + (wordSize * 3)),
		memorySize: fields.word(bytes, first + (wordSize * 4)),
		align: fields.address(bytes, at + (is64 ? 48 : 28)),
	};
}

/** Where in the file the bytes of an address lie, by what is loaded. */
export function offsetOf({segments}: ElfFile, address: bigint): number | undefined {
	const segment = segments.find(({type, address: start, fileSize}) => type === segmentType.load && address >= start && address < start + BigInt(fileSize));
	return segment && segment.offset + Number(address - segment.address);
}
