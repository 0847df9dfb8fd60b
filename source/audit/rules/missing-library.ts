import {affectedConfidence, whoFails} from '../linkage/affected-words.js';
import type {AffectedLibrary} from '../linkage/check-linkage.js';
import {imageLinkage, linkageReport} from '../linkage/image-linkage.js';
import type {Hint} from '../linkage/library-search.js';
import {architectureOf} from '../linkage/machines.js';
import {configuredFolders} from '../linkage/explain-missing.js';
import {folderOf, normalized} from '../linkage/search-path.js';
import type {AuditInput} from '../audit-input.js';
import type {FindingDraft} from '../finding.js';
import {findRemovedNames, type RemovedName} from '../removed-names.js';
import type {Rule} from '../rule.js';

/** Libraries that a loader would not find. */
export const missingLibrary: Rule = {
	id: 'missing-library',
	title: 'Libraries that are not found',
	group: 'runtime',
	severity: 'error',
	counterparts: [],
	detects: 'Libraries that `ldd` would call "not found", worked out without running anything: for glibc by RPATH, `LD_LIBRARY_PATH`, RUNPATH, `/etc/ld.so.cache` and the loader\'s own folders, for musl by its rules. A program that lacks one does not start. What a program loads by itself while it runs (`dlopen`) can\'t be seen; of plugins, which no program needs, nobody knows what their loader has loaded already: they are notes.',
	remedy: 'Install the package that brings the library into the last stage, or COPY it there together with the program.',
	references: ['https://man7.org/linux/man-pages/man8/ld.so.8.html'],
	* find(input) {
		const report = yield * linkageReport(input);
		const {isWhole} = imageLinkage(input);
		const removed = yield * findRemovedNames(input, report.missing.filter(({hint}) => !hint).map(({name}) => name.slice(name.lastIndexOf('/') + 1)));
		const ofPlugins = new Map<number, AffectedLibrary[]>();
		for (const missing of report.missing) {
			if (missing.isPreloaded) {
				yield preloaded(input, missing);
			} else if (missing.programCount > 0) {
				yield ofProgram(input, missing, removed.get(missing.name.slice(missing.name.lastIndexOf('/') + 1)), isWhole);
			} else {
				ofPlugins.set(missing.by.id, [...ofPlugins.get(missing.by.id) ?? [], missing]);
			}
		}

		for (const missing of ofPlugins.values()) {
			yield ofPlugin(input, missing);
		}
	},
};

function place({overlay: {store}, files}: AuditInput, {by}: AffectedLibrary): Pick<FindingDraft, 'layer' | 'path'> {
	return {layer: store.layerOf(by.id), path: files.find(by.path)?.path};
}

function ofProgram(input: AuditInput, missing: AffectedLibrary, removed: RemovedName | undefined, isWhole: boolean): FindingDraft {
	const {name, by, hint} = missing;
	const who = whoFails(missing, by);
	const needs = `${by.path} needs ${name}`;
	const fails = `${who} can't start`;
	const draft = {...place(input, missing), key: name, confidence: affectedConfidence(missing, isWhole)};
	if (hint) {
		const {words, remedy} = aboutHint(hint, missing, input);
		const isLess = hint.kind === 'capability';
		return {
			...draft,
			...(isLess && {severity: 'warning', confidence: draft.confidence === 'high' ? 'medium' : 'low'}),
			message: `${needs}, ${words}: ${isLess ? `on older ones ${fails}` : fails}.`,
			remedy,
		};
	}

	if (removed) {
		const path = input.overlay.tree.path(removed.path);
		const folder = folderOf(path);
		if (!isSearched(input, missing, path)) {
			return {
				...draft,
				layer: removed.layer,
				message: `${needs}, which layer ${removed.layer} took away (${path}), and the loader would not look in ${folder} for it: ${fails}.`,
				remedy: `Do not take ${path} away in that instruction, and have its folder searched: ${isOfMusl(by) ? `set ENV LD_LIBRARY_PATH=${folder}, or link with -Wl,-rpath,${folder}` : `set ENV LD_LIBRARY_PATH=${folder}, link with -Wl,-rpath,${folder}, or write ${folder} into a file of /etc/ld.so.conf.d and run ldconfig`}. Or take ${by.path} away with it.`,
			};
		}

		return {
			...draft,
			layer: removed.layer,
			message: `${needs}, which layer ${removed.layer} took away (${path}): ${fails}.`,
			remedy: `Do not take ${path} away in that instruction, or take ${by.path} away with it.`,
		};
	}

	return {
		...draft,
		message: `${needs}, which is not in the image: ${fails}.`,
		remedy: `Install the package that brings ${name} in the last stage, or COPY it from the stage that ${by.path} comes from.`,
	};
}

/** Whether a loader would have found a library that was removed: one in a folder that is gone too may have been searched. */
function isSearched(input: AuditInput, {folders}: AffectedLibrary, path: string): boolean {
	const {files} = input;
	const folder = folderOf(path);
	const real = (folder: string) => files.find(folder)?.path ?? normalized(folder);
	const searched = [...folders ?? [], ...configuredFolders(imageLinkage(input).files)];
	return files.find(folder) === undefined || folders === undefined || searched.some(other => normalized(other) === folder || real(other) === real(folder));
}

function isOfMusl({elf}: AffectedLibrary['by']): boolean {
	return (elf?.interpreter ?? '').includes('ld-musl');
}

function aboutHint(hint: Hint, {name, by}: AffectedLibrary, input: AuditInput): {words: string; remedy: string} {
	const {path} = hint;
	switch (hint.kind) {
		case 'capability': {
			return {words: `which is there for newer processors alone (${path})`, remedy: `Put a build of ${name} for all processors beside it.`};
		}

		case 'machine': {
			const elf = imageLinkage(input).files.file(path)?.elf;
			const architecture = elf && architectureOf(elf);
			return {
				words: `and ${path} is built for ${architecture === undefined ? 'another machine' : architecture}`,
				remedy: `Take ${name} from where ${by.path} was built: both must be of one architecture.`,
			};
		}

		case 'no-library': {
			return {words: `and ${path} is no library`, remedy: `Put the library itself at ${path}; a cut-off copy, or a script for the linker, is none.`};
		}

		case 'ldconfig': {
			return {words: `which lies at ${path} and is not in the loader's cache`, remedy: 'Run ldconfig as the last command of the RUN that puts it there.'};
		}

		case 'elsewhere': {
			const folder = folderOf(path);
			return {
				words: `which lies at ${path}, where the loader does not look`,
				remedy: isOfMusl(by) ? `Set ENV LD_LIBRARY_PATH=${folder}, or link it into /usr/lib.` : `Write ${folder} into a file of /etc/ld.so.conf.d and run ldconfig, or set ENV LD_LIBRARY_PATH=${folder}.`,
			};
		}
	}
}

function preloaded(input: AuditInput, {name}: AffectedLibrary): FindingDraft {
	const found = input.files.find('/etc/ld.so.preload');
	const isOfVariable = input.image.config.env.some(variable => variable.startsWith('LD_PRELOAD=') && variable.includes(name));
	const asker = isOfVariable ? 'LD_PRELOAD' : '/etc/ld.so.preload';
	return {
		severity: 'warning',
		...(!isOfVariable && found && found.entry >= 0 && {path: found.path, layer: input.overlay.store.layerOf(found.entry)}),
		key: name,
		message: `${asker} asks for ${name}, which is not found: each program says so when it starts, and goes on without it.`,
		remedy: `Install it, or take it out of ${asker}.`,
	};
}

function ofPlugin(input: AuditInput, missing: readonly AffectedLibrary[]): FindingDraft {
	const [first] = missing;
	const names = missing.map(({name}) => name).sort();
	const told = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)!}` : names[0];
	const isOwn = first.plugins.length === 1 && first.plugins[0].id === first.by.id;
	return {
		...place(input, first),
		confidence: 'low',
		key: names.join(' '),
		message: `${first.by.path} needs ${told}, which ${names.length > 1 ? 'are' : 'is'} not found: ${isOwn ? 'no program needs it, and one that loads it as a plugin can\'t' : `no program needs it, but ${whoFails(first, first.by)} may load it`}.`,
		remedy: `If nothing loads it, leave it out; else install what brings ${told}.`,
	};
}
