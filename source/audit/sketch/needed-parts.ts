import type {EntryId} from '../../tree/entry-store.js';
import type {AuditInput} from '../audit-input.js';
import {imageLinkage} from '../linkage/image-linkage.js';
import {startedPrograms, type StartedProgram} from './started-programs.js';

/** A file that no package owns, and under which name it is wanted. */
export type CopiedFile = {
	/** Its own path, without links. */
	from: string;
	to: string;
	content: EntryId;
	isLibrary: boolean;
};

/** What the programs need that a container starts, as far as linkage and packages tell. */
export type NeededParts = {
	programs: StartedProgram[];
	/** Names of programs that are not there. */
	missingPrograms: string[];
	/** Names of packages that the last stage is to install: those that own a program, or a library that a copied file asks for itself. */
	packages: string[];
	/** Those of them that the base has already. */
	basePackages: string[];
	copied: CopiedFile[];
	/** Libraries that are nowhere in the image, and who asks for them. */
	missingLibraries: Array<{name: string; by: string}>;
};

/**
Works it out.

@param isOfBase Whether the image to run in has a file's content already.
*/
export function neededParts(input: AuditInput, {lastLayer, isNamed}: {lastLayer: number; isNamed: boolean}): NeededParts {
	const {overlay: {store}, files, packages: {packages, ownerOf}} = input;
	const {programs, missing} = startedPrograms(input);
	const {check, files: linkage} = imageLinkage(input);
	const wanted = new Set<number>();
	const copied = new Map<EntryId, CopiedFile>();
	const missingLibraries = new Map<string, {name: string; by: string}>();
	const ownerAt = (path: string) => {
		const found = files.find(path);
		const owner = found ? ownerOf[found.path] ?? -1 : -1;
		return owner >= 0 && ['dpkg', 'apk', 'rpm'].includes(packages[owner].kind) ? owner : -1;
	};

	const isInBase = (content: EntryId) => isNamed && store.layerOf(content) <= lastLayer;
	for (const program of programs) {
		const path = input.overlay.tree.path(program.file.path);
		const owner = ownerAt(path);
		if (owner >= 0) {
			// Its package asks for what it needs.
			wanted.add(owner);
			continue;
		}

		if (!isInBase(program.content)) {
			copied.set(program.content, {from: path, to: program.asked, content: program.content, isLibrary: false});
		}

		const file = linkage.fileAt(program.file.path, program.file.entry);
		const linked = file && check.link(file);
		for (const {name, by} of linked?.missing ?? []) {
			missingLibraries.set(name, {name, by: by.path});
		}

		const objects = linked?.objects ?? [];
		const named = (name: string) => objects.find(({foundAt, elf}) => elf?.soname === name || foundAt.endsWith(`/${name}`));
		/** Those that the last stage gets without a package: they alone ask for packages. */
		const asking = objects.filter(object => ownerAt(object.path) < 0);
		for (const object of asking) {
			if (object.id !== program.content && !isInBase(object.id)) {
				copied.set(object.id, {from: object.path, to: object.foundAt, content: object.id, isLibrary: true});
			}

			for (const name of object.elf?.needed ?? []) {
				const provider = named(name);
				const owner = provider ? ownerAt(provider.path) : -1;
				if (owner >= 0) {
					wanted.add(owner);
				}
			}
		}

		const interpreter = file?.elf?.interpreter === undefined ? undefined : files.find(file.elf.interpreter);
		const loader = interpreter ? ownerAt(input.overlay.tree.path(interpreter.path)) : -1;
		if (loader >= 0) {
			wanted.add(loader);
		}
	}

	const nameOf = (owner: number) => packages[owner].name.replace(/:.*/, '');
	const inBase = (owner: number) => packages[owner].layer <= lastLayer;
	const names = (owners: number[]) => [...new Set(owners.map(owner => nameOf(owner)))].filter(name => /^[\w+\-.]+$/.test(name)).sort();
	return {
		programs,
		missingPrograms: missing,
		packages: names([...wanted].filter(owner => !inBase(owner))),
		basePackages: names([...wanted].filter(owner => inBase(owner))),
		copied: [...copied.values()],
		missingLibraries: [...missingLibraries.values()],
	};
}
