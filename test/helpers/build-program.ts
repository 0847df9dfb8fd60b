import {Buffer} from 'node:buffer';
import type {NeededVersions} from '../../source/content/elf/elf-versions.js';
import {ElfWriter} from './build-elf.js';

/** What a program or library that is made for a test says to its loader. */
export type BuiltProgram = {
	is64?: boolean;
	isLittle?: boolean;
	machine?: number;
	/** `e_type`; where it is not told a shared object, which a program with an interpreter is, too. */
	type?: number;
	interpreter?: string;
	needed?: readonly string[];
	soname?: string;
	rpath?: string;
	runpath?: string;
	/** DF_1_NODEFLIB. */
	hasNoDefaultFolders?: boolean;
	versionsNeeded?: ReadonlyArray<Partial<NeededVersions> & {file: string}>;
	versionsDefined?: readonly string[];
	/** What stands in it beside: the texts of a loader. */
	text?: string;
};

/** The texts of a loader of glibc that are read of it. */
export const glibcLoader: BuiltProgram = {
	soname: 'ld-linux-x86-64.so.2',
	versionsDefined: ['ld-linux-x86-64.so.2', 'GLIBC_2.2.5'],
	text: '\0/etc/ld.so.cache\0glibc-ld.so.cache1.1\0/lib/x86_64-linux-gnu/\0/usr/lib/x86_64-linux-gnu/\0/lib/\0/usr/lib/\0\0',
};

/** Those of musl's. */
export const muslLoader: BuiltProgram = {text: '\0/lib:/usr/local/lib:/usr/lib\0%.*s/etc/ld-musl-x86_64.path\0'};

/** A program or library without sections, as the System V ABI lays it out: what is loaded is the whole file, at its own offsets. */
export function buildProgram(program: BuiltProgram): Buffer {
	const {is64 = true, isLittle = true, machine = 62, type = 3, interpreter, needed = [], versionsNeeded = [], versionsDefined = []} = program;
	const writer = () => new ElfWriter(is64, isLittle);
	const strings = new Map<string, number>();
	let names = '\0';
	const name = (text: string) => {
		if (!strings.has(text)) {
			strings.set(text, names.length);
			names += `${text}\0`;
		}

		return strings.get(text)!;
	};

	const askedTable = Buffer.concat(versionsNeeded.map(({file, versions = [], weak = []}, index) => {
		const asked = [...versions.map(version => ({version, flags: 0})), ...weak.map(version => ({version, flags: 2}))];
		return Buffer.concat([
			writer().half(1, asked.length).int(name(file), 16, index + 1 < versionsNeeded.length ? 16 * (1 + asked.length) : 0).take(),
			...asked.map(({version, flags}, number) => writer().int(0).half(flags, 2).int(name(version), number + 1 < asked.length ? 16 : 0).take()),
		]);
	}));
	const definedTable = Buffer.concat(versionsDefined.map((version, index) =>
		writer().half(1, index === 0 ? 1 : 0, index + 1, 1).int(0, 20, index + 1 < versionsDefined.length ? 28 : 0, name(version), 0).take()));
	const texts: Array<[tag: number, text: string | undefined]> = [
		...needed.map((library): [number, string] => [1, library]), [14, program.soname], [15, program.rpath], [29, program.runpath],
	];
	const told = texts.filter((entry): entry is [number, string] => entry[1] !== undefined).map(([tag, text]): [number, number] => [tag, name(text)]);
	const isDynamic = told.length > 0 || interpreter !== undefined || program.text !== undefined;

	const headerSize = is64 ? 64 : 52;
	const segmentSize = is64 ? 56 : 32;
	const segmentCount = 1 + (isDynamic ? 1 : 0) + (interpreter === undefined ? 0 : 1);
	const namesAt = headerSize + (segmentSize * segmentCount);
	const parts = [Buffer.from(names, 'latin1'), Buffer.from(`${interpreter ?? ''}\0`), askedTable, definedTable, Buffer.from(program.text ?? '', 'latin1')];
	const [, interpreterAt, askedAt, definedAt, , dynamicAt] = parts.reduce<number[]>((places, part) => [...places, places.at(-1)! + part.length], [namesAt]);
	const dynamic = writer();
	for (const entry of told) {
		dynamic.word(...entry);
	}

	dynamic.word(5, namesAt, ...(program.hasNoDefaultFolders ? [0x6F_FF_FF_FB, 0x8_00] : []));
	dynamic.word(...(askedTable.length > 0 ? [0x6F_FF_FF_FE, askedAt] : []), ...(definedTable.length > 0 ? [0x6F_FF_FF_FC, definedAt] : []), 0, 0);
	const dynamicBytes = isDynamic ? dynamic.take() : Buffer.alloc(0);
	const size = dynamicAt + dynamicBytes.length;
	const segment = (kind: number, offset: number, length: number) => is64
		? writer().int(kind, 4).word(offset, offset, offset, length, length, 1).take()
		: writer().int(kind).word(offset, offset, offset, length, length).int(4).word(1).take();
	return Buffer.concat([
		Buffer.from([0x7F, 0x45, 0x4C, 0x46, is64 ? 2 : 1, isLittle ? 1 : 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
		writer().half(type, machine).int(1).word(0, headerSize, 0).int(0).half(headerSize, segmentSize, segmentCount, is64 ? 64 : 40, 0, 0).take(),
		segment(1, 0, size),
		...(interpreter === undefined ? [] : [segment(3, interpreterAt, interpreter.length + 1)]),
		...(isDynamic ? [segment(2, dynamicAt, dynamicBytes.length)] : []),
		...parts,
		dynamicBytes,
	]);
}
