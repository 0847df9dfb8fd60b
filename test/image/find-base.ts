import test from 'ava';
import {chainIds} from '../../source/image/chain-ids.js';
import {findBase} from '../../source/image/find-base.js';
import type {HistoryEntry, Image} from '../../source/image/image.js';
import type {KnownImage} from '../../source/image/known-image.js';

const diffId = (letter: string) => `sha256:${letter.repeat(64)}`;

/** An image of layers, a letter each, and a history in which `+` is a layer and all else an instruction that makes none, a minute each. */
function imageOf(letters: string, history = '+'.repeat(letters.length), more: Partial<Image> = {}): Image {
	let layer = 0;
	return {
		reference: 'app.tar',
		form: 'oci-archive',
		platform: 'linux/amd64',
		tags: ['app:1'],
		config: {user: '', env: [], entrypoint: null, cmd: null, workingDir: '', exposedPorts: [], volumes: [], labels: {}, healthcheck: null},
		layers: Array.from(letters, (letter, index) => ({number: index + 1, diffId: letter === '?' ? undefined : diffId(letter), mediaType: '', storedSize: 0, compression: 'none' as const})),
		history: Array.from(history, (mark, index): HistoryEntry => ({
			createdBy: mark, instruction: mark, buildArguments: [], emptyLayer: mark !== '+', created: minute(index), ...(mark === '+' && {layer: ++layer}),
		})),
		others: [],
		annotations: {},
		warnings: [],
		...more,
	};
}

const minute = (index: number) => `2026-01-02T03:${String(index).padStart(2, '0')}:00Z`;

const known = (name: string, letters: string, more: Partial<KnownImage> = {}): KnownImage =>
	({name, layers: letters.length, chainId: chainIds(Array.from(letters, letter => ({diffId: diffId(letter)}))).at(-1)!, knownBy: 'opened', ...more});

test('of those that begin its layers the one of most', t => {
	const image = imageOf('abcd');
	t.deepEqual(findBase(image, [known('debian:12', 'a'), known('python:3', 'ab'), known('other:1', 'ac'), known('later:1', 'abcde')]), {
		name: 'python:3', layers: 2, steps: 2, isGuess: false, knownBy: 'opened', otherNames: 0,
	});
	t.like(findBase(image, [known('debian:12', 'a', {knownBy: 'docker'})]), {name: 'debian:12', knownBy: 'docker', layers: 1});
});

test('near misses are none', t => {
	const image = imageOf('abc');
	t.is(findBase(image, []), undefined);
	t.is(findBase(image, [known('itself', 'abc')]), undefined, 'an image is not its own base');
	t.is(findBase(image, [known('app:1', 'ab')]), undefined, 'nor is what was called so before');
	t.is(findBase(image, [known('app.tar', 'ab')]), undefined);
	t.is(findBase(image, [known('squashed', 'x')]), undefined);
	t.is(findBase(image, [known('swapped', 'ba')]), undefined);
	t.is(findBase(image, [known('middle', 'bc')]), undefined);
	t.is(findBase(image, [{...known('liar', 'ab'), layers: 1}]), undefined, 'as many layers as the chain has');
	t.is(findBase(imageOf('?bc'), [known('x', 'b')]), undefined);
	t.is(findBase(imageOf('a'), [known('x', 'a')]), undefined);
	t.is(findBase(imageOf(''), [known('x', 'a')]), undefined);
	t.like(findBase(imageOf('a?c'), [known('x', 'a')]), {layers: 1});
});

test('of several names the most usual, the others counted', t => {
	const names = ['/home/me/debian.tar', 'debian@sha256:1234567890ab', 'a1b2c3d4e5f6', 'debian:bookworm-slim', 'debian:12', 'me/x:12', 'debian:12'];
	for (let turn = 0; turn < names.length; turn++) {
		const turned = [...names.slice(turn), ...names.slice(0, turn)];
		t.like(findBase(imageOf('ab'), turned.map(name => known(name, 'a'))), {name: 'me/x:12', otherNames: 5});
	}
});

test('steps without a layer that follow the base\'s last are its own as far as its history tells', t => {
	const image = imageOf('abc', '+ec+wx+y');
	t.is(findBase(image, [known('base:1', 'a', {steps: 3})])!.steps, 3);
	t.is(findBase(image, [known('base:1', 'a', {steps: 1})])!.steps, 1);
	t.is(findBase(image, [known('base:1', 'a', {steps: 4})])!.steps, 1, 'that is another\'s layer');
	t.is(findBase(image, [known('base:1', 'a', {steps: 0})])!.steps, 1);
	t.is(findBase(image, [known('base:1', 'a')])!.steps, 1);
	t.is(findBase(image, [known('base:1', 'ab', {created: minute(5)})])!.steps, 6, 'the last step was when the image was made');
	t.is(findBase(image, [known('base:1', 'ab', {created: minute(7)})])!.steps, 4);
	t.is(findBase(image, [known('base:1', 'ab', {created: 'nonsense'})])!.steps, 4);
	t.is(findBase(image, [known('base:1', 'a'), known('base:2', 'a', {steps: 2})])!.steps, 2);
	t.is(findBase({...image, history: []}, [known('base:1', 'a', {steps: 3})])!.steps, 0);
});
