/** A section of an ELF file that is made for a test. */
type Section = {name: string; type: number; flags?: number; bytes?: Uint8Array; size?: number; address?: number; link?: number; info?: number; entrySize?: number};

/** Writes the words of an ELF file, of either class and byte order. */
export class ElfWriter {
	private readonly parts: Buffer[] = [];

	constructor(readonly is64: boolean, readonly isLittle: boolean) {}

	number(value: number, length: number): this {
		const bytes = Buffer.alloc(length);
		for (let index = 0; index < length; index++) {
			bytes[this.isLittle ? index : length - 1 - index] = Math.floor(value / (2 ** (8 * index))) & 0xFF;
		}

		this.parts.push(bytes);
		return this;
	}

	half(...values: number[]): this {
		for (const value of values) {
			this.number(value, 2);
		}

		return this;
	}

	int(...values: number[]): this {
		for (const value of values) {
			this.number(value, 4);
		}

		return this;
	}

	word(...values: number[]): this {
		for (const value of values) {
			this.number(value, this.is64 ? 8 : 4);
		}

		return this;
	}

	take(): Buffer {
		return Buffer.concat(this.parts);
	}
}

/**
A shared object of either class and byte order, laid out by hand after the System V ABI: it needs two libraries, has a name and a path of
its own, symbols of three functions, a build id, and sections of each kind of memory.

@param options.debug How many bytes of debug information.
@param options.more Sections that are not loaded, by name: what compilers sign with.
*/
export function buildElf({is64, isLittle, machine, type = 3, debug = 777, more = {}}: {is64: boolean; isLittle: boolean; machine: number; type?: number; debug?: number; more?: Readonly<Record<string, string>>}): Buffer {
	const writer = () => new ElfWriter(is64, isLittle);
	const strings = (...texts: string[]) => ({bytes: Buffer.from(`\0${texts.map(text => `${text}\0`).join('')}`), at: (text: string) => `\0${texts.join('\0')}\0`.indexOf(`\0${text}\0`) + 1});
	const symbol = (nameAt: number, value: number, size: number, section: number, info = 0x12) => is64
		? writer().int(nameAt).number(info, 1).number(0, 1).half(section).word(value, size).take()
		: writer().int(nameAt).word(value, size).number(info, 1).number(0, 1).half(section).take();
	const headerSize = is64 ? 64 : 52;
	const segmentSize = is64 ? 56 : 32;
	const base = 0x1_00_00;
	const dynamicStrings = strings('libfirst.so.1', 'libsecond.so', 'libmade.so.3', '/opt/lib', 'small', 'largest', 'wanted');
	const names = strings('.note.gnu.build-id', '.dynsym', '.dynstr', '.text', '.rodata', '.dynamic', '.data', '.bss', '.debug_info', ...Object.keys(more), '.shstrtab');
	const symbols = Buffer.concat([symbol(0, 0, 0, 0, 0), symbol(dynamicStrings.at('small'), 16, 4, 4), symbol(dynamicStrings.at('largest'), 32, 300, 4), symbol(dynamicStrings.at('wanted'), 0, 0, 0)]);
	const note = Buffer.concat([writer().int(4, 20, 3).take(), Buffer.from('GNU\0'), Buffer.alloc(20, 0xAB)]);
	const sections: Section[] = [
		{name: '', type: 0},
		{name: '.note.gnu.build-id', type: 7, flags: 2, bytes: note},
		{name: '.dynsym', type: 11, flags: 2, bytes: symbols, link: 3, info: 1, entrySize: is64 ? 24 : 16},
		{name: '.dynstr', type: 3, flags: 2, bytes: dynamicStrings.bytes},
		{name: '.text', type: 1, flags: 6, bytes: Buffer.alloc(400, 0x90)},
		{name: '.rodata', type: 1, flags: 2, bytes: Buffer.alloc(24)},
		{name: '.dynamic', type: 6, flags: 3, link: 3, entrySize: is64 ? 16 : 8, bytes: Buffer.alloc((is64 ? 16 : 8) * 6)},
		{name: '.data', type: 1, flags: 3, bytes: Buffer.alloc(56, 1)},
		{name: '.bss', type: 8, flags: 3, size: 1000},
		{name: '.debug_info', type: 1, bytes: Buffer.alloc(debug, 2)},
		...Object.entries(more).map(([name, text]) => ({name, type: 1, bytes: Buffer.from(text)})),
		{name: '.shstrtab', type: 3, bytes: names.bytes},
	];
	let at = headerSize + (segmentSize * 2);
	const offsets = sections.map(({bytes}, index) => {
		at = Math.ceil(at / 8) * 8;
		const offset = index === 0 ? 0 : at;
		at += bytes?.length ?? 0;
		return offset;
	});
	const place = (name: string) => offsets[sections.findIndex(section => section.name === name)];
	sections[6].bytes = writer().word(1, dynamicStrings.at('libfirst.so.1'), 1, dynamicStrings.at('libsecond.so'), 14, dynamicStrings.at('libmade.so.3'), 29, dynamicStrings.at('/opt/lib'), 5, base + place('.dynstr'), 0, 0).take();
	const tableAt = Math.ceil(at / 8) * 8;
	const file = Buffer.alloc(tableAt);
	Buffer.concat([
		Buffer.from([0x7F, 0x45, 0x4C, 0x46, is64 ? 2 : 1, isLittle ? 1 : 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
		writer().half(type, machine).int(1).word(0, headerSize, tableAt).int(0).half(headerSize, segmentSize, 2, is64 ? 64 : 40, sections.length, sections.length - 1).take(),
	]).copy(file);
	const segment = (type: number, flags: number, offset: number, size: number, memory: number, align: number) => is64
		? writer().int(type, flags).word(offset, base + offset, base + offset, size, memory, align).take()
		: writer().int(type).word(offset, base + offset, base + offset, size, memory).int(flags).word(align).take();
	const loaded = place('.data') + 56;
	segment(1, 7, 0, loaded, loaded + 1000, 0x10_00).copy(file, headerSize);
	segment(2, 6, place('.dynamic'), sections[6].bytes.length, sections[6].bytes.length, 8).copy(file, headerSize + segmentSize);
	const table = sections.map((section, index) => {
		file.set(section.bytes ?? [], offsets[index]);
		const {name, type, flags = 0, bytes, size = bytes?.length ?? 0, link = 0, info = 0, entrySize = 0} = section;
		return writer().int(name === '' ? 0 : names.at(name), type).word(flags, (flags & 2) === 0 ? 0 : base + offsets[index], offsets[index], size).int(link, info).word(index === 0 ? 0 : (type === 7 ? 4 : 8), entrySize).take();
	});
	return Buffer.concat([file, ...table]);
}
