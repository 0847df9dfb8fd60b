/** Machines in the words of readelf(1), and as they are called in short: ELF, `e_machine`. */
const machines: Readonly<Record<number, readonly [name: string, short: string]>> = {
	0: ['None', 'no machine'],
	2: ['Sparc', 'SPARC'],
	3: ['Intel 80386', 'x86'],
	4: ['MC68000', 'm68k'],
	8: ['MIPS R3000', 'MIPS'],
	15: ['HPPA', 'PA-RISC'],
	18: ['Sparc v8+', 'SPARC v8+'],
	20: ['PowerPC', 'PowerPC'],
	21: ['PowerPC64', 'PowerPC64'],
	22: ['IBM S/390', 's390x'],
	40: ['ARM', 'ARM'],
	42: ['Renesas / SuperH SH', 'SuperH'],
	43: ['Sparc v9', 'SPARC64'],
	50: ['Intel IA-64', 'Itanium'],
	62: ['Advanced Micro Devices X86-64', 'x86-64'],
	83: ['Atmel AVR 8-bit microcontroller', 'AVR'],
	183: ['AArch64', 'ARM64'],
	189: ['Xilinx MicroBlaze', 'MicroBlaze'],
	190: ['NVIDIA CUDA architecture', 'CUDA'],
	224: ['AMD GPU', 'AMD GPU'],
	243: ['RISC-V', 'RISC-V'],
	247: ['Linux BPF', 'BPF'],
	258: ['LoongArch', 'LoongArch'],
	0x90_26: ['Alpha', 'Alpha'],
};

const abis: Readonly<Record<number, string>> = {
	0: 'UNIX - System V',
	1: 'UNIX - HP-UX',
	2: 'UNIX - NetBSD',
	3: 'UNIX - GNU',
	6: 'UNIX - Solaris',
	9: 'UNIX - FreeBSD',
	12: 'UNIX - OpenBSD',
};

const sectionTypes: Readonly<Record<number, string>> = {
	0: 'NULL',
	1: 'PROGBITS',
	2: 'SYMTAB',
	3: 'STRTAB',
	4: 'RELA',
	5: 'HASH',
	6: 'DYNAMIC',
	7: 'NOTE',
	8: 'NOBITS',
	9: 'REL',
	10: 'SHLIB',
	11: 'DYNSYM',
	14: 'INIT_ARRAY',
	15: 'FINI_ARRAY',
	16: 'PREINIT_ARRAY',
	17: 'GROUP',
	18: 'SYMTAB SECTION INDICES',
	19: 'RELR',
	0x6F_FF_FF_F5: 'GNU_ATTRIBUTES',
	0x6F_FF_FF_F6: 'GNU_HASH',
	0x6F_FF_FF_F7: 'GNU_LIBLIST',
	0x6F_FF_FF_FD: 'VERDEF',
	0x6F_FF_FF_FE: 'VERNEED',
	0x6F_FF_FF_FF: 'VERSYM',
};

/** What a processor's supplement calls sections of its own, by machine. */
const sectionTypesOf: Readonly<Record<number, Readonly<Record<number, string>>>> = {
	40: {0x70_00_00_01: 'ARM_EXIDX', 0x70_00_00_02: 'ARM_PREEMPTMAP', 0x70_00_00_03: 'ARM_ATTRIBUTES'},
	62: {0x70_00_00_01: 'X86_64_UNWIND'},
	183: {0x70_00_00_03: 'AARCH64_ATTRIBUTES'},
	243: {0x70_00_00_03: 'RISCV_ATTRIBUTES'},
};

const segmentTypes: Readonly<Record<number, string>> = {
	0: 'NULL',
	1: 'LOAD',
	2: 'DYNAMIC',
	3: 'INTERP',
	4: 'NOTE',
	5: 'SHLIB',
	6: 'PHDR',
	7: 'TLS',
	0x64_74_E5_50: 'GNU_EH_FRAME',
	0x64_74_E5_51: 'GNU_STACK',
	0x64_74_E5_52: 'GNU_RELRO',
	0x64_74_E5_53: 'GNU_PROPERTY',
};

const gnuNotes: Readonly<Record<number, string>> = {
	1: 'NT_GNU_ABI_TAG',
	2: 'NT_GNU_HWCAP',
	3: 'NT_GNU_BUILD_ID',
	4: 'NT_GNU_GOLD_VERSION',
	5: 'NT_GNU_PROPERTY_TYPE_0',
};

const symbolTypes: Readonly<Record<number, string>> = {0: 'NOTYPE', 1: 'OBJECT', 2: 'FUNC', 3: 'SECTION', 4: 'FILE', 5: 'COMMON', 6: 'TLS', 10: 'IFUNC'};

const symbolBindings: Readonly<Record<number, string>> = {0: 'LOCAL', 1: 'GLOBAL', 2: 'WEAK', 10: 'UNIQUE'};

/** A machine as readelf(1) calls it. */
export function machineName(machine: number): string {
	return machines[machine]?.[0] ?? `<unknown>: 0x${machine.toString(16)}`;
}

/** A machine as people call it. */
export function shortMachineName(machine: number): string {
	return machines[machine]?.[1] ?? `machine ${machine}`;
}

/** The operating system whose conventions a file follows, as readelf(1) calls it. */
export function abiName(abi: number): string {
	return abis[abi] ?? `<unknown: ${abi.toString(16)}>`;
}

/** A section's type as readelf(1) calls it. */
export function sectionTypeName(type: number, machine: number): string {
	return sectionTypes[type] ?? sectionTypesOf[machine]?.[type] ?? rangeName(type) ?? `${type.toString(16).padStart(8, '0')}: <unknown>`;
}

/** A segment's type as readelf(1) calls it. */
export function segmentTypeName(type: number, machine: number): string {
	return segmentTypes[type] ?? (machine === 40 && type === 0x70_00_00_01 ? 'EXIDX' : undefined) ?? rangeName(type) ?? `<unknown>: ${type.toString(16)}`;
}

/** Types that are left to operating systems, processors and programs. */
const ranges: ReadonlyArray<readonly [from: number, name: string]> = [[0x80_00_00_00, 'LOUSER'], [0x70_00_00_00, 'LOPROC'], [0x60_00_00_00, 'LOOS']];

function rangeName(type: number): string | undefined {
	const range = ranges.find(([from]) => type >= from);
	return range && `${range[1]}+0x${(type - range[0]).toString(16)}`;
}

/** Letters of a section's flags, by their bits from the lowest on. */
const sectionFlags: ReadonlyArray<readonly [bit: number, letter: string]> = [
	[0x1, 'W'], [0x2, 'A'], [0x4, 'X'], [0x10, 'M'], [0x20, 'S'], [0x40, 'I'], [0x80, 'L'], [0x1_00, 'O'], [0x2_00, 'G'], [0x4_00, 'T'], [0x8_00, 'C'],
];

/** A section's flags in readelf's letters. */
export function sectionFlagLetters(flags: number, machine: number, abi: number): string {
	let letters = sectionFlags.filter(([bit]) => (flags & bit) !== 0).map(([, letter]) => letter).join('');
	// What these bits mean is the operating system's: of GNU's and FreeBSD's the linker keeps the section.
	letters += (flags & 0x20_00_00) === 0 ? '' : (abi === 3 || abi === 9 ? 'R' : 'o');
	letters += (flags & 0x10_00_00_00) === 0 ? '' : (machine === 62 ? 'l' : 'p');
	return letters + ((flags & 0x80_00_00_00) === 0 ? '' : 'E');
}

/** A segment's permissions in readelf's letters. */
export function segmentFlagLetters(flags: number): string {
	return `${(flags & 4) === 0 ? ' ' : 'R'}${(flags & 2) === 0 ? ' ' : 'W'}${(flags & 1) === 0 ? ' ' : 'E'}`;
}

/** What a note says, by its owner and type. */
export function noteTypeName(owner: string, type: number): string {
	return (owner === 'GNU' ? gnuNotes[type] : undefined) ?? (owner === 'Go' && type === 4 ? 'Go build ID' : (owner === 'stapsdt' ? 'NT_STAPSDT' : `0x${type.toString(16)}`));
}

export function symbolTypeName(type: number): string {
	return symbolTypes[type] ?? String(type);
}

export function symbolBindingName(binding: number): string {
	return symbolBindings[binding] ?? String(binding);
}
