import {readBytes, type Reading} from '../reading.js';

/** Loaders take a quarter of a megabyte, and with all that debuggers want some two; more of a file is not searched. */
const maximumSize = 4 << 20;

/** More folders are none of a loader: it knows two to six. */
const maximumFolders = 16;

/** What a dynamic loader says of how it looks for libraries. */
export type ElfLoader = {
	libc: 'glibc' | 'musl';
	/** The folders that it looks into at last, in their order. */
	folders: string[];
	/** The file that tells it where libraries are: glibc's cache, or musl's folders, which then stand instead of its own. */
	file: string;
};

/** What glibc's loader and musl's each hold, and nothing else that needs no library. */
const signs = {glibc: Buffer.from('glibc-ld.so.cache1.1'), musl: Buffer.from('/etc/ld-musl-')} as const;

/** Folders of glibc's loader stand in one text, each with a slash and a NUL behind it (`SYSTEM_DIRS` of `trusted-dirs.h`). */
const folderRun = /(?:\/[\w+\-./]{0,255}\/\0){2,}/g;

/** Those of musl's, as the path that it takes where there is no file of them (`dynlink.c`). */
const folderPath = /\0(\/[\w+\-./]{0,255}(?::\/[\w+\-./]{0,255})+)\0/;

/** The file of folders, behind the folder that the loader itself lies in, less its last two names. */
const pathFile = /\/etc\/ld-musl-[\w-]{1,64}\.path/;

/** The file of the cache, where glibc was configured to have it. */
const cacheFile = /\0(\/[\w+\-./]{0,255}\/ld\.so\.cache)\0/;

/** What a file says as a dynamic loader, by the texts in it; undefined where it is none. Ask only of a shared object that needs no library. */
export function * readElfLoader(size: number): Reading<ElfLoader | undefined> {
	const {buffer, byteOffset, length} = yield * readBytes(0, Math.min(size, maximumSize));
	const bytes = Buffer.from(buffer, byteOffset, length);
	if (bytes.includes(signs.musl)) {
		const text = bytes.toString('latin1');
		const [, path] = folderPath.exec(text) ?? [];
		return {libc: 'musl', folders: path?.split(':', maximumFolders) ?? ['/lib', '/usr/local/lib', '/usr/lib'], file: pathFile.exec(text)?.[0] ?? ''};
	}

	if (!bytes.includes(signs.glibc)) {
		return undefined;
	}

	// The same text may stand twice; there may be other folders by chance. The longest is the whole list.
	const text = bytes.toString('latin1');
	const runs = [...text.matchAll(folderRun)].map(([run]) => run.split('\0').slice(0, -1));
	const [folders = ['/lib64', '/usr/lib64', '/lib', '/usr/lib']] = runs
		.filter(run => run.length <= maximumFolders && run.some(folder => folder.includes('lib')))
		.sort((a, b) => b.length - a.length);
	return {libc: 'glibc', folders: folders.map(folder => folder.replace(/(?<=.)\/$/, '')), file: cacheFile.exec(text)?.[1] ?? '/etc/ld.so.cache'};
}
