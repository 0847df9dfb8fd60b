import {ElfWriter} from './build-elf.js';

/** Formats as an FFmpeg numbers them: some of its table, in ascending order, from its first two on. */
const codecs: ReadonlyArray<readonly [id: number, type: number, name: string]> = [
	[1, 0, 'mpeg1video'],
	[2, 0, 'mpeg2video'],
	[27, 0, 'h264'],
	[139, 0, 'vp8'],
	[167, 0, 'vp9'],
	[173, 0, 'hevc'],
	[0x1_50_01, 1, 'mp3'],
	[0x1_50_02, 1, 'aac'],
	[0x1_50_3C, 1, 'opus'],
	[0x1_70_08, 3, 'subrip'],
];

const deviceTypes = ['', 'VDPAU', 'CUDA', 'VAAPI', 'DXVA2', 'QSV', 'videotoolbox', 'D3D11VA', 'DRM', 'OpenCL', 'mediacodec', 'Vulkan'];

export type FfmpegOptions = {
	is64?: boolean;
	isLittle?: boolean;
	machine?: number;
	/** A library, a program at a fixed address, or one that needs FFmpeg's libraries. */
	form?: 'library' | 'static' | 'program';
	soname?: string;
	needed?: readonly string[];
	version?: string;
	configuration?: string;
	license?: string;
	/** The texts that a program of FFmpeg has, and no other. */
	isOwn?: boolean;
	/** As `encoder name codec`, `decoder name codec`, in the order of the list. */
	coders?: readonly string[];
	/** Where it is said what a record does: in bits from FFmpeg 5.1 on, by functions before. */
	layout?: 'bits' | 'functions' | 'nowhere';
	/** In words, where that stands in a record. */
	directionAt?: number;
	/** Names of kinds of devices, and the table of all names; none has neither. */
	hardware?: readonly string[];
	/** Where tables lie; a program that is linked for one address has them among what is only read. */
	tablesIn?: '.data.rel.ro' | '.rodata';
	/** Bytes of text before all else. */
	padding?: number;
};

/** What stands in the data: a number, the address of a text, or of a record of the data. */
type Word = number | {address: number} | {record: number};

/** An ELF file that is laid out by hand after FFmpeg's sources, with the texts and tables of one of its programs or libraries. */
export function buildFfmpeg({is64 = true, isLittle = true, machine = 62, form = 'library', soname, needed = [], version, configuration, license, isOwn = false, coders, layout = 'bits', directionAt = 13, hardware, tablesIn = '.data.rel.ro', padding = 64}: FfmpegOptions): Buffer {
	const writer = () => new ElfWriter(is64, isLittle);
	const wordSize = is64 ? 8 : 4;
	const base = form === 'static' ? 0x40_00_00 : 0;
	const headerSize = is64 ? 64 : 52;
	const segmentSize = is64 ? 56 : 32;
	const textAt = headerSize + (segmentSize * 2);

	let texts = Buffer.alloc(padding, '.');
	const put = (text: string): Word => {
		const address = base + textAt + texts.length + 1;
		texts = Buffer.concat([texts, Buffer.from(`\0${text}\0`)]);
		return {address};
	};

	for (const text of [version && `FFmpeg version ${version}`, configuration, license, isOwn && 'Copyright (c) %d-%d the FFmpeg developers']) {
		if (text) {
			put(text);
		}
	}

	// Two numbers of 32 bits share a word where words are wide.
	const pair = (first: number, second: number): number[] => is64 ? [isLittle ? first + (second * (2 ** 32)) : (first * (2 ** 32)) + second] : [first, second];
	const int = (value: number) => is64 && !isLittle ? value * (2 ** 32) : value;
	const words: Word[] = [0];
	if (coders) {
		words.push(...codecs.flatMap(([id, type, name]): Word[] => [...pair(id, type), put(name), put(`${name}, long`), int(1), 0, 0]), 0);
		const records = coders.map(coder => {
			const [direction, name, codec] = coder.split(' ', 3);
			const [id, type] = codecs.find(known => known[2] === codec)!;
			const record: Word[] = [put(name), put(`${name}, long`), ...pair(type, id), int(2)];
			while (record.length < 30) {
				record.push(0);
			}

			if (layout === 'bits') {
				const cbType = direction === 'encoder' ? 3 : 0;
				record[directionAt] = int(isLittle ? ((cbType * (2 ** 29)) + 3) : (3 << 3) + cbType);
			} else if (layout === 'functions') {
				// What opens, encode2 or decode, and what closes.
				record[directionAt - 1] = 0x10_00;
				record[directionAt + (direction === 'encoder' ? 1 : 2)] = 0x20_00;
				record[directionAt + 3] = 0x30_00;
			}

			const at = words.length;
			words.push(...record);
			return at;
		});
		words.push(...records.map(record => ({record})), 0);
	}

	if (hardware) {
		words.push(0, ...deviceTypes.slice(1).map(name => put(name.toLowerCase())), 0);
		for (const name of hardware) {
			const type = deviceTypes.findIndex(known => known.toLowerCase() === name);
			words.push(int(type), put(deviceTypes[type]), put('formats'), 64, 0, 32, 0x10_00, 0, 0, 0);
		}
	}

	words.push(...Array.from({length: 16}, () => 0));
	const align = (at: number) => Math.ceil(at / 64) * 64;
	const dataAt = align(textAt + texts.length);
	// A library's pointers are nought in the file where relocations have addends, which is so in files of 64 bits.
	const hasAddends = form !== 'static' && is64;
	const relocations: Buffer[] = [];
	const relative = machine === 183 ? 1027 : (machine === 22 ? 12 : 8);
	const data = Buffer.concat(words.map((word, index) => {
		if (typeof word === 'number') {
			return writer().word(word).take();
		}

		const address = 'address' in word ? word.address : base + dataAt + (word.record * wordSize);
		if (hasAddends) {
			relocations.push(writer().word(base + dataAt + (index * wordSize), relative, address).take());
		}

		return writer().word(hasAddends ? 0 : address).take();
	}));

	const strings = ['', ...needed, ...soname === undefined ? [] : [soname]];
	const stringTable = Buffer.from(strings.map(text => `${text}\0`).join(''));
	const stringAt = (text: string) => Buffer.from(strings.slice(0, strings.indexOf(text)).map(text => `${text}\0`).join('')).length;
	const relocationTable = Buffer.concat(relocations);
	const relocationsAt = align(dataAt + data.length);
	const stringsAt = align(relocationsAt + relocationTable.length);
	const dynamicAt = align(stringsAt + stringTable.length);
	const dynamic = form === 'static' ? Buffer.alloc(0) : writer().word(...needed.flatMap(name => [1, stringAt(name)]), ...soname === undefined ? [] : [14, stringAt(soname)], 5, base + stringsAt, 0, 0).take();
	const names = ['', '.rodata', '.data.rel.ro', '.rela.dyn', '.dynstr', '.dynamic', '.shstrtab'];
	const nameTable = Buffer.from(names.map(name => `${name}\0`).join(''));
	const namesAt = align(dynamicAt + dynamic.length);
	const headersAt = align(namesAt + nameTable.length);
	const isReadOnly = tablesIn === '.rodata';
	const section = (name: string, type: number, flags: number, at: number, size: number, link = 0, entrySize = 0) =>
		writer().int(Buffer.from(names.slice(0, names.indexOf(name)).map(name => `${name}\0`).join('')).length, type).word(flags, (flags & 2) === 0 ? 0 : base + at, at, size).int(link, 0).word(8, entrySize).take();
	const headers = [
		section('', 0, 0, 0, 0),
		section('.rodata', 1, 2, textAt, isReadOnly ? dataAt + data.length - textAt : texts.length),
		section('.data.rel.ro', 1, 3, dataAt, isReadOnly ? 0 : data.length),
		section('.rela.dyn', 4, 2, relocationsAt, relocationTable.length, 0, 24),
		section('.dynstr', 3, 2, stringsAt, stringTable.length),
		section('.dynamic', 6, 3, dynamicAt, dynamic.length, 4, wordSize * 2),
		section('.shstrtab', 3, 0, namesAt, nameTable.length),
	];
	const segment = (type: number, flags: number, at: number, size: number) => is64
		? writer().int(type, flags).word(at, base + at, base + at, size, size, 0x10_00).take()
		: writer().int(type).word(at, base + at, base + at, size, size).int(flags).word(0x10_00).take();
	const file = Buffer.alloc(headersAt);
	file.set(Buffer.concat([
		Buffer.from([0x7F, 0x45, 0x4C, 0x46, is64 ? 2 : 1, isLittle ? 1 : 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
		writer().half(form === 'static' ? 2 : 3, machine).int(1).word(0, headerSize, headersAt).int(0).half(headerSize, segmentSize, form === 'static' ? 1 : 2, is64 ? 64 : 40, headers.length, headers.length - 1).take(),
	]));
	file.set(Buffer.concat([segment(1, 6, 0, headersAt), segment(2, 6, dynamicAt, dynamic.length)]), headerSize);
	file.set(texts, textAt);
	file.set(data, dataAt);
	file.set(relocationTable, relocationsAt);
	file.set(stringTable, stringsAt);
	file.set(dynamic, dynamicAt);
	file.set(nameTable, namesAt);
	return Buffer.concat([file, ...headers]);
}
