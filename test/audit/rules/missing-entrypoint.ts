import test from 'ava';
import {missingEntrypoint} from '../../../source/audit/rules/missing-entrypoint.js';
import {toldFindings} from '../../helpers/audit-story.js';

const story = `
	COPY . /
	  0755 bin/sh = shell
	  0755 usr/bin/app = app
	  0644 usr/bin/data = data
	  usr/bin/folder/
	  0755 srv/run.sh = run
	  0755 usr/bin/curl = curl
	RUN rm /usr/bin/curl
	  usr/bin/.wh.curl
`;

const told = async (t: Parameters<typeof toldFindings>[0], config: Record<string, unknown>, platform?: string) => toldFindings(t, [missingEntrypoint], story, {platform, config: {config: {Env: ['PATH=/usr/bin:/bin'], ...config}}});

test('a program that is nowhere on PATH, not executable, a folder, or at a path that is not there', async t => {
	t.deepEqual(await told(t, {Entrypoint: ['gone'], Cmd: ['app']}), ['error missing-entrypoint: ENTRYPOINT starts gone, which is in no folder of PATH (/usr/bin:/bin): a container does not start.']);
	t.deepEqual(await told(t, {Cmd: ['data']}), ['error missing-entrypoint layer 1 /usr/bin/data: CMD starts data, and /usr/bin/data is not executable: a container does not start.']);
	t.deepEqual(await told(t, {Cmd: ['/usr/bin/folder']}), ['error missing-entrypoint layer 1 /usr/bin/folder: CMD starts /usr/bin/folder, and /usr/bin/folder is a folder: a container does not start.']);
	t.deepEqual(await told(t, {Cmd: ['./run.sh'], WorkingDir: '/app'}), ['error missing-entrypoint: CMD starts ./run.sh, which is not in the image: a container does not start.']);
});

test('one that a layer takes away, with the layer', async t => {
	t.deepEqual(await told(t, {Cmd: ['curl']}), ['error missing-entrypoint layer 2 /usr/bin/curl: CMD starts curl, which layer 2 took away (/usr/bin/curl): a container does not start.']);
});

test('programs that are there: on PATH, by a path, relative to the working folder, on the usual PATH; and no program at all', async t => {
	for (const config of [{Cmd: ['app']}, {Entrypoint: ['/srv/run.sh'], Cmd: ['gone']}, {Cmd: ['./run.sh'], WorkingDir: '/srv'}, {Cmd: ['app'], Env: []}, {Cmd: null}, {Entrypoint: ['app', 'gone']}]) {
		t.deepEqual(await told(t, config), [], `of ${JSON.stringify(config)}`);
	}

	t.deepEqual(await told(t, {Cmd: ['gone']}, 'windows/amd64'), []);
});

test('the first program of a shell\'s text is a note; what a shell does itself, and what only it can tell, are none', async t => {
	t.deepEqual(await told(t, {Cmd: ['/bin/sh', '-c', 'gone --flag | app']}), ['note missing-entrypoint (low): CMD starts gone, which is in no folder of PATH (/usr/bin:/bin): a container does not start.']);
	for (const text of ['app && gone', 'cd /srv && ./run.sh', '$APP run', 'exec app', 'A=1 app', '']) {
		t.deepEqual(await told(t, {Cmd: ['/bin/sh', '-c', text]}), [], `of ${text}`);
	}
});

test('what a health check runs', async t => {
	const sentence = 'HEALTHCHECK starts curl, which layer 2 took away (/usr/bin/curl): no container is ever healthy.';
	t.deepEqual(await told(t, {Cmd: ['app'], Healthcheck: {Test: ['CMD', 'curl', '-f', 'http://localhost']}}), [`warning missing-entrypoint layer 2 /usr/bin/curl: ${sentence}`]);
	t.deepEqual(await told(t, {Cmd: ['app'], Healthcheck: {Test: ['CMD-SHELL', 'curl -f http://localhost || exit 1']}}), [`note missing-entrypoint (low) layer 2 /usr/bin/curl: ${sentence}`]);
	t.deepEqual(await told(t, {Cmd: ['app'], Healthcheck: {Test: ['CMD', 'app']}}), []);
	t.deepEqual(await told(t, {Cmd: ['app'], Healthcheck: {Test: ['NONE']}}), []);
});
