/** Tar headers written field by field, so that each can be wrong in just one. */
export type RawHeader = {
	name?: string | Uint8Array;
	mode?: number | Uint8Array;
	uid?: number | Uint8Array;
	gid?: number | Uint8Array;
	/** A number, or the twelve bytes of the field. */
	size?: number | Uint8Array;
	mtime?: number | Uint8Array;
	type?: string;
	link?: string | Uint8Array;
	format?: 'ustar' | 'gnu' | 'v7';
	user?: string;
	group?: string;
	major?: number;
	minor?: number;
	prefix?: string;
	/** Writes what no field above can, before the checksum is made. */
	patch?: (block: Buffer) => void;
};

const magics = {ustar: 'ustar\u000000', gnu: 'ustar  \0', v7: ''};

export function header({format = 'ustar', ...raw}: RawHeader = {}): Buffer {
	const block = Buffer.alloc(512);
	const text = (value: string | Uint8Array, at: number) => Buffer.from(value as string).copy(block, at);
	const number = (value: number | Uint8Array, at: number, length: number) => {
		text(typeof value === 'number' ? `${value.toString(8).padStart(length - 1, '0')}\0` : value, at);
	};

	text(raw.name ?? 'file', 0);
	number(raw.mode ?? 0o644, 100, 8);
	number(raw.uid ?? 0, 108, 8);
	number(raw.gid ?? 0, 116, 8);
	number(raw.size ?? 0, 124, 12);
	number(raw.mtime ?? 0, 136, 12);
	text(raw.type ?? '0', 156);
	text(raw.link ?? '', 157);
	text(magics[format], 257);
	text(raw.user ?? '', 265);
	text(raw.group ?? '', 297);
	number(raw.major ?? 0, 329, 8);
	number(raw.minor ?? 0, 337, 8);
	text(raw.prefix ?? '', 345);
	raw.patch?.(block);
	return sign(block);
}

/** Puts the checksum of a header right. */
export function sign(block: Buffer): Buffer {
	block.fill(' ', 148, 156);
	const sum = block.subarray(0, 512).reduce((total, byte) => total + byte, 0);
	block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
	return block;
}

/** A number as GNU tar and star write what octal digits can't hold. */
export function base256(value: bigint, length: number): Buffer {
	const bytes = Buffer.alloc(length);
	let rest = value;
	for (let index = length - 1; index >= 0; index--) {
		bytes[index] = Number(rest & 0xFFn);
		rest >>= 8n;
	}

	bytes[0] |= 0x80;
	return bytes;
}

/** A content, filled up to whole blocks. */
export function padded(content: string | Uint8Array): Buffer {
	const bytes = Buffer.from(content as string);
	return Buffer.concat([bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
}

export function entry(raw: RawHeader, content: string | Uint8Array = ''): Buffer {
	return Buffer.concat([header({size: Buffer.from(content as string).length, ...raw}), padded(content)]);
}

/** One record of a PAX header: its length counts itself. */
export function record(key: string, value: string | Uint8Array): Buffer {
	const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value as string), Buffer.from('\n')]);
	let length = rest.length + 1;
	while (String(length).length + rest.length !== length) {
		length = String(length).length + rest.length;
	}

	return Buffer.concat([Buffer.from(String(length)), rest]);
}

export function pax(records: Record<string, string | Uint8Array> | Uint8Array, type: 'x' | 'g' | 'X' = 'x'): Buffer {
	const body = records instanceof Uint8Array ? records : Buffer.concat(Object.entries(records).map(([key, value]) => record(key, value)));
	return entry({name: 'PaxHeaders/file', type}, body);
}

/** GNU's long name (`L`) or long link (`K`). */
export function long(type: 'L' | 'K', text: string | Uint8Array): Buffer {
	return entry({name: '././@LongLink', type, format: 'gnu'}, Buffer.concat([Buffer.from(text as string), Buffer.alloc(1)]));
}

/** The two zero blocks that end an archive. */
export const end = Buffer.alloc(1024);

export function concat(...parts: Uint8Array[]): Buffer {
	return Buffer.concat(parts);
}
