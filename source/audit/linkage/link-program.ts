import type {ElfFact} from '../../content/elf/elf-fact.js';
import type {NeededVersions} from '../../content/elf/elf-versions.js';
import type {Hint, LibrarySearch, Requester} from './library-search.js';
import {fitsTogether, libcOf, type Loader} from './loader.js';
import type {FoundFile} from './probe.js';
import {folderOf} from './search-path.js';

/** More objects are not loaded with one program, nor names asked for: an office suite loads four hundred. */
const maximumObjects = 4096;
const maximumNames = 1 << 16;

/** A library that would not be found. */
export type MissingLibrary = {
	name: string;
	/** Who asks for it. */
	by: FoundFile;
	/** It is to be loaded before all others, and a loader goes on without it. */
	isPreloaded: boolean;
	hint?: Hint;
	/** Where it was looked for, of one without a hint. */
	folders?: readonly string[];
};

/** A version of symbols that a library does not define. */
export type MissingVersion = {version: string; by: FoundFile; provider: FoundFile};

/** What would be loaded with a program or a library. */
export type Linked = {
	/** All that is loaded, itself first, in the loader's order; the loader is not in it. */
	objects: FoundFile[];
	missing: MissingLibrary[];
	missingVersions: MissingVersion[];
	/** What was linked with another C library than the one that the loader belongs to. */
	ofOtherLibc: FoundFile[];
	/** Whether there was more than is looked at. */
	isCutOff: boolean;
};

type LoadedObject = Requester & {elf: NonNullable<FoundFile['elf']>};

/**
Loads a program's libraries as its loader would, breadth first: one object for a name, and for glibc for a SONAME, too.

@param search Looks for libraries as the loader does.
@param explain Says why one is not found.
*/
export function linkProgram(program: FoundFile, loader: Loader, search: LibrarySearch, explain: (name: string, by: Requester) => Hint | undefined): Linked {
	const linked: Linked = {objects: [program], missing: [], missingVersions: [], ofOtherLibc: [], isCutOff: false};
	if (!program.elf) {
		return linked;
	}

	const loaderFile: FoundFile | 'loader' = loader.file ? {...loader.file, foundAt: loader.path} : 'loader';
	const byName = new Map<string, FoundFile | 'loader'>();
	const bySoname = new Map<string, FoundFile | 'loader'>();
	const byId = new Set<number>([program.id]);
	const isGlibc = loader.libc === 'glibc';
	const know = (file: FoundFile) => {
		if (isGlibc && file.elf?.soname !== undefined && !bySoname.has(file.elf.soname)) {
			bySoname.set(file.elf.soname, file);
		}
	};

	byName.set(loader.path, loaderFile);
	bySoname.set(loader.file?.elf?.soname ?? loader.path.slice(loader.path.lastIndexOf('/') + 1), loaderFile);
	if (!isGlibc) {
		byName.set('libc.so', loaderFile);
	}

	know(program);
	// Of the program itself the kernel tells where it is, links followed; of libraries the loader knows the path that it found.
	const objects: LoadedObject[] = [{file: program, elf: program.elf, origin: folderOf(program.path), parent: undefined}];
	let left = maximumNames;
	const load = (name: string, by: LoadedObject, isPreloaded: boolean) => {
		if (byName.has(name)) {
			return;
		}

		const known = bySoname.get(name);
		if (known) {
			byName.set(name, known);
			return;
		}

		const found = left-- > 0 ? search.find(name, by) : undefined;
		if (!found || objects.length >= maximumObjects) {
			linked.isCutOff = true;
		} else if (found.kind === 'missing') {
			// What one does not find another may, by folders of its own.
			const hint = found.hint ?? explain(name, by);
			linked.missing.push({name, by: by.file, isPreloaded, ...(hint ? {hint} : {folders: search.folders(by)})});
		} else if (found.kind === 'loader') {
			byName.set(name, loaderFile);
		} else {
			byName.set(name, found.file);
			const {file} = found;
			if (!byId.has(file.id)) {
				byId.add(file.id);
				know(file);
				linked.objects.push(file);
				if (file.elf) {
					objects.push({file, elf: file.elf, origin: folderOf(file.foundAt), parent: by});
				}
			}
		}
	};

	for (const name of search.preloaded()) {
		load(name, objects[0], true);
	}

	// Objects are added while they are gone through.
	for (const object of objects) {
		for (const name of object.elf.needed) {
			load(name, object, false);
		}
	}

	if (isGlibc) {
		findMissingVersions(linked, objects, byName);
	}

	linked.ofOtherLibc = objects.filter(({elf}) => (libcOf(elf) ?? loader.libc) !== loader.libc && fitsTogether(elf, program.elf!)).map(({file}) => file);
	return linked;
}

/** Versions of symbols are asked of the library that is loaded for the name (`elf/dl-version.c`). */
function findMissingVersions(linked: Linked, objects: readonly LoadedObject[], byName: ReadonlyMap<string, FoundFile | 'loader'>): void {
	for (const {file, elf} of objects) {
		for (const asked of elf.versionsNeeded) {
			const provider = byName.get(asked.file);
			if (provider && provider !== 'loader' && provider.elf) {
				for (const version of missingVersions(asked, provider.elf)) {
					linked.missingVersions.push({version, by: file, provider});
				}
			}
		}
	}
}

const missingOf = new WeakMap<NeededVersions, WeakMap<ElfFact, readonly string[]>>();

/** The versions that a library lacks; one that defines none is taken as it is. The same few libraries are asked the same by all programs. */
function missingVersions(asked: NeededVersions, provider: ElfFact): readonly string[] {
	let byProvider = missingOf.get(asked);
	if (!byProvider) {
		byProvider = new WeakMap();
		missingOf.set(asked, byProvider);
	}

	let missing = byProvider.get(provider);
	if (!missing) {
		const defined = new Set(provider.versionsDefined);
		missing = defined.size === 0 ? [] : asked.versions.filter(version => !defined.has(version));
		byProvider.set(provider, missing);
	}

	return missing;
}
