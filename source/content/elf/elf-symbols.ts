import {readRecords, type Reading} from '../reading.js';
import {readText} from './elf-fields.js';
import {sectionType, type ElfFile, type ElfSection} from './elf-file.js';

/** More symbols are not counted: a browser with debug information has two million. */
const maximumSymbols = 1 << 22;

/** So many of the largest are told. */
const maximumLargest = 100;

const longestName = 4096;

/** Bindings and types that decide something. */
export const symbolBinding = {local: 0} as const;
export const symbolType = {section: 3, file: 4} as const;

export type ElfSymbol = {name: string; size: number; value: number; type: number; binding: number; section: number};

/** What is told of a table of symbols. */
export type ElfSymbols = {
	/** All entries without the empty first one. */
	count: number;
	defined: number;
	undefined: number;
	/** The largest functions and objects first. */
	largest: ElfSymbol[];
	isCutOff: boolean;
};

/** The symbols of `.symtab` or `.dynsym`; undefined where there is no such table. */
export function * readElfSymbols(file: ElfFile, type: typeof sectionType.symbols | typeof sectionType.dynamicSymbols): Reading<ElfSymbols | undefined> {
	const table = file.sections.find(section => section.type === type);
	if (!table) {
		return undefined;
	}

	const symbols: ElfSymbols = {count: 0, defined: 0, undefined: 0, largest: [], isCutOff: false};
	const largest: Array<ElfSymbol & {nameOffset: number}> = [];
	let threshold = 0;
	yield * eachSymbol(file, table, (symbol, index) => {
		if (index === 0) {
			return;
		}

		symbols.count++;
		if (symbol.section === 0) {
			symbols.undefined++;
		} else {
			symbols.defined++;
		}

		if (symbol.section !== 0 && symbol.size > threshold) {
			largest.push({...symbol});
			// Twice as many as are wanted, so that they are put in order seldom.
			if (largest.length >= maximumLargest * 2) {
				bySize(largest).length = maximumLargest;
				threshold = largest[maximumLargest - 1].size;
			}
		}
	});
	symbols.isCutOff = table.size / symbolSize(file) > maximumSymbols;

	const strings = file.sections[table.link];
	for (const {nameOffset, ...symbol} of bySize(largest).slice(0, maximumLargest)) {
		const name = strings?.type === sectionType.strings ? yield * readText(strings.offset + nameOffset, longestName) : '';
		symbols.largest.push({...symbol, name});
	}

	return symbols;
}

function bySize(symbols: Array<ElfSymbol & {nameOffset: number}>): typeof symbols {
	return symbols.sort((a, b) => b.size - a.size || a.value - b.value);
}

/** Bytes of an entry. */
export function symbolSize({fields}: ElfFile): 16 | 24 {
	return fields.is64 ? 24 : 16;
}

/** Calls for each symbol of a table, with its place in it. The object is the same for each. */
export function * eachSymbol(file: ElfFile, table: ElfSection, visit: (symbol: ElfSymbol & {nameOffset: number}, index: number) => void): Reading<void> {
	const {fields} = file;
	const {is64} = fields;
	const entrySize = symbolSize(file);
	const symbol = {name: '', nameOffset: 0, size: 0, value: 0, type: 0, binding: 0, section: 0};
	let index = 0;
	yield * readRecords(table.offset, Math.min(table.size, maximumSymbols * entrySize), bytes => {
		let at = 0;
		for (; at + entrySize <= bytes.length; at += entrySize) {
			const info = bytes[at + (is64 ? 4 : 12)];
			symbol.nameOffset = fields.int(bytes, at);
			symbol.value = fields.word(bytes, at + (is64 ? 8 : 4));
			symbol.size = fields.word(bytes, at + (is64 ? 16 : 8));
			symbol.section = fields.half(bytes, at + (is64 ? 6 : 14));
			symbol.type = info & 15;
			symbol.binding = info >> 4;
			visit(symbol, index++);
		}

		return at;
	});
}
