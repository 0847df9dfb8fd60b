import {readElf, fileType, type ElfFile} from '../elf/elf-file.js';
import {readElfLinking} from '../elf/elf-linking.js';
import {loadData, type LoadedData} from '../elf/loaded-data.js';
import type {Reading} from '../reading.js';
import {readBuildTexts} from './build-texts.js';
import {findCodecDescriptors} from './codec-descriptors.js';
import {findCodecList, type ListedCoder} from './codec-list.js';
import {tellDirections} from './coder-direction.js';
import type {FfmpegBinary, FfmpegCoder, FfmpegPart} from './ffmpeg-binary.js';
import {findHardwareTypes} from './hardware-types.js';

/** FFmpeg's libraries; a name may be followed by what tells copies apart, such as `libavcodec-5e6b81c2.so.62.28.102` in packages of Python. */
const libraryName = /^lib(avcodec|avdevice|avfilter|avformat|avutil|postproc|swresample|swscale)(?:-[\w.]+?)?\.so(?:\.(\d+(?:\.\d+)*))?$/;

/** FFmpeg's programs, with what is often written behind: `ffmpeg-6`, `ffprobe.static`. */
const programName = /^ff(?:mpeg|probe|play)(?![a-z])/;

/** Less than this holds hardly an FFmpeg with all its libraries, in bytes: a smaller file is asked only by one of the names. */
const smallestStatic = 8 << 20;

/** The part of FFmpeg that a file's name tells, and the version behind `.so`. */
export function libraryOf(name: string): {part: FfmpegPart; version: string | undefined} | undefined {
	const [, library, version] = libraryName.exec(name) ?? [];
	return library ? {part: `lib${library}` as FfmpegPart, version} : undefined;
}

/** Whether a file may be FFmpeg's by its name and size alone: by another name it is one that has the libraries within, which is not small. */
export function mayBeFfmpeg(name: string, size: number): boolean {
	return size >= smallestStatic || hasFfmpegName(name);
}

/** Whether a file is called as a program or library of FFmpeg is, or as what browsers put all of it into. */
export function hasFfmpegName(name: string): boolean {
	return programName.test(name) || name === 'libffmpeg.so' || libraryOf(name) !== undefined;
}

/**
What a program or library of FFmpeg, or one that has FFmpeg within, says of its build; undefined for any other. It is read from texts and tables
that the build has compiled in, and never run.

@param head The file's first bytes, for which `isElf` holds.
@param name The file's own name: that of a library has its version.
*/
export function * readFfmpeg(head: Uint8Array, size: number, name: string): Reading<FfmpegBinary | undefined> {
	const file = yield * readElf(head, size);
	if (file.type !== fileType.executable && file.type !== fileType.shared) {
		return undefined;
	}

	const linking = yield * readElfLinking(file, size);
	const library = libraryOf(name) ?? (linking.soname === undefined ? undefined : libraryOf(linking.soname));
	const isShared = linking.needed.some(needed => libraryOf(needed));
	if (!library && !isShared && !mayBeFfmpeg(name, size)) {
		return undefined;
	}

	const texts = yield * readBuildTexts(file, size, library !== undefined || isShared);
	if (!texts) {
		return undefined;
	}

	// A program that uses FFmpeg's libraries is none of FFmpeg's; one that has them within is as good as FFmpeg.
	if (!library && !texts.isProgram && (isShared || texts.version === undefined)) {
		return undefined;
	}

	const {codecVersion, version, license, configuration} = texts;
	const part = library?.part ?? (texts.isProgram ? programName.exec(name)?.[0] as FfmpegPart | undefined ?? 'program' : 'other');
	const libraries = {...codecVersion !== undefined && {avcodec: codecVersion}, ...versionOf(part, library?.version)};
	const binary: FfmpegBinary = {part, libraries, ...given({version, license, configuration})};
	if (library ? part === 'libavcodec' || part === 'libavutil' : !isShared) {
		yield * readTables(file, size, linking.isDynamic, binary);
	}

	return binary;
}

/** The version that a library's name has, where it is whole. */
function versionOf(part: FfmpegPart, version: string | undefined): Record<string, string> {
	return version?.split('.').length === 3 ? {[part.replace(/^lib/, '')]: version} : {};
}

function given<Values extends Record<string, string | undefined>>(values: Values): Partial<Values> {
	return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<Values>;
}

function * readTables(file: ElfFile, size: number, isDynamic: boolean, binary: FfmpegBinary): Reading<void> {
	let data = yield * loadData(file, size, false);
	if (!(yield * tryTables(data, binary)) && !isDynamic) {
		data = yield * loadData(file, size, true);
		yield * tryTables(data, binary);
	}
}

/** Whether any table was found. */
function * tryTables(data: LoadedData, binary: FfmpegBinary): Reading<boolean> {
	const descriptors = binary.part === 'libavutil' ? undefined : yield * findCodecDescriptors(data);
	const coders = descriptors && (yield * findCodecList(data, descriptors));
	const directions = coders && tellDirections(data, coders);
	if (directions) {
		binary.encoders = directions.encoders.map(coder => plain(coder)).sort(byName);
		binary.decoders = directions.decoders.map(coder => plain(coder)).sort(byName);
	}

	const hardware = binary.part === 'libavcodec' ? undefined : yield * findHardwareTypes(data);
	if (hardware) {
		binary.hardware = hardware;
	}

	return descriptors !== undefined || hardware !== undefined;
}

function plain({name, codec, type}: ListedCoder): FfmpegCoder {
	return {name, codec, type};
}

function byName({name: a}: FfmpegCoder, {name: b}: FfmpegCoder): number {
	return a < b ? -1 : Number(a > b);
}
