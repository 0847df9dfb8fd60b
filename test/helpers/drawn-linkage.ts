import path from 'node:path';
import type {LinkageFiles, LinkedFile} from '../../source/audit/linkage/linkage-files.js';
import {readElfFact} from '../../source/content/elf/elf-fact.js';
import {readNow} from '../../source/content/reading.js';
import {buildProgram, type BuiltProgram} from './build-program.js';

/** What stands at a path of a file system that is made for a test: a program or library, what a file holds, or where a link leads. */
export type DrawnFile = BuiltProgram | Uint8Array | {content: string} | {link: string} | (BuiltProgram & {isSetuid: true});

/** A file system for the linkage check, by its paths. */
export function drawnLinkage(drawn: Readonly<Record<string, DrawnFile>>): LinkageFiles {
	const paths = Object.keys(drawn).sort();
	const known = new Map<string, LinkedFile>();
	const folders = new Set(paths.flatMap(name => name.split('/').map((_, index, names) => names.slice(0, index).join('/') || '/')));
	const isFolder = (place: string) => folders.has(place);
	const follow = (name: string): string | undefined => {
		const names = name.split('/').reverse();
		let here = '/';
		for (let links = 0; names.length > 0;) {
			const place = path.posix.join(here, names.pop()!);
			const found = drawn[place];
			if (found && 'link' in found) {
				if (++links > 40) {
					return undefined;
				}

				here = found.link.startsWith('/') ? '/' : here;
				names.push(...found.link.split('/').reverse());
			} else if (found ?? isFolder(place)) {
				here = place;
			} else {
				return undefined;
			}
		}

		return here;
	};

	const file = (name: string): LinkedFile | undefined => {
		const place = follow(name);
		const found = place === undefined ? undefined : drawn[place];
		if (place === undefined || !found) {
			return undefined;
		}

		if (!known.has(place)) {
			const isProgram = !(found instanceof Uint8Array) && !('content' in found);
			const elf = isProgram ? factOf(buildProgram(found as BuiltProgram)) : undefined;
			known.set(place, {path: place, id: known.size, elf, isKnown: true, isSetuid: 'isSetuid' in found, isExecutable: true});
		}

		return known.get(place);
	};

	return {
		file,
		isFolder(name) {
			const place = follow(name);
			return place !== undefined && isFolder(place);
		},
		text(name) {
			const found = drawn[follow(name) ?? ''];
			return found instanceof Uint8Array ? found : (found && 'content' in found ? Buffer.from(found.content) : undefined);
		},
		names(folder) {
			const place = follow(folder);
			const prefix = place === '/' ? '/' : `${place}/`;
			return place === undefined ? [] : [...new Set(paths.filter(name => name.startsWith(prefix)).map(name => name.slice(prefix.length).split('/', 1)[0]))];
		},
		elfFiles: () => paths.filter(name => !('link' in drawn[name])).map(name => file(name)!).filter(({elf}) => elf),
	};
}

function factOf(bytes: Uint8Array) {
	const read = readNow(readElfFact(bytes.subarray(0, 64), bytes.length), (at, length) => bytes.subarray(at, at + length));
	if (!read) {
		throw new Error('It is no ELF file.');
	}

	return read;
}
