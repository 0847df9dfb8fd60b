import type {ElfFact} from '../../content/elf/elf-fact.js';
import type {LinkageFiles, LinkedFile} from './linkage-files.js';

/** A dynamic loader: it loads a program's libraries. */
export type Loader = {
	libc: 'glibc' | 'musl';
	/** The path by which programs ask for it. */
	path: string;
	/** Undefined where it is not in the image. */
	file: LinkedFile | undefined;
	/** Where it looks at last. */
	folders: readonly string[];
	/** The cache of glibc, or the file of folders of musl. */
	lookup: string;
};

/** Folders of loaders that are not there, or do not tell: what most of their builds have. */
const usualFolders = {glibc: ['/lib64', '/usr/lib64', '/lib', '/usr/lib'], musl: ['/lib', '/usr/local/lib', '/usr/lib']} as const;

/** The loader that a path leads to, be it there or not. */
export function loaderAt(files: LinkageFiles, path: string): Loader {
	const file = files.file(path);
	const told = file?.elf?.loader;
	const architecture = /ld-musl-([\w-]+)\.so/.exec(path)?.[1];
	const libc = told?.libc ?? (architecture === undefined ? 'glibc' : 'musl');
	const [, prefix] = /^(.*)\/[^/]+\/[^/]+$/.exec(path) ?? [path, ''];
	return {
		libc,
		path,
		file,
		folders: told && told.folders.length > 0 ? told.folders : usualFolders[libc],
		// Musl looks beside the folder that it lies in (`dynlink.c`).
		lookup: libc === 'musl' ? `${prefix}${told?.file ?? `/etc/ld-musl-${architecture ?? ''}.path`}` : told?.file ?? '/etc/ld.so.cache',
	};
}

/** Whether one ELF file can be loaded beside another: class, byte order and machine are the same. */
export function fitsTogether(a: ElfFact, b: ElfFact): boolean {
	return a.is64 === b.is64 && a.isLittle === b.isLittle && a.machine === b.machine;
}

const libcs = new WeakMap<ElfFact, 'glibc' | 'musl' | 'unknown'>();

/** The C library that a file was linked with, where it says so. */
export function libcOf(elf: ElfFact): 'glibc' | 'musl' | undefined {
	let libc = libcs.get(elf);
	if (libc === undefined) {
		const {needed, versionsNeeded} = elf;
		const isGlibc = needed.includes('libc.so.6') || versionsNeeded.some(({versions, weak}) => [...versions, ...weak].some(version => version.startsWith('GLIBC_')));
		const isMusl = needed.some(name => name === 'libc.so' || /^(?:libc\.musl|ld-musl)-/.test(name));
		libc = isGlibc ? 'glibc' : (isMusl ? 'musl' : 'unknown');
		libcs.set(elf, libc);
	}

	return libc === 'unknown' ? undefined : libc;
}
