import test, {type ExecutionContext} from 'ava';
import {searchContents, WildSearch, type SearchContentsOptions, type SearchJob} from '../../source/image/search-contents.js';
import type {SearchPattern} from '../../source/content/search/search-pattern.js';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';
import {concat, end, entry} from '../helpers/archive/raw-tar.js';
import {buildImage, dockerArchive, type Wrapping} from '../helpers/build-image.js';
import {loadImage, type LoadedStory} from '../helpers/load-story.js';
import {openTar} from '../helpers/open.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});

const needle: SearchPattern = {text: 'needle', isLiteral: true, ignoreCase: false, wholeWords: false};
const expression: SearchPattern = {...needle, text: 'n[e]edle', isLiteral: false};

/** Layers of so many megabytes each, with a needle at the start and the end of each, and in small files between. */
async function load(t: ExecutionContext, wrapping: Wrapping, megabytes: number[]): Promise<LoadedStory> {
	const image = await buildImage(megabytes.map(() => 'RUN true\n  (nothing)').join('\n'));
	image.layers = megabytes.map(size => concat(
		entry({name: 'first'}, 'needle\n'),
		...Array.from({length: 30}, (_, index) => entry({name: `small${index}`}, index % 10 === 3 ? `needle ${index}` : 'hay')),
		entry({name: 'large'}, 'hay\n'.repeat(size << 18)),
		entry({name: 'last'}, 'hay\nneedle\n'),
		end,
	));
	return loadImage(await openTar(t, dockerArchive([image], wrapping)));
}

function all({image, overlay}: LoadedStory): SearchJob[] {
	// In no order.
	return image.layers.map(({number}) => ({layer: number, indexes: [...Array.from({length: overlay.store.table(number).count}).keys()].reverse()})).reverse();
}

async function found(loaded: LoadedStory, pattern: SearchPattern, options: Partial<SearchContentsOptions> = {}): Promise<string[]> {
	const lines: string[] = [];
	for await (const batch of searchContents(loaded.contents, all(loaded), pattern, {threads: 2, ...options})) {
		lines.push(...batch.flatMap(({layer, index, lines}) => lines.map(({number, text}) => `${layer} ${index}:${number}:${text}`)));
	}

	return lines;
}

const ofLayer = (layer: number) => [`${layer} 0:1:needle`, `${layer} 4:1:needle 3`, `${layer} 14:1:needle 13`, `${layer} 24:1:needle 23`, `${layer} 32:2:needle`];

for (const wrapping of ['none', 'gzip', 'zstd'] as const) {
	test(`${wrapping}: in order of layer and tar, whatever the jobs' order`, async t => {
		t.deepEqual(await found(await load(t, wrapping, [0, 1, 0]), needle), [1, 2, 3].flatMap(layer => ofLayer(layer)));
	});

	testThreads(`${wrapping}: the same in threads, for a screen too, with its progress up to the end`, async t => {
		const loaded = await load(t, wrapping, [9, 0, 2]);
		const shares: number[] = [];
		const lines = await found(loaded, expression, {
			giveWay: true,
			onProgress(share) {
				shares.push(share);
			},
		});
		t.deepEqual(lines, [1, 2, 3].flatMap(layer => ofLayer(layer)));
		t.true(shares.every((share, index) => share >= (shares[index - 1] ?? 0) && share <= 1));
		t.true(shares.at(-1)! > 0.9, `${shares.at(-1)}`);
	});
}

testThreads('an interruption ends it', async t => {
	const loaded = await load(t, 'gzip', [60]);
	const controller = new AbortController();
	const started = performance.now();
	const error = new Error('enough');
	setTimeout(() => {
		controller.abort(error);
	}, 300);
	t.is(await t.throwsAsync(found(loaded, {...expression, text: 'n[^x]*z'}, {signal: controller.signal})), error);
	t.true(performance.now() - started < 5000);
	t.is(await t.throwsAsync(found(loaded, needle, {signal: controller.signal})), error);
});

testThreads('which contents a pattern runs wild on: it goes on without them, but not without many', async t => {
	const image = await buildImage('RUN true\n  (nothing)\nRUN false\n  (nothing)');
	const wild = entry({name: 'wild'}, 'a'.repeat(60));
	image.layers = [
		concat(entry({name: 'empty'}), entry({name: 'tame'}, 'aab'), wild, entry({name: 'after'}, 'ab'), end),
		concat(entry({name: 'other'}, 'aaab'), end),
	];
	const loaded = await loadImage(await openTar(t, dockerArchive([image])));
	const pattern = {...needle, text: '(a+)+b', isLiteral: false};
	const error = await t.throwsAsync(found(loaded, pattern), {instanceOf: WildSearch});
	t.deepEqual([error.layer, error.index], [1, 2]);
	const told: string[] = [];
	const onWild = (layer: number, index: number) => {
		told.push(`${layer} ${index}`);
	};

	t.deepEqual(await found(loaded, pattern, {onWild}), ['1 1:1:aab', '1 3:1:ab', '2 0:1:aaab']);
	t.deepEqual(told.splice(0), ['1 2']);

	image.layers = [concat(...Array.from({length: 13}, (_, index) => entry({name: `wild${index}`}, 'a'.repeat(60))), end), end];
	const many = await loadImage(await openTar(t, dockerArchive([image])));
	const last = await t.throwsAsync(found(many, pattern, {onWild}), {instanceOf: WildSearch});
	t.deepEqual([told.length, last.index], [10, 10]);
});
