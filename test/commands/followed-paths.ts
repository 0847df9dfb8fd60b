import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {buildImage, dockerArchive, writeTar} from '../helpers/build-image.js';
import {runCommand} from '../helpers/run-command.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const story = `
	ADD
	  usr/bin/bash = shell text
	  usr/bin/sh -> bash
	  usr/lib/os-release = Debian text
	  etc/os-release -> ../usr/lib/os-release
	  bin -> usr/bin
	  dead -> /nowhere
	  app/.env = secret text
	RUN rm
	  app/.wh..env
	  app/new = new
`;

async function image(t: ExecutionContext): Promise<string> {
	return writeTar(path.join(temporaryFolder(t), 'app.tar'), dockerArchive([await buildImage(story)]));
}

async function files(t: ExecutionContext, ...parameters: string[]): Promise<{paths: string[]; errors: string; exitCode: number}> {
	const {output, errors, exitCode} = await runCommand(['files', await image(t), '--format', 'csv', '--columns', 'path', ...parameters]);
	return {paths: output.trim().split(/\r?\n/).slice(1), errors, exitCode};
}

test('files: a path through a link is what it leads to; a link itself only with a slash behind it', async t => {
	t.deepEqual(await files(t, '/bin/bash'), {paths: ['/usr/bin/bash'], errors: '', exitCode: 0});
	t.deepEqual((await files(t, '/bin/sh')).paths, ['/usr/bin/sh']);
	t.deepEqual((await files(t, '/bin')).paths, ['/bin']);
	t.deepEqual((await files(t, '/bin/')).paths, ['/bin', '/usr/bin', '/usr/bin/bash', '/usr/bin/sh']);
	t.deepEqual((await files(t, '/usr/../bin/./bash', '--layer', '1')).paths, ['/usr/bin/bash']);
	t.deepEqual((await files(t, '/bin/bash', '--all-layers')).paths, ['/usr/bin/bash']);
});

test('files: what matches nothing is told with the link on the way, or with what shows it', async t => {
	for (const [parameters, errors] of [
		[['/bin/nope'], 'no path matches /bin/nope: /bin is a link to usr/bin'],
		[['/dead/x'], 'no path matches /dead/x: /dead leads to /nowhere, which is not there'],
		[['/nope'], 'no path matches /nope'],
		[['/app/.env'], 'no path matches /app/.env: what does is gone; --all-layers shows it'],
		[['*.env'], 'no path matches *.env: what does is gone; --all-layers shows it'],
		[['/app/new', '--at', '1'], 'no path matches /app/new: what does is not there after layer 1; --all-layers shows it'],
		[['/app/new', '--layer', '..1'], 'no path matches /app/new: other layers hold what does; --all-layers shows it'],
		[['/nope', '--all-layers'], 'no path matches /nope'],
		[['--query', '.env'], 'no path matches .env: what does is gone; --all-layers shows it'],
		[['--query', 'size:>1GB'], 'no path matches size:>1GB'],
		[['/usr', '--query', 'new'], 'nothing of that matches new'],
	] as const) {
		t.deepEqual(await files(t, ...parameters), {paths: [], errors: `freedive: ${errors}\n`, exitCode: 0}, parameters.join(' '));
	}

	t.is((await files(t, '--query', 'size:>1GB', '--quiet')).errors, '');
});

test('files: ranges of layers may be left open', async t => {
	t.deepEqual((await files(t, '--layer', '2..')).paths, ['/app/.env', '/app/new']);
	t.is((await files(t, '--layer', '..1')).paths.length, 7);
	t.regex((await files(t, '--layer', '..')).errors, /names no layer/);
});

test('grep: paths are followed to files', async t => {
	const file = await image(t);
	const found = async (...globs: string[]) => (await runCommand(['grep', file, '-l', 'text', ...globs])).output;
	t.is(await found('/etc/os-release'), '/usr/lib/os-release\n');
	t.is(await found('/bin'), '/usr/bin/bash\n');
	t.is(await found('/bin/sh'), '/usr/bin/bash\n');
	for (const [glob, errors] of [
		['/dead', 'no file matches /dead: /dead leads to /nowhere, which is not there'],
		['/app/.env', 'no file matches /app/.env: what does is gone; --all-layers searches it'],
	] as const) {
		t.is((await runCommand(['grep', file, 'text', glob])).errors, `freedive: ${errors}\n`);
	}
});

test('du: a folder behind a link', async t => {
	const {output, exitCode} = await runCommand(['du', await image(t), '/bin/../lib', '--format', 'csv']);
	t.is(exitCode, 0);
	t.regex(output, /\/usr\/lib/);
});
