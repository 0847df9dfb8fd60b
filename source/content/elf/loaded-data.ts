import {readBytes, readRecords, type Reading} from '../reading.js';
import {fileType, sectionFlag, sectionType, segmentType, type ElfFile} from './elf-file.js';

/** More data than this is not held in memory: programs of 200 MB have about 20 MB. */
const maximumData = 64 << 20;

/** Relocations beyond this many bytes are not read: a program of 200 MB has 5 MB of them. */
const maximumRelocations = 64 << 20;

/** Bytes of a relocation with an addend, in 64-bit files: place, type, addend. */
const entrySize = 24;

/** Texts are read in pages, of which so many are kept. */
const pageSize = 1 << 14;
const maximumPages = 256;

/** The relocation that says "this word is the load address and an addend", of each machine whose files hold the addend apart. */
const relativeType: Readonly<Record<number, number>> = {
	22: 12, // S390
	21: 22, // PPC64
	62: 8, // X86-64
	183: 1027, // AARCH64
	243: 3, // RISC-V
	258: 3, // LoongArch
};

/** A part of a file that is loaded. */
type Place = {address: number; offset: number; size: number};

/** A part of it that is held in memory. */
export type DataRegion = {address: number; bytes: Uint8Array; view: DataView};

/**
What a program or library holds as data once it is loaded at address 0: its tables, with the pointers in them, and the texts that these
point to. Of the relocations those are applied that need no other file. Addresses beyond 2⁵³ are nowhere.
*/
export class LoadedData {
	readonly wordSize: 4 | 8;
	readonly regions: DataRegion[] = [];
	private readonly pages = new Map<number, Uint8Array>();

	constructor(private readonly file: ElfFile, private readonly places: readonly Place[]) {
		this.wordSize = file.fields.wordSize;
	}

	get isLittle(): boolean {
		return this.file.fields.isLittle;
	}

	/** Whether something is loaded at an address. */
	isMapped(address: number): boolean {
		return this.offsetOf(address) !== undefined;
	}

	/** The region in which `length` bytes from an address on lie. */
	regionAt(address: number, length: number): DataRegion | undefined {
		for (const region of this.regions) {
			if (address >= region.address && address + length <= region.address + region.bytes.length) {
				return region;
			}
		}

		return undefined;
	}

	/** The word at a place of a region: an address, or a number. */
	word({view}: Pick<DataRegion, 'view'>, at: number): number {
		const {isLittle} = this;
		return this.wordSize === 4
			? view.getUint32(at, isLittle)
			: view.getUint32(isLittle ? at : at + 4, isLittle) + (view.getUint32(isLittle ? at + 4 : at, isLittle) * (2 ** 32));
	}

	/** The 32-bit number at a place of a region. */
	int({view}: Pick<DataRegion, 'view'>, at: number): number {
		return view.getUint32(at, this.isLittle);
	}

	/** The ASCII text at an address, up to its NUL; none where nothing is loaded, or it is longer than `longest`. */
	* text(address: number, longest: number): Reading<string | undefined> {
		const offset = this.offsetOf(address);
		if (offset === undefined) {
			return undefined;
		}

		let text = '';
		for (let at = offset; text.length <= longest;) {
			const page = yield * this.page(Math.floor(at / pageSize));
			const from = at % pageSize;
			const end = page.indexOf(0, from);
			text += Buffer.from(page.buffer, page.byteOffset, page.length).toString('latin1', from, Math.min(end < 0 ? page.length : end, from + longest + 1));
			if (end >= 0 || page.length < pageSize) {
				break;
			}

			at += page.length - from;
		}

		return text.length > longest ? undefined : text;
	}

	/** Puts an address where a relocation says that one will stand. */
	put(address: number, value: number): void {
		const region = this.regionAt(address, 8);
		if (region) {
			const {isLittle} = this;
			const at = address - region.address;
			region.view.setUint32(isLittle ? at : at + 4, value % (2 ** 32), isLittle);
			region.view.setUint32(isLittle ? at + 4 : at, Math.floor(value / (2 ** 32)), isLittle);
		}
	}

	private offsetOf(address: number): number | undefined {
		for (const place of this.places) {
			if (address >= place.address && address < place.address + place.size) {
				return place.offset + address - place.address;
			}
		}

		return undefined;
	}

	private * page(number: number): Reading<Uint8Array> {
		const held = this.pages.get(number);
		if (held) {
			return held;
		}

		if (this.pages.size >= maximumPages) {
			this.pages.delete(this.pages.keys().next().value!);
		}

		const page = yield * readBytes(number * pageSize, pageSize);
		this.pages.set(number, page);
		return page;
	}
}

/**
Reads a file's data.

@param size The file's size: what lies beyond it is left out.
@param isWhole Whether what is only read is held too. Tables with pointers lie in it where a program is not position-independent, and so
has no relocations; else they lie in what the loader writes to.
*/
export function * loadData(file: ElfFile, size: number, isWhole: boolean): Reading<LoadedData> {
	const data = new LoadedData(file, file.segments.filter(({type, fileSize, offset}) => type === segmentType.load && fileSize > 0 && offset < size)
		.map(({address, offset, fileSize}) => ({address: Number(address), offset, size: Math.min(fileSize, size - offset)})));
	let left = maximumData;
	for (const place of dataPlaces(file, isWhole)) {
		const bytes = place.offset < size ? yield * readBytes(place.offset, Math.min(place.size, left, size - place.offset)) : new Uint8Array();
		left -= bytes.length;
		data.regions.push({address: place.address, bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length)});
	}

	if (file.type === fileType.shared) {
		yield * applyRelocations(file, size, data);
	}

	return data;
}

/** Where data lies, by the sections, or by the segments of a file whose sections were taken out. */
function dataPlaces({sections, segments}: ElfFile, isWhole: boolean): Place[] {
	const held = sections.filter(({type, flags, size}) => type !== sectionType.noBits && size > 0
		&& (flags & sectionFlag.alloc) !== 0 && (flags & sectionFlag.execute) === 0 && (isWhole || (flags & sectionFlag.write) !== 0));
	return held.length > 0
		? held.map(({address, offset, size}) => ({address: Number(address), offset, size}))
		: segments.filter(({type, flags, fileSize}) => type === segmentType.load && fileSize > 0 && (flags & 1) === 0 && (isWhole || (flags & 2) !== 0))
			.map(({address, offset, fileSize}) => ({address: Number(address), offset, size: fileSize}));
}

/**
Relocations with an addend of their own. Those without (REL, RELR) need nothing done: their addend is what stands in the word.
*/
function * applyRelocations(file: ElfFile, fileSize: number, data: LoadedData): Reading<void> {
	const {fields, machine, sections} = file;
	const relative = relativeType[machine];
	if (relative === undefined || !fields.is64) {
		return;
	}

	for (const {type, flags, size, offset} of sections) {
		if (type !== sectionType.rela || (flags & sectionFlag.alloc) === 0 || offset >= fileSize) {
			continue;
		}

		yield * readRecords(offset, Math.min(size, maximumRelocations), bytes => {
			const piece = {view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length)};
			let at = 0;
			for (; at + entrySize <= bytes.length; at += entrySize) {
				if (data.int(piece, at + (fields.isLittle ? 8 : 12)) === relative) {
					data.put(data.word(piece, at), data.word(piece, at + 16));
				}
			}

			return at;
		});
	}
}
