import {decodeBytes} from '../format/safe-text.js';

/** More of a file is not looked at: folders and libraries that a person wrote down are a few. */
const maximumItems = 1000;

/** A line of `/etc/ld.so.conf`: a folder of libraries, or more files to read, by a glob. */
export type LdSoConfLine = {folder: string} | {include: string};

/** Reads `/etc/ld.so.conf`, or what it includes (ldconfig(8)). ldconfig alone reads it; the loader does not. */
export function parseLdSoConf(bytes: Uint8Array): LdSoConfLine[] {
	const found: LdSoConfLine[] = [];
	for (const line of decodeBytes(bytes).split('\n')) {
		const [text] = line.split('#', 1);
		const [word, ...rest] = text.trim().split(/\s+/);
		if (word === 'include') {
			found.push(...rest.map(include => ({include})));
		} else if (word !== '' && word !== 'hwcap') {
			// A folder may have the kind of its libraries behind it, which glibc ignores since 2.36: `/lib=libc6`.
			const folder = text.trim().replace(/=[^/]*$/, '').replace(/(?<=.)\/+$/, '');
			found.push({folder});
		}
	}

	return found.slice(0, maximumItems);
}

/** The libraries of `/etc/ld.so.preload`, which glibc's loader loads before all others (ld.so(8)). */
export function parseLdSoPreload(bytes: Uint8Array): string[] {
	return splitPreload(decodeBytes(bytes).replaceAll(/#.*/g, ''));
}

/** The libraries of such a file, or of the variable `LD_PRELOAD`. */
export function splitPreload(text: string): string[] {
	return text.split(/[\s:]+/).filter(name => name !== '').slice(0, maximumItems);
}

/** The folders of `/etc/ld-musl-ARCH.path`, or of a variable that musl reads: between colons and line ends. */
export function splitMuslPath(text: string): string[] {
	return text.split(/[\n:]+/).filter(folder => folder !== '').slice(0, maximumItems);
}
