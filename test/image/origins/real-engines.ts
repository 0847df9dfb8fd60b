import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {gunzipSync} from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {chainIds} from '../../../source/image/chain-ids.js';
import type {Outside} from '../../../source/commands/outside.js';
import type {Programs} from '../../../source/image/container.js';
import {findBase} from '../../../source/image/find-base.js';
import {findProgram} from '../../../source/image/origins/engines/find-program.js';
import {knownToEngines} from '../../../source/image/origins/engines/known-to-engines.js';
import {listEngineImages} from '../../../source/image/origins/engines/list-engine-images.js';
import type {Images} from '../../../source/report/images.js';
import {failure, open} from '../../helpers/open.js';
import {startDocker, startPodman, type RealEngine} from '../../helpers/real-engines.js';
import {runCommand} from '../../helpers/run-command.js';
import {temporaryFolder} from '../../helpers/temporary-folder.js';

/*
What docker and podman of Debian give is held against what they save into a file. Each engine is one of the test's own, and skipped
where it is not installed or can't run.
*/

const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url));

/** The engine, or an end of the test that says why there is none. */
function running(t: ExecutionContext, engine: RealEngine | string): engine is RealEngine {
	if (typeof engine === 'string') {
		t.log(`SKIPPED: ${engine}`);
		t.pass();
	}

	return typeof engine !== 'string';
}

/** What `summary --format json` says of an image. */
async function summaryOf(t: ExecutionContext, reference: string, outside?: Partial<Outside>) {
	const {exitCode, output, errors} = await runCommand(['summary', reference, '--format', 'json'], outside);
	t.deepEqual([exitCode, errors], [0, '']);
	return JSON.parse(output) as {image: Record<string, unknown>};
}

/** Holds an image of an engine against the archive that the engine's own command writes. */
async function isAsSaved(t: ExecutionContext, name: 'docker' | 'podman', engine: RealEngine, image: string, form: 'docker-archive' | 'oci-archive' = 'docker-archive'): Promise<void> {
	const archive = path.join(temporaryFolder(t), 'saved.tar');
	engine.run(['save', ...(form === 'oci-archive' ? ['--format', form] : []), '-o', archive, image]);
	const saved = await summaryOf(t, archive);
	t.is(saved.image.form, form);
	for (const reference of [`${name}://${image}`, image]) {
		const summary = await summaryOf(t, reference, engine.programs);
		// Where both are installed, a bare name is the first one's that has it.
		t.deepEqual(summary, {...saved, image: {...saved.image, reference, form: name}});
	}

	await isSavedOnce(t, `${name}://${image}`, engine.programs, {...saved, image: {...saved.image, reference: `${name}://${image}`, form: name}});
}

/** Opens an image again and again, as an engine's own command is asked to save it once. */
async function isSavedOnce(t: ExecutionContext, reference: string, programs: Programs, summary: unknown): Promise<void> {
	const folder = temporaryFolder(t);
	const calls = path.join(folder, 'calls');
	const name = reference.slice(0, reference.indexOf(':'));
	fs.writeFileSync(path.join(folder, name), `#!/bin/sh\necho "$*" >> '${calls}'\nexec '${findProgram(name, programs)!}' "$@"\n`, {mode: 0o755});
	const outside = {
		...programs,
		environment: {...programs.environment, PATH: `${folder}:${programs.environment.PATH}`},
		cacheFolder: path.join(folder, 'cache'),
		maker: 'test',
	};
	const saves = () => fs.readFileSync(calls, 'utf8').split('\n').filter(line => line.includes(' save ') && !line.includes('oci-archive')).length;
	for (let time = 0; time < 3; time++) {
		t.deepEqual(await summaryOf(t, reference, outside), summary);
	}

	t.is(saves(), 1);
	// What looks into contents has it saved again, and finds there what it found before.
	const {output, exitCode} = await runCommand(['files', reference, '--columns', 'path,content_digest'], outside);
	t.deepEqual({output, exitCode}, await runCommand(['files', reference, '--columns', 'path,content_digest'], programs).then(({output, exitCode}) => ({output, exitCode})));
	t.is(saves(), 2);
}

/** A fixture as a file that is not compressed. */
function plainFixture(t: ExecutionContext, name: string): string {
	const file = path.join(temporaryFolder(t), 'fixture.tar');
	fs.writeFileSync(file, gunzipSync(fs.readFileSync(path.join(fixtures, name))));
	return file;
}

test('docker', async t => {
	t.timeout(120_000);
	const docker = await startDocker({
		folder: temporaryFolder(t),
		atEnd(stop) {
			t.teardown(stop);
		},
	});
	if (!running(t, docker)) {
		return;
	}

	const {programs} = docker;
	t.deepEqual(await listEngineImages({programs: {...programs, environment: {...programs.environment, PATH: onlyFolderOf('docker', programs, t)}}}), [{engine: 'docker', images: []}]);
	for (const file of [path.join(fixtures, 'docker-several.tar'), plainFixture(t, 'docker-buildkit.tar.gz'), path.join(fixtures, 'podman-several.tar'), path.join(fixtures, 'containerd.tar')]) {
		docker.run(['load'], file);
	}

	for (const image of ['tiny:classic', 'other:1.0', 'tiny:buildkit', 'localhost/tiny:buildah', 'tiny:platforms']) {
		await isAsSaved(t, 'docker', docker, image);
	}

	// A name without a tag is latest, though save would write all of them.
	t.regex(await failure(open(t, 'docker://tiny', {programs})), /^docker has no image tiny: /);
	docker.run(['tag', 'tiny:classic', 'tiny:latest']);
	t.deepEqual((await open(t, 'docker://tiny', {programs})).tags, ['tiny:latest']);
	t.deepEqual((await open(t, 'docker-daemon:docker.io/library/tiny', {programs})).tags, ['tiny:latest']);
	const id = docker.run(['image', 'inspect', '--format', '{{.Id}}', 'tiny:classic']).toString().trim();
	for (const reference of [id, id.slice(7, 19)]) {
		const image = await open(t, `docker://${reference}`, {programs});
		t.deepEqual([image.tags, image.layers.length], [[], 2]);
	}

	t.is((await open(t, 'docker://tiny:classic', {programs, platform: 'linux/amd64'})).platform, 'linux/amd64');
	t.regex(await failure(open(t, 'docker://tiny:classic', {programs, platform: 'linux/arm64'})), /linux\/arm64/);
	t.regex(await failure(open(t, 'no-such:1.0', {programs})), /docker (?:and podman have|has) no image of that name/);
	t.regex(await failure(open(t, 'docker://UPPER/x', {programs})), /^docker has no image UPPER\/x/);
	await lists(t, 'docker', docker, 6);
	await knowsLayers(t, 'docker', docker);
	await goesWithCommands(t, 'docker', docker);
	await listsAll(t, 'docker', docker);
	await docker.stop();
	t.regex(await failure(open(t, 'docker://tiny:classic', {programs})), /^docker is not running, or can't be reached \(Cannot connect to the Docker daemon at .*Is the docker daemon running\?\)/);
	t.regex((await listEngineImages({programs})).find(({engine}) => engine === 'docker')!.note!, /^docker is not running/);
});

test('podman', async t => {
	t.timeout(120_000);
	const podman = await startPodman({folder: temporaryFolder(t)});
	if (!running(t, podman)) {
		return;
	}

	const programs = {...podman.programs, environment: {...podman.programs.environment, DOCKER_HOST: 'unix:///nowhere.sock'}};
	for (const [name, tag] of [['docker-classic.tar', 'tiny:classic'], ['buildah-oci.tar', 'tiny:buildah'], ['skopeo-oci-zstd.tar', 'tiny:zstd']] as const) {
		const {id} = (/(?:sha256:|: )(?<id>\S+)\s*$/.exec(podman.run(['load', '-i', path.join(fixtures, name)]).toString())!.groups!);
		podman.run(['tag', id, tag]);
		await isAsSaved(t, 'podman', {...podman, programs}, tag, tag === 'tiny:zstd' ? 'oci-archive' : 'docker-archive');
	}

	t.regex(await failure(open(t, 'podman://no-such:1.0', {programs})), /^podman has no image no-such:1\.0: /);
	podman.run(['tag', 'tiny:classic', 'tiny:latest']);
	t.deepEqual((await open(t, 'podman://tiny', {programs})).tags, ['localhost/tiny:latest']);
	t.regex(await failure(open(t, 'podman://tiny', {programs, platform: 'linux/arm64'})), /linux\/arm64/);
	await lists(t, 'podman', podman, 3);
	await knowsLayers(t, 'podman', podman);
	await goesWithCommands(t, 'podman', {...podman, programs});
	await listsAll(t, 'podman', podman);
});

/** Each image that the engine lists opens by the reference that is told, and is the one that is meant. */
async function lists(t: ExecutionContext, engine: 'docker' | 'podman', {programs}: RealEngine, least: number): Promise<void> {
	const {images, note} = (await listEngineImages({programs})).find(answer => answer.engine === engine)!;
	t.is(note, undefined);
	t.true(images.length >= least, String(images.length));
	for (const {reference, name, size, created} of images) {
		const image = await open(t, reference, {programs});
		t.true(name === undefined || image.tags.includes(name), reference);
		t.true(size! > 0);
		t.is(Date.parse(created!), Math.floor(Date.parse(image.created!) / 1000) * 1000);
	}
}

/** What an engine knows of layers is what the images that it saves have, and an image that is built on another is told from it. */
async function knowsLayers(t: ExecutionContext, engine: 'docker' | 'podman', {programs}: RealEngine): Promise<void> {
	const known = await knownToEngines({programs, engine, limit: 60_000});
	t.true(known.length >= 3);
	for (const {name, chainId, layers, created, knownBy} of known) {
		const image = await open(t, `${engine}://${name}`, {programs});
		t.deepEqual({chainId, layers, knownBy}, {chainId: chainIds(image.layers).at(-1), layers: image.layers.length, knownBy: engine}, name);
		t.is(Date.parse(created!), Date.parse(image.created!), name);
	}

	// What is built on it has its layers and one more.
	const base = await open(t, `${engine}://tiny:classic`, {programs});
	const app = {...base, reference: 'app', tags: ['app:1'], layers: [...base.layers, {...base.layers[0], number: base.layers.length + 1, diffId: `sha256:${'0'.repeat(64)}`}]};
	t.like(findBase(app, known), {layers: base.layers.length, knownBy: engine, isGuess: false});
}

/** All that an engine has are listed with what each weighs by itself, and two names of one image are one. */
async function listsAll(t: ExecutionContext, engine: 'docker' | 'podman', {programs}: RealEngine): Promise<void> {
	const PATH = engine === 'docker' ? onlyFolderOf(engine, programs, t) : programs.environment.PATH!;
	const {environment: {DOCKER_HOST: host}} = programs;
	const alone = {...programs, environment: {...programs.environment, PATH, ...(engine === 'podman' && {DOCKER_HOST: 'unix:///nowhere.sock'}), ...(host !== undefined && {DOCKER_HOST: host})}};
	const ids = new Set((await listEngineImages({programs, only: engine})).flatMap(({images}) => images.map(({id}) => id)));
	const {output} = await runCommand(['--all-local', '--format', 'json'], alone);
	const {images, failures} = JSON.parse(output) as Images;
	t.deepEqual(failures.filter(({reference}) => reference.startsWith(`${engine}://`)), []);
	const own = images.filter(({reference}) => reference.startsWith(`${engine}://`));
	t.is(own.length, ids.size);
	for (const {reference, size, finalSize} of own) {
		const {image} = await summaryOf(t, reference, programs);
		t.like(image, {size, finalSize}, reference);
	}
}

/** Commands that open several images take them of an engine as of files. */
async function goesWithCommands(t: ExecutionContext, engine: 'docker' | 'podman', {programs}: RealEngine): Promise<void> {
	const [a, b] = ['tiny:classic', engine === 'docker' ? 'tiny:buildkit' : 'tiny:buildah'];
	const diff = await runCommand(['diff', `${engine}://${a}`, path.join(fixtures, 'docker-classic.tar'), '--format', 'json'], programs);
	t.is(diff.exitCode, 0, diff.errors);
	t.is((JSON.parse(diff.output) as {layers: {shared: number}}).layers.shared, 2);
	const list = path.join(temporaryFolder(t), 'images.txt');
	fs.writeFileSync(list, `${engine}://${a}\n${b}\n`);
	const audit = await runCommand(['audit', '--from-file', list, '--fail-on', 'never', '--format', 'json'], programs);
	t.is(audit.exitCode, 0, audit.errors);
	t.deepEqual((JSON.parse(audit.output) as {images: Array<{image: {reference: string}}>}).images.map(({image}) => image.reference), [`${engine}://${a}`, b]);
	const based = await runCommand(['summary', `${engine}://${a}`, '--base', a, '--format', 'json'], programs);
	t.is(based.exitCode, 0, based.errors);
	const cat = await runCommand(['cat', a, '/etc/motd'], programs);
	t.is(cat.output, 'hello from the base\n');
}

/** A folder that has one program alone. */
function onlyFolderOf(name: string, {environment: {PATH = ''}}: Programs, t: ExecutionContext): string {
	const folder = temporaryFolder(t);
	const program = PATH.split(':').map(part => path.join(part, name)).find(file => fs.existsSync(file))!;
	fs.symlinkSync(program, path.join(folder, name));
	return folder;
}
