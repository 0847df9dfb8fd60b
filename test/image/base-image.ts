import test from 'ava';
import {guessBase, matchBase} from '../../source/image/base-image.js';
import type {HistoryEntry, Image} from '../../source/image/image.js';

/** An image of layers by their diff_ids, and a history of instructions, of which those with `+` made a layer. */
function imageOf(reference: string, diffIds: string[], instructions: string[], more: {labels?: Record<string, string>; annotations?: Record<string, string>} = {}): Image {
	let layer = 0;
	const history = instructions.map((text): HistoryEntry => {
		const made = text.startsWith('+');
		return {createdBy: text, instruction: text.replace('+', ''), buildArguments: [], emptyLayer: !made, layer: made ? ++layer : undefined};
	});
	return {
		reference,
		form: 'oci-archive',
		digest: `sha256:${reference}`,
		platform: 'linux/amd64',
		tags: [`${reference}:1`],
		config: {
			user: '', env: [], entrypoint: null, cmd: null, workingDir: '', exposedPorts: [], volumes: [], labels: more.labels ?? {}, healthcheck: null,
		},
		layers: diffIds.map((diffId, index) => ({
			number: index + 1, diffId, mediaType: '', storedSize: 0, compression: 'none', history: history.find(({layer}) => layer === index + 1),
		})),
		history,
		others: [],
		annotations: more.annotations ?? {},
		warnings: [],
	};
}

const name = 'org.opencontainers.image.base.name';
const digest = 'org.opencontainers.image.base.digest';
const base = imageOf('base', ['a', 'b'], ['+ADD', '+RUN', 'CMD sh']);

test('the layers that are the same from the first on are the base\'s, and so are the steps', t => {
	const image = imageOf('app', ['a', 'b', 'c'], ['+ADD', '+RUN', 'CMD sh', 'ENV A=1', '+COPY']);
	t.deepEqual(matchBase(image, base), {name: 'base:1', digest: 'sha256:base', layers: 2, steps: 3, isGuess: false, knownBy: 'user', otherNames: 0});
	t.like(matchBase(image, imageOf('base', ['a', 'b'], [])), {layers: 2, steps: 2});
	t.like(matchBase(image, imageOf('base', ['a', 'b'], ['+other', '+RUN', 'CMD sh'])), {layers: 2, steps: 2});
	t.like(matchBase(base, base), {layers: 2, steps: 3});
});

test('an image that is not built on it: a sentence that says why', t => {
	t.throws(() => matchBase(imageOf('app', ['a', 'x', 'c'], []), base), {message: 'app is not built on base: layer 2 differs.'});
	t.throws(() => matchBase(imageOf('app', ['a'], []), base), {message: 'app is not built on base: that has 2 layers, and the image only 1.'});
	t.throws(() => matchBase(base, imageOf('none', [], [])), {message: 'none has no layers, so it is nobody\'s base.'});
});

test('layers that no document names are never the same', t => {
	const nameless = (reference: string) => ({...base, reference, layers: base.layers.map(layer => ({...layer, diffId: undefined}))});
	t.throws(() => matchBase(nameless('app'), nameless('base')), {message: 'app is not built on base: layer 1 differs.'});
});

test('labels and annotations name the base, annotations first; where it ends is a guess', t => {
	const instructions = ['+ADD', 'CMD bash', '+RUN', 'ENTRYPOINT ["x"]', 'CMD python3', 'ENV A=1', '+COPY', 'CMD app'];
	const diffIds = ['a', 'b', 'c'];
	t.is(guessBase(imageOf('app', diffIds, instructions)), undefined);
	t.deepEqual(guessBase(imageOf('app', diffIds, instructions, {labels: {[name]: 'python:3'}})), {name: 'python:3', layers: 2, steps: 5, isGuess: true, knownBy: 'label', otherNames: 0});
	t.deepEqual(guessBase(imageOf('app', diffIds, instructions, {labels: {[name]: 'old'}, annotations: {[name]: 'python:3', [digest]: 'sha256:1'}})), {
		name: 'python:3', digest: 'sha256:1', layers: 2, steps: 5, isGuess: true, knownBy: 'label', otherNames: 0,
	});
	t.like(guessBase(imageOf('app', ['a'], ['+ADD', 'CMD app'], {labels: {[name]: 'scratch'}})), {layers: 0, steps: 0});
});
