import type {DataRegion, LoadedData} from '../elf/loaded-data.js';
import type {Reading} from '../reading.js';
import {mediaTypes, type MediaType} from './ffmpeg-binary.js';

/** More codecs than these are not believed: FFmpeg 8 has about 550. */
const mostCodecs = 1 << 13;

/** More places that may be the table are not looked at: they are a handful. */
const mostTries = 1000;

/** No name of a codec or of a coder is longer. */
export const longestCodecName = 64;

/** Names of codecs and coders. */
export const codecName = /^[\w\-.]+$/;

/** The formats that an FFmpeg knows, whether or not it has something that reads or writes them: by its number of each. */
export type CodecDescriptors = ReadonlyMap<number, {name: string; type: MediaType}>;

/**
Finds libavcodec's table of all codecs: records of number, type, name, long name, properties, MIME types and profiles, in ascending order
of their numbers (`AVCodecDescriptor` in libavcodec/codec_desc.h, the same since FFmpeg 2.8). It is the same in each build of a version,
whatever was compiled in, and begins with `mpeg1video` and `mpeg2video`.
*/
export function * findCodecDescriptors(data: LoadedData): Reading<CodecDescriptors | undefined> {
	const {wordSize} = data;
	const recordSize = wordSize === 8 ? 48 : 28;
	// Number 1 and type 0.
	const first = Buffer.from(data.isLittle ? [1, 0, 0, 0, 0, 0, 0, 0] : [0, 0, 0, 1, 0, 0, 0, 0]);
	let tries = 0;
	for (const region of data.regions) {
		const bytes = Buffer.from(region.bytes.buffer, region.bytes.byteOffset, region.bytes.length);
		for (let at = bytes.indexOf(first); at >= 0 && at + (recordSize * 2) <= bytes.length && tries < mostTries; at = bytes.indexOf(first, at + 1)) {
			if ((region.address + at) % wordSize !== 0 || data.int(region, at) !== 1 || data.int(region, at + recordSize) !== 2) {
				continue;
			}

			tries++;
			const found = yield * readDescriptors(data, region, at, recordSize);
			if (found.get(1)?.name === 'mpeg1video') {
				return found;
			}
		}

		yield {at: 0, length: 0};
	}

	return undefined;
}

function * readDescriptors(data: LoadedData, region: DataRegion, at: number, recordSize: number): Reading<CodecDescriptors> {
	const found = new Map<number, {name: string; type: MediaType}>();
	let before = 0;
	for (let record = at; record + recordSize <= region.bytes.length && found.size < mostCodecs; record += recordSize) {
		const id = data.int(region, record);
		const type = mediaTypes[data.int(region, record + 4)];
		const name = id > before && type ? yield * data.text(data.word(region, record + 8), longestCodecName) : undefined;
		if (name === undefined || !codecName.test(name)) {
			break;
		}

		found.set(id, {name, type});
		before = id;
	}

	return found;
}
