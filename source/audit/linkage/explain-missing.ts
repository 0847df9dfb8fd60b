import {parseLdSoConf} from '../../content/loader-files.js';
import type {ElfFact} from '../../content/elf/elf-fact.js';
import {Glob} from '../../format/glob.js';
import type {Hint, LibrarySearch, Requester} from './library-search.js';
import type {LinkageFiles, LinkedFile} from './linkage-files.js';
import {fitsTogether, type Loader} from './loader.js';
import {capabilitiesOf} from './machines.js';
import type {Probe} from './probe.js';
import {absolute, folderOf} from './search-path.js';

/** Files of folders include others; no more are read than a system has, nor deeper. */
const maximumFiles = 1000;
const deepestInclude = 10;

/** Says why a library is not found, where something like it is in the image. */
export class MissingExplainer {
	private configured: readonly string[] | undefined;
	private byName: ReadonlyMap<string, readonly LinkedFile[]> | undefined;
	private readonly realFolders = new Map<string, string>();
	private readonly known = new Map<string, Hint | undefined>();

	constructor(private readonly probe: Probe) {}

	explain(name: string, by: Requester, {loader, search, like}: {loader: Loader; search: LibrarySearch; like: ElfFact}): Hint | undefined {
		if (name.includes('/')) {
			return undefined;
		}

		const key = `${by.file.id} ${loader.path} ${name}`;
		if (!this.known.has(key)) {
			this.known.set(key, this.look(name, search.folders(by), {loader, like, known: search.capability?.(name)}));
		}

		return this.known.get(key);
	}

	private look(name: string, folders: readonly string[], {loader, like, known}: {loader: Loader; like: ElfFact; known: string | undefined}): Hint | undefined {
		const isGlibc = loader.libc === 'glibc';
		const fits = (file: LinkedFile | undefined) => file?.elf !== undefined && fitsTogether(file.elf, like);
		const pathIn = (places: readonly string[]) => places.map(folder => this.probe.in(folder, name)).find(file => fits(file))?.path;
		const capable = (known !== undefined && this.probe.at(known)?.path) || (isGlibc ? pathIn(capabilitiesOf(like).flatMap(capability => folders.map(folder => `${folder}/glibc-hwcaps/${capability}`))) : undefined);
		if (capable !== undefined) {
			return {kind: 'capability', path: capable};
		}

		const named = this.filesNamed(name).filter(file => fits(file));
		if (isGlibc) {
			this.configured ??= configuredFolders(this.probe.files);
			// Ldconfig also makes the link that programs ask for, by the name that a library says it has.
			const inCacheFolders = new Set([...this.configured, ...loader.folders].map(folder => this.realFolder(folder)));
			const path = pathIn(this.configured) ?? named.find(file => file.elf?.soname === name && inCacheFolders.has(folderOf(file.path)))?.path;
			if (path !== undefined) {
				return {kind: 'ldconfig', path};
			}
		}

		const other = folders.map(folder => this.probe.in(folder, name)).find(file => file?.elf && !fits(file));
		if (other) {
			return {kind: 'machine', path: other.path};
		}

		return named.length > 0 ? {kind: 'elsewhere', path: named[0].path} : undefined;
	}

	/** Where a folder really lies, told by a file in it. */
	private realFolder(folder: string): string {
		let real = this.realFolders.get(folder);
		if (real === undefined) {
			real = this.findRealFolder(folder);
			this.realFolders.set(folder, real);
		}

		return real;
	}

	private findRealFolder(folder: string): string {
		for (const name of this.probe.files.names(folder)) {
			const file = this.probe.files.file(`${folder}/${name}`);
			if (file?.path.endsWith(`/${name}`)) {
				return folderOf(file.path);
			}
		}

		return folder;
	}

	/** ELF files of a name, or that say that this is their name. */
	private filesNamed(name: string): readonly LinkedFile[] {
		if (!this.byName) {
			const byName = new Map<string, LinkedFile[]>();
			for (const file of this.probe.files.elfFiles()) {
				for (const known of new Set([file.path.slice(file.path.lastIndexOf('/') + 1), file.elf?.soname])) {
					if (known !== undefined) {
						byName.set(known, [...byName.get(known) ?? [], file]);
					}
				}
			}

			this.byName = byName;
		}

		return this.byName.get(name) ?? [];
	}
}

/** The folders that ldconfig reads besides those of the loader: of `/etc/ld.so.conf` and of what that includes. */
export function configuredFolders(files: LinkageFiles): string[] {
	const folders = new Set<string>();
	const read = new Set<string>();
	const readFile = (path: string, depth: number) => {
		if (read.has(path) || read.size >= maximumFiles || depth > deepestInclude) {
			return;
		}

		read.add(path);
		const bytes = files.text(path);
		for (const line of bytes ? parseLdSoConf(bytes) : []) {
			if ('folder' in line) {
				folders.add(line.folder);
				continue;
			}

			const pattern = absolute(line.include, folderOf(path));
			const folder = folderOf(pattern);
			const glob = new Glob(pattern.slice(pattern.lastIndexOf('/') + 1));
			for (const name of files.names(folder)) {
				if (!name.startsWith('.') && glob.matches(name)) {
					readFile(`${folder}/${name}`, depth + 1);
				}
			}
		}
	};

	readFile('/etc/ld.so.conf', 0);
	return [...folders];
}
