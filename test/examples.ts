import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {parse} from 'yaml';
import type {AuditReport} from '../source/report/audit.js';
import {hasProgram, testWith} from './helpers/archive/test-with.js';
import {buildImage, dockerArchive, writeTar} from './helpers/build-image.js';
import {temporaryFolder} from './helpers/temporary-folder.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const freedive = `${process.execPath} ${path.join(root, 'build/freedive.js')}`;
const needs = (...programs: string[]) => testWith(test, Object.fromEntries(programs.map(name => [name, hasProgram(name)])));

/** A folder with an image that passes and one that does not: its entrypoint is nowhere. */
async function workspace(t: ExecutionContext): Promise<string> {
	const folder = temporaryFolder(t);
	const write = async (name: string, entrypoint: string) => writeTar(path.join(folder, name), dockerArchive([await buildImage(`
		COPY app /app
		  0755 app/run = @script
		  0755 bin/sh = shell
		USER 1000
	`, {contents: {script: '#!/bin/sh\n'}, config: {config: {User: '1000', Entrypoint: [entrypoint]}}})]));
	await write('good.tar', '/app/run');
	await write('bad.tar', '/app/gone');
	const whole = fs.readFileSync(path.join(folder, 'good.tar'));
	// Within the last layer, behind the documents or before them.
	fs.writeFileSync(path.join(folder, 'cut.tar'), whole.subarray(0, Math.floor(whole.length * 0.7)));
	return folder;
}

type Ran = {status: number | null; stdout: string; stderr: string};

function run(folder: string, command: string, parameters: readonly string[], environment: Record<string, string> = {}, input = ''): Ran {
	return spawnSync(command, parameters, {cwd: folder, encoding: 'utf8', input, env: {PATH: process.env.PATH, HOME: folder, FREEDIVE: freedive, ...environment}});
}

const exampleOf = (name: string) => path.join(root, 'examples', name);
const yamlOf = (file: string) => parse(fs.readFileSync(path.join(root, file), 'utf8')) as Record<string, never>;

needs('bash')('the GitHub Action: annotations, a summary, outputs, SARIF and the exit code', async t => {
	const folder = await workspace(t);
	const action = yamlOf('action.yml') as unknown as {
		inputs: Record<string, {default?: string}>;
		runs: {steps: Array<{id?: string; shell?: string; env?: Record<string, string>; run?: string}>};
	};
	const step = action.runs.steps.find(({id}) => id === 'audit')!;
	t.is(step.shell, 'bash');
	t.notRegex(step.run!, /\$\{\{/, 'no expression stands within the script');
	for (const [image, status] of [['good.tar', 0], ['bad.tar', 1], ['good.tar bad.tar', 1], ['gone.tar', 2]] as const) {
		const inputs: Record<string, string> = {...Object.fromEntries(Object.entries(action.inputs).map(([name, {default: value = ''}]) => [name, value])), image, 'fail-on': 'error'};
		const environment = Object.fromEntries(Object.entries(step.env!).map(([name, value]) => [name, value.replace(/^\$\{\{ inputs\.([\w-]+) \}\}$/, (_, input: string) => inputs[input])]));
		const files = {GITHUB_OUTPUT: path.join(folder, `output-${status}-${image.length}`), GITHUB_STEP_SUMMARY: path.join(folder, `summary-${status}-${image.length}`)};
		// As the runner does it: --noprofile --norc -e -o pipefail.
		const ran = run(folder, 'bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run!], {...environment, ...files, RUNNER_TEMP: folder});
		t.is(ran.status, status, `${image}: ${ran.stderr}`);
		const output = fs.readFileSync(files.GITHUB_OUTPUT, 'utf8');
		t.is(/^passed=(.*)$/m.exec(output)?.[1], ({0: 'true', 1: 'false', 2: undefined})[status]);
		t.is(/^::error /m.test(ran.stdout), status === 1, ran.stdout);
		if (status === 2) {
			continue;
		}

		t.true(fs.readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8').includes(image.split(' ', 1)[0]));
		t.is((JSON.parse(fs.readFileSync(path.join(folder, 'freedive.json'), 'utf8')) as AuditReport).images.length, image.split(' ').length);
		t.is((JSON.parse(fs.readFileSync(path.join(folder, 'freedive.sarif'), 'utf8')) as {version: string}).version, '2.1.0');
	}
});

/** What stands for a freedive that can't be run: `npx` without a network ends with 1, a name that is nowhere with 127. */
const broken = ['false', 'freedive-that-is-nowhere'];

needs('bash')('the GitHub Action: where freedive can\'t be run it says neither true nor false', async t => {
	const folder = await workspace(t);
	const {runs} = yamlOf('action.yml') as unknown as {runs: {steps: Array<{id?: string; run?: string}>}};
	const script = runs.steps.find(({id}) => id === 'audit')!.run!;
	for (const program of broken) {
		const files = {GITHUB_OUTPUT: path.join(folder, `output-${program}`), GITHUB_STEP_SUMMARY: path.join(folder, 'summary')};
		// What an earlier step has left is no answer.
		fs.writeFileSync(path.join(folder, 'freedive.json'), '{\n  "schema": "freedive/audit/1"\n}\n');
		const ran = run(folder, 'bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
			...files, RUNNER_TEMP: folder, FREEDIVE: program, IMAGE: 'good.tar', POLICY: '', FAIL_ON: '', BASELINE: '', SARIF: '', TIMEOUT: '60', VERSION: 'latest',
		});
		t.true(ran.status! >= 2, ran.stderr);
		t.notRegex(fs.readFileSync(files.GITHUB_OUTPUT, 'utf8'), /^passed=/m);
	}
});

test('the workflow uses the Action with inputs that it has', t => {
	const {jobs} = yamlOf('examples/github-workflow.yml') as unknown as {jobs: {image: {steps: Array<{uses?: string; with?: Record<string, string>}>}}};
	const used = jobs.image.steps.find(({uses}) => uses?.startsWith('freedive/'))!;
	const {inputs} = yamlOf('action.yml') as unknown as {inputs: Record<string, unknown>};
	t.deepEqual(Object.keys(used.with!).filter(name => !Object.hasOwn(inputs, name)), []);
});

needs('bash')('the GitLab job: reports that it names are written, also where it fails', async t => {
	const folder = await workspace(t);
	const {audit} = yamlOf('examples/gitlab-ci.yml') as unknown as {audit: {variables: Record<string, string>; script: string[]; artifacts: {paths: string[]; reports: Record<string, string>}}};
	for (const [image, status] of [['good.tar', 0], ['bad.tar', 1]] as const) {
		const ran = run(folder, 'bash', ['-eo', 'pipefail', '-c', audit.script.join('\n')], {...audit.variables, FREEDIVE: freedive, IMAGE: image});
		t.is(ran.status, status, ran.stderr);
		for (const file of [...audit.artifacts.paths, ...Object.values(audit.artifacts.reports)]) {
			t.true(fs.statSync(path.join(folder, file)).size > 0, file);
			fs.rmSync(path.join(folder, file));
		}
	}
});

needs('git')('the hook: nothing is pushed while the image does not pass', async t => {
	const folder = await workspace(t);
	const [repository, remote, tools] = ['repository', 'remote', 'tools'].map(name => path.join(folder, name));
	fs.mkdirSync(tools);
	// Stands for the engine's command: `docker save good.tar` writes that file.
	fs.writeFileSync(path.join(tools, 'docker'), `#!/bin/sh\nexec cat "${folder}/$2"\n`, {mode: 0o755});
	const environment = {PATH: `${tools}:${process.env.PATH}`, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null'};
	const git = (...parameters: string[]) => run(repository, 'git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...parameters], environment);
	fs.mkdirSync(repository);
	run(folder, 'git', ['init', '--quiet', '--bare', remote], environment);
	git('init', '--quiet', '--initial-branch=main');
	git('remote', 'add', 'origin', remote);
	git('commit', '--quiet', '--allow-empty', '--message=one');
	fs.copyFileSync(exampleOf('pre-push'), path.join(repository, '.git/hooks/pre-push'));
	t.is(git('push', '--quiet', 'origin', 'main').status, 0, 'without an image nothing is asked');
	git('commit', '--quiet', '--allow-empty', '--message=two');
	for (const [image, sentence] of [['bad.tar', /bad\.tar does not pass/], ['gone.tar', /gone\.tar can't be saved/]] as const) {
		git('config', 'freedive.image', image);
		const ran = git('push', '--quiet', 'origin', 'main');
		t.not(ran.status, 0);
		t.regex(ran.stderr, sentence);
	}

	git('config', 'freedive.image', 'good.tar');
	for (const FREEDIVE of broken) {
		const ran = run(repository, 'git', ['push', '--quiet', 'origin', 'main'], {...environment, FREEDIVE});
		t.not(ran.status, 0);
		t.regex(ran.stderr, /good\.tar could not be audited/);
		t.notRegex(ran.stderr, /does not pass/);
	}

	const ran = git('push', '--quiet', 'origin', 'main');
	t.is(ran.status, 0, ran.stderr);
});

needs('bash', 'jq')('the shell script: a line an image, the worst exit code', async t => {
	const folder = await workspace(t);
	const ran = run(folder, exampleOf('audit.sh'), ['good.tar', 'bad.tar']);
	t.is(ran.status, 1, ran.stderr);
	t.deepEqual(ran.stdout.trim().split('\n').map(line => line.split('\t').slice(0, 2)), [['good.tar', 'pass'], ['bad.tar', 'FAIL']]);
	const gone = run(folder, exampleOf('audit.sh'), ['./no\ttar']);
	t.is(gone.status, 2);
	t.regex(gone.stdout, /\terror\t.*is not there/);
	for (const FREEDIVE of broken) {
		const ran = run(folder, exampleOf('audit.sh'), ['good.tar'], {FREEDIVE});
		t.true(ran.status! >= 2, ran.stderr);
		t.regex(ran.stdout, /^good\.tar\terror\tfreedive could not be run/);
	}

	const cut = run(folder, exampleOf('audit.sh'), ['cut.tar']);
	t.is(cut.status, 2);
	t.regex(cut.stdout, /^cut\.tar\terror\t./);
});

needs('python3')('the Python program: yes, no, and what could not be looked at', async t => {
	const folder = await workspace(t);
	const audit = (image: string) => run(folder, 'python3', [exampleOf('audit.py'), image]);
	t.like(audit('good.tar'), {status: 0, stdout: 'pass\n'});
	const bad = audit('bad.tar');
	t.is(bad.status, 1, bad.stderr);
	t.regex(bad.stdout, /^error: .*\n {4}.*\nFAIL\n$/s);
	const cut = audit('cut.tar');
	t.is(cut.status, 2, cut.stderr);
	t.notRegex(cut.stdout, /pass/);
	const gone = audit('gone.tar');
	t.is(gone.status, 2);
	t.regex(gone.stderr, /^not audited: .*gone\.tar is not there/);
	for (const FREEDIVE of broken) {
		const ran = run(folder, 'python3', [exampleOf('audit.py'), 'good.tar'], {FREEDIVE});
		t.like(ran, {status: 2, stdout: ''});
		t.regex(ran.stderr, /^not audited: freedive could not be run/);
	}

	const usage = run(folder, 'python3', [exampleOf('audit.py')]);
	t.like(usage, {status: 2, stdout: ''});
	t.regex(usage.stderr, /Usage: audit\.py IMAGE/);
});
