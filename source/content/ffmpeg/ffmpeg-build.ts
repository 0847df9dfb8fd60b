import {enabledLibraries, licenseOf, type FfmpegLicense} from './configuration.js';
import type {FfmpegBinary, FfmpegCoder} from './ffmpeg-binary.js';

/** A build of FFmpeg: what its programs and libraries say together. Texts may hold anything. */
export type FfmpegBuild = {
	version: string | undefined;
	/** Versions of its libraries, by their names without `lib`. */
	libraries: Record<string, string>;
	configuration: string | undefined;
	/** Undefined where its configuration is not known. */
	license: FfmpegLicense | undefined;
	/** What was taken in from outside, as `configure` names it: `libx264`. */
	enabled: readonly string[];
	/** Encoders by name; undefined where no table of them could be read. */
	encoders: readonly FfmpegCoder[] | undefined;
	decoders: readonly FfmpegCoder[] | undefined;
	/** Kinds of hardware devices whose support is compiled in; undefined likewise. */
	hardware: readonly string[] | undefined;
};

/**
Puts files together that are of one build: those that have the same version and configuration, however many copies there are of each.

@returns The builds, and the files of each, in the order of the files.
*/
export function joinBuilds<File extends {ffmpeg: FfmpegBinary}>(files: Iterable<File>): Array<{build: FfmpegBuild; files: File[]}> {
	const byBuild = new Map<string, File[]>();
	for (const file of files) {
		const key = `${file.ffmpeg.version ?? ''}\0${file.ffmpeg.configuration ?? ''}`;
		const known = byBuild.get(key);
		if (known) {
			known.push(file);
		} else {
			byBuild.set(key, [file]);
		}
	}

	return Array.from(byBuild.values(), files => ({build: join(files.map(({ffmpeg}) => ffmpeg)), files}));
}

function join(binaries: readonly FfmpegBinary[]): FfmpegBuild {
	const [{version, configuration}] = binaries;
	const first = <Key extends 'encoders' | 'decoders' | 'hardware'>(key: Key) => binaries.find(binary => binary[key])?.[key];
	return {
		version,
		configuration,
		libraries: Object.assign({}, ...binaries.map(({libraries}) => libraries)) as Record<string, string>,
		license: configuration === undefined ? undefined : licenseOf(configuration),
		enabled: configuration === undefined ? [] : enabledLibraries(configuration),
		encoders: first('encoders'),
		decoders: first('decoders'),
		hardware: first('hardware'),
	};
}
