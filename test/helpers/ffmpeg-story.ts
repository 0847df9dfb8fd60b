import {buildFfmpeg, type FfmpegOptions} from './build-ffmpeg.js';

const version = '5.1.9-test';
export const configuration = '--prefix=/usr --enable-gpl --enable-libx264 --enable-libmp3lame';
export const coders = ['encoder libx264 h264', 'decoder h264 h264', 'encoder aac aac', 'decoder aac aac', 'encoder libmp3lame mp3', 'decoder mp3float mp3', 'decoder vp9 vp9'];

/** The files of an FFmpeg whose libraries are shared, for stories of images: `@program`, `@codec`, `@util`. */
export function sharedFfmpeg(options: FfmpegOptions = {}): Record<'program' | 'codec' | 'util', Uint8Array> {
	const build = {version, configuration, ...options};
	return {
		program: buildFfmpeg({...build, form: 'program', isOwn: true, needed: ['libavcodec.so.59', 'libavutil.so.57'], coders: undefined, hardware: undefined}),
		codec: buildFfmpeg({coders, ...build, hardware: undefined}),
		util: buildFfmpeg({...build, coders: undefined}),
	};
}

/** A program that has all of FFmpeg within. */
export function staticFfmpeg(options: FfmpegOptions = {}): Uint8Array {
	return buildFfmpeg({version, configuration, coders, form: 'static', isOwn: true, ...options});
}

/** An image with a shared FFmpeg in one layer. */
export const installed = `
	RUN apt-get install -y ffmpeg
	  0755 usr/bin/ffmpeg = @program
	  usr/lib/libavcodec.so.59.37.100 = @codec
	  usr/lib/libavutil.so.57.28.100 = @util
	  01777 tmp/
`;
