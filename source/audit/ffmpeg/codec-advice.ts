import {findCodec, plainName} from '../../content/ffmpeg/find-codec.js';
import type {FfmpegBuild} from '../../content/ffmpeg/ffmpeg-build.js';
import {didYouMean} from '../../format/nearest.js';

/** What `configure` takes in from outside for codecs, by its plain name: its switch, what else it needs, and the formats that it is for. */
const libraries: Readonly<Record<string, {flag: string; needs?: 'gpl' | 'version3' | 'nonfree'; codecs: readonly string[]}>> = {
	libaom: {flag: 'libaom', codecs: ['av1']},
	libdav1d: {flag: 'libdav1d', codecs: ['av1']},
	libdavs2: {flag: 'libdavs2', needs: 'gpl', codecs: ['avs2']},
	libfdkaac: {flag: 'libfdk-aac', needs: 'nonfree', codecs: ['aac']},
	libgsm: {flag: 'libgsm', codecs: ['gsm']},
	libilbc: {flag: 'libilbc', codecs: ['ilbc']},
	libjxl: {flag: 'libjxl', codecs: ['jpegxl']},
	libkvazaar: {flag: 'libkvazaar', codecs: ['hevc']},
	libmp3lame: {flag: 'libmp3lame', codecs: ['mp3']},
	libopencoreamrnb: {flag: 'libopencore-amrnb', needs: 'version3', codecs: ['amr_nb']},
	libopencoreamrwb: {flag: 'libopencore-amrwb', needs: 'version3', codecs: ['amr_wb']},
	libopenh264: {flag: 'libopenh264', codecs: ['h264']},
	libopenjpeg: {flag: 'libopenjpeg', codecs: ['jpeg2000']},
	libopus: {flag: 'libopus', codecs: ['opus']},
	librav1e: {flag: 'librav1e', codecs: ['av1']},
	libshine: {flag: 'libshine', codecs: ['mp3']},
	libspeex: {flag: 'libspeex', codecs: ['speex']},
	libsvtav1: {flag: 'libsvtav1', codecs: ['av1']},
	libtheora: {flag: 'libtheora', codecs: ['theora']},
	libtwolame: {flag: 'libtwolame', codecs: ['mp2']},
	libvoamrwbenc: {flag: 'libvo-amrwbenc', needs: 'version3', codecs: ['amr_wb']},
	libvorbis: {flag: 'libvorbis', codecs: ['vorbis']},
	libvpx: {flag: 'libvpx', codecs: ['vp8', 'vp9']},
	libvvenc: {flag: 'libvvenc', codecs: ['vvc']},
	libwebp: {flag: 'libwebp', codecs: ['webp']},
	libx264: {flag: 'libx264', needs: 'gpl', codecs: ['h264']},
	libx265: {flag: 'libx265', needs: 'gpl', codecs: ['hevc']},
	libxavs2: {flag: 'libxavs2', needs: 'gpl', codecs: ['avs2']},
	libxvid: {flag: 'libxvid', needs: 'gpl', codecs: ['mpeg4']},
	nvenc: {flag: 'nvenc', codecs: ['h264', 'hevc']},
};

/** Formats whose encoder comes from outside, and the library that most builds take. */
const encodersOf: Readonly<Record<string, string>> = {
	av1: 'libsvtav1', h264: 'libx264', hevc: 'libx265', h265: 'libx265', mp3: 'libmp3lame', opus: 'libopus', speex: 'libspeex', theora: 'libtheora', vorbis: 'libvorbis', vp8: 'libvpx', vp9: 'libvpx', vvc: 'libvvenc', webp: 'libwebp',
};

/** What is known of the library of a name: its own, or the one that brings an encoder of that format. */
function libraryOf(name: string): (typeof libraries)[string] | undefined {
	const plain = plainName(name);
	const own = Object.keys(libraries).find(library => library === plain || library === `lib${plain}` || (plain.startsWith(library) && library.startsWith('lib')));
	return own === undefined ? (Object.hasOwn(encodersOf, plain) ? libraries[encodersOf[plain]] : undefined) : libraries[own];
}

/** What tells a codec that a build lacks from others: `opus` and `libopus` come with one library, and that is for nothing else. */
export function codecIdentity(name: string): string {
	const library = libraryOf(name);
	return library?.codecs.length === 1 ? library.flag : plainName(name).replace(/^lib/, '');
}

/** The switch of `configure` by which a codec comes in, with those that its licence needs beside; undefined where none is known. */
export function configureFlags(name: string, {license}: Pick<FfmpegBuild, 'license'>): string | undefined {
	const library = libraryOf(name);
	if (!library) {
		return undefined;
	}

	// Its licence goes with the LGPL; with the GPL it does not, and configure asks to be told that nobody may pass it on.
	const needs = library.needs === 'nonfree' ? (license?.gpl === false ? undefined : 'nonfree') : (library.needs === 'gpl' && license?.gpl ? undefined : library.needs);
	return [`--enable-${library.flag}`, ...needs ? [`--enable-${needs}`] : []].join(' ');
}

/** What a build has for the formats that a library is for, such as its own `aac` in place of `libfdk_aac`: names of encoders. */
export function encodersInstead(name: string, build: FfmpegBuild): string[] {
	const plain = plainName(name);
	return (libraryOf(name)?.codecs ?? []).filter(codec => plainName(codec) !== plain)
		.flatMap(codec => findCodec(build, codec)?.encoders ?? [])
		.map(({name}) => name)
		// What needs hardware is in nobody's stead.
		.filter((name, index, all) => all.indexOf(name) === index && !/_(?:nvenc|vaapi|qsv|omx|v4l2m2m|amf|mf|vulkan|d3d12va)$/.test(name));
}

/** ` Did you mean X?` of what a build has, or nothing. */
export function codecMeant(name: string, {encoders = [], decoders = [], enabled}: FfmpegBuild): string {
	return didYouMean(name.toLowerCase(), [...new Set([...encoders, ...decoders].flatMap(({name, codec}) => [codec, name])), ...enabled]);
}
