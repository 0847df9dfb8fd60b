import {entryType} from '../archive/entry-table.js';
import {fate} from '../tree/fate.js';
import type {PathId} from '../tree/path-tree.js';
import type {AuditInput} from './audit-input.js';
import {belowFolders} from './below-folders.js';

/** What programs are built with, in the finished file system. */
export type Toolchain = {
	/** By the index of a package: 1 where it is one to build with. */
	isTool: Uint8Array;
	/** Folders and files of tools that no package owns, such as `/usr/local/go`. */
	places: PathId[];
	/** By path, the place in which it lies, as its number in `places` and 1; 0 where it lies in none. */
	placeOf: Uint16Array;
};

/** Packages that are there to build with, by the ends of their names: what others are compiled against, in the manner of Debian, Alpine and Fedora. */
const developmentPackage = /.-(?:dev|devel|headers|dbg|dbgsym|debuginfo|debugsource|devtools)(?:-(?:bin|\d[\d.]*))?$/;

/** The same by whole names, with a version behind. */
const toolPackage = new RegExp('^(?:' + [
	String.raw`build-essential|build-base|base-devel|gcc|g\+\+|gcc-c\+\+|cpp|gfortran|clang|llvm|go|golang|make|cmake(?:-data)?|meson|ninja(?:-build)?|nasm|yasm`,
	String.raw`autoconf|automake|libtool|pkg-?config|pkgconf(?:-pkg-config|-m4)?|binutils(?:-.+)?|libbinutils|lib(?:[alt]|hwa|ub)san\d*`,
].join('|') + String.raw`)(?:-\d[\d.]*)?$`);

/** Programs that build others, in a folder of programs; with a machine before, as cross compilers have, and a version behind. */
const toolPrograms = new RegExp(String.raw`^(?:\w+-(?:\w+-)*)?(?:` + [
	String.raw`gcc|g\+\+|cc|c\+\+|cpp|gfortran|clang|clang\+\+|lld|ld|ld\.bfd|ld\.gold|ld\.lld|as|make|gmake|cmake|ctest|ninja|meson|nasm|yasm|pkg-config|pkgconf`,
	String.raw`rust(?:c|doc|fmt|up)|rust-(?:gdb|gdbgui|lldb|analyzer)|cargo|cargo-(?:clippy|fmt|miri)|clippy-driver|rls|go|gofmt|javac|mvn|gradle|autoconf|automake|m4|bison|flex`,
].join('|') + String.raw`)(?:-\d[\d.]*)?$`);

/** The compilers proper, which lie aside. */
const compilers = /^(?:cc1|cc1plus|cc1obj|f951|lto1|collect2)$/;

/** What of a kit for developers goes with its tool, two folders above it: all where it says so, if what tells the kit is there. */
const kits: Readonly<Record<string, {tells: string; parts: readonly string[]}>> = {
	go: {tells: 'src', parts: ['']},
	rustc: {tells: 'lib/rustlib', parts: ['']},
	mvn: {tells: 'boot', parts: ['']},
	gradle: {tells: 'lib/plugins', parts: ['']},
	// What runs Java lies beside.
	javac: {tells: 'jmods', parts: ['jmods', 'include', 'lib/src.zip', 'lib/ct.sym']},
};

/** More places of tools than these are not kept apart: their numbers have 16 bits, and an image has a handful. */
const mostPlaces = 4096;

const executable = 0o111;

/** Finds packages and places of tools. */
export function toolchainOf({overlay, packages: {packages, ownerOf}}: Pick<AuditInput, 'overlay' | 'packages'>): Toolchain {
	const {store, tree, layerCount} = overlay;
	const isSystem = packages.map(({kind}) => kind === 'dpkg' || kind === 'apk' || kind === 'rpm');
	const isTool = Uint8Array.from(packages, ({name}, index) => Number(isSystem[index] && isToolPackage(name.replace(/:.*/, ''))));
	const places = new Set<PathId>();
	for (let layer = 1; layer <= layerCount; layer++) {
		const {count, type, mode} = store.table(layer);
		const base = store.base(layer);
		const paths = store.paths(layer);
		for (let index = 0; index < count; index++) {
			if (type[index] !== entryType.file || (mode[index] & executable) === 0 || overlay.fateOf(base + index) !== fate.live) {
				continue;
			}

			const path = paths[index];
			const name = tree.name(path);
			const folder = tree.parent[path];
			if (!(tree.name(folder) === 'bin' ? toolPrograms.test(name) : compilers.test(name))) {
				continue;
			}

			const owner = ownerOf[path] ?? -1;
			if (isSystem[owner]) {
				isTool[owner] = 1;
			} else if (owner < 0 && places.size < mostPlaces) {
				for (const place of [path, ...kitOf(tree, path, name)]) {
					places.add(place);
				}
			}
		}
	}

	// What lies in a kit is told with it: of places within one another the outermost counts.
	const listed = [...places].sort((a, b) => a - b).filter(place => {
		let above = place;
		do {
			above = tree.parent[above];
		} while (above > 0 && !places.has(above));
		return above === 0;
	});
	return {isTool, places: listed, placeOf: belowFolders(tree, listed.map((place, index) => [place, index + 1]))};
}

function isToolPackage(name: string): boolean {
	return developmentPackage.test(name) || toolPackage.test(name);
}

function kitOf(tree: AuditInput['overlay']['tree'], path: PathId, name: string): PathId[] {
	const kit = Object.hasOwn(kits, name) ? kits[name] : undefined;
	const top = tree.parent[tree.parent[path]];
	const below = (place: string) => place.split('/').reduce((at, part) => at < 0 || part === '' ? at : tree.child(at, Buffer.from(part)), top);
	return kit && top > 0 && below(kit.tells) >= 0 ? kit.parts.map(part => below(part)).filter(part => part >= 0) : [];
}
