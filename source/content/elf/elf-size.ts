import {sectionFlag, sectionType, segmentType, type ElfFile} from './elf-file.js';

/** Bytes in memory, as size(1) sums them in its Berkeley format: code and constants, variables that have a value, and those that begin as zeros. */
export type ElfSize = {text: number; data: number; bss: number};

/** Sums sections by what they become in memory; without sections, what segments say of it. */
export function elfSize({sections, segments}: ElfFile): ElfSize {
	const size: ElfSize = {text: 0, data: 0, bss: 0};
	for (const {type, flags, size: bytes} of sections) {
		if ((flags & sectionFlag.alloc) !== 0) {
			size[(flags & sectionFlag.execute) !== 0 || (flags & sectionFlag.write) === 0 ? 'text' : (type === sectionType.noBits ? 'bss' : 'data')] += bytes;
		}
	}

	if (sections.length === 0) {
		const loaded = segments.filter(({type}) => type === segmentType.load);
		for (const {flags, fileSize, memorySize} of loaded) {
			const isText = (flags & 1) !== 0 || (flags & 2) === 0;
			size[isText ? 'text' : 'data'] += fileSize;
			size[isText ? 'text' : 'bss'] += Math.max(0, memorySize - fileSize);
		}
	}

	return size;
}
