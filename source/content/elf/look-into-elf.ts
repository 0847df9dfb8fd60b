import {formatBytes} from '../../format/bytes.js';
import {countOf, formatCount} from '../../format/count.js';
import {factTable, listTable, type Facts, type FactTable} from '../facts.js';
import type {Reading} from '../reading.js';
import {fileType, readElf, sectionType, segmentType, type ElfFile} from './elf-file.js';
import {readElfLinking, type ElfLinking} from './elf-linking.js';
import {abiName, machineName, noteTypeName, sectionFlagLetters, sectionTypeName, segmentFlagLetters, segmentTypeName, shortMachineName, symbolBindingName, symbolTypeName} from './elf-names.js';
import {buildIdOf, readElfNotes, type ElfNote} from './elf-notes.js';
import {elfSize} from './elf-size.js';
import {readElfSymbols, type ElfSymbols} from './elf-symbols.js';
import {isDebugging, strippedSize} from './strip-estimate.js';

/** More rows of sections, segments and libraries are not told. */
const maximumRows = 1000;

/** What an ELF file says of itself. `head` is its first bytes, for which `isElf` holds. */
export function * lookIntoElf(head: Uint8Array, size: number): Reading<Facts> {
	const file = yield * readElf(head, size);
	const linking = yield * readElfLinking(file, size);
	const notes = yield * readElfNotes(file);
	const symbols = yield * readElfSymbols(file, sectionType.symbols);
	const dynamic = yield * readElfSymbols(file, sectionType.dynamicSymbols);
	const stripped = yield * strippedSize(file, size);
	const sizes = elfSize(file);
	const told: ReadonlyArray<readonly [string, ElfSymbols | undefined]> = [['Largest symbols', symbols], ['Largest dynamic symbols', dynamic]];
	const tables: FactTable[] = [
		factTable('ELF', [
			['type', typeWords(file, linking)],
			['machine', machineName(file.machine)],
			['class', `${file.fields.is64 ? '64' : '32'}-bit, ${file.fields.isLittle ? 'little' : 'big'} endian`],
			['OS/ABI', abiName(file.abi)],
			['entry point', file.entry === 0n ? undefined : hex(file.entry)],
			['interpreter', linking.interpreter],
			['soname', linking.soname],
			['rpath', linking.rpath],
			['runpath', linking.runpath],
			['build id', buildIdOf(notes)],
			['debug file', yield * debugFile(file)],
			['binding', linking.isDynamic ? (linking.isBoundNow ? 'now' : 'lazy') : undefined],
			['relro', linking.isDynamic ? (file.segments.some(({type}) => type === segmentType.relro) ? (linking.isBoundNow ? 'full' : 'partial') : 'none') : undefined],
			['stack', file.segments.some(({type, flags}) => type === segmentType.stack && (flags & 1) !== 0) ? 'executable' : undefined],
			['symbols', symbolWords(symbols) ?? (file.sections.length > 0 ? 'stripped' : undefined)],
			['dynamic symbols', symbolWords(dynamic)],
			['debug information', debugBytes(file) > 0 ? formatBytes(debugBytes(file)) : undefined],
			['strip would save', stripped < size ? `${formatBytes(size - stripped)} (${formatCount(size - stripped)} bytes) of ${formatBytes(size)}` : undefined],
		]),
		listTable('Size in memory', ['', 'bytes>'], [['text', String(sizes.text)], ['data', String(sizes.data)], ['bss', String(sizes.bss)], ['sum', String(sizes.text + sizes.data + sizes.bss)]]),
		listTable('Needed libraries', ['library'], linking.needed.map(name => [name]), maximumRows),
		...headerTables(file, notes),
		...told.map(([title, symbols]) => listTable(title, ['name', 'size>', 'type', 'bind'], (symbols?.largest ?? []).map(({name, size, type, binding}) =>
			[name, String(size), symbolTypeName(type), symbolBindingName(binding)]))),
	];
	const warnings = [...file.warnings, ...linking.warnings, ...[symbols, dynamic].filter(told => told?.isCutOff).map(() => 'it has more symbols than are counted')];
	return {kind: 'elf', title: titleOf(file, linking, symbols), tables: tables.filter(({rows}) => rows.length > 0), warnings};
}

function headerTables(file: ElfFile, notes: readonly ElfNote[]): FactTable[] {
	const {sections, segments, machine} = file;
	return [
		listTable('Sections', ['name', 'type', 'size>', 'address>', 'offset>', 'flags'], sections.slice(1).map(({name, type, size, address, offset, flags}) =>
			[name, sectionTypeName(type, machine), String(size), hex(address), `0x${offset.toString(16)}`, sectionFlagLetters(flags, machine, file.abi)]), maximumRows),
		listTable('Segments', ['type', 'offset>', 'address>', 'in file>', 'in memory>', 'flags'], segments.map(({type, offset, address, fileSize, memorySize, flags}) =>
			[segmentTypeName(type, machine), `0x${offset.toString(16)}`, hex(address), String(fileSize), String(memorySize), segmentFlagLetters(flags)]), maximumRows),
		listTable('Notes', ['owner', 'type', 'bytes>', 'section', 'value'], notes.map(note =>
			[note.owner, noteTypeName(note.owner, note.type), String(note.bytes.length), note.section, noteValue(note, file)]), maximumRows),
	];
}

/** `ELF 64-bit shared object, x86-64, stripped`. */
function titleOf(file: ElfFile, linking: ElfLinking, symbols: ElfSymbols | undefined): string {
	return [
		`ELF ${file.fields.is64 ? '64' : '32'}-bit ${typeWords(file, linking)}`,
		shortMachineName(file.machine),
		...(file.fields.isLittle ? [] : ['big endian']),
		...(file.type === fileType.executable && !linking.isDynamic ? ['statically linked'] : []),
		...(file.type === fileType.core || file.type === fileType.relocatable || file.sections.length === 0 ? [] : [symbols ? 'not stripped' : 'stripped']),
		...(debugBytes(file) > 0 ? ['with debug information'] : []),
	].join(', ');
}

function typeWords({type}: ElfFile, {interpreter, isPie}: ElfLinking): string {
	switch (type) {
		case fileType.relocatable: {
			return 'relocatable object';
		}

		case fileType.executable: {
			return 'executable';
		}

		case fileType.shared: {
			return isPie || interpreter !== undefined ? 'position-independent executable' : 'shared object';
		}

		case fileType.core: {
			return 'core dump';
		}

		default: {
			return `file of type ${type}`;
		}
	}
}

function symbolWords(symbols: ElfSymbols | undefined): string | undefined {
	return symbols && `${countOf(symbols.count, 'symbol')}, ${formatCount(symbols.undefined)} of them undefined`;
}

function debugBytes({sections}: ElfFile): number {
	return sections.reduce((sum, section) => sum + (isDebugging(section) && section.type !== sectionType.noBits ? section.size : 0), 0);
}

/** Where debug information was put that was taken out: a file's name, then a checksum. */
function * debugFile({sections}: ElfFile): Reading<string | undefined> {
	const section = sections.find(({name}) => name === '.gnu_debuglink');
	if (!section) {
		return undefined;
	}

	const bytes = yield {at: section.offset, length: Math.min(section.size, 4096)};
	const end = bytes.indexOf(0);
	return end > 0 ? Buffer.from(bytes.subarray(0, end)).toString() : undefined;
}

function noteValue({owner, type, bytes}: ElfNote, {fields}: ElfFile): string {
	if (owner === 'GNU' && type === 1 && bytes.length >= 16) {
		const system = ['Linux', 'Hurd', 'Solaris', 'FreeBSD', 'NetBSD', 'Syllable', 'NaCl'][fields.int(bytes, 0)] ?? 'Unknown';
		return `${system}, ABI: ${[4, 8, 12].map(at => fields.int(bytes, at)).join('.')}`;
	}

	const isText = bytes.length > 0 && bytes.length <= 200 && bytes.every((byte, index) => (byte >= 0x20 && byte < 0x7F) || (byte === 0 && index === bytes.length - 1));
	return isText ? Buffer.from(bytes).toString('latin1').replace(/\0$/, '') : Buffer.from(bytes.subarray(0, 32)).toString('hex') + (bytes.length > 32 ? '…' : '');
}

function hex(address: bigint): string {
	return `0x${address.toString(16)}`;
}
