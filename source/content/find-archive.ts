import {headSize, type FileFact, type FileFinder} from './file-fact.js';
import type {Reading} from './reading.js';

const magics: ReadonlyArray<readonly [magic: Uint8Array, archive: FileFact['archive']]> = [
	[Buffer.from('!<arch>\n'), 'static'],
	[Buffer.from('!<thin>\n'), 'thin'],
];

/** Static libraries, by their first bytes (ar(5)); a package of Debian is one too, and is called by its name. */
export const findArchive: FileFinder = {
	limit: headSize,
	takesLarger: true,
	find({path, head}) {
		const archive = path.endsWith('.a') ? magics.find(([magic]) => magic.every((byte, index) => head[index] === byte))?.[1] : undefined;
		return archive && is(archive);
	},
};

// eslint-disable-next-line require-yield -- its first bytes tell all.
function * is(archive: FileFact['archive']): Reading<Partial<FileFact>> {
	return {archive};
}
