import {maskSecrets} from '../../content/secrets/mask-secrets.js';
import {formatBytes} from '../../format/bytes.js';
import {octalMode} from '../../format/mode.js';
import {listWords} from '../../format/list-words.js';
import type {LayerNumber} from '../../image/image.js';
import {absent} from '../../tree/entry-store.js';
import {makesUser} from '../../tree/waste-words.js';
import {readAccountFile} from '../account-file.js';
import type {AuditInput} from '../audit-input.js';
import {secretMasking} from '../secret-masking.js';
import {temporaryFolder} from '../temporary-folder.js';
import {broughtFolders} from './brought-folders.js';
import {buildStage} from './build-stage.js';
import {assignment, comment, execForm, plainWord} from './dockerfile-words.js';
import {neededParts, type CopiedFile, type NeededParts} from './needed-parts.js';
import {sketchBase, type SketchBase} from './sketch-base.js';

/** The name of the stage that builds. */
const stage = 'build';

/** The PATH that every image has whose Dockerfile says nothing. */
const usualPath = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/**
A Dockerfile of two stages to start from: the image's own steps in the first, and in the second what linkage and packages tell that the
programs need which a container starts. It says itself what it can't know. All paths must be in depth-first order.

@param baseName What the base image is called, where that is told.
*/
export function * sketchDockerfile(input: AuditInput, baseName: string | undefined): Generator<undefined, string> {
	for (const _ of input.overlay.tree.reorder()) {
		yield;
	}

	const base = sketchBase(input, baseName === '' ? undefined : baseName);
	const isNamed = base.source === 'name' && input.base > 0;
	const lastLayer = isNamed ? input.base : firstSystemLayer(input);
	const parts = neededParts(input, {lastLayer, isNamed});
	const brought = yield * broughtFolders(input, lastLayer);
	const sections = [
		head(input, base),
		[`FROM ${base.build} AS ${stage}`, ...buildStage(input, lastLayer)],
		[
			...comment('What runs.'),
			`FROM ${base.runtime}`,
			...labels(input),
			...installation(parts, base),
			...userLines(input, base, lastLayer),
		],
		copies(input, parts, base, brought),
		[...temporaryFolderLines(input, base, {lastLayer, places: brought.places}), ...settings(input)],
	];
	// A secret that one instruction names may stand in another without its name.
	return input.once(secretMasking)(`${sections.filter(lines => lines.length > 0).map(lines => lines.join('\n')).join('\n\n')}\n`);
}

function head({image}: AuditInput, {source, build}: SketchBase): string[] {
	const bases = {
		name: 'the base is the one that the image names',
		'os-release': `the base is what /etc/os-release tells (${build}), and may have been another`,
		unknown: 'which base it had nobody tells: put it into both FROMs',
	};
	return comment(
		`A sketch of a multi-stage Dockerfile for ${image.reference}, to start from.`,
		'It was read off the finished image, of which nothing was run. What it can\'t know:',
		`- ${bases[source]};`,
		'- what programs load by themselves while they run (dlopen): plugins, codecs, drivers, modules of languages;',
		'- which files they open: configuration, data, certificates, fonts, time zones;',
		'- which other programs they start, scripts above all.',
		'Build it, start it, and add what is missing (strace -f -e trace=openat,execve tells).',
	);
}

/** The first layer that has packages of a system: those of a distribution's image lie in it. */
function firstSystemLayer({packages: {packages}}: AuditInput): LayerNumber {
	return packages.reduce((first, {kind, layer}) => ['dpkg', 'apk', 'rpm'].includes(kind) && (first === 0 || layer < first) ? layer : first, 0);
}

function labels({image: {config}}: AuditInput): string[] {
	const told = Object.entries(config.labels).map(([name, value]) => assignment(name, maskSecrets(value)) ?? `# ${comment(`LABEL ${name} can't be written in a line: see the image.`)[0].slice(2)}`);
	return told.map(line => line.startsWith('#') ? line : `LABEL ${line}`);
}

function installation({packages, basePackages, missingLibraries, missingPrograms}: NeededParts, {install}: SketchBase): string[] {
	return [
		...missingPrograms.flatMap(name => comment(`${name}, which a container starts, is not in the image.`)),
		...missingLibraries.flatMap(({name, by}) => comment(`${by} needs ${name}, which is nowhere in the image.`)),
		...(install && packages.length > 0 ? installLines(packages, install) : []),
		...(!install && packages.length > 0 ? comment(`Install ${listWords(packages)}.`) : []),
		...(basePackages.length > 0 ? comment(`The base has ${listWords(basePackages)}.`) : []),
	];
}

function installLines(packages: readonly string[], {begin, end}: NonNullable<SketchBase['install']>): string[] {
	return [
		`RUN ${begin} \\`,
		...packages.map((name, index) => `\t\t${name}${index < packages.length - 1 || end !== '' ? ' \\' : ''}`),
		...(end === '' ? [] : [`\t&& ${end}`]),
	];
}

/** Makes the user again whom the image made. */
function userLines(input: AuditInput, {install}: SketchBase, lastLayer: LayerNumber): string[] {
	const {image: {config}, instructions} = input;
	const [name] = config.user.split(':', 1);
	const uid = readAccountFile(input, '/etc/passwd').accounts.find(account => account.name === name)?.number;
	const makes = instructions.some((instruction, index) => index + 1 > lastLayer && makesUser(instruction) && instruction.includes(name));
	if (name === '' || /^\d+$/.test(name) || !makes || uid === undefined || !/^[a-z_][\w\-.]*$/i.test(name)) {
		return [];
	}

	return [install?.begin.startsWith('apk') ? `RUN adduser -D -u ${uid} ${name}` : `RUN useradd --uid ${uid} --create-home ${name}`];
}

function copies({overlay: {store}, files}: AuditInput, {copied}: NeededParts, base: SketchBase, {places, more}: {places: readonly string[]; more: number}): string[] {
	const isWithin = ({from, to}: CopiedFile) => from === to && places.some(place => place === from || from.startsWith(`${place}/`));
	const apart = copied.filter(file => !isWithin(file));
	const sizes = apart.reduce((sum, {content}) => sum + store.sizeOf(content), 0);
	const line = (from: string, to: string, entry: number) => {
		const {uid, gid} = store.facts(entry);
		const owner = uid === 0 && gid === 0 ? '' : ` --chown=${uid}:${gid}`;
		const words = [plainWord(from), plainWord(to)];
		return words.includes(undefined) ? comment(`Copy by hand, for its name: ${from}`)[0] : `COPY --from=${stage}${owner} ${words.join(' ')}`;
	};

	const asksForCache = base.install !== undefined && !base.install.begin.startsWith('apk') && apart.some(({isLibrary}) => isLibrary);
	return [
		...(apart.length > 0 ? comment(`Programs and libraries that no package owns (${formatBytes(sizes)}).`) : []),
		...apart.map(({from, to, content}) => line(from, to, content)),
		...(asksForCache ? [...comment('So that the loader finds libraries that lie in the folders of /etc/ld.so.conf.'), 'RUN ldconfig'] : []),
		...(places.length > 0 ? comment('What COPY and ADD brought, and the working folder: leave out what only the build needs.') : []),
		...places.map(place => line(place, place, files.find(place)?.entry ?? -1)),
		...(more > 0 ? comment(`and ${more} places more.`) : []),
	];
}

/** Folders for temporary files that every system has. */
const usualFolders = new Set(['', '/tmp', '/var/tmp', '/dev/shm', '/run']);

/** Makes the folder that TMPDIR names, where the second stage would not have it. */
function temporaryFolderLines(input: AuditInput, {install}: SketchBase, {lastLayer, places}: {lastLayer: LayerNumber; places: readonly string[]}): string[] {
	const {folder, isSet, isVolume, found} = temporaryFolder(input);
	const {store, transitions} = input.overlay;
	const isOfBase = found && transitions.stateAfter(found.path, lastLayer) !== absent;
	if (!isSet || isVolume || isOfBase || usualFolders.has(folder) || (found && places.some(place => `${folder}/`.startsWith(`${place}/`)))) {
		return [];
	}

	const word = plainWord(folder);
	const {mode, uid, gid} = found ? store.facts(found.entry) : {mode: 0o1777, uid: 0, gid: 0};
	const owner = uid === 0 && gid === 0 ? '' : ` -o ${uid} -g ${gid}`;
	return [
		...comment(found ? `TMPDIR names ${folder}.` : `TMPDIR names ${folder}, which the image does not have: make it, or leave TMPDIR out.`),
		...(word === undefined || !install ? comment(`Make the folder ${folder} by hand.`) : [`RUN install -d -m ${octalMode(mode)}${owner} ${word}`]),
	];
}

/** How a container runs, as the image says it. */
function settings({image: {config}}: AuditInput): string[] {
	const {env, workingDir, volumes, exposedPorts, user, entrypoint, cmd, healthcheck, more = {}} = config;
	const environment = env.filter(variable => variable !== usualPath).map(variable => {
		const end = variable.indexOf('=');
		const [name, value] = [variable.slice(0, end), variable.slice(end + 1)];
		if (maskSecrets(`ENV ${name}=${value}`) !== `ENV ${name}=${value}`) {
			return comment(`${name} holds a secret: give it when a container starts, not in the image.`)[0];
		}

		const told = assignment(name, value);
		return told === undefined ? comment(`ENV ${name} can't be written in a line: see the image.`)[0] : `ENV ${told}`;
	});
	const words = (instruction: string, values: readonly string[]) => values.flatMap(value => {
		const word = plainWord(value);
		return word === undefined ? comment(`${instruction} ${value}`) : [`${instruction} ${word}`];
	});
	const [kind, ...check] = healthcheck ?? [];
	return [
		...environment,
		...words('WORKDIR', workingDir === '' ? [] : [workingDir]),
		...words('VOLUME', volumes),
		...words('EXPOSE', exposedPorts),
		...words('USER', user === '' ? [] : [user]),
		...(typeof more.stopSignal === 'string' ? words('STOPSIGNAL', [more.stopSignal]) : []),
		...(kind === 'CMD' ? [`HEALTHCHECK CMD ${execForm(check)}`] : (kind === 'CMD-SHELL' ? [`HEALTHCHECK CMD ${execForm(['/bin/sh', '-c', ...check])}`] : [])),
		...(entrypoint && entrypoint.length > 0 ? [`ENTRYPOINT ${execForm(entrypoint)}`] : []),
		...(cmd && cmd.length > 0 ? [`CMD ${execForm(cmd)}`] : []),
	];
}
