/* eslint-disable regexp/no-super-linear-backtracking -- lines of readelf, which are short */
import {execFileSync, spawnSync} from 'node:child_process';
import {sectionType, type ElfFile} from '../../source/content/elf/elf-file.js';
import {readElfLinking} from '../../source/content/elf/elf-linking.js';
import {abiName, machineName, sectionFlagLetters, sectionTypeName, segmentFlagLetters, segmentTypeName} from '../../source/content/elf/elf-names.js';
import {buildIdOf, readElfNotes} from '../../source/content/elf/elf-notes.js';
import {elfSize} from '../../source/content/elf/elf-size.js';
import {readElfSymbols} from '../../source/content/elf/elf-symbols.js';
import type {ElfFact} from '../../source/content/elf/elf-fact.js';
import type {Reading} from '../../source/content/reading.js';

const hex = (value: bigint | number) => value.toString(16);

/** What we say of an ELF file, a fact a line, in the words of `readelfLines`. */
export function ownElfLines(file: ElfFile, read: <Result>(reading: Reading<Result>) => Result, size: number): string[] {
	const {sections, segments, machine, fields} = file;
	const linking = read(readElfLinking(file, size));
	const notes = read(readElfNotes(file));
	const symbols = read(readElfSymbols(file, sectionType.symbols));
	const dynamic = read(readElfSymbols(file, sectionType.dynamicSymbols));
	const sizes = elfSize(file);
	return [
		`class ELF${fields.is64 ? 64 : 32} ${fields.isLittle ? 'little' : 'big'}`,
		`machine ${machineName(machine)}`,
		`abi ${abiName(file.abi)}`,
		`type ${['NONE', 'REL', 'EXEC', 'DYN', 'CORE'][file.type]}`,
		`entry 0x${hex(file.entry)}`,
		`flags 0x${hex(file.flags)}`,
		`headers ${file.programHeaders} ${file.sectionHeaders} ${file.segmentCount} ${file.sectionCount}`,
		...sections.map((section, index) => `section ${index} ${section.name} ${sectionTypeName(section.type, machine)} ${hex(section.address)} ${hex(section.offset)} ${hex(section.size)} ${hex(section.entrySize)} ${sectionFlagLetters(section.flags, machine, file.abi)} ${section.link} ${section.info} ${section.align}`),
		...segments.map(segment => `segment ${segmentTypeName(segment.type, machine)} ${hex(segment.offset)} ${hex(segment.address)} ${hex(segment.physicalAddress)} ${hex(segment.fileSize)} ${hex(segment.memorySize)} ${segmentFlagLetters(segment.flags)} ${hex(segment.align)}`),
		...(linking.interpreter === undefined ? [] : [`interpreter ${linking.interpreter}`]),
		...linking.needed.map(name => `needed ${name}`),
		...(linking.soname === undefined ? [] : [`soname ${linking.soname}`]),
		...(linking.rpath === undefined ? [] : [`rpath ${linking.rpath}`]),
		...(linking.runpath === undefined ? [] : [`runpath ${linking.runpath}`]),
		...notes.map(({owner, bytes}) => `note ${owner} ${bytes.length}`),
		...(buildIdOf(notes) === undefined ? [] : [`build id ${buildIdOf(notes)}`]),
		...(dynamic ? [`dynamic symbols ${dynamic.count + 1}`] : []),
		...(symbols ? [`symbols ${symbols.count + 1}`] : []),
		`size ${sizes.text} ${sizes.data} ${sizes.bss}`,
	];
}

/** The same facts as readelf and size of GNU binutils tell them. */
export function readelfLines(file: string): string[] {
	const text = spawnSync('readelf', ['-hSldnsW', file], {encoding: 'latin1', maxBuffer: 2 ** 30}).stdout;
	const one = (pattern: RegExp) => pattern.exec(text)?.[1] ?? '';
	const all = (pattern: RegExp, tell: (match: RegExpExecArray) => string) => [...text.matchAll(pattern)].map(match => tell(match));
	const plain = (digits: string) => digits.replace(/^0+(?=.)/, '');
	const notes = text.split('\n').filter(line => /^ {2}\S.*\t/.test(line) && !line.startsWith('  Owner')).map(line => /^ {2}(.*?)\s+0x([\da-f]{8})\t/.exec(line)).filter(match => match !== null);
	const sizes = execFileSync('size', [file], {encoding: 'latin1', stdio: ['ignore', 'pipe', 'ignore']}).split('\n', 2)[1].trim().split(/\s+/);
	return [
		`class ${one(/Class: +(\S+)/)} ${one(/Data: .*?(little|big) endian/)}`,
		`machine ${one(/Machine: +(.+)/)}`,
		`abi ${one(/OS\/ABI: +(.+)/)}`,
		`type ${one(/Type: +([A-Z]+)/)}`,
		`entry ${one(/Entry point address: +(\S+)/)}`,
		`flags ${one(/Flags: +(0x[\da-f]+)/)}`,
		`headers ${one(/Start of program headers: +(\d+)/)} ${one(/Start of section headers: +(\d+)/)} ${one(/Number of program headers: +(\d+)/)} ${one(/Number of section headers: +(\d+)/)}`,
		...all(/^ {2}\[ *(\d+)\] (.*?) *(NULL|[\dA-Z_]{3,}(?: SECTION INDICES)?|L[OU]\w+\+0x[\da-f]+|[\da-f]{8}: <unknown>) +([\da-f]{8,16}) ([\da-f]{6,}) ([\da-f]{6,}) ([\da-f]{2,}) +([A-Za-z]*) +(\d+) +(\d+) +(\d+)$/gm, ([, index, name, type, address, offset, size, entrySize, flags, link, info, align]) =>
			`section ${index} ${name} ${type} ${plain(address)} ${plain(offset)} ${plain(size)} ${plain(entrySize)} ${flags} ${link} ${info} ${align}`),
		...all(/^ {2}(\S+) +0x([\da-f]{6,}) 0x([\da-f]{8,16}) 0x([\da-f]{8,16}) 0x([\da-f]{5,}) 0x([\da-f]{5,}) ([ R][ W][ E]) (?:0x)?([\da-f]+)$/gm, ([, type, offset, address, physical, inFile, inMemory, flags, align]) =>
			`segment ${type} ${plain(offset)} ${plain(address)} ${plain(physical)} ${plain(inFile)} ${plain(inMemory)} ${flags} ${align}`),
		...all(/Requesting program interpreter: (.*)\]/g, ([, name]) => `interpreter ${name}`),
		...all(/\(NEEDED\) +Shared library: \[(.*)\]/g, ([, name]) => `needed ${name}`),
		...all(/\(SONAME\) +Library soname: \[(.*)\]/g, ([, name]) => `soname ${name}`),
		...all(/\(RPATH\) +Library rpath: \[(.*)\]/g, ([, name]) => `rpath ${name}`),
		...all(/\(RUNPATH\) +Library runpath: \[(.*)\]/g, ([, name]) => `runpath ${name}`),
		...notes.map(([, owner, size]) => `note ${owner} ${Number.parseInt(size, 16)}`),
		...all(/Build ID: ([\da-f]+)/g, ([, id]) => `build id ${id}`).slice(0, 1),
		...all(/^Symbol table '\.dynsym' contains (\d+) entr/gm, ([, count]) => `dynamic symbols ${count}`),
		...all(/^Symbol table '\.symtab' contains (\d+) entr/gm, ([, count]) => `symbols ${count}`),
		`size ${sizes[0]} ${sizes[1]} ${sizes[2]}`,
	];
}

/** What we say of the versions of symbols, in the words of `readelfVersions`. */
export function ownVersions({versionsNeeded, versionsDefined}: ElfFact): string[] {
	return [
		...versionsNeeded.flatMap(({file, versions, weak}) => [...versions.map(version => `needs ${file} ${version}`), ...weak.map(version => `needs ${file} ${version} weak`)]),
		...versionsDefined.map(version => `defines ${version}`),
	].sort();
}

/** The versions of symbols that a file needs and defines, as readelf tells them. */
export function readelfVersions(file: string): string[] {
	const text = spawnSync('readelf', ['-VW', file], {encoding: 'latin1', maxBuffer: 2 ** 30}).stdout;
	const told: string[] = [];
	let from = '';
	for (const line of text.split('\n')) {
		const asked = /Version: \d+ {2}File: (.*?) {2}Cnt: /.exec(line);
		const needed = /Name: (.*?) {2}Flags: (.*?) {2}Version: /.exec(line);
		const defined = /Rev: \d+ {2}Flags: .* {2}Index: \d+ {2}Cnt: \d+ {2}Name: (.*)$/.exec(line);
		from = asked?.[1] ?? from;
		if (defined) {
			told.push(`defines ${defined[1]}`);
		} else if (needed) {
			told.push(`needs ${from} ${needed[1]}${needed[2].includes('WEAK') ? ' weak' : ''}`);
		}
	}

	return told.sort();
}
