import {sectionType, type ElfFile} from './elf-file.js';

/**
Bytes behind all that the headers of a file tell of. Programs that unpack themselves, such as an AppImage or what PyInstaller, Deno and
Bun make, have all that they run there, and strip takes it away.
*/
export function appendedBytes({fields, sections, segments, programHeaders, segmentCount, sectionHeaders, sectionCount}: ElfFile, size: number): number {
	let end = Math.max(
		programHeaders + (segmentCount * (fields.is64 ? 56 : 32)),
		sectionHeaders + (sectionCount * (fields.is64 ? 64 : 40)),
	);
	for (const {type, offset, size: length} of sections) {
		end = type === sectionType.noBits ? end : Math.max(end, offset + length);
	}

	for (const {offset, fileSize} of segments) {
		end = Math.max(end, offset + fileSize);
	}

	return Math.max(0, size - end);
}
