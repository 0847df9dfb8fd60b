import {buildLines} from '../build-lines.js';
import {placeOf} from '../command-rule.js';
import {imageFfmpeg} from '../ffmpeg/image-ffmpeg.js';
import type {Rule} from '../rule.js';
import {isVolume, temporaryFolder} from '../temporary-folder.js';

/** FFmpeg whose temporary files go into the container's own layer. */
export const temporaryOnLayer: Rule = {
	id: 'temp-on-layer',
	title: 'Temporary files of FFmpeg on the container\'s layer',
	group: 'runtime',
	severity: 'note',
	counterparts: [],
	detects: 'An image with the program ffmpeg in which neither /tmp, or the folder that TMPDIR names, nor a folder above it is a volume. FFmpeg itself does not read TMPDIR: what it reads by `cache:`, and the first pass of libxvid, it keeps in /tmp; logs of `-pass` lie in the working folder, segments beside the output. Programs around it do read TMPDIR. Such files can be large: in the container\'s own writable layer they are slow, count against the disk of the host\'s engine, and stay until the container is removed. Also a TMPDIR that names no folder of the image.',
	remedy: 'Declare the folder a volume (`VOLUME`), or mount one or a tmpfs there when the container is run.',
	references: ['https://docs.docker.com/engine/storage/'],
	* find(input) {
		const program = input.once(imageFfmpeg).find(({program}) => program)?.program;
		if (!program) {
			return;
		}

		const {folder, isSet, isVolume: isKeptApart, found} = temporaryFolder(input);
		if (isKeptApart) {
			return;
		}

		const isMissing = isSet && !found;
		const line = isSet ? input.once(buildLines).findLast(({keyword, instruction}) => keyword === 'ENV' && /[\s"]TMPDIR[\s=]/.test(instruction)) : undefined;
		yield {
			...(line ? placeOf(line) : {layer: program.layer, path: program.path}),
			key: folder,
			message: isMissing
				? `TMPDIR is ${folder}, which is neither a folder of the image nor a volume: programs that honour TMPDIR find no folder there. (ffmpeg itself does not read it and writes its own to /tmp.)`
				: (isSet
					? `TMPDIR is ${folder}, which is no volume: temporary files of programs that honour TMPDIR land in the container's own layer, slow, and kept until the container is removed. (ffmpeg itself does not read it and writes its own to /tmp.)`
					: '/tmp is no volume: what ffmpeg (by cache: and in the first pass of libxvid) and other programs write there lands in the container\'s own layer, slow, and kept until the container is removed.'),
			remedy: `${isMissing ? `Make the folder (RUN install -d -m 1777 ${folder}) and declare it with` : 'Write'} VOLUME ${folder}, or run the container with --tmpfs ${folder} where memory is enough for the largest file${isSet && !isVolume(input.image.config.volumes, '/tmp') ? '; likewise for /tmp' : ''}.`,
		};
	},
};
