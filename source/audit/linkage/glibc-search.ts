import type {ElfFact} from '../../content/elf/elf-fact.js';
import {cacheFlags, parseLdSoCache} from '../../content/ld-so-cache.js';
import {parseLdSoPreload, splitPreload} from '../../content/loader-files.js';
import type {LibrarySearch, LookUp, Requester, Surroundings} from './library-search.js';
import {fitsTogether, type Loader} from './loader.js';
import {platformOf} from './machines.js';
import type {FoundFile, Probe} from './probe.js';
import {absolute, expandTokens, glibcFolders} from './search-path.js';

/** `LD_LIBRARY_PATH` has two separators. */
const betweenFolders = /[:;]/;

/** RPATH of all that asked for one another, more folders are not looked into. */
const maximumFolders = 256;

/** What was found at a path: a library that fits, nothing, or a file that stops the loader. */
type Opened = FoundFile | 'nothing' | {unusable: FoundFile};

/**
How glibc's loader looks for libraries (ld.so(8); `elf/dl-load.c`): RPATH of who asks and of those who asked for it, `LD_LIBRARY_PATH`,
RUNPATH of who asks, the cache, its own folders.
*/
export class GlibcSearch implements LibrarySearch {
	private readonly rpaths = new WeakMap<Requester, readonly string[]>();
	private readonly runpaths = new WeakMap<Requester, readonly string[]>();
	private readonly bySystem = new Map<string, Opened>();
	private readonly byVariable = new Map<string, Opened>();
	private readonly cached: ReadonlyMap<string, string>;
	private readonly capabilities = new Map<string, string>();
	private readonly variableFolders: readonly string[];
	private readonly lib: string;

	/** @param like A program whose class and machine libraries must have. */
	constructor(private readonly probe: Probe, private readonly loader: Loader, private readonly like: ElfFact, private readonly surroundings: Surroundings) {
		const {variables, workingFolder, isSecure} = surroundings;
		this.lib = loader.folders[0]?.replace(/^\//, '') ?? 'lib';
		const list = isSecure ? '' : variables.get('LD_LIBRARY_PATH') ?? '';
		this.variableFolders = list === '' ? [] : glibcFolders(list, this.tokens('/'), {separator: betweenFolders, workingFolder});
		const cached = new Map<string, string>();
		const flags = cacheFlags(like.machine, like.is64);
		for (const library of parseLdSoCache(probe.files.text(loader.lookup) ?? noBytes).libraries) {
			const paths = library.isForCapability ? this.capabilities : cached;
			if ((flags === undefined || library.flags === flags) && !paths.has(library.name)) {
				paths.set(library.name, library.path);
			}
		}

		this.cached = cached;
	}

	find(name: string, requester: Requester): LookUp {
		if (name.includes('/')) {
			const path = absolute(expandTokens(name, this.tokens(requester.origin)), this.surroundings.workingFolder);
			return this.answer(this.judge(this.probe.at(path)));
		}

		const found = this.inFolders(this.rpathOf(requester), name)
			?? this.once(this.byVariable, name, () => this.inFolders(this.variableFolders, name) ?? 'nothing')
			?? this.inFolders(this.runpathOf(requester), name)
			?? (requester.elf.hasNoDefaultFolders
				? this.inCache(name, this.loader.folders)
				: this.once(this.bySystem, name, () => this.inCache(name, []) ?? this.inFolders(this.loader.folders, name) ?? 'nothing'))
			?? 'nothing';
		return this.answer(found);
	}

	preloaded(): readonly string[] {
		const {variables, isSecure} = this.surroundings;
		const ofFile = this.probe.files.text('/etc/ld.so.preload');
		// Of a setuid program only libraries in the loader's own folders that are setuid themselves: what an image has none of.
		return [...isSecure ? [] : splitPreload(variables.get('LD_PRELOAD') ?? ''), ...ofFile ? parseLdSoPreload(ofFile) : []];
	}

	folders(requester: Requester): readonly string[] {
		return [...this.rpathOf(requester), ...this.variableFolders, ...this.runpathOf(requester), ...requester.elf.hasNoDefaultFolders ? [] : this.loader.folders];
	}

	/** Where the cache has a library that only some processors take. */
	capability(name: string): string | undefined {
		return this.capabilities.get(name);
	}

	private once(known: Map<string, Opened>, name: string, look: () => Opened): Exclude<Opened, 'nothing'> | undefined {
		let found = known.get(name);
		if (found === undefined) {
			found = look();
			known.set(name, found);
		}

		return found === 'nothing' ? undefined : found;
	}

	private inCache(name: string, without: readonly string[]): Exclude<Opened, 'nothing'> | undefined {
		const path = this.cached.get(name);
		const opened = path === undefined || without.some(folder => path.startsWith(`${folder}/`)) ? 'nothing' : this.judge(this.probe.at(path));
		return opened === 'nothing' ? undefined : opened;
	}

	private inFolders(folders: readonly string[], name: string): Exclude<Opened, 'nothing'> | undefined {
		for (const folder of folders) {
			const opened = this.judge(this.probe.in(folder, name));
			if (opened !== 'nothing') {
				return opened;
			}
		}

		return undefined;
	}

	/** What is of another class or machine is passed over; what is no library at all ends the search (`open_verify`). */
	private judge(found: FoundFile | undefined): Opened {
		if (!found) {
			return 'nothing';
		}

		if (!found.isKnown) {
			return found;
		}

		if (found.elf?.isLittle !== this.like.isLittle) {
			return {unusable: found};
		}

		return fitsTogether(found.elf, this.like) ? found : 'nothing';
	}

	private answer(opened: Opened): LookUp {
		if (opened === 'nothing') {
			return {kind: 'missing'};
		}

		if ('unusable' in opened) {
			const {elf, path} = opened.unusable;
			return {kind: 'missing', hint: {kind: elf ? 'machine' : 'no-library', path}};
		}

		return {kind: 'found', file: opened};
	}

	private rpathOf(requester: Requester): readonly string[] {
		if (requester.elf.runpath !== undefined) {
			return none;
		}

		return this.chainOf(requester);
	}

	/** RPATH of an object and of all above it, but those that have RUNPATH, whose RPATH does not count. */
	private chainOf(requester: Requester): readonly string[] {
		let folders = this.rpaths.get(requester);
		if (!folders) {
			const {elf, parent} = requester;
			const own = elf.rpath === undefined || elf.runpath !== undefined ? none : this.expand(elf.rpath, requester);
			const above = parent ? this.chainOf(parent) : none;
			folders = own.length === 0 ? above : [...own, ...above].slice(0, maximumFolders);
			this.rpaths.set(requester, folders);
		}

		return folders;
	}

	private runpathOf(requester: Requester): readonly string[] {
		if (requester.elf.runpath === undefined) {
			return none;
		}

		let folders = this.runpaths.get(requester);
		if (!folders) {
			folders = this.expand(requester.elf.runpath, requester);
			this.runpaths.set(requester, folders);
		}

		return folders;
	}

	private expand(list: string, {origin}: Requester): string[] {
		const {workingFolder, isSecure} = this.surroundings;
		return glibcFolders(list, this.tokens(origin), {workingFolder, isSecure, ownFolders: this.loader.folders}).filter(folder => this.probe.isFolder(folder));
	}

	private tokens(origin: string) {
		return {origin, lib: this.lib, platform: platformOf(this.like)};
	}
}

const none: readonly string[] = [];
const noBytes = new Uint8Array();
