import type {FfmpegBinary} from '../../content/ffmpeg/ffmpeg-binary.js';
import {joinBuilds, type FfmpegBuild} from '../../content/ffmpeg/ffmpeg-build.js';
import type {LayerNumber} from '../../image/image.js';
import type {EntryId} from '../../tree/entry-store.js';
import {fate} from '../../tree/fate.js';
import type {PathId} from '../../tree/path-tree.js';
import type {AuditInput} from '../audit-input.js';

/** A file of FFmpeg in the finished file system. */
export type FfmpegFile = {content: EntryId; layer: LayerNumber; path: PathId; ffmpeg: FfmpegBinary};

/** A build of FFmpeg that an image has. */
export type ImageBuild = {
	build: FfmpegBuild;
	files: readonly FfmpegFile[];
	/** What it is told by: the file that has its codecs within, in the first layer that brings it, or else its first file. */
	place: FfmpegFile;
	/** Its program ffmpeg: the one that is started, or else the first. */
	program?: FfmpegFile;
};

const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** The FFmpeg builds that an image has; the one that runs comes first: that of the entrypoint or command, or else of the `ffmpeg` that stands first on PATH. Asked for by `input.once`. */
export function imageFfmpeg(input: AuditInput): readonly ImageBuild[] {
	const {overlay, facts} = input;
	const files: FfmpegFile[] = [];
	for (const {content, layer, fact: {ffmpeg}} of facts()) {
		if (ffmpeg && overlay.fateOf(content) === fate.live) {
			files.push({content, layer, path: overlay.store.pathOf(content), ffmpeg});
		}
	}

	const started = startedPrograms(input);
	const builds = joinBuilds(files).map(({build, files}) => ({build, files, place: placeOf(files), program: programOf(files, started)}));
	const rank = ({files}: ImageBuild) => {
		const found = started.findIndex(content => files.some(file => file.content === content));
		return found < 0 ? started.length : found;
	};

	return builds.sort((a, b) => rank(a) - rank(b));
}

function placeOf(files: readonly FfmpegFile[]): FfmpegFile {
	return files.find(({ffmpeg}) => ffmpeg.encoders !== undefined || ffmpeg.part === 'libavcodec') ?? files[0];
}

function programOf(files: readonly FfmpegFile[], started: readonly EntryId[]): FfmpegFile | undefined {
	const programs = files.filter(({ffmpeg: {part}}) => part === 'ffmpeg' || part === 'program');
	const first = started.find(content => programs.some(program => program.content === content));
	return programs.find(({content}) => content === first) ?? programs[0];
}

/** Contents of the programs by which FFmpeg may be started, likeliest first. */
function startedPrograms({image: {config}, files}: AuditInput): EntryId[] {
	const path = environment(config.env, 'PATH') ?? defaultPath;
	return [config.entrypoint?.[0], config.cmd?.[0], 'ffmpeg', 'ffprobe'].flatMap(name => {
		const candidates = name === undefined ? [] : (name.includes('/') ? [name] : path.split(':').map(folder => `${folder}/${name}`));
		const found = candidates.map(candidate => files.content(candidate)).find(content => content !== undefined);
		return found === undefined ? [] : [found];
	});
}

/** The value of a variable of the image's environment. */
export function environment(env: readonly string[], name: string): string | undefined {
	return env.findLast(variable => variable.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** What a build is called in a sentence: `FFmpeg 5.1.9`. */
export function buildName({build: {version}}: ImageBuild): string {
	return version === undefined ? 'FFmpeg' : `FFmpeg ${version}`;
}
