import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import test from 'ava';
import {chainIds} from '../../../source/image/chain-ids.js';
import {knownToEngines} from '../../../source/image/origins/engines/known-to-engines.js';
import {ends, fakeEngines, isDown, stubborn} from '../../helpers/fake-engines.js';
import {temporaryFolder} from '../../helpers/temporary-folder.js';

const shell = (value: unknown) => `cat <<'END'\n${JSON.stringify(value)}\nEND\n`;
const hex = (digit: string) => digit.repeat(64);
const row = (digit: string, name = 'app') => ({ID: `sha256:${hex(digit)}`, Repository: name, Tag: '1', Size: '1MB'});
const layers = (...digits: string[]) => digits.map(digit => `sha256:${hex(digit)}`);
const chainOf = (...digits: string[]) => chainIds(layers(...digits).map(diffId => ({diffId}))).at(-1)!;
const inspected = (digit: string, names: string[] | null, diffIds: string[]) => ({Id: `sha256:${hex(digit)}`, RepoTags: names, Created: '2026-01-02T03:04:05Z', RootFS: {Type: 'layers', Layers: diffIds}});

test('all images by one list and one question, under each of their names', async t => {
	const programs = fakeEngines(t, {
		docker: {
			ls: shell(row('a')) + shell(row('a', 'again')) + shell(row('b', 'other')),
			inspect: `${shell([inspected('a', ['app:1', 'again:1', '-bad'], layers('1', '2')), inspected('b', [], layers('3'))])}exit 1`,
		},
		podman: {ls: isDown.podman},
	});
	const more = {created: '2026-01-02T03:04:05Z', knownBy: 'docker'} as const;
	t.deepEqual(await knownToEngines({programs}), [
		{chainId: chainOf('1', '2'), layers: 2, name: 'app:1', ...more},
		{chainId: chainOf('1', '2'), layers: 2, name: 'again:1', ...more},
		{chainId: chainOf('3'), layers: 1, name: 'b'.repeat(12), ...more},
	]);
	t.deepEqual(programs.calls().filter(call => call.includes('inspect')), [`docker image inspect -- sha256:${hex('a')} sha256:${hex('b')}`]);
	t.deepEqual(await knownToEngines({programs, engine: 'podman'}), []);
	t.deepEqual(await knownToEngines({programs: fakeEngines(t, {})}), []);
});

test('what can\'t be read tells nothing, and the rest tells all it has', async t => {
	const odd = [null, 7, {}, {RootFS: null}, inspected('a', ['x:1'], []), inspected('a', ['x:1'], ['sha256:12']), inspected('a', ['x:1'], Array.from({length: 1001}, () => `sha256:${hex('1')}`)), {...inspected('c', ['good:1'], layers('1')), RepoTags: 'x', Created: 7}];
	const programs = fakeEngines(t, {docker: {ls: shell(row('a')), inspect: shell(odd)}});
	t.deepEqual(await knownToEngines({programs}), [{chainId: chainOf('1'), layers: 1, name: 'c'.repeat(12), knownBy: 'docker'}]);
	for (const inspect of ['echo nonsense', 'echo "{}"', ':', 'exit 1', shell({})]) {
		t.deepEqual(await knownToEngines({programs: fakeEngines(t, {docker: {ls: shell(row('a')), inspect}})}), [], inspect.slice(0, 40));
	}
});

test('one that hangs is left, and what it started ends', async t => {
	const pid = path.join(temporaryFolder(t), 'pid');
	const programs = fakeEngines(t, {docker: {ls: shell(row('a')), inspect: stubborn(pid)}});
	const since = performance.now();
	t.deepEqual(await knownToEngines({programs, limit: 1500}), []);
	t.true(performance.now() - since < 10_000);
	t.true(await ends(pid));
	const abort = new AbortController();
	const asking = knownToEngines({programs, signal: abort.signal});
	await delay(200);
	abort.abort();
	await t.throwsAsync(asking, {name: 'AbortError'});
});
