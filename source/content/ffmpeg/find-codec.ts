import type {FfmpegCoder} from './ffmpeg-binary.js';
import type {FfmpegBuild} from './ffmpeg-build.js';

/** What of a build answers to a name. */
export type FoundCodec = {
	/** Encoders of that name, of that format, or made by that library. */
	encoders: FfmpegCoder[];
	/** Decoders, likewise. */
	decoders: FfmpegCoder[];
	/** The library of that name that it was configured with. */
	library?: string;
	/** The kind of hardware device of that name that it was compiled for. */
	hardware?: string;
};

/** Names that people use, and what FFmpeg calls the same; without dashes, underscores and capitals. */
const aliases: Readonly<Record<string, readonly string[]>> = {
	avc: ['h264'],
	avc1: ['h264'],
	mpeg4avc: ['h264'],
	h265: ['hevc'],
	hvc1: ['hevc'],
	h266: ['vvc'],
	dca: ['dts'],
	ec3: ['eac3'],
	jpeg: ['mjpeg'],
	jpg: ['mjpeg'],
	jxl: ['jpegxl', 'libjxl'],
	srt: ['subrip', 'libsrt'],
	vtt: ['webvtt'],
	amr: ['amrnb', 'amrwb'],
	lame: ['libmp3lame'],
	aom: ['libaom'],
	amf: ['amf', 'h264amf'],
	nvenc: ['h264nvenc', 'hevcnvenc', 'av1nvenc'],
	nvdec: ['cuda'],
	cuvid: ['h264cuvid', 'hevccuvid'],
	quicksync: ['qsv'],
	v4l2: ['h264v4l2m2m', 'hevcv4l2m2m', 'vp8v4l2m2m'],
	v4l2m2m: ['h264v4l2m2m', 'hevcv4l2m2m', 'vp8v4l2m2m'],
	pcm: ['pcms16le'],
};

/** A name without what people write differently: capitals, dashes, underscores, dots, spaces. */
export function plainName(name: string): string {
	return name.toLowerCase().replaceAll(/[^\da-z]/g, '');
}

/**
Finds what a build has of a name, which may be that of an encoder or decoder (`libx264`, `h264_nvenc`), of a format (`h264`, `mp3`), of
an external library (`libvpx`, with or without `lib`), or of hardware (`vaapi`); however its words are joined (`fdk-aac`, `libfdk_aac`). Undefined
where it has nothing of it. Of a build without tables only libraries can be told.
*/
export function findCodec({encoders = [], decoders = [], enabled, hardware = []}: FfmpegBuild, name: string): FoundCodec | undefined {
	const plain = plainName(name);
	if (plain === '') {
		return undefined;
	}

	const wanted = [plain, ...Object.hasOwn(aliases, plain) ? aliases[plain] : []];
	const libraries = wanted.map(name => name.startsWith('lib') ? name : `lib${name}`);
	const isMeant = ({name, codec}: FfmpegCoder) => {
		const own = plainName(name);
		return wanted.includes(own) || wanted.includes(plainName(codec)) || libraries.some(library => isOfLibrary(name, own, library));
	};

	const library = enabled.find(name => wanted.includes(plainName(name))) ?? enabled.find(name => libraries.includes(plainName(name)));
	const device = hardware.find(name => wanted.includes(name));
	const found: FoundCodec = {encoders: encoders.filter(coder => isMeant(coder)), decoders: decoders.filter(coder => isMeant(coder)), ...library !== undefined && {library}, ...device !== undefined && {hardware: device}};
	return found.encoders.length > 0 || found.decoders.length > 0 || library !== undefined || device !== undefined ? found : undefined;
}

/** Whether a coder is a library's: `libvpx-vp9` is of `libvpx`, `libx264rgb` of `libx264`; `libxavs2` is not of `libxavs`. */
function isOfLibrary(name: string, plain: string, library: string): boolean {
	return plain === library || (plain.startsWith(library) && (/^[-_]/.test(name.slice(library.length)) || plain === `${library}rgb`));
}
