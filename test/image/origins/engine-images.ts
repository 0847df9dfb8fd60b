import {setTimeout as delay} from 'node:timers/promises';
import test from 'ava';
import type {EngineAnswer} from '../../../source/image/engine-image.js';
import {listEngineImages} from '../../../source/image/origins/engines/list-engine-images.js';
import {fakeEngines, isDown} from '../../helpers/fake-engines.js';

const id = 'ab'.repeat(32);
const shell = (text: string) => `cat <<'END'\n${text}\nEND\n`;
const line = (more: Record<string, unknown>) => JSON.stringify({ID: `sha256:${id}`, Repository: 'nginx', Tag: '1.27', Size: '187MB', CreatedAt: '2026-01-02 03:04:05 +0100 CET', ...more});

test('docker\'s, podman\'s and nerdctl\'s, each in its own form', async t => {
	const programs = fakeEngines(t, {
		docker: {ls: shell([line({}), line({Repository: '<none>', Tag: '<none>', Size: '0B'}), line({Tag: '<none>', ID: 'abababababab'})].join('\n'))},
		podman: {ls: shell(JSON.stringify([{Id: id, Names: ['localhost/a:1', 'localhost/a:2'], Size: 11_816, Created: 1_700_000_000, CreatedAt: '2023-11-14T22:13:20Z'}, {Id: id, Size: 7, CreatedAt: '2023-11-14T22:13:20Z'}], null, 4))},
		nerdctl: {ls: shell([line({Size: '149.1 MiB'}), line({Size: '149.1 MiB', Platform: 'linux/arm64'})].join('\n'))},
	});
	const answers: EngineAnswer[] = [];
	const listed = await listEngineImages({
		programs,
		onAnswer(answer) {
			answers.push(answer);
		},
	});
	const [created, podmanCreated] = ['2026-01-02T02:04:05Z', '2023-11-14T22:13:20Z'];
	t.deepEqual(listed, [
		{
			engine: 'docker', images: [
				{engine: 'docker', reference: 'docker://nginx:1.27', name: 'nginx:1.27', id: `sha256:${id}`, size: 187_000_000, created},
				{engine: 'docker', reference: `docker://${id}`, id: `sha256:${id}`, size: 0, created},
				{engine: 'docker', reference: 'docker://abababababab', id: 'sha256:abababababab', size: 187_000_000, created},
			],
		},
		{
			engine: 'podman', images: [
				{engine: 'podman', reference: 'podman://localhost/a:1', name: 'localhost/a:1', id: `sha256:${id}`, size: 11_816, created: podmanCreated},
				{engine: 'podman', reference: 'podman://localhost/a:2', name: 'localhost/a:2', id: `sha256:${id}`, size: 11_816, created: podmanCreated},
				{engine: 'podman', reference: `podman://${id}`, id: `sha256:${id}`, size: 7, created: podmanCreated},
			],
		},
		{engine: 'nerdctl', images: [{engine: 'nerdctl', reference: 'nerdctl://nginx:1.27', name: 'nginx:1.27', id: `sha256:${id}`, size: Math.round(149.1 * (2 ** 20)), created}]},
	]);
	t.deepEqual(answers.toSorted((a, b) => a.engine.localeCompare(b.engine)), listed.toSorted((a, b) => a.engine.localeCompare(b.engine)));
	t.deepEqual(await listEngineImages({programs: fakeEngines(t, {})}), []);
	t.deepEqual(await listEngineImages({programs: fakeEngines(t, {docker: {ls: ':'}, podman: {ls: 'echo "[]"'}})}), [{engine: 'docker', images: []}, {engine: 'podman', images: []}]);
});

test('one that does not answer is a note, and keeps no other from answering', async t => {
	const programs = fakeEngines(t, {docker: {ls: isDown.docker}, podman: {ls: 'exec sleep 60'}, nerdctl: {ls: 'exit 1'}});
	const notes = (await listEngineImages({programs, limit: 1500})).map(({images, note}) => [images.length, note]);
	t.deepEqual(notes, [
		[0, 'docker is not running, or can\'t be reached (Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?). Start it, or say by DOCKER_HOST or docker context where it is.'],
		[0, 'podman hangs: podman image ls was waited for 1.5 s.'],
		[0, 'nerdctl fails: it ended with exit code 1 and said nothing.'],
	]);
	const abort = new AbortController();
	const listing = listEngineImages({programs, signal: abort.signal});
	await delay(50);
	abort.abort();
	await t.throwsAsync(listing, {name: 'AbortError'});
});

test('lists that mean harm', async t => {
	const read = async (ls: string) => (await listEngineImages({programs: fakeEngines(t, {docker: {ls}})}))[0];
	const hostile = [
		'<html>', 'null', '5', '[]', '{}', line({ID: '--help'}), line({ID: 'abc'}), line({ID: 7}), line({ID: `${id}00`}),
		line({Repository: '--help'}), line({Repository: '\u001B[2J'}), line({Repository: 7, Size: {}, CreatedAt: []}), line({Size: '-1MB', CreatedAt: '9999999-01-01'}), line({Size: 1e300, CreatedAt: undefined, Created: 1e300}),
	];
	const {images, note} = await read(shell(hostile.join('\n')));
	t.is(note, 'docker lists 9 images in a way that can\'t be read.');
	t.deepEqual(images.map(({reference, size, created}) => [reference, size, created]), [
		// Those whose name can be none are known by their id.
		[`docker://${id}`, 187_000_000, '2026-01-02T02:04:05Z'],
		['docker://nginx:1.27', undefined, undefined],
	]);
	t.deepEqual(await read(shell('[[[[')), {engine: 'docker', images: [], note: 'docker lists 1 image in a way that can\'t be read.'});
	const many = await read(`seq -f '{"ID":"${id}","Repository":"r","Tag":"t%.0f"}' 20000`);
	t.deepEqual([many.images.length, many.note], [10_000, 'docker has more than 10,000 images: the rest is left out.']);
	t.is((await read('yes x')).note, 'docker fails: it wrote more than any answer has.');
	t.is((await read(`echo '[{"Id":"${id}","Names":["a:1"]}]' | sed 's/a:1/a:1","b:1/'`)).images.length, 2);
});
