import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {ScreenRequest} from '../../source/commands/outside.js';
import type {Images} from '../../source/report/images.js';
import {schemas} from '../../source/report/schemas/index.js';
import {buildImage, dockerArchive, writeTar} from '../helpers/build-image.js';
import {fakeEngines, isDown, type FakeEngine} from '../helpers/fake-engines.js';
import {Collector, runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';
import {schemaErrors} from '../helpers/validate-schema.js';

const base = 'ADD rootfs.tar /\n  bin/big * 5000\n';
const id = (digit: string) => `sha256:${digit.repeat(64)}`;
const row = (digit: string, name: string) => JSON.stringify({ID: id(digit), Repository: name, Tag: '1', Size: '5kB'});

/** A docker with two images on one base, one of them under two names. */
async function docker(t: ExecutionContext): Promise<FakeEngine> {
	const folder = temporaryFolder(t);
	const file = async (name: string, text: string) => writeTar(path.join(folder, `${name}.tar`), dockerArchive([await buildImage(text, {tags: [`${name}:1`]})]));
	await file('shop', `${base}COPY shop /\n  shop * 70\n`);
	await file('web', `${base}COPY web /\n  web * 9\n`);
	return {
		ls: `printf '%s\\n' '${row('a', 'shop')}' '${row('a', 'again')}' '${row('b', 'web')}'`,
		inspect: `case "$image" in shop:1) echo '[{"Id":"${id('a')}"}]' ;; *) echo '[{"Id":"${id('b')}"}]' ;; esac`,
		save: `cat '${folder}/'"\${image%:1}.tar"`,
	};
}

test('all that engines have, each once, and what they share', async t => {
	const programs = fakeEngines(t, {docker: await docker(t)});
	const {exitCode, output, errors} = await runCommand(['--all-local', '--format', 'json'], programs);
	t.deepEqual([exitCode, errors], [0, '']);
	const listed = JSON.parse(output) as Images;
	t.deepEqual(schemaErrors(schemas.images, listed), []);
	t.deepEqual(listed.images.map(({reference, size, shared, own}) => [reference, size, shared, own]), [['docker://shop:1', 5070, 5000, 70], ['docker://web:1', 5009, 5000, 9]]);
	t.deepEqual(listed.shared.map(({size, images}) => [size, images]), [[5000, [{image: 1, layer: 1}, {image: 2, layer: 1}]]]);
	t.like(listed.total, {layers: 4, layersOnce: 3, size: 10_079, sizeOnce: 5079});
	const named = await runCommand(['docker://shop:1', 'docker://web:1', 'docker://shop:1', '--format', 'csv'], programs);
	const {output: csv} = await runCommand(['--all-local', '--format', 'csv'], programs);
	t.is(csv.split('\n').length, named.output.split('\n').length - 1, 'two are listed, and not compared');
	t.regex((await runCommand(['--all-local'], programs)).output, /^2 images, 4 layers, 10\.1 kB; without repetition 3 layers, 5\.08 kB\n/);
	t.regex((await runCommand(['--all-local', '--format', 'markdown'], programs)).output, /^## 2 images/);
});

test('an engine that can\'t be asked is told, and the others\' images are listed all the same', async t => {
	const programs = fakeEngines(t, {docker: await docker(t), podman: {ls: isDown.podman}});
	const {exitCode, output, errors} = await runCommand(['--all-local', '--format', 'json'], programs);
	t.is(exitCode, 2);
	t.regex(errors, /^freedive: podman is not running, or can't be reached .*\n$/);
	const {images, failures} = JSON.parse(output) as Images;
	t.is(images.length, 2);
	t.like(failures, {0: {reference: 'podman://'}, length: 1});
	const gone = await runCommand(['--all-local', '--format', 'json'], fakeEngines(t, {docker: {...await docker(t), inspect: 'exit 1'}}));
	t.deepEqual([gone.exitCode, gone.output], [2, ''], 'none of those that are listed can be opened');
});

test('where there is none, why: a sentence, exit code 2', async t => {
	const fails = async (engines: Record<string, FakeEngine>) => runCommand(['--all-local'], fakeEngines(t, engines));
	t.deepEqual(await fails({}), {exitCode: 2, output: '', errors: 'freedive: There is no engine to ask for its images: neither docker nor podman nor nerdctl is installed.\n'});
	t.deepEqual(await fails({docker: {ls: ':'}, podman: {ls: 'echo "[]"'}}), {exitCode: 2, output: '', errors: 'freedive: docker and podman have no image.\n'});
	t.deepEqual(await fails({docker: {ls: ':'}}), {exitCode: 2, output: '', errors: 'freedive: docker has no image.\n'});
	t.regex((await fails({docker: {ls: isDown.docker}})).errors, /^freedive: docker is not running/);
	const {exitCode, errors} = await runCommand(['--all-local', '--timeout', '0.3'], fakeEngines(t, {docker: {ls: 'exec sleep 60'}}));
	t.is(exitCode, 2);
	t.regex(errors, /asking engines for their images/);
});

test('it goes without an image, and without what is of one image', async t => {
	for (const [words, what] of [[['app.tar'], 'IMAGE: it lists all that engines have'], [['--base', 'auto'], '--base'], [['--verify'], '--verify'], [['--open', '1:/x'], '--open'], [['--ci'], '--ci'], [['--json', 'x'], '--json']] as const) {
		t.deepEqual(await runCommand(['--all-local', ...words]), {exitCode: 2, output: '', errors: `freedive: --all-local goes without ${what}.\n`});
	}
});

test('on a terminal they are a list on the screen, however many', async t => {
	let request: ScreenRequest | undefined;
	const standardOutput = new Collector(80);
	const exitCode = await runCommand(['--all-local'], {
		...fakeEngines(t, {docker: await docker(t)}),
		standardOutput,
		async openScreen(asked) {
			request = asked;
			return 7;
		},
	});
	t.is(exitCode.exitCode, 7);
	t.like(request, {references: ['docker://shop:1', 'docker://web:1'], isList: true});
});
