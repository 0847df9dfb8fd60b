import type {DataRegion, LoadedData} from '../elf/loaded-data.js';
import type {Reading} from '../reading.js';
import {codecName, longestCodecName, slice, type CodecDescriptors} from './codec-descriptors.js';
import {mediaTypes, type FfmpegCoder} from './ffmpeg-binary.js';

/** A list longer than this is not believed: FFmpeg 8 has about 900 encoders and decoders. */
const mostCoders = 1 << 13;

/** An encoder or decoder, and where its record lies. */
export type ListedCoder = FfmpegCoder & {region: DataRegion; at: number};

/**
Finds libavcodec's list of the encoders and decoders that were compiled in (`codec_list`, since FFmpeg 4.0): pointers to their records, and
a null pointer. A record begins with name, long name, type and number of the codec (`AVCodec` in libavcodec/codec.h), and the table of
codecs has the same type at that number. The longest list is taken: there is but one of all.
*/
export function * findCodecList(data: LoadedData, descriptors: CodecDescriptors): Reading<ListedCoder[] | undefined> {
	let best: {region: DataRegion; at: number; count: number} | undefined;
	for (const region of data.regions) {
		const {wordSize} = data;
		const base = (wordSize - (region.address % wordSize)) % wordSize;
		let count = 0;
		for (let at = base; at + wordSize <= region.bytes.length; at += wordSize) {
			if ((at - base) % slice === 0) {
				yield {at: 0, length: 0};
			}

			const word = data.word(region, at);
			if (word !== 0 && isRecord(data, descriptors, word)) {
				count++;
				continue;
			}

			if (word === 0 && count > (best?.count ?? 0)) {
				best = {region, at: at - (count * wordSize), count};
			}

			count = 0;
		}
	}

	return best && best.count <= mostCoders ? yield * readCoders(data, descriptors, best) : undefined;
}

function isRecord(data: LoadedData, descriptors: CodecDescriptors, address: number): boolean {
	const {wordSize} = data;
	const region = data.regionAt(address, wordSize * 8);
	if (!region || address % wordSize !== 0) {
		return false;
	}

	const at = address - region.address;
	const descriptor = descriptors.get(data.int(region, at + (wordSize * 2) + 4));
	const longName = data.word(region, at + wordSize);
	const type = mediaTypes[data.int(region, at + (wordSize * 2))];
	return type !== undefined && descriptor?.type === type
		&& data.isMapped(data.word(region, at)) && (longName === 0 || data.isMapped(longName));
}

function * readCoders(data: LoadedData, descriptors: CodecDescriptors, list: {region: DataRegion; at: number; count: number}): Reading<ListedCoder[] | undefined> {
	const coders: ListedCoder[] = [];
	for (let index = 0; index < list.count; index++) {
		const address = data.word(list.region, list.at + (index * data.wordSize));
		const region = data.regionAt(address, data.wordSize)!;
		const at = address - region.address;
		const name = yield * data.text(data.word(region, at), longestCodecName);
		if (name === undefined || !codecName.test(name)) {
			return undefined;
		}

		const {name: codec, type} = descriptors.get(data.int(region, at + (data.wordSize * 2) + 4))!;
		coders.push({name, codec, type, region, at});
	}

	return coders;
}
