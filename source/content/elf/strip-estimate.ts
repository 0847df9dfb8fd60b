import {readBytes, type Reading} from '../reading.js';
import {textAt} from './elf-fields.js';
import {fileType, sectionFlag, sectionType, type ElfFile, type ElfSection} from './elf-file.js';
import {eachSymbol, symbolBinding, symbolSize, symbolType} from './elf-symbols.js';

/** More of the names of symbols is not read for an estimate. */
const maximumStrings = 32 << 20;

/** More relocations of an object are not looked at. */
const maximumRelocations = 1 << 20;

/** Of more names it is not looked for those that end another. */
const maximumSorted = 1 << 16;

/** Sections that hold nothing but what a debugger wants, as the linker's library of GNU tells them by their names. */
const debugging = /^\.(?:z?debug|gnu\.debuglto_\.debug_|gnu\.linkonce\.wi\.|line|stab|gdb_index$)/;

/**
The size of a file after `strip --strip-unneeded`: what is loaded stays where it lies, sections for debuggers go, and so do the symbols;
of an object that is yet to be linked the global ones stay, and those that relocations name. What stays behind the loaded part moves up.
*/
export function * strippedSize(file: ElfFile, size: number): Reading<number> {
	const {fields, sections, segments, type, segmentCount} = file;
	if (sections.length === 0 || type === fileType.core) {
		return size;
	}

	const isObject = type === fileType.relocatable;
	const symbols = sections.find(({type}) => type === sectionType.symbols);
	const kept = isObject && symbols ? yield * keptSymbols(file, symbols) : undefined;
	const names = sections[findNames(file)];
	const isKept = (section: ElfSection, index: number): boolean => {
		if (section.type === 0 || section === names || section === symbols || section.type === 18) {
			return false;
		}

		// Names of symbols lie in a section that nothing but the symbols use.
		if (section.type === sectionType.strings && symbols?.link === index && (section.flags & sectionFlag.alloc) === 0) {
			return false;
		}

		if ((section.type === sectionType.rela || section.type === sectionType.rel) && (section.flags & sectionFlag.alloc) === 0) {
			const target = sections[section.info];
			return target !== undefined && !isDebugging(target);
		}

		return !isDebugging(section);
	};

	const stay = sections.filter((section, index) => isKept(section, index));
	let end = fields.is64 ? 64 : 52;
	if (!isObject) {
		end = Math.max(end, file.programHeaders + (segmentCount * (fields.is64 ? 56 : 32)));
	}

	for (const {type, fileSize, offset} of segments) {
		end = type === 1 ? Math.max(end, offset + fileSize) : end;
	}

	for (const section of stay) {
		if (isObject) {
			end = align(end, section.align) + (section.type === sectionType.noBits ? 0 : section.size);
		} else if ((section.flags & sectionFlag.alloc) !== 0 && section.type !== sectionType.noBits) {
			end = Math.max(end, section.offset + section.size);
		}
	}

	if (!isObject) {
		const behind = stay.filter(({flags}) => (flags & sectionFlag.alloc) === 0);
		for (const section of behind) {
			end = align(end, section.align) + (section.type === sectionType.noBits ? 0 : section.size);
		}
	}

	// The empty section, those that stay, and the names of sections.
	let count = stay.length + 2;
	const sectionNames = [...stay.map(({name}) => name), '.shstrtab'];
	if (kept && kept.count > 0) {
		count += 2;
		sectionNames.push('.symtab', '.strtab');
		end = align(end, fields.wordSize) + ((kept.count + 1) * symbolSize(file)) + kept.names;
	}

	end += sizeOfNames(sectionNames);
	return Math.min(size, align(end, fields.wordSize) + (count * (fields.is64 ? 64 : 40)));
}

/** Whether a section goes: never one that is loaded. */
export function isDebugging({name, flags}: ElfSection): boolean {
	return (flags & sectionFlag.alloc) === 0 && debugging.test(name);
}

function findNames({sections}: ElfFile): number {
	return sections.findIndex(({name, type}) => type === sectionType.strings && name === '.shstrtab');
}

function align(value: number, to: number): number {
	return to > 1 ? Math.ceil(value / to) * to : value;
}

/** Names with NULs, one that ends another written but once. */
function sizeOfNames(names: readonly string[]): number {
	if (names.length > maximumSorted) {
		return names.reduce((sum, name) => sum + name.length + 1, 1);
	}

	const turned = [...new Set(names)].filter(name => name !== '').map(name => [...name].reverse().join('')).sort();
	return turned.reduce((sum, name, index) => sum + (turned[index + 1]?.startsWith(name) ? 0 : name.length + 1), 1);
}

/** The symbols that stay in an object: how many, and how much their names take. */
function * keptSymbols(file: ElfFile, table: ElfSection): Reading<{count: number; names: number}> {
	const {fields, sections} = file;
	const isNamed = new Set<number>();
	let left = maximumRelocations;
	const relocations = sections.filter(({type, flags}) => (type === sectionType.rela || type === sectionType.rel) && (flags & sectionFlag.alloc) === 0);
	for (const section of relocations) {
		const target = sections[section.info];
		if (!target || isDebugging(target)) {
			continue;
		}

		const entrySize = fields.wordSize * (section.type === sectionType.rela ? 3 : 2);
		const bytes = yield * readBytes(section.offset, Math.min(section.size, left * entrySize));
		left -= bytes.length / entrySize;
		for (let at = 0; at + entrySize <= bytes.length; at += entrySize) {
			const info = at + fields.wordSize;
			isNamed.add(fields.is64 ? fields.int(bytes, info + (fields.isLittle ? 4 : 0)) : fields.int(bytes, info) >>> 8);
		}
	}

	// The symbol that a group of sections is called by stays with it.
	for (const {type, info} of sections) {
		if (type === sectionType.group) {
			isNamed.add(info);
		}
	}

	const nameOffsets: number[] = [];
	let count = 0;
	yield * eachSymbol(file, table, (symbol, index) => {
		const target = sections[symbol.section];
		const isGlobal = symbol.binding !== symbolBinding.local && (symbol.section !== 0 || isNamed.has(index));
		if (index > 0 && (isGlobal || isNamed.has(index)) && !(target && isDebugging(target))) {
			count++;
			if (symbol.type !== symbolType.section) {
				nameOffsets.push(symbol.nameOffset);
			}
		}
	});
	const strings = sections[table.link];
	const bytes = strings ? yield * readBytes(strings.offset, Math.min(strings.size, maximumStrings)) : new Uint8Array();
	return {count, names: sizeOfNames(nameOffsets.map(offset => textAt(bytes, offset)))};
}

