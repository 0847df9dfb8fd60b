import type {ElfFact} from '../../content/elf/elf-fact.js';
import {splitMuslPath, splitPreload} from '../../content/loader-files.js';
import type {LibrarySearch, LookUp, Requester, Surroundings} from './library-search.js';
import {fitsTogether, type Loader} from './loader.js';
import type {FoundFile, Probe} from './probe.js';
import {absolute, muslFolders} from './search-path.js';

/** Names of libraries that are the loader itself, whatever their version (`ldso/dynlink.c`, `reserved`). */
const own = /^lib(?:c|pthread|rt|m|dl|util|xnet)\./;

/** RPATH of all that asked for one another, more folders are not looked into. */
const maximumFolders = 256;

/**
How musl's loader looks for libraries (`ldso/dynlink.c`): `LD_LIBRARY_PATH`, RUNPATH or else RPATH of who asks and of those who asked for
it, and the folders of its file, or else its own. It takes the first file of the name, whatever that is.
*/
export class MuslSearch implements LibrarySearch {
	private readonly paths = new WeakMap<Requester, readonly string[]>();
	private readonly bySystem = new Map<string, FoundFile | undefined>();
	private readonly byVariable = new Map<string, FoundFile | undefined>();
	private readonly variableFolders: readonly string[];
	private readonly systemFolders: readonly string[];

	/** @param like A program whose class and machine libraries must have. */
	constructor(private readonly probe: Probe, loader: Loader, private readonly like: ElfFact, private readonly surroundings: Surroundings) {
		const {variables, workingFolder, isSecure} = surroundings;
		const file = probe.files.text(loader.lookup);
		this.variableFolders = isSecure ? [] : splitMuslPath(variables.get('LD_LIBRARY_PATH') ?? '').map(folder => absolute(folder, workingFolder));
		this.systemFolders = file ? splitMuslPath(Buffer.from(file).toString('utf8')).map(folder => absolute(folder, workingFolder)) : loader.folders;
	}

	find(name: string, requester: Requester): LookUp {
		if (own.test(name)) {
			return {kind: 'loader'};
		}

		const found = name.includes('/')
			? this.probe.at(absolute(name, this.surroundings.workingFolder))
			: this.once(this.byVariable, name, this.variableFolders)
				?? this.inFolders(this.pathOf(requester), name)
				?? this.once(this.bySystem, name, this.systemFolders);
		if (!found) {
			return {kind: 'missing'};
		}

		if (found.isKnown && !(found.elf && fitsTogether(found.elf, this.like))) {
			return {kind: 'missing', hint: {kind: found.elf ? 'machine' : 'no-library', path: found.path}};
		}

		return {kind: 'found', file: found};
	}

	preloaded(): readonly string[] {
		const {variables, isSecure} = this.surroundings;
		return isSecure ? [] : splitPreload(variables.get('LD_PRELOAD') ?? '');
	}

	folders(requester: Requester): readonly string[] {
		return [...this.variableFolders, ...this.pathOf(requester), ...this.systemFolders];
	}

	private once(known: Map<string, FoundFile | undefined>, name: string, folders: readonly string[]): FoundFile | undefined {
		if (!known.has(name)) {
			known.set(name, this.inFolders(folders, name));
		}

		return known.get(name);
	}

	private inFolders(folders: readonly string[], name: string): FoundFile | undefined {
		for (const folder of folders) {
			const found = this.probe.in(folder, name);
			if (found) {
				return found;
			}
		}

		return undefined;
	}

	private pathOf(requester: Requester): readonly string[] {
		let folders = this.paths.get(requester);
		if (!folders) {
			const {elf, origin, parent} = requester;
			const list = elf.runpath ?? elf.rpath;
			const {workingFolder, isSecure} = this.surroundings;
			const told = list === undefined ? [] : muslFolders(list, origin, {workingFolder, isSecure}).filter(folder => this.probe.isFolder(folder));
			const above = parent ? this.pathOf(parent) : [];
			folders = told.length === 0 ? above : [...told, ...above].slice(0, maximumFolders);
			this.paths.set(requester, folders);
		}

		return folders;
	}
}
