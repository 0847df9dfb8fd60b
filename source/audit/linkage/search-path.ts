/** More folders of one list are not looked into: who builds software writes a few. */
const maximumFolders = 64;

/** What stands for folders in a list of them (ld.so(8), "Dynamic string tokens"). */
export type Tokens = {
	/** The folder of the object that has the list. */
	origin: string;
	/** `lib64`, or `lib/x86_64-linux-gnu`. */
	lib: string;
	platform: string;
};

/** The folder of a path. */
export function folderOf(path: string): string {
	return path.slice(0, path.lastIndexOf('/')) || '/';
}

/** A path that may be relative to a folder, as an absolute one, with `.` and `..` left for the one who follows links. */
export function absolute(path: string, workingFolder: string): string {
	return path.startsWith('/') ? path : `${workingFolder === '/' ? '' : workingFolder}/${path}`;
}

/** Puts folders in the place of `$ORIGIN`, `$LIB` and `$PLATFORM`, with or without braces; what else begins with `$` is left. */
export function expandTokens(text: string, {origin, lib, platform}: Tokens): string {
	return text.includes('$')
		? text.replaceAll(/\$(?:(ORIGIN|LIB|PLATFORM)\b|\{(ORIGIN|LIB|PLATFORM)\})/g, (_, bare?: string, braced?: string) =>
			({ORIGIN: origin, LIB: lib, PLATFORM: platform})[(bare ?? braced) as 'ORIGIN'])
		: text;
}

/**
The folders of a list, such as RPATH, for glibc's loader: an empty one is the working folder.

@param options.isSecure Of a program that is setuid: only those that lead into the loader's own folders hold, of those that stand for others.
*/
export function glibcFolders(list: string, tokens: Tokens, {separator = ':', workingFolder, isSecure = false, ownFolders = []}: {separator?: RegExp | string; workingFolder: string; isSecure?: boolean; ownFolders?: readonly string[]}): string[] {
	// An empty list is none, but an empty item of one is the working folder.
	return list === ''
		? []
		: list.split(separator, maximumFolders).flatMap(item => {
			const folder = expandTokens(item, tokens);
			const isExpanded = folder !== item;
			if (isSecure && (isExpanded ? !ownFolders.includes(normalized(folder)) : !folder.startsWith('/'))) {
				return [];
			}

			return [withoutSlash(absolute(folder, workingFolder))];
		});
}

/** The same for musl's: it knows `$ORIGIN` alone, takes no list in which another stands, and passes over empty ones. */
export function muslFolders(list: string, origin: string, {workingFolder, isSecure}: {workingFolder: string; isSecure: boolean}): string[] {
	const expanded = list.replaceAll(/\$(?:ORIGIN|\{ORIGIN\})/g, () => origin);
	if (list.replaceAll(/\$(?:ORIGIN|\{ORIGIN\})/g, '').includes('$') || (isSecure && list.includes('$'))) {
		return [];
	}

	return expanded.split(/[\n:]+/, maximumFolders).filter(folder => folder !== '').map(folder => withoutSlash(absolute(folder, workingFolder)));
}

/** A path without `.`, `..` and double slashes, by its text alone. */
export function normalized(path: string): string {
	const names: string[] = [];
	for (const name of path.split('/')) {
		if (name === '..') {
			names.pop();
		} else if (name !== '' && name !== '.') {
			names.push(name);
		}
	}

	return `/${names.join('/')}`;
}

function withoutSlash(folder: string): string {
	return folder.replace(/\/+$/, '');
}
