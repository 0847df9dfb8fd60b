import {factTable, type Facts} from './facts.js';
import type {Reading} from './reading.js';

/** A JPEG's size stands behind other segments; those of pictures with profiles and previews are some hundred. */
const maximumSegments = 1000;

const maximumIcons = 256;

type Picture = {format: string; width: number; height: number; /** Bits of a pixel. */ depth?: string; more?: string};

const pngColours: Readonly<Record<number, string>> = {0: 'grey', 2: 'RGB', 3: 'palette', 4: 'grey and alpha', 6: 'RGB and alpha'};

/** A picture's dimensions by its first bytes; undefined where it is none that is known. */
export function * lookIntoPicture(head: Uint8Array, size: number): Reading<Facts | undefined> {
	const picture = yield * readPicture(Buffer.from(head), size);
	if (!picture) {
		return undefined;
	}

	const {format, width, height, depth, more} = picture;
	return {
		kind: 'picture',
		title: [`${format} picture`, `${width} × ${height}`, ...(depth === undefined ? [] : [depth])].join(', '),
		tables: [factTable('Picture', [['format', format], ['width', width], ['height', height], ['depth', depth], ['', more]])],
		warnings: [],
	};
}

function * readPicture(head: Buffer, size: number): Reading<Picture | undefined> {
	const text = (at: number, length: number) => head.toString('latin1', at, at + length);
	if (text(0, 8) === '\u0089PNG\r\n\u001A\n' && text(12, 4) === 'IHDR' && head.length >= 29) {
		return {format: 'PNG', width: head.readUInt32BE(16), height: head.readUInt32BE(20), depth: `${head[24]} bits, ${pngColours[head[25]] ?? `colour type ${head[25]}`}`, ...(head[28] === 1 && {more: 'interlaced'})};
	}

	if (/^GIF8[79]a/.test(text(0, 6)) && head.length >= 11) {
		return {format: 'GIF', width: head.readUInt16LE(6), height: head.readUInt16LE(8), depth: `${2 ** ((head[10] & 7) + 1)} colours`};
	}

	if (head[0] === 0xFF && head[1] === 0xD8 && head[2] === 0xFF) {
		return yield * readJpeg(size);
	}

	if (text(0, 4) === 'RIFF' && text(8, 4) === 'WEBP' && head.length >= 30) {
		return readWebp(head, text(12, 4));
	}

	if (text(0, 2) === 'BM' && head.length >= 30 && head.readUInt32LE(14) >= 40 && head.readUInt32LE(14) <= 124) {
		return {format: 'BMP', width: head.readInt32LE(18), height: Math.abs(head.readInt32LE(22)), depth: `${head.readUInt16LE(28)} bits`};
	}

	const icons = head.length >= 22 && head.readUInt16LE(0) === 0 && (head[2] === 1 || head[2] === 2) && head[3] === 0 ? head.readUInt16LE(4) : 0;
	// The first picture lies behind the table, and within the file.
	if (icons > 0 && icons <= maximumIcons && head[9] === 0 && head.readUInt32LE(18) >= 6 + (16 * icons) && head.readUInt32LE(18) < size) {
		return readIcon(head, icons);
	}

	return undefined;
}

/** Segments one after another, up to the one that begins the picture (ITU T.81, B.2.2). */
function * readJpeg(size: number): Reading<Picture | undefined> {
	for (let at = 2, count = 0; at < size && count < maximumSegments; count++) {
		const head = Buffer.from(yield {at, length: 12});
		if (head.length < 10 || head[0] !== 0xFF) {
			return undefined;
		}

		const marker = head[1];
		if (marker === 0xFF) {
			at++;
			continue;
		}

		if (marker >= 0xC0 && marker <= 0xCF && marker !== 0xC4 && marker !== 0xC8 && marker !== 0xCC) {
			return {format: 'JPEG', width: head.readUInt16BE(7), height: head.readUInt16BE(5), depth: `${head[4]} bits, ${{1: 'grey', 3: 'colour', 4: 'CMYK'}[head[9]] ?? `${head[9]} components`}`, ...(marker === 0xC2 && {more: 'progressive'})};
		}

		at += 2 + head.readUInt16BE(2);
	}

	return undefined;
}

function readWebp(head: Buffer, chunk: string): Picture | undefined {
	if (chunk === 'VP8X') {
		return {format: 'WebP', width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1, ...((head[20] & 2) !== 0 && {more: 'animated'})};
	}

	if (chunk === 'VP8L') {
		const bits = head.readUInt32LE(21);
		return {format: 'WebP', width: (bits & 0x3F_FF) + 1, height: ((bits >>> 14) & 0x3F_FF) + 1, more: 'lossless'};
	}

	return chunk === 'VP8 ' ? {format: 'WebP', width: head.readUInt16LE(26) & 0x3F_FF, height: head.readUInt16LE(28) & 0x3F_FF} : undefined;
}

function readIcon(head: Buffer, count: number): Picture {
	const sizes: Array<[width: number, height: number]> = [];
	for (let at = 6; at + 16 <= head.length && sizes.length < count; at += 16) {
		sizes.push([head[at] || 256, head[at + 1] || 256]);
	}

	const [width, height] = sizes.toSorted((a, b) => b[0] - a[0])[0];
	return {format: head[2] === 1 ? 'ICO' : 'CUR', width, height, more: sizes.map(([width, height]) => `${width} × ${height}`).join(', ')};
}

/** The dimensions that an SVG states, by its first tag; undefined where the text is none. */
export function svgDimensions(start: string): string | undefined {
	const tag = /<svg(?=[\s>])[^>]{0,4000}/.exec(start)?.[0];
	if (tag === undefined) {
		return undefined;
	}

	const attribute = (name: string) => new RegExp(`\\s${name}\\s{0,9}=\\s{0,9}["']([^"']{1,100})["']`).exec(tag)?.[1];
	const [width, height] = [attribute('width'), attribute('height')];
	const box = attribute('viewBox')?.trim().split(/[\s,]+/);
	return width !== undefined && height !== undefined ? `${width} × ${height}` : (box?.length === 4 ? `${box[2]} × ${box[3]}` : '');
}
