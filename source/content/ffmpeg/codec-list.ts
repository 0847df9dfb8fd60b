import type {DataRegion, LoadedData} from '../elf/loaded-data.js';
import type {Reading} from '../reading.js';
import {codecName, longestCodecName, type CodecDescriptors} from './codec-descriptors.js';
import {mediaTypes, type FfmpegCoder} from './ffmpeg-binary.js';

/** Bytes of data that are looked through at once: about a millisecond. A multiple of a word. */
const slice = 1 << 18;

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
	const {wordSize} = data;
	let best: Run | undefined;
	for (const region of data.regions) {
		const run: Run = {region, at: (wordSize - (region.address % wordSize)) % wordSize, count: 0};
		for (let {at} = run; at + wordSize <= region.bytes.length; at += slice) {
			best = longestRun(data, descriptors, run, {from: at, to: Math.min(at + slice, region.bytes.length - wordSize + 1), best});
			yield {at: 0, length: 0};
		}
	}

	return best && best.count <= mostCoders ? yield * readCoders(data, descriptors, best) : undefined;
}

/** Pointers to records, one after another. */
type Run = {region: DataRegion; at: number; count: number};

/** The longest run that ends in a part of a region, or else the one before; a run that is not at its end goes on in the next part. */
function longestRun(data: LoadedData, descriptors: CodecDescriptors, run: Run, {from, to, best}: {from: number; to: number; best: Run | undefined}): Run | undefined {
	const {wordSize} = data;
	let longest = best;
	for (let at = from; at < to; at += wordSize) {
		const word = data.word(run.region, at);
		if (word !== 0 && isRecord(data, descriptors, word)) {
			run.count++;
			continue;
		}

		if (word === 0 && run.count > (longest?.count ?? 0)) {
			longest = {...run};
		}

		run.at = at + wordSize;
		run.count = 0;
	}

	return longest;
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

function * readCoders(data: LoadedData, descriptors: CodecDescriptors, list: Run): Reading<ListedCoder[] | undefined> {
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
