import type {Worker} from 'node:worker_threads';
import zlib from 'node:zlib';
import test from 'ava';
import {ArchiveError} from '../../source/archive/archive-error.js';
import type {ByteSource} from '../../source/archive/byte-source.js';
import {indexBlob} from '../../source/archive/index-blob.js';
import {findSeekPoints} from '../../source/archive/find-seek-points.js';
import {searchBlob, type SearchedContents} from '../../source/archive/search-blob.js';
import {SearchPool} from '../../source/archive/search-pool.js';
import type {Compression} from '../../source/archive/sniff.js';
import {ContentSearch, type SearchOptions} from '../../source/content/search/content-search.js';
import type {Found} from '../../source/content/search/found.js';
import {compilePattern, type SearchPattern} from '../../source/content/search/search-pattern.js';
import {concat, end, entry, pax} from '../helpers/archive/raw-tar.js';
import {sourceOf} from '../helpers/archive/sources.js';
import {testWith, threadsLoadTypeScript} from '../helpers/archive/test-with.js';
import {frame} from '../helpers/archive/zstd-frames.js';

const testThreads = testWith(test, {'threads that load TypeScript': await threadsLoadTypeScript()});

const options: SearchOptions = {mode: 'lines', isInverted: false, asText: false, maximumPerFile: Number.POSITIVE_INFINITY, before: 0, after: 0};
const needle: SearchPattern = {text: 'needle', isLiteral: true, ignoreCase: false, wholeWords: false};

const large = `${'hay\n'.repeat(1_000_000)}needle at the end`;
const tar = concat(
	entry({name: 'needle'}, 'only its name'),
	...Array.from({length: 3000}, (_, index) => entry({name: `small${index}`}, index % 1000 === 7 ? `needle ${index}\n` : `hay ${index}\n`)),
	entry({name: 'large'}, large),
	entry({name: 'last'}, 'x\nneedle\n'),
	end,
);

/** All contents of a tar that have bytes. */
async function contentsOf(source: ByteSource): Promise<SearchedContents> {
	const {table} = await indexBlob(source, 'none');
	const indexes = [...table.size.keys()].filter(index => table.size[index] > 0);
	const stored = (index: number) => table.sparse.get(index)?.reduce((sum, value, at) => sum + (at % 2 === 1 ? value : 0), 0) ?? table.size[index];
	return {
		offset: Float64Array.from(indexes, index => table.offset[index]),
		size: Float64Array.from(indexes, index => stored(index)),
		sparse: new Map(indexes.flatMap((index, content) => table.sparse.has(index) ? [[content, table.sparse.get(index)!]] : [])),
	};
}

function shown(found: Found[]): string[] {
	return found.flatMap(({content, lines, isBinary}) => [...lines.map(({number, text}) => `${content}:${number}:${text}`), ...(isBinary ? [`${content} binary`] : [])]);
}

async function search(source: ByteSource, compression: Compression, contents: SearchedContents, pattern = needle, more: Partial<SearchOptions> = {}): Promise<string[]> {
	const found: Found[] = [];
	for await (const batch of searchBlob({blob: source, compression}, contents, new ContentSearch(compilePattern(pattern), {...options, ...more}))) {
		found.push(...batch);
	}

	return shown(found);
}

const inTar = ['8:1:needle 7', '1008:1:needle 1007', '2008:1:needle 2007', '3001:1000001:needle at the end', '3002:2:needle'];

test('contents of a plain blob and of compressed ones, whatever stands between them', async t => {
	const contents = await contentsOf(sourceOf(t, tar));
	for (const [compression, blob] of [['none', tar], ['gzip', zlib.gzipSync(tar)], ['zstd', frame(tar)]] as const) {
		t.deepEqual(await search(sourceOf(t, blob), compression, contents), inTar, `as ${compression}`);
	}
});

test('by points only what lies about the contents is inflated', async t => {
	const all = await contentsOf(sourceOf(t, tar));
	const of = (contents: readonly number[]): SearchedContents => ({offset: all.offset.filter((_, content) => contents.includes(content)), size: all.size.filter((_, content) => contents.includes(content)), sparse: new Map()});
	const source = sourceOf(t, zlib.gzipSync(tar));
	const points = (await findSeekPoints(source, 'gzip', {leastPlain: 50_000}))!;
	for (const [wanted, expected, most] of [[[8, 3002], ['0:1:needle 7', '1:2:needle'], 0.9], [[1008, 2008], ['0:1:needle 1007', '1:1:needle 2007'], 0.9], [[...all.offset.keys()], inTar, 1.2]] as const) {
		let read = 0;
		const found: Found[] = [];
		const onRead = (bytes: number) => {
			read += bytes;
		};

		for await (const batch of searchBlob({blob: source, compression: 'gzip', points}, of(wanted), new ContentSearch(compilePattern(needle), options), {onRead})) {
			found.push(...batch);
		}

		t.deepEqual(shown(found), [...expected]);
		t.true(read < source.size * most, `${read} of ${source.size}`);
	}
});

test('a plain blob is read in large pieces, and no more of a content than is needed', async t => {
	const source = sourceOf(t, tar);
	const contents = await contentsOf(source);
	let calls = 0;
	let bytes = 0;
	const counted = Object.assign(Object.create(source) as ByteSource, {
		read(target: Uint8Array, position: number): number {
			calls++;
			bytes += target.length;
			return source.read(target, position);
		},
	});
	await search(counted, 'none', contents);
	t.true(calls < 40, `${calls} calls`);
	bytes = 0;
	await search(counted, 'none', contents, {...needle, text: 'hay'}, {mode: 'files'});
	t.true(bytes < tar.length - (large.length / 2), `${bytes} bytes`);
});

test('a sparse content is binary, and its holes cost nothing', async t => {
	const huge = 2 ** 43;
	const blob = concat(
		pax({'GNU.sparse.map': `0,6,${huge - 7},7`, 'GNU.sparse.size': String(huge), 'GNU.sparse.name': 'sparse'}), entry({}, 'needleneedle\n'),
		pax({'GNU.sparse.map': `3,3,${2 ** 20},4`, 'GNU.sparse.size': String(2 ** 21), 'GNU.sparse.name': 'parted'}), entry({}, 'needle\n'),
		end,
	);
	const source = sourceOf(t, blob);
	const contents = await contentsOf(source);
	t.deepEqual(await search(source, 'none', contents), ['0 binary'], 'a match does not go over a hole');
	t.deepEqual(await search(sourceOf(t, zlib.gzipSync(blob)), 'gzip', contents), ['0 binary']);
	t.deepEqual(await search(source, 'none', contents, {...needle, text: 'nee'}), ['0 binary', '1 binary']);
});

test('a blob that is cut off gives what lies before, and says so', async t => {
	const contents = await contentsOf(sourceOf(t, tar));
	for (const [compression, blob] of [['none', tar.subarray(0, 2_000_000)], ['gzip', zlib.gzipSync(tar).subarray(0, 20_000)]] as const) {
		const found: Found[] = [];
		await t.throwsAsync(async () => {
			for await (const batch of searchBlob({blob: sourceOf(t, blob), compression}, contents, new ContentSearch(compilePattern(needle), options))) {
				found.push(...batch);
			}
		}, {instanceOf: ArchiveError});
		t.deepEqual(shown(found).slice(0, 1), inTar.slice(0, 1));
	}
});

testThreads('threads find the same, job by job in the order in which they were asked', async t => {
	const contents = await contentsOf(sourceOf(t, tar));
	const pool = new SearchPool(2);
	t.teardown(async () => pool.close());
	let read = 0;
	const runs = [tar, zlib.gzipSync(tar), tar, frame(tar)].map((blob, index) => pool.search({
		source: sourceOf(t, blob), compression: (['none', 'gzip', 'none', 'zstd'] as const)[index], contents, pattern: needle, options,
	}, {
		onRead(bytes) {
			read += bytes;
		},
	}));
	for (const run of runs) {
		const found: Found[] = [];
		for await (const batch of run) {
			found.push(...batch);
		}

		t.deepEqual(shown(found), inTar);
	}

	t.true(read > 2 * large.length);
});

testThreads('a thread waits where what it found is not taken', async t => {
	const blob = concat(entry({name: 'all'}, `needle ${'x'.repeat(60)}\n`.repeat(150_000)), end);
	const source = sourceOf(t, blob);
	const contents = await contentsOf(source);
	const pool = new SearchPool(1);
	t.teardown(async () => pool.close());
	let read = 0;
	const run = pool.search({source, compression: 'none', contents, pattern: needle, options}, {
		onRead(bytes) {
			read += bytes;
		},
	});
	await run.next();
	await new Promise(resolve => {
		setTimeout(resolve, 1000);
	});
	t.true(read < blob.length / 2, `${read} of ${blob.length} bytes`);
	let matches = 0;
	for await (const batch of run) {
		matches += batch.reduce((sum, {matches}) => sum + matches, 0);
	}

	t.true(matches > 100_000);
});

testThreads('a pattern that runs wild is stopped where it does, says so in its turn, and goes on behind it', async t => {
	const wildLine = `${'a'.repeat(50)}c\n`;
	const blob = concat(
		entry({name: 'tame'}, 'aab\n'), entry({name: 'wild'}, wildLine), entry({name: 'next'}, 'b\nab\n'), entry({name: 'large'}, `${'b\n'.repeat(200_000)}ab\n`),
		entry({name: 'wild too'}, `aab\n${wildLine}`), entry({name: 'last'}, wildLine), end,
	);
	const pool = new SearchPool(1);
	t.teardown(async () => pool.close());
	const pattern = {...needle, text: '(a+)+b', isLiteral: false};
	const told: string[] = [];
	for (const compression of ['none', 'gzip'] as const) {
		const plain = sourceOf(t, blob);
		const source = compression === 'none' ? plain : sourceOf(t, zlib.gzipSync(blob));
		const contents = await contentsOf(plain);
		const wild = pool.search({source, compression, contents, pattern, options}, {
			onWild(content) {
				told.push(`${content} is wild`);
			},
		});
		// It waits for a thread, while the one before needs one again and again.
		const tame = pool.search({source, compression, contents, pattern: {...needle, text: '^b', isLiteral: false}, options: {...options, mode: 'count'}});
		for await (const found of wild) {
			told.push(...shown(found));
		}

		t.deepEqual(told.splice(0), ['0:1:aab', '1 is wild', '2:2:ab', '3:200001:ab', '4 is wild', '5 is wild'], compression);
		let matches = 0;
		for await (const found of tame) {
			matches += found.reduce((sum, one) => sum + one.matches, 0);
		}

		t.is(matches, 200_001);
	}
});

testThreads('a thread that dies costs what it was at', async t => {
	const source = sourceOf(t, tar);
	const contents = await contentsOf(source);
	const pool = new SearchPool(1);
	t.teardown(async () => pool.close());
	const lost = pool.search({source, compression: 'none', contents, pattern: {...needle, text: '(h+)+(a+)+(y+)+z', isLiteral: false}, options});
	const next = pool.search({source, compression: 'none', contents, pattern: needle, options});
	await [...(pool as unknown as {threads: Map<Worker, unknown>}).threads.keys()][0].terminate();
	await t.throwsAsync(async () => lost.next(), {message: 'it could not be searched: the thread that read it ended'});
	t.deepEqual(shown((await next.next()).value as Found[]).slice(0, 1), inTar.slice(0, 1));
});
