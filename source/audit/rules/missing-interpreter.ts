import {countOf} from '../../format/count.js';
import {fate} from '../../tree/fate.js';
import type {PathId} from '../../tree/path-tree.js';
import type {EntryId} from '../../tree/entry-store.js';
import type {AuditInput} from '../audit-input.js';
import {findProgram, lookAt, pathFolders} from '../find-program.js';
import type {FindingDraft} from '../finding.js';
import type {WithoutLoader} from '../linkage/check-linkage.js';
import {imageLinkage, linkageReport} from '../linkage/image-linkage.js';
import {runsOn} from '../linkage/machines.js';
import {startedFiles} from '../linkage/started-files.js';
import {affectedConfidence, whoFails} from '../linkage/affected-words.js';
import type {Rule} from '../rule.js';
import {readScriptProgram} from '../script-interpreter.js';

const executable = 0o111;

/** Programs that what they are to be started by is not there for. */
export const missingInterpreter: Rule = {
	id: 'missing-interpreter',
	title: 'Programs whose interpreter is not there',
	group: 'runtime',
	severity: 'error',
	counterparts: [],
	detects: 'Programs whose dynamic loader (PT_INTERP) is not in the image, as those of glibc in an image of musl, or the reverse; libraries of one C library in programs of the other; and executable scripts whose first line (`#!`) names a program that is not there. A shell answers "not found" though the file is there. It is sure of the entrypoint and of scripts that somebody put on PATH; packages ship many that nobody runs: theirs on PATH are warnings, and all others notes.',
	remedy: 'Build for the C library of the image, or link statically; install the interpreter, or take the script out.',
	references: ['https://man7.org/linux/man-pages/man2/execve.2.html'],
	* find(input) {
		yield * withoutLoader(input);
		yield * ofOtherLibc(input);
		yield * scripts(input);
	},
};

function * withoutLoader(input: AuditInput): Generator<FindingDraft | undefined> {
	const {overlay: {store, tree}, image: {platform}} = input;
	const report = yield * linkageReport(input);
	const {files, isWhole} = imageLinkage(input);
	const groups = new Map<string, WithoutLoader[]>();
	for (const found of report.withoutLoader) {
		// Of another machine it is not started at all: that is a finding of its own.
		if (runsOn(found.program.elf!, platform.split('/', 2)[1] ?? '') !== 'not') {
			const {path} = found.program;
			const key = `${found.interpreter} ${found.problem} ${path.slice(0, path.lastIndexOf('/'))}`;
			groups.set(key, [...groups.get(key) ?? [], found]);
		}
	}

	for (const group of groups.values()) {
		const [{program, interpreter, problem}] = group;
		const {at} = (files.file(program.path)!);
		const asks = group.length === 1
			? `${program.path} asks for ${interpreter}`
			: `${program.path} and ${countOf(group.length - 1, 'more program')} beside it ask for ${interpreter}`;
		const isMusl = interpreter.includes('ld-musl');
		const own = report.loaders.find(({libc}) => (libc === 'musl') !== isMusl);
		const problems = {
			missing: own ? `the loader of ${isMusl ? 'musl' : 'glibc'}, and the image has that of ${own.libc} alone (${own.path})` : 'which is not in the image',
			machine: 'which is built for another machine',
			'no-library': 'which is no loader',
		};
		yield {
			layer: store.layerOf(program.id),
			path: group.length === 1 ? at : tree.parent[at],
			confidence: isWhole && group.some(({program}) => program.isExecutable) ? 'high' : 'low',
			key: interpreter,
			message: `${asks}, ${problems[problem]}: ${group.length === 1 ? 'it' : 'none of them'} can${group.length === 1 ? '\'t' : ''} start.`,
			remedy: own && problem === 'missing'
				? `Build for ${own.libc}, in a stage of the same base image; or link statically${isMusl ? '' : ', or take a base image with glibc, such as debian:stable-slim'}.`
				: 'Link statically, or take a base image that has that C library.',
		};
	}
}

function * ofOtherLibc(input: AuditInput): Generator<FindingDraft | undefined> {
	const {overlay: {store}} = input;
	const report = yield * linkageReport(input);
	const {files, isWhole} = imageLinkage(input);
	for (const mix of report.mixed) {
		const {by, loader} = mix;
		const other = loader.libc === 'musl' ? 'glibc' : 'musl';
		const isOwn = by.elf?.interpreter !== undefined;
		// Programs of glibc that are led to musl's loader on purpose may work: that is what gcompat and libc6-compat are for.
		const confidence = isOwn ? 'low' : affectedConfidence(mix, isWhole);
		yield {
			layer: store.layerOf(by.id),
			path: files.file(by.path)?.at,
			confidence: confidence === 'high' && mix.programCount > 0 ? 'high' : 'low',
			key: loader.path,
			message: `${by.path} is linked with ${other}, and ${isOwn ? 'its interpreter' : `that of ${whoFails(mix, by)}`} is the loader of ${loader.libc} (${loader.path}): it fails where it needs what ${other} alone has.`,
			remedy: `Build ${by.path} for ${loader.libc}, in a stage of the same base image.`,
		};
	}
}

/** One that is started or that somebody put on PATH is run; one that a package put there may be. */
type Script = {path: PathId; content: EntryId; confidence: 'high' | 'medium' | 'low'};

function * scripts(input: AuditInput): Generator<FindingDraft | undefined> {
	const {overlay, packages: {ownerOf}} = input;
	const {store, tree, transitions} = overlay;
	const {isWhole} = imageLinkage(input);
	const started = startedFiles(input);
	const onPath = new Set(pathFolders(input).map(folder => input.files.find(folder)?.path));
	const groups = new Map<string, {asked: string; problem: string; remedy: string; scripts: Script[]}>();
	const problems = new Map<string, ReturnType<typeof problemOf>>();
	let steps = 0;
	for (const {content, fact} of input.facts()) {
		if (++steps % 1024 === 0) {
			yield;
		}

		if (fact.interpreter === undefined || overlay.fateOf(content) !== fate.live) {
			continue;
		}

		const path = store.pathOf(content);
		const entry = transitions.state(path);
		if (entry < 0 || store.content(entry) !== content || (store.facts(entry).mode & executable) === 0) {
			continue;
		}

		if (!problems.has(fact.interpreter)) {
			problems.set(fact.interpreter, problemOf(input, fact.interpreter));
		}

		const problem = problems.get(fact.interpreter);
		if (!problem) {
			continue;
		}

		const isOwned = (ownerOf[path] ?? -1) >= 0;
		const confidence = started.has(content) || (onPath.has(tree.parent[path]) && !isOwned) ? 'high' : (onPath.has(tree.parent[path]) ? 'medium' : 'low');
		const key = confidence === 'low' ? `${problem.problem} ${problem.asked} ${store.layerOf(content)}` : `${path}`;
		const group = groups.get(key) ?? {...problem, scripts: []};
		group.scripts.push({path, content, confidence});
		groups.set(key, group);
	}

	for (const {asked, problem, remedy, scripts} of groups.values()) {
		const [{path, content, confidence}] = scripts;
		const who = scripts.length === 1 ? `${tree.path(path)} is a script` : `${tree.path(path)} and ${countOf(scripts.length - 1, 'more')} are scripts`;
		yield {
			layer: store.layerOf(content),
			path: scripts.length === 1 ? path : scripts.map(script => script.path).reduce((common, path) => tree.commonPath(common, path)),
			confidence: isWhole ? confidence : 'low',
			...(confidence === 'medium' && {severity: 'warning'}),
			key: asked,
			message: `${who} for ${asked}, ${problem}.`,
			remedy,
		};
	}
}

/** What is wrong with the program that a script's first line names. */
function problemOf(input: AuditInput, line: string): {asked: string; problem: string; remedy: string} | undefined {
	const {program, onPath, endsInReturn} = readScriptProgram(line);
	if (endsInReturn) {
		return {
			asked: onPath ?? program,
			problem: 'and its lines end as on Windows, so that Linux looks for a program with a carriage return in its name',
			remedy: 'Save it with line ends of Unix: sed -i \'s/\\r$//\', or `* text=auto eol=lf` in .gitattributes.',
		};
	}

	if (!program.startsWith('/')) {
		return undefined;
	}

	const found = lookAt(input, program);
	if (found.kind !== 'found') {
		return {
			asked: program,
			problem: found.kind === 'missing' ? 'which is not in the image' : (found.kind === 'folder' ? 'which is a folder' : 'which is not executable'),
			remedy: `Install ${program.slice(program.lastIndexOf('/') + 1)} in the last stage, or name in the first line where it is.`,
		};
	}

	return onPath === undefined || findProgram(input, onPath).kind === 'found'
		? undefined
		: {
			asked: onPath,
			problem: 'which is nowhere on PATH',
			remedy: `Install ${onPath} in the last stage, or put its folder into ENV PATH.`,
		};
}
