import fs from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {chainIds} from '../../source/image/chain-ids.js';
import {openImage} from '../../source/image/open-image.js';
import type {Outside} from '../../source/commands/outside.js';
import type {History} from '../../source/report/history.js';
import {schemas} from '../../source/report/schemas/index.js';
import type {Summary} from '../../source/report/summary.js';
import {buildImage, dockerArchive, writeTar} from '../helpers/build-image.js';
import {fakeEngines, isDown} from '../helpers/fake-engines.js';
import {runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {schemaErrors, undescribedKeys} from '../helpers/validate-schema.js';

const base = `
	ADD rootfs.tar /
	  etc/motd = hello
	RUN echo again > /etc/motd
	  etc/motd = good-bye
	CMD ["bash"]
`;

const own = `${base}
	ENV A=1
	RUN rm /etc/motd
	  etc/.wh.motd
`;

async function archive(t: ExecutionContext, name: string, text: string): Promise<string> {
	return writeTar(path.join(temporaryFolder(t), `${name}.tar`), dockerArchive([await buildImage(text, {tags: [`shop/${name}:1`]})]));
}

const none = (image: string) => `freedive: no image that was opened before, or that an engine has, is the base of ${image}; --base IMAGE names one\n`;

/** What a run sees that has a cache. */
const cached = (t: ExecutionContext): Partial<Outside> => ({cacheFolder: path.join(temporaryFolder(t), 'freedive'), maker: 'test'});

test('--base auto: an image that was opened before, once it was', async t => {
	const outside = cached(t);
	const [app, other] = [await archive(t, 'app', own), await archive(t, 'base', base)];
	const summary = async (...words: string[]) => runCommand(['summary', app, '--format', 'json', ...words], outside);
	const before = await summary();
	t.deepEqual(await summary('--base', 'auto'), {...before, errors: none(app)});
	t.deepEqual(await summary('--base', 'auto', '--quiet'), before);
	await runCommand(['summary', other], outside);
	t.deepEqual(await summary(), before, 'what was opened before changes nothing by itself');
	const {output, errors} = await summary('--base', 'auto');
	t.is(errors, '');
	const found = JSON.parse(output) as Summary;
	t.deepEqual(schemaErrors(schemas.summary, found), []);
	t.deepEqual(undescribedKeys(schemas.summary, found), []);
	t.deepEqual(found.base, {name: 'shop/base:1', digest: null, layers: 2, steps: 3, guess: false, knownBy: 'opened', otherNames: 0, wasted: 5});
	t.deepEqual(found.layers.map(layer => layer.base), [true, true, false]);
	const named = JSON.parse((await summary('--base', other)).output) as Summary;
	t.deepEqual(found, {...named, base: {...found.base, digest: named.base!.digest, knownBy: 'opened'}}, 'the same as where it is named, but for its digest');
	const {output: text} = await runCommand(['summary', app, '--base', 'auto'], outside);
	t.regex(text, /FROM shop\/base:1 \(2 layers, as it was opened before\)/);
	const {steps} = JSON.parse((await runCommand(['history', app, '--base', 'auto', '--format', 'json'], outside)).output) as History;
	t.deepEqual(steps!.map(step => step.base), [true, true, true, false, false]);
	const {output: audited} = await runCommand(['audit', app, '--base', 'auto', '--format', 'json', '--fail-on', 'never'], outside);
	t.is((JSON.parse(audited) as {images: Array<{base: {name: string}}>}).images[0].base.name, 'shop/base:1');
	t.is((JSON.parse((await runCommand([app, '--base', 'auto', '--format', 'json'], outside)).output) as Summary).base!.name, 'shop/base:1');
});

test('base: auto in the policy that lies in the working folder: a waste of the base is not one\'s own', async t => {
	const workingFolder = temporaryFolder(t);
	const outside = {...cached(t), workingFolder};
	const [app, other] = [await archive(t, 'app', own), await archive(t, 'base', base)];
	type Audited = {images: Array<{base: {name: string; layers: number; knownBy: string} | null; findings: Array<{layer: number | null; base: boolean}>}>};
	const audited = async (...words: string[]) => {
		const {output, errors, exitCode} = await runCommand(['audit', app, '--format', 'json', '--fail-on', 'never', ...words], outside);
		t.deepEqual([exitCode, errors.replace(none(app), '')], [0, '']);
		return {...(JSON.parse(output) as Audited).images[0], errors};
	};

	await runCommand(['summary', other], outside);
	t.not((await audited()).base?.knownBy, 'opened', 'what was opened before changes nothing by itself');
	fs.writeFileSync(path.join(workingFolder, '.freedive.yaml'), 'version: 1\nbase: auto\n');
	const found = await audited();
	t.like(found.base, {name: 'shop/base:1', layers: 2, knownBy: 'opened'});
	t.true(found.findings.every(({layer, base}) => layer === null || base === (layer <= 2)));
	// It is as with the option, which goes before the policy.
	t.deepEqual(found, await audited('--base', 'auto'));
	fs.writeFileSync(path.join(workingFolder, '.freedive.yaml'), 'version: 1\nbase: nowhere.tar\n');
	t.deepEqual(await audited('--base', 'auto'), found);
	t.regex((await runCommand(['audit', app], outside)).errors, /nowhere\.tar/);

	// Where none is known it is told, and the audit goes on.
	fs.writeFileSync(path.join(workingFolder, '.freedive.yaml'), 'version: 1\nbase: auto\n');
	await runCommand(['cache', 'clear'], outside);
	const unknown = await audited();
	t.not(unknown.base?.knownBy, 'opened');
	t.is(unknown.errors, none(app));
});

test('--base auto: what was opened with --no-cache, or forgotten, is not known', async t => {
	const outside = cached(t);
	const [app, other] = [await archive(t, 'app', own), await archive(t, 'base', base)];
	const isKnown = async (...words: string[]) => (JSON.parse((await runCommand(['summary', app, '--base', 'auto', '--format', 'json', ...words], outside)).output) as Summary).base !== null;
	await runCommand(['summary', other, '--no-cache'], outside);
	t.false(await isKnown());
	await runCommand(['summary', other], outside);
	t.false(await isKnown('--no-cache'));
	t.true(await isKnown());
	await runCommand(['cache', 'clear'], outside);
	t.false(await isKnown());
});

test('--base auto: an image that an engine has', async t => {
	const [app, other] = [await archive(t, 'app', own), await archive(t, 'base', base)];
	const {image, close} = await openImage(other, {temporaryFolder: temporaryFolder(t), hostPlatform: 'linux/amd64'});
	close();
	t.is(chainIds(image.layers).length, 2);
	const id = `sha256:${'a'.repeat(64)}`;
	const programs = fakeEngines(t, {
		docker: {
			ls: `echo '${JSON.stringify({ID: id, Repository: 'debian', Tag: '12'})}'`,
			inspect: `echo '${JSON.stringify([{Id: id, RepoTags: ['debian:12', 'debian:bookworm', 'debian:latest'], Created: image.created, RootFS: {Layers: image.layers.map(({diffId}) => diffId)}}])}'`,
		},
		podman: {ls: isDown.podman},
	});
	const {exitCode, output, errors} = await runCommand(['history', app, '--base', 'auto'], programs);
	t.deepEqual([exitCode, errors], [0, '']);
	t.regex(output.replaceAll(/\s+/g, ' '), /FROM debian:12 \(2 layers, as docker has it, also known by 2 other names\)/);
	const calls = programs.calls().length;
	await runCommand(['history', app], programs);
	t.is(programs.calls().length, calls, 'without it no engine is asked');
});

test('--base goes with one image, and not with dive\'s thresholds', async t => {
	t.deepEqual(await runCommand(['a.tar', 'b.tar', '--base', 'auto']), {exitCode: 2, output: '', errors: 'freedive: --base goes with one image.\n'});
	t.like(await runCommand(['a.tar', '--ci', '--base', 'auto']), {exitCode: 2, errors: 'freedive: --base goes without --ci and --json: dive knows no base.\n'});
});
