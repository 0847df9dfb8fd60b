import type {ElfFact} from '../../content/elf/elf-fact.js';

type Machine = {
	/** `e_machine`. */
	machine: number;
	is64: boolean;
	isLittle: boolean;
	/** As images name it (`GOARCH`). */
	architecture: string;
	/** What `$PLATFORM` stands for on the least of them; the architecture's name where the kernel gives none. */
	platform: string;
	/** The folders below `glibc-hwcaps` for processors that can do more, the best first. */
	capabilities: readonly string[];
};

/** The machines that images are made for. */
const machines: readonly Machine[] = [
	{machine: 62, is64: true, isLittle: true, architecture: 'amd64', platform: 'x86_64', capabilities: ['x86-64-v4', 'x86-64-v3', 'x86-64-v2']},
	{machine: 3, is64: false, isLittle: true, architecture: '386', platform: 'i686', capabilities: []},
	{machine: 183, is64: true, isLittle: true, architecture: 'arm64', platform: 'aarch64', capabilities: []},
	{machine: 40, is64: false, isLittle: true, architecture: 'arm', platform: 'v7l', capabilities: []},
	{machine: 21, is64: true, isLittle: true, architecture: 'ppc64le', platform: 'power8', capabilities: ['power10', 'power9']},
	{machine: 21, is64: true, isLittle: false, architecture: 'ppc64', platform: 'power7', capabilities: ['power10', 'power9']},
	{machine: 22, is64: true, isLittle: false, architecture: 's390x', platform: 'z900', capabilities: ['z17', 'z16', 'z15', 'z14', 'z13']},
	{machine: 243, is64: true, isLittle: true, architecture: 'riscv64', platform: 'riscv64', capabilities: []},
	{machine: 258, is64: true, isLittle: true, architecture: 'loong64', platform: 'loongarch64', capabilities: []},
	{machine: 8, is64: true, isLittle: true, architecture: 'mips64le', platform: 'mips64', capabilities: []},
	{machine: 8, is64: true, isLittle: false, architecture: 'mips64', platform: 'mips64', capabilities: []},
	{machine: 8, is64: false, isLittle: true, architecture: 'mipsle', platform: 'mips', capabilities: []},
	{machine: 8, is64: false, isLittle: false, architecture: 'mips', platform: 'mips', capabilities: []},
];

/** Machines that also run what was built for another. */
const alsoRuns: Readonly<Record<string, readonly string[]>> = {amd64: ['386'], arm64: ['arm'], ppc64: [], mips64: ['mips'], mips64le: ['mipsle']};

function machineOf(elf: ElfFact): Machine | undefined {
	return machines.find(({machine, is64, isLittle}) => machine === elf.machine && is64 === elf.is64 && isLittle === elf.isLittle)
		?? machines.find(({machine}) => machine === elf.machine);
}

/** What `$PLATFORM` stands for. */
export function platformOf(elf: ElfFact): string {
	return machineOf(elf)?.platform ?? '';
}

/** The folders below `glibc-hwcaps` that a loader looks into where the processor can do so much. */
export function capabilitiesOf(elf: ElfFact): readonly string[] {
	return machineOf(elf)?.capabilities ?? [];
}

/** The architecture that a file was built for, as images name it; undefined for one that no image is made for. */
export function architectureOf(elf: ElfFact): string | undefined {
	const found = machineOf(elf);
	// Of X86-64 with short addresses (x32) no image is made.
	return found?.is64 === elf.is64 && found.isLittle === elf.isLittle ? found.architecture : undefined;
}

/** Whether a file's architecture is that of an image, or one that its kernel mostly runs beside; undefined where the image's is none that is known. */
export function runsOn(elf: ElfFact, architecture: string): 'natively' | 'beside' | 'not' | undefined {
	if (machines.every(machine => machine.architecture !== architecture)) {
		return undefined;
	}

	const own = architectureOf(elf);
	if (own === architecture) {
		return 'natively';
	}

	return own !== undefined && (alsoRuns[architecture] ?? []).includes(own) ? 'beside' : 'not';
}
