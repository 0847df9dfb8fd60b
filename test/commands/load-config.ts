import {execFileSync, spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {loadConfig} from '../../source/commands/load-config.js';
import {UsageError} from '../../source/commands/usage-error.js';
import {YamlError} from '../../source/format/yaml/yaml-error.js';
import type {Cache} from '../../source/report/cache.js';
import {runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const program = path.resolve(import.meta.dirname, '../../build/freedive.js');

function write(t: ExecutionContext, text: string): string {
	const file = path.join(temporaryFolder(t), 'config.yaml');
	fs.writeFileSync(file, text);
	return file;
}

test('a file that is not there says nothing', async t => {
	const folder = temporaryFolder(t);
	t.deepEqual(await loadConfig({}), {cache: {}});
	t.deepEqual(await loadConfig({configFile: path.join(folder, 'no/config.yaml')}), {cache: {}});
	const file = write(t, 'x');
	t.deepEqual(await loadConfig({configFile: path.join(file, 'config.yaml')}), {cache: {}});
	t.deepEqual(await loadConfig({configFile: '/dev/null'}), {cache: {}});
});

(process.geteuid?.() === 0 ? test.skip : test)('one in a folder that is closed to us is none, and one that is closed itself is told', async t => {
	const file = write(t, 'cache:\n  limit: 3 MB\n');
	const folder = path.dirname(file);
	fs.chmodSync(folder, 0);
	const found = await loadConfig({configFile: file});
	fs.chmodSync(folder, 0o700);
	t.deepEqual(found, {cache: {}});
	fs.chmodSync(file, 0);
	await t.throwsAsync(loadConfig({configFile: file}), {instanceOf: UsageError, message: /can't be read: permission denied\.$/});
});

test('what is no such file is no configuration, and nothing is waited for', async t => {
	const folder = temporaryFolder(t);
	await t.throwsAsync(loadConfig({configFile: folder}), {instanceOf: UsageError, message: /^The configuration .* is a folder\.$/});
	const pipe = path.join(folder, 'pipe');
	execFileSync('mkfifo', [pipe]);
	t.deepEqual(await loadConfig({configFile: pipe}), {cache: {}});
	await t.throwsAsync(loadConfig({configFile: '/dev/zero'}), {instanceOf: YamlError, message: /It has \d+ bytes, and may have 65536\./});
});

test('a command heeds it, or says what is wrong with it and reads nothing', async t => {
	const folder = temporaryFolder(t);
	const configFile = write(t, `cache:\n  limit: 3 MB\n  folder: ${folder}\n  windows: false\n`);
	const {output} = await runCommand(['cache', '--format', 'json'], {configFile, cacheFolder: '/nowhere', maker: 'this one'});
	const report = JSON.parse(output) as Cache;
	t.is(report.limit, 3_000_000);
	t.is(report.folder, path.join(folder, 'freedive/images'));
	t.is((await runCommand(['summary', 'demo:', '--quiet'], {configFile, cacheFolder: '/nowhere', maker: 'this one'})).exitCode, 0);

	const wrong = write(t, 'cache:\n  limit: 3 MB\n  size: 1\n');
	for (const line of [['summary', 'demo:'], ['cat', 'demo:', '/etc/motd'], ['cache'], ['summary', 'demo:', '--no-cache']]) {
		t.deepEqual(await runCommand(line, {configFile: wrong}), {exitCode: 2, output: '', errors: `freedive: ${wrong}:3:3: cache has no key size. There are windows, limit and folder.\n`});
	}

	for (const line of [['schema', 'config'], ['completion', 'bash'], ['--help'], ['--version']]) {
		t.is((await runCommand(line, {configFile: wrong})).exitCode, 0, 'what helps to mend it');
	}
});

test('the program looks where the XDG specification says, and at no relative path', t => {
	const home = temporaryFolder(t);
	const folder = temporaryFolder(t);
	const configure = (place: string, limit: string) => {
		fs.mkdirSync(path.join(place, 'freedive'), {recursive: true});
		fs.writeFileSync(path.join(place, 'freedive/config.yaml'), `cache:\n  limit: ${limit}\n`);
	};

	configure(path.join(home, '.config'), '11 MB');
	configure(path.join(folder, 'named'), '12 MB');
	const limit = (environment: Readonly<Record<string, string>>) => {
		const {stdout, stderr} = spawnSync(process.execPath, [program, 'cache', '--format', 'json'], {cwd: folder, encoding: 'utf8', env: {PATH: process.env.PATH, HOME: home, ...environment}});
		t.is(stderr, '');
		return (JSON.parse(stdout) as Cache).limit;
	};

	t.is(limit({}), 11_000_000);
	t.is(limit({XDG_CONFIG_HOME: ''}), 11_000_000);
	t.is(limit({XDG_CONFIG_HOME: 'named'}), 11_000_000);
	t.is(limit({XDG_CONFIG_HOME: path.join(folder, 'named')}), 12_000_000);
	t.is(limit({XDG_CONFIG_HOME: path.join(folder, 'none')}), 2_000_000_000);
});
