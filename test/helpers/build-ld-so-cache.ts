import {Buffer} from 'node:buffer';
import {ElfWriter} from './build-elf.js';

/** A loader's cache that is made for a test. */
export type BuiltCache = {
	form: 'new' | 'old' | 'old-and-new';
	isLittle: boolean;
	/** Whether the header tells the byte order, as since glibc 2.33. */
	tellsOrder?: boolean;
	libraries: ReadonlyArray<{name: string; path: string; flags: number; hwcap?: bigint}>;
};

/** Writes a cache as glibc's `dl-cache.h` lays it out. */
export function buildLdSoCache({form, isLittle, tellsOrder = false, libraries}: BuiltCache): Buffer {
	const writer = () => new ElfWriter(true, isLittle);
	const places = new Map<string, number>();
	let strings = '';
	for (const text of libraries.flatMap(({name, path}) => [name, path])) {
		if (!places.has(text)) {
			places.set(text, strings.length);
			strings += `${text}\0`;
		}
	}

	const old = Buffer.concat([
		Buffer.from('ld.so-1.7.0\0'),
		writer().int(libraries.length).take(),
		...libraries.map(({name, path, flags}) => writer().int(flags, places.get(name)!, places.get(path)!).take()),
	]);
	if (form === 'old') {
		return Buffer.concat([old, Buffer.from(strings)]);
	}

	const stringsAt = 48 + (24 * libraries.length);
	const table = Buffer.concat([
		Buffer.from('glibc-ld.so.cache1.1'),
		writer().int(libraries.length, strings.length).number(tellsOrder ? (isLittle ? 2 : 3) : 0, 1).number(0, 3).int(0, 0, 0, 0).take(),
		...libraries.map(({name, path, flags, hwcap = 0n}) => writer().int(flags, stringsAt + places.get(name)!, stringsAt + places.get(path)!, 0).word(Number(hwcap)).take()),
		Buffer.from(strings),
	]);
	return form === 'new' ? table : Buffer.concat([old, Buffer.alloc((8 - (old.length % 8)) % 8), table]);
}
