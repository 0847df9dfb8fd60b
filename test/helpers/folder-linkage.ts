import fs from 'node:fs';
import path from 'node:path';
import type {LinkageFiles, LinkedFile} from '../../source/audit/linkage/linkage-files.js';
import {isElf} from '../../source/content/elf/elf-file.js';
import {readElfFact} from '../../source/content/elf/elf-fact.js';
import {readNow} from '../../source/content/reading.js';

/** A folder as the root of a file system, for the linkage check: links in it lead to what they would in a container. */
export class FolderLinkage implements LinkageFiles {
	private readonly known = new Map<number, LinkedFile>();
	private elf: LinkedFile[] | undefined;

	/** @param among ELF files are those below this folder. */
	constructor(readonly root: string, private readonly among = '/') {}

	file(name: string): LinkedFile | undefined {
		const place = this.follow(name);
		const stat = place === undefined ? undefined : fs.lstatSync(path.join(this.root, place), {throwIfNoEntry: false});
		if (!stat?.isFile()) {
			return undefined;
		}

		let file = this.known.get(stat.ino);
		if (!file) {
			file = {path: place!, id: stat.ino, elf: readElf(path.join(this.root, place!)), isKnown: true, isSetuid: (stat.mode & 0o6000) !== 0, isExecutable: (stat.mode & 0o111) !== 0};
			this.known.set(stat.ino, file);
		}

		return file;
	}

	isFolder(name: string): boolean {
		const place = this.follow(name);
		return place !== undefined && fs.statSync(path.join(this.root, place), {throwIfNoEntry: false})?.isDirectory() === true;
	}

	text(name: string): Uint8Array | undefined {
		const file = this.file(name);
		return file && fs.readFileSync(path.join(this.root, file.path));
	}

	names(folder: string): string[] {
		const place = this.follow(folder);
		const real = place === undefined ? undefined : path.join(this.root, place);
		return real !== undefined && fs.existsSync(real) ? fs.readdirSync(real).sort() : [];
	}

	elfFiles(): LinkedFile[] {
		this.elf ??= [...this.walk(this.among)];
		return this.elf;
	}

	private * walk(folder: string): Generator<LinkedFile> {
		for (const entry of fs.readdirSync(path.join(this.root, folder), {withFileTypes: true}).sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)))) {
			const place = path.posix.join(folder, entry.name);
			if (entry.isDirectory()) {
				yield * this.walk(place);
			} else if (entry.isFile()) {
				const file = this.file(place);
				if (file?.elf && file.path === place) {
					yield file;
				}
			}
		}
	}

	/** The path that a path leads to, without links. */
	private follow(name: string): string | undefined {
		const names = name.split('/').reverse();
		let here = '/';
		for (let links = 0; names.length > 0;) {
			const next = names.pop()!;
			if (next === '' || next === '.') {
				continue;
			}

			const place = path.posix.join(here, next);
			const stat = fs.lstatSync(path.join(this.root, place), {throwIfNoEntry: false});
			if (!stat) {
				return undefined;
			}

			if (!stat.isSymbolicLink()) {
				here = place;
				continue;
			}

			if (++links > 40) {
				return undefined;
			}

			const target = fs.readlinkSync(path.join(this.root, place));
			here = target.startsWith('/') ? '/' : here;
			names.push(...target.split('/').reverse());
		}

		return here;
	}
}

function readElf(file: string) {
	const descriptor = fs.openSync(file, 'r');
	try {
		const {size} = fs.fstatSync(descriptor);
		const bytesAt = (at: number, length: number) => {
			const wanted = Buffer.alloc(Math.max(0, Math.min(length, size - at)));
			return wanted.length > 0 ? wanted.subarray(0, fs.readSync(descriptor, wanted, 0, wanted.length, at)) : wanted;
		};

		const head = bytesAt(0, 64);
		return isElf(head) ? readNow(readElfFact(head, size), bytesAt) : undefined;
	} finally {
		fs.closeSync(descriptor);
	}
}
