/** What a file of an FFmpeg build is: one of its programs (`program` by another name) or libraries, or something else that carries them within. */
export type FfmpegPart = 'ffmpeg' | 'ffprobe' | 'ffplay' | 'program' | 'libavcodec' | 'libavdevice' | 'libavfilter' | 'libavformat' | 'libavutil' | 'libpostproc' | 'libswresample' | 'libswscale' | 'other';

/** The kinds of streams, in the order of FFmpeg's `AVMediaType`. */
export const mediaTypes = ['video', 'audio', 'data', 'subtitle', 'attachment'] as const;

export type MediaType = (typeof mediaTypes)[number];

/** An encoder or a decoder that a build has. */
export type FfmpegCoder = {
	/** What `-c:v` and `-c:a` take, such as `libx264`. */
	name: string;
	/** The name of the format that it writes or reads, such as `h264`. */
	codec: string;
	type: MediaType;
};

/** What a file of an FFmpeg build says of the build. Plain data: it crosses threads. Texts may hold anything. */
export type FfmpegBinary = {
	part: FfmpegPart;
	/** The version as its builder wrote it: `5.1.9-0+deb12u1`, `n7.1`, `N-66595-gc2b38619c0`. */
	version?: string;
	/** Versions of FFmpeg's libraries within, by their names without `lib`: `avcodec` is `59.37.100`. */
	libraries: Record<string, string>;
	/** What `configure` was given, in one line as FFmpeg keeps it. */
	configuration?: string;
	/** The licence as the file itself names it: `GPL version 2 or later`. */
	license?: string;
	/** Encoders, by name. Undefined where the file has no table of them, or one that can't be read for sure. */
	encoders?: FfmpegCoder[];
	/** Decoders, likewise. */
	decoders?: FfmpegCoder[];
	/** Kinds of hardware devices whose support is compiled in, as `ffmpeg -hwaccels` calls them. Undefined as for encoders. */
	hardware?: string[];
};
