import test from 'ava';
import type {SeekPoints} from '../../source/archive/seek-points.js';
import {wantedRanges} from '../../source/image/wanted-ranges.js';

const kib = 1024;

/** A layer of `count` chunks, each of 100 KiB of plain bytes in 50 KiB. */
function chunked(count: number): SeekPoints {
	const places = (step: number, to = count) => Float64Array.from({length: to + 1}, (_, index) => index * step);
	return {
		compression: 'gzip',
		size: count * 50 * kib,
		count,
		isWhole: true,
		plain: places(100 * kib),
		stored: places(50 * kib),
		bit: new Uint8Array(count + 1),
		check: new Uint32Array(count + 1),
		windowStart: new Float64Array(count + 1),
		windows: new Uint8Array(),
		chunks: {end: places(50 * kib).subarray(1), inner: new Float64Array(count), digest: new Uint8Array(32 * count)},
	};
}

const wanted = (points: SeekPoints | undefined, contents: Array<[offset: number, stored: number]>, most = Number.POSITIVE_INFINITY) =>
	wantedRanges(points, most, contents.map(([offset]) => offset), contents.map(([, stored]) => stored))?.map(({from, to}) => [from / kib, to / kib]);

test('the chunks of contents are wanted, those that lie near one another at once', t => {
	const points = chunked(1000);
	t.deepEqual(wanted(points, []), []);
	t.deepEqual(wanted(points, [[5, 0]]), []);
	t.deepEqual(wanted(points, [[5, 10]]), [[0, 50]]);
	t.deepEqual(wanted(points, [[100 * kib - 1, 2]]), [[0, 100]]);
	// In any order; one chunk between them is brought with them, two are not.
	t.deepEqual(wanted(points, [[900 * kib, 1], [200 * kib, 1], [0, 1]]), [[0, 150], [450, 500]]);
	t.deepEqual(wanted(points, [[0, 1], [300 * kib, 1]]), [[0, 50], [150, 200]]);
});

test('no more ranges than a layer is worth: those that lie nearest are joined', t => {
	const points = chunked(10_000);
	const ranges = wanted(points, Array.from({length: 1000}, (_, index) => [(index * 10 * 100 * kib), 1]))!;
	t.true(ranges.length <= 32, String(ranges.length));
	t.deepEqual([ranges[0][0], ranges.at(-1)![1]], [0, (9990 + 1) * 50]);

	const far = Array.from({length: 40}, (_, index): [number, number] => [((index * 20) + (index >= 20 ? 5000 : 0)) * 100 * kib, 1]);
	const joined = wanted(points, far)!;
	t.true(joined.length <= 32);
	t.true(joined.some(([from]) => from === (400 + 5000) * 50));
});

test('all is wanted where that is too much, or where nothing leads to them', t => {
	const points = chunked(10);
	t.is(wanted(points, [[0, 600 * kib]], 250 * kib), undefined);
	t.deepEqual(wanted(points, [[0, 500 * kib]], 250 * kib), [[0, 250]]);
	t.is(wanted(points, [[990 * kib, 20 * kib]]), undefined);
	t.is(wanted(undefined, [[0, 1]]), undefined);
});
