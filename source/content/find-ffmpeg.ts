import {isElf} from './elf/elf-file.js';
import {mayBeFfmpeg, readFfmpeg} from './ffmpeg/read-ffmpeg.js';
import type {FileFact, FileFinder} from './file-fact.js';
import type {Reading} from './reading.js';

/** The largest programs that have FFmpeg and all its libraries within take 200 MB; more is held of no file while a compressed layer goes by. */
const largest = 256 << 20;

/** What FFmpeg's programs and libraries say of their build. */
export const findFfmpeg: FileFinder = {
	limit: largest,
	find({path, size, head}) {
		if (!isElf(head)) {
			return undefined;
		}

		const name = path.slice(path.lastIndexOf('/') + 1);
		return mayBeFfmpeg(name, size) ? read(new Uint8Array(head.subarray(0, 64)), size, name) : undefined;
	},
};

function * read(head: Uint8Array, size: number, name: string): Reading<Partial<FileFact> | undefined> {
	const ffmpeg = yield * readFfmpeg(head, size, name);
	return ffmpeg && {ffmpeg};
}
