import {fileType} from '../../content/elf/elf-file.js';
import {MissingExplainer} from './explain-missing.js';
import {GlibcSearch} from './glibc-search.js';
import type {Hint, LibrarySearch, Surroundings} from './library-search.js';
import {linkProgram, type Linked} from './link-program.js';
import type {LinkageFiles, LinkedFile} from './linkage-files.js';
import {fitsTogether, libcOf, loaderAt, type Loader} from './loader.js';
import {MuslSearch} from './musl-search.js';
import {Probe} from './probe.js';

/** So many of those that need something are named; all are counted. */
const mostNamed = 100;

/** More loaders are not looked at: an image has one or two. */
const mostLoaders = 100;

/** Those for whom something is wrong. */
export type Affected = {
	/** Programs, in the order of the image's files. */
	programs: LinkedFile[];
	/** Libraries that no program needs, and whoever may load them does so by itself: what its loader then knows is unknown. */
	plugins: LinkedFile[];
	programCount: number;
	pluginCount: number;
};

export type AffectedLibrary = Affected & {name: string; by: LinkedFile; isPreloaded: boolean; hint: Hint | undefined; folders: readonly string[] | undefined};
export type AffectedVersion = Affected & {version: string; by: LinkedFile; provider: LinkedFile};
export type AffectedMix = Affected & {by: LinkedFile; loader: Loader};

/** A program whose interpreter is not there, or can't load it. */
export type WithoutLoader = {program: LinkedFile; interpreter: string; problem: 'missing' | 'no-library' | 'machine'};

/** What keeps programs of a file system from being loaded. */
export type LinkageReport = {
	missing: AffectedLibrary[];
	missingVersions: AffectedVersion[];
	/** Objects linked with another C library than the one that loads them. */
	mixed: AffectedMix[];
	withoutLoader: WithoutLoader[];
	/** The loaders that programs ask for and that are there. */
	loaders: Loader[];
	/** Whether more was asked than is looked at: then something may not have been found. */
	isCutOff: boolean;
	programs: number;
	libraries: number;
};

/** Links the programs and libraries of a file system as their loaders would, without running anything. */
export class LinkageCheck {
	private readonly probe: Probe;
	private readonly explainer: MissingExplainer;
	private readonly loaders = new Map<string, Loader>();
	private present: readonly Loader[] | undefined;
	private readonly searches = new Map<string, LibrarySearch>();

	constructor(private readonly files: LinkageFiles, private readonly surroundings: Omit<Surroundings, 'isSecure'>) {
		this.probe = new Probe(files);
		this.explainer = new MissingExplainer(this.probe);
	}

	/** All that would be loaded with a program or a library; undefined for one that asks for nothing, or for a loader that is not there. */
	link(file: LinkedFile): Linked | undefined {
		const loader = this.loaderOf(file);
		return loader?.file ? this.linkWith(file, loader) : undefined;
	}

	/** Looks at all of them. */
	* run(): Generator<undefined, LinkageReport> {
		const report: LinkageReport = {missing: [], missingVersions: [], mixed: [], withoutLoader: [], loaders: [], isCutOff: false, programs: 0, libraries: 0};
		const groups = new Map<string, Affected>();
		const reached = new Set<number>();
		const all = this.files.elfFiles().filter(({elf}) => elf && (elf.type === fileType.executable || elf.type === fileType.shared));
		const programs = all.filter(file => isProgram(file));
		const libraries = all.filter(file => !isProgram(file) && file.elf!.isDynamic);
		for (const file of programs) {
			yield;
			report.programs++;
			const {interpreter} = file.elf!;
			if (interpreter === undefined) {
				continue;
			}

			const loader = this.loader(interpreter);
			const problem = problemOf(file, loader);
			if (problem) {
				report.withoutLoader.push({program: file, interpreter, problem});
				continue;
			}

			const linked = this.linkWith(file, loader);
			for (const {id} of linked.objects) {
				reached.add(id);
			}

			this.gather(report, groups, {file, linked, loader, isPlugin: false});
		}

		for (const file of libraries) {
			yield;
			report.libraries++;
			const loader = reached.has(file.id) ? undefined : this.loaderOf(file);
			if (loader?.file) {
				this.gather(report, groups, {file, linked: this.linkWith(file, loader), loader, isPlugin: true});
			}
		}

		report.loaders = [...this.loaders.values()].filter(({file}) => file);
		report.isCutOff ||= this.probe.isExhausted;
		return report;
	}

	private gather(report: LinkageReport, groups: Map<string, Affected>, {file, linked, loader, isPlugin}: {file: LinkedFile; linked: Linked; loader: Loader; isPlugin: boolean}): void {
		const seen = new Set<string>();
		const add = <Group extends Affected>(list: Group[], key: string, make: () => Omit<Group, keyof Affected>) => {
			if (seen.has(key)) {
				return;
			}

			seen.add(key);
			let group = groups.get(key) as Group | undefined;
			if (!group) {
				group = {...make(), programs: [], plugins: [], programCount: 0, pluginCount: 0} as unknown as Group;
				groups.set(key, group);
				list.push(group);
			}

			group[isPlugin ? 'pluginCount' : 'programCount']++;
			const named = group[isPlugin ? 'plugins' : 'programs'];
			if (named.length < mostNamed) {
				named.push(file);
			}
		};

		for (const {name, by, isPreloaded, hint, folders} of linked.missing) {
			// What is to be loaded with every program is one thing, whoever it is loaded with.
			add(report.missing, isPreloaded ? `preload ${name}` : `missing ${by.id} ${name}`, () => ({name, by, isPreloaded, hint, folders}));
		}

		for (const {version, by, provider} of linked.missingVersions) {
			add(report.missingVersions, `version ${by.id} ${provider.id} ${version}`, () => ({version, by, provider}));
		}

		for (const by of linked.ofOtherLibc) {
			add(report.mixed, `mixed ${by.id} ${loader.path}`, () => ({by, loader}));
		}

		report.isCutOff ||= linked.isCutOff;
	}

	private linkWith(file: LinkedFile, loader: Loader): Linked {
		const {elf, isSetuid, path} = file;
		const key = `${loader.path} ${isSetuid ? 'setuid' : ''}`;
		let search = this.searches.get(key);
		if (!search) {
			const Search = loader.libc === 'glibc' ? GlibcSearch : MuslSearch;
			search = new Search(this.probe, loader, elf!, {...this.surroundings, isSecure: isSetuid});
			this.searches.set(key, search);
		}

		const found = search;
		return linkProgram({...file, foundAt: path}, loader, found, (name, by) => this.explainer.explain(name, by, {loader, search: found, like: elf!}));
	}

	/** The loader that a program asks for, or that most probably loads a library. */
	private loaderOf({elf}: LinkedFile): Loader | undefined {
		if (!elf || (elf.interpreter === undefined && !elf.isDynamic)) {
			return undefined;
		}

		if (elf.interpreter !== undefined) {
			return this.loader(elf.interpreter);
		}

		const fitting = this.presentLoaders().filter(({file}) => file?.elf && fitsTogether(file.elf, elf));
		return fitting.find(({libc}) => libc === libcOf(elf)) ?? fitting[0];
	}

	/** The loaders that are there: first those that programs ask for. */
	private presentLoaders(): readonly Loader[] {
		if (!this.present) {
			const known = new Map<number, Loader>();
			const asked = new Set(this.files.elfFiles().flatMap(({elf}) => elf?.interpreter ?? []).slice(0, mostLoaders));
			const others = this.files.elfFiles().filter(({elf}) => elf?.loader).slice(0, mostLoaders).map(({path}) => path);
			for (const path of [...asked, ...others]) {
				const loader = this.loader(path);
				if (loader.file?.elf && !known.has(loader.file.id)) {
					known.set(loader.file.id, loader);
				}
			}

			this.present = [...known.values()];
		}

		return this.present;
	}

	private loader(path: string): Loader {
		let loader = this.loaders.get(path);
		if (!loader) {
			loader = loaderAt(this.files, path);
			this.loaders.set(path, loader);
		}

		return loader;
	}
}

/** What is run, and not loaded by another; some libraries can be run, too, and tell their version. */
function isProgram({elf}: LinkedFile): boolean {
	return elf!.type === fileType.executable || elf!.isPie || (elf!.interpreter !== undefined && elf!.soname === undefined);
}

function problemOf({elf}: LinkedFile, {file}: Loader): WithoutLoader['problem'] | undefined {
	if (!file) {
		return 'missing';
	}

	if (!file.isKnown) {
		return undefined;
	}

	return file.elf ? (fitsTogether(file.elf, elf!) ? undefined : 'machine') : 'no-library';
}
