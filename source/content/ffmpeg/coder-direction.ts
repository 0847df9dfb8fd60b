import type {LoadedData} from '../elf/loaded-data.js';
import type {ListedCoder} from './codec-list.js';

/** Coders by what they do. */
export type Directions = {encoders: ListedCoder[]; decoders: ListedCoder[]};

/** Says of a coder whether it is an encoder, a decoder, or that by this layout it is neither. */
type Layout = (coder: ListedCoder) => 'encoder' | 'decoder' | undefined;

/** Coders that can but be one of both, in every version. */
const surelyEncoders = /^(?:lib(?:mp3lame|x26[45]|x264rgb|xvid|shine|twolame|theora|webp|svtav1|rav1e|kvazaar|openh264enc)|a64multi5?|\w+_(?:nvenc|vaapi|omx)|ttml)$/;
const surelyDecoders = /^(?:h264|hevc|vp[5-9]|av1|mp3(?:float)?|wmv3|vc1|libdav1d|mpegvideo|cook|indeo[2-5]|svq3|rv[34]0|\w+_cuvid|libzvbi_teletextdec|pgssub|ape)$/;

/**
Tells encoders from decoders. Where that stands in a record has changed with FFmpeg's versions and will change again, so it is not gone by
the version: every layout is tried that was ever in use, and the one is taken by which all of these hold. Of two records of one name one is an
encoder and one a decoder (a build has about a hundred such pairs); coders that can but be one are that; and no record is neither.
Undefined where none fits, or two that differ.
*/
export function tellDirections(data: LoadedData, coders: readonly ListedCoder[]): Directions | undefined {
	let found: {key: string; directions: Directions} | undefined;
	for (const layout of layouts(data)) {
		const directions = tellBy(layout, coders);
		const key = directions?.encoders.map(({at}) => at).join(' ');
		if (found && key !== undefined && found.key !== key) {
			return undefined;
		}

		found ??= directions && {key: key!, directions};
	}

	return found?.directions;
}

/** The directions by a layout, if it fits. */
function tellBy(layout: Layout, coders: readonly ListedCoder[]): Directions | undefined {
	const directions: Directions = {encoders: [], decoders: []};
	const seen = new Set<string>();
	let anchors = 0;
	for (const coder of coders) {
		const {name} = coder;
		const direction = layout(coder);
		const key = `${direction} ${name}`;
		if (!direction || seen.has(key) || (direction === 'decoder' ? surelyEncoders : surelyDecoders).test(name)) {
			return undefined;
		}

		const isDecoder = direction === 'decoder';
		anchors += Number((isDecoder ? surelyDecoders : surelyEncoders).test(name) || seen.has(`${isDecoder ? 'encoder' : 'decoder'} ${name}`));
		seen.add(key);
		directions[isDecoder ? 'decoders' : 'encoders'].push(coder);
	}

	return anchors > 0 ? directions : undefined;
}

/** By `FFCodecType`: three for decoders, three for encoders. */
const directionOfType: ReadonlyArray<ReturnType<Layout>> = ['decoder', 'decoder', 'decoder', 'encoder', 'encoder', 'encoder'];

function * layouts(data: LoadedData): Generator<Layout> {
	const {wordSize} = data;

	// From FFmpeg 5.1 on the record goes on behind its public part with 32 bits, of which the last three say which function it has
	// (`cb_type` in libavcodec/codec_internal.h): the first three are those of decoders, the next three of encoders.
	for (let at = wordSize * 5; at <= wordSize * 16; at += 4) {
		yield ({region, at: record}) => {
			if (record + at + 4 > region.bytes.length) {
				return undefined;
			}

			const bits = data.int(region, record + at);
			return directionOfType[(data.isLittle ? bits >>> 29 : bits) & 7];
		};
	}

	// Before, functions stand side by side, and those are there that it has (`AVCodec` in libavcodec/avcodec.h, codec.h): encode_sub, encode2,
	// decode, close, then send_frame up to FFmpeg 4.2, receive_packet, receive_frame.
	for (const hasSendFrame of [true, false]) {
		const encoding = [0, 1, 4, ...hasSendFrame ? [5] : []];
		const decoding = [2, 5 + Number(hasSendFrame)];
		for (let at = wordSize * 12; at <= wordSize * 24; at += wordSize) {
			yield ({region, at: record}) => {
				if (record + at + (wordSize * 7) > region.bytes.length) {
					return undefined;
				}

				const has = (places: readonly number[]) => places.some(place => data.word(region, record + at + (place * wordSize)) !== 0);
				const isEncoder = has(encoding);
				return isEncoder === has(decoding) ? undefined : (isEncoder ? 'encoder' : 'decoder');
			};
		}
	}
}
