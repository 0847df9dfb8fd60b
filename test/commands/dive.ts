import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {buildImage, dockerArchive, writeTar} from '../helpers/build-image.js';
import {runCommand, type Ran} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const hasDive = spawnSync('dive', ['version']).status === 0;
// Where dive is not installed the tests are told of as skipped.
const testWithDive = hasDive ? test : test.skip;

const story = `
	ADD rootfs.tar /
	  0755 bin/app * 2000
	  bin/sh -> app
	  etc/a&b<c>.conf * 100
	  0644 1000:1000 srv/data * 5000
	RUN chmod +x /bin/app && rm /etc/passwd
	  04755 bin/app * 2000
	  srv/.wh.data
	  opt/deep/down * 7
	RUN make
	  0755 bin/app * 2000
	  srv/data * 6000
`;

async function archive(t: ExecutionContext, text = story): Promise<{folder: string; image: string}> {
	const folder = temporaryFolder(t);
	const image = path.join(folder, 'app.tar');
	await writeTar(image, dockerArchive([await buildImage(text)]));
	return {folder, image};
}

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

/** Runs dive in a folder. */
function dive(folder: string, image: string, ...words: string[]): {exitCode: number; output: string} {
	const {status, stdout} = spawnSync('dive', [...words, `docker-archive://${image}`], {cwd: folder, encoding: 'utf8', env: {...process.env, CI: '', HOME: folder, NO_COLOR: '1'}});
	return {exitCode: status ?? -1, output: stdout};
}

const freedive = async (folder: string, ...words: string[]): Promise<Ran> => runCommand(words, {workingFolder: folder});

/** The files that waste as much stand in an order of dive's own. */
const inOrder = (output: string) => output.split('\n').map(line => line.trimEnd()).sort();

const configs = [
	undefined,
	'',
	'rules:\n',
	'rules:\n  lowestEfficiency: 0.1\n  highestUserWastedPercent: 1\n',
	'rules:\n  lowestEfficiency: 0.99\n  highestWastedBytes: 1B\n  highestUserWastedPercent: 0.01\n',
	'rules:\n  lowestEfficiency: disabled\n  highestWastedBytes: 20 MB\n  highestUserWastedPercent: off\n',
	'rules:\n  lowestEfficiency: "FALSE"\n  highestWastedBytes: ""\n  highestUserWastedPercent: Disabled\n',
	'rules:\n  highestWastedBytes: 13,107\n',
	'rules:\n  highestWastedBytes: 17kB\n',
	'rules:\n  highestWastedBytes: 16.9999 kb\n',
	'rules:\n  lowestEfficiency: nan\n  highestUserWastedPercent: 0x1p-1\n',
	'rules:\n  lowestEfficiency: 1_0\n',
	'rules:\n  lowestEfficiency: 1.5\n',
	'rules:\n  lowestEfficiency: -0.1\n',
	'rules:\n  lowestEfficiency: no\n',
	'rules:\n  lowestEfficiency: [1]\n',
	'rules:\n  highestWastedBytes: 1e3\n',
	'rules:\n  highestUserWastedPercent: 10%\n',
	'rules:\n  lowest-efficiency: 0.99\n',
	'lowestEfficiency: 0.99\n',
	'rules: [\n',
	'- a\n',
	'rules: 5\n',
	'rules:\n  lowestEfficiency: 0.5\n  lowestEfficiency: 0.6\n',
];

testWithDive('dive\'s verdict, exit code and text, whatever its file says', async t => {
	const {folder, image} = await archive(t);
	const single = await archive(t, '\n\tADD rootfs.tar /\n\t  a * 10\n');
	const twice = await archive(t, '\n\tADD rootfs.tar /\n\t  a * 10\n\tRUN true\n\t  a * 0\n');
	const images = [image, single.image, twice.image, fixture('docker-classic.tar')];
	for (const config of configs) {
		if (config !== undefined) {
			fs.writeFileSync(path.join(folder, '.dive-ci'), config);
		}

		for (const name of images) {
			const told = dive(folder, name, '--ci');
			const {exitCode, output} = await freedive(folder, name, '--ci');
			const about = `${path.basename(name)} with ${String(config)}`;
			t.is(exitCode, told.exitCode, about);
			t.deepEqual(inOrder(output), inOrder(told.output), about);
		}
	}
});

testWithDive('dive\'s JSON, byte for byte', async t => {
	const {folder, image} = await archive(t);
	for (const name of [image, fixture('docker-classic.tar'), fixture('skopeo-docker.tar'), fixture('podman-several.tar')]) {
		dive(folder, name, '--json', 'dive.json');
		const {exitCode, output} = await freedive(folder, name, '--json', 'freedive.json');
		t.is(exitCode, 0);
		t.is(output, '');
		t.is(fs.readFileSync(path.join(folder, 'freedive.json'), 'utf8'), fs.readFileSync(path.join(folder, 'dive.json'), 'utf8'), path.basename(name));
		fs.rmSync(path.join(folder, 'dive.json'));
	}
});

test('PASS and FAIL lines, and 1 where the image does not pass', async t => {
	const {folder, image} = await archive(t);
	const {exitCode, output, errors} = await freedive(folder, image, '--ci', '--lowestEfficiency', '0.25', '--highestWastedBytes', '1kB');
	t.is(exitCode, 1);
	t.is(errors, '');
	t.is(output, `Analysis:
  efficiency:        12.32 %
  wastedBytes:       17000 bytes (17 kB)
  userWastedPercent: 169.88 %

Inefficient Files:
  Count  Wasted Space  File Path
  3      11 kB         /srv/data
  3      6.0 kB        /bin/app

Evaluation:
  FAIL  highestUserWastedPercent (too many bytes wasted, relative to the user bytes added (%-user-wasted-bytes=1.70 > threshold=0.1))
  FAIL  highestWastedBytes (too many bytes wasted (wasted-bytes=17000 > threshold=1000))
  FAIL  lowestEfficiency (image efficiency is too low (efficiency=0.12 < threshold=0.25))

FAIL [fail:3]
`);
});

test('flags go over the file', async t => {
	const {folder, image} = await archive(t);
	fs.writeFileSync(path.join(folder, 'ci.yaml'), 'rules:\n  lowestEfficiency: 0.99\n  highestUserWastedPercent: off\n');
	t.is((await freedive(folder, image, '--ci', '--ci-config', 'ci.yaml')).exitCode, 1);
	t.is((await freedive(folder, image, '--ci', '--ci-config', 'ci.yaml', '--lowestEfficiency', '0.01')).exitCode, 0);
});

test('what can\'t be followed ends with 1, as dive does, and says where', async t => {
	const {folder, image} = await archive(t);
	const refused = await freedive(folder, image, '--ci', '--highestWastedBytes', 'lots');
	t.deepEqual([refused.exitCode, refused.output, refused.errors], [1, '', 'freedive: --highestWastedBytes is a size such as 20MB, or disabled, not lots.\n']);
	fs.writeFileSync(path.join(folder, '.dive-ci'), 'rules:\n  lowestEfficiency: 9\n');
	t.deepEqual(Object.values(await freedive(folder, image, '--ci')), [1, '', 'freedive: .dive-ci:2:21: lowestEfficiency is a number from 0 to 1, or disabled, not 9.\n']);
	t.is((await freedive(folder, image, '--ci', '--ci-config', '/')).exitCode, 1);
	fs.rmSync(path.join(folder, '.dive-ci'));
	const missing = await freedive(folder, image, '--ci', '--ci-config', 'gone.yaml');
	t.is(missing.errors, 'freedive: gone.yaml is not there: dive\'s defaults hold.\n');
	t.is((await freedive(folder, path.join(folder, 'gone.tar'), '--ci')).exitCode, 2);
	for (const words of [['--ci'], ['a.tar', 'b.tar', '--ci'], ['a.tar', '--ci', '--format', 'json']]) {
		t.is((await freedive(folder, ...words)).errors, 'freedive: --ci goes with one image, and without --format: freedive IMAGE --ci\n');
	}
});

test('a path does not reach the terminal as it is', async t => {
	const {folder, image} = await archive(t, '\n\tADD rootfs.tar /\n\t  a\\x1b[31m * 10\n\tRUN true\n\t  a\\x1b[31m * 11\n');
	t.false((await freedive(folder, image, '--ci')).output.includes('\u001B'));
});

test('with --json as well both are done: the file is written, and the gate says no', async t => {
	const {folder, image} = await archive(t);
	const {exitCode, output} = await freedive(folder, image, '--ci', '-j', 'out.json');
	t.is(exitCode, 1);
	t.regex(output, /\nFAIL \[/);
	const {layer, image: told} = JSON.parse(fs.readFileSync(path.join(folder, 'out.json'), 'utf8')) as {layer: unknown[]; image: {fileReference: unknown[]}};
	t.is(layer.length, 3);
	t.deepEqual(told.fileReference[0], {count: 3, sizeBytes: 11_000, file: '/srv/data'});
	t.is((await freedive(folder, image, '--json', 'no/such/folder.json')).exitCode, 2);
});

test('--json - writes to standard output, which the verdict has for itself', async t => {
	const {folder, image} = await archive(t);
	const {exitCode, output} = await freedive(folder, image, '--json', '-');
	t.is(exitCode, 0);
	await freedive(folder, image, '-j=out.json');
	t.is(output, fs.readFileSync(path.join(folder, 'out.json'), 'utf8'));
	t.like(await freedive(folder, image, '--ci', '--json', '-'), {exitCode: 2, output: '', errors: 'freedive: The verdict goes to standard output, so the JSON needs a file: freedive IMAGE --ci --json FILE\n'});
});

test('the variable CI alone gives no verdict, and says what does', async t => {
	const {folder, image} = await archive(t);
	const run = async (CI: string, ...words: string[]) => runCommand(words, {workingFolder: folder, environment: {CI}});
	const told = /^freedive: CI is set, which gives no verdict by itself: freedive \S+app\.tar --ci gives dive's/;
	const {exitCode, errors} = await run('true', image);
	t.is(exitCode, 0);
	t.regex(errors, told);
	for (const [CI, ...words] of [['', image], ['0', image], ['true', image, '--quiet'], ['true', image, '--ci=false'], ['true', image, '--format', 'json'], ['true', image, '--ci']]) {
		t.notRegex((await run(CI, ...words)).errors, told);
	}
});
