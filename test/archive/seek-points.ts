import {execFileSync} from 'node:child_process';
import zlib from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import type {ByteSource} from '../../source/archive/byte-source.js';
import {decodeSeekPoints, encodeSeekPoints} from '../../source/archive/encode-seek-points.js';
import {findSeekPoints} from '../../source/archive/find-seek-points.js';
import {inflateFrom} from '../../source/archive/inflate-from.js';
import {inflate} from '../../source/archive/inflate.js';
import {readSegment, readSegmentLater} from '../../source/archive/read-segment.js';
import {covers, isReadable, ownStart, segmentAt, storedRange, type SeekPoints} from '../../source/archive/seek-points.js';
import type {Compression} from '../../source/archive/sniff.js';
import {mixedBytes} from '../helpers/archive/mixed-bytes.js';
import {between, randomBytes, randomOf, seed} from '../helpers/archive/random-bytes.js';
import {concat} from '../helpers/archive/raw-tar.js';
import {collect, collectUntilError, sourceOf, withSource} from '../helpers/archive/sources.js';
import {hasProgram, testWith} from '../helpers/archive/test-with.js';
import {frame, skippable} from '../helpers/archive/zstd-frames.js';

const plain = mixedBytes(randomOf(1), 700_000);
const leastPlain = 10_000;

/** Each segment is what it should be, both ways, and reading from any place gives what is there. */
async function holds(t: ExecutionContext, source: ByteSource, points: SeekPoints, truth: Uint8Array): Promise<void> {
	const random = randomOf(2);
	for (let segment = 0; segment < points.count; segment++) {
		const expected = truth.subarray(points.plain[segment], points.plain[segment + 1]);
		const bytes = readSegment(source, points, segment);
		t.true(bytes !== undefined && expected.length > 0 && Buffer.from(bytes).equals(expected), `SEED=${seed}, segment ${segment}`);
		if (segment % 10 === 0) {
			const later = await readSegmentLater(source, points, segment);
			t.true(later !== undefined && Buffer.from(later).equals(expected), `SEED=${seed}, segment ${segment}, later`);
		}
	}

	const {compression} = points;
	for (const start of [0, 1, points.plain[1] - 1, points.plain[1], points.plain[1] + 1, truth.length - 1, truth.length, random.below(truth.length), random.below(truth.length)]) {
		const {bytes} = await collectUntilError(inflateFrom({blob: source, compression, points}, start));
		t.true(bytes.equals(truth.subarray(start)), `SEED=${seed}, from ${start}`);
	}
}

/** A gzip member of one block with fixed codes (RFC 1951, 3.2.6): a zero, and so many times 258 more of it. No other block begins within. */
function oneBlock(times: number): Buffer {
	let bits = '11000110000';
	bits += ('1100010100000').repeat(times) + '0000000';
	const bytes = Buffer.alloc(Math.ceil(bits.length / 8));
	for (let index = 0; index < bits.length; index++) {
		bytes[index >> 3] |= Number(bits[index]) << (index & 7);
	}

	const plain = Buffer.alloc(1 + 258 * times);
	const trailer = Buffer.alloc(8);
	trailer.writeUInt32LE(zlib.crc32(plain), 0);
	trailer.writeUInt32LE(plain.length, 4);
	return Buffer.concat([Buffer.of(0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3), bytes, trailer]);
}

async function find(source: ByteSource, compression: Compression = 'gzip', least = leastPlain): Promise<SeekPoints> {
	return (await findSeekPoints(source, compression, {leastPlain: least}))!;
}

const strategies = {filtered: zlib.constants.Z_FILTERED, 'Huffman codes alone': zlib.constants.Z_HUFFMAN_ONLY, runs: zlib.constants.Z_RLE, 'fixed codes': zlib.constants.Z_FIXED};
const options: Record<string, zlib.ZlibOptions> = {
	...Object.fromEntries(Array.from({length: 10}, (_, level) => [`level ${level}`, {level}])),
	...Object.fromEntries(Object.entries(strategies).map(([name, strategy]) => [name, {strategy}])),
	'a small window': {windowBits: 9},
	'little memory, so many blocks': {memLevel: 1},
};

for (const [name, how] of Object.entries(options)) {
	test(`each segment is what is there: ${name}`, async t => {
		const source = sourceOf(t, zlib.gzipSync(plain, how));
		const points = await find(source);
		t.true(points.isWhole);
		t.is(points.plain[points.count], plain.length);
		t.is(points.stored[points.count], source.size);
		t.true(points.count > 5);
		await holds(t, source, points, plain);
	});
}

test('segments begin at every bit', async t => {
	const start = plain.subarray(0, 250_000);
	const source = sourceOf(t, zlib.gzipSync(start, {memLevel: 1}));
	const points = await find(source, 'gzip', 500);
	t.deepEqual([...new Set(points.bit)].sort((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6, 7, ownStart]);
	await holds(t, source, points, start);
});

test('a member begins by itself, and so does what follows one that was begun within', async t => {
	const parts = [1, 30_000, 0, 200_000, 10, 400_000, 0].map(length => mixedBytes(randomOf(length), length));
	const truth = concat(...parts);
	const source = sourceOf(t, Buffer.concat(parts.map(part => zlib.gzipSync(part, {memLevel: 1}))));
	const points = await find(source);
	t.true(points.isWhole);
	t.true(points.bit.filter(bit => bit === ownStart).length > 2);
	await holds(t, source, points, truth);
});

test('thousands of small members are taken together', async t => {
	const source = sourceOf(t, Buffer.concat(Array.from({length: 3500}, (_, index) => zlib.gzipSync(plain.subarray(index * 200, index * 200 + 200)))));
	const points = await find(source);
	t.true(points.count > 50 && points.count <= 70);
	t.true(points.bit.every(bit => bit === ownStart));
	t.is(points.windows.length, 0);
	await holds(t, source, points, plain);
});

for (const [name, padding, isWhole] of [['zeros', Buffer.alloc(5000), true], ['a zero and more', Buffer.from('\0more'), true], ['what is no gzip', Buffer.from('more'), false]] as const) {
	test(`${name} after the last member`, async t => {
		const source = sourceOf(t, Buffer.concat([zlib.gzipSync(plain), padding]));
		const points = await find(source);
		t.is(points.isWhole, isWhole);
		t.is(points.plain[points.count], plain.length);
		await holds(t, source, points, plain);
		const {error} = await collectUntilError(inflateFrom({blob: source, compression: 'gzip', points}, plain.length - 5));
		t.is(error?.message, (await collectUntilError(inflate(source, 'gzip'))).error?.message);
		t.is(error === undefined, isWhole);
	});
}

test('cut off anywhere, it has points up to there', async t => {
	const blob = Buffer.concat([zlib.gzipSync(plain.subarray(0, 300_000)), zlib.gzipSync(plain.subarray(300_000))]);
	const random = randomOf(3);
	for (let round = 0; round < 25; round++) {
		const cut = between(random, blob.length >> 2, blob.length - 1);
		await withSource(blob.subarray(0, cut), async source => {
			const points = await find(source);
			const there = await collectUntilError(inflate(source, 'gzip'));
			t.false(points.isWhole && there.error !== undefined);
			t.true(points.plain[points.count] > there.bytes.length - 200_000, `SEED=${seed}, cut at ${cut}`);
			for (let segment = 0; segment < points.count; segment++) {
				const bytes = readSegment(source, points, segment);
				t.true(bytes !== undefined && Buffer.from(bytes).equals(plain.subarray(points.plain[segment], points.plain[segment + 1])), `SEED=${seed}, cut at ${cut}`);
			}

			const start = random.below(there.bytes.length);
			const rest = await collectUntilError(inflateFrom({blob: source, compression: 'gzip', points}, start));
			t.true(rest.bytes.equals(there.bytes.subarray(start)));
			t.is(rest.error?.message, there.error?.message);
		});
	}
});

test('any flipped bit: what is inflated by points is what is inflated from the start', async t => {
	const blob = Buffer.concat([zlib.gzipSync(plain.subarray(0, 150_000)), zlib.gzipSync(plain.subarray(150_000, 300_000), {level: 0})]);
	const random = randomOf(4);
	for (let round = 0; round < 25; round++) {
		const bit = random.below(blob.length * 8);
		const flipped = Buffer.from(blob);
		flipped[bit >> 3] ^= 1 << (bit & 7);
		await withSource(flipped, async source => {
			const points = await findSeekPoints(source, 'gzip', {leastPlain: 5000});
			const there = await collectUntilError(inflate(source, 'gzip'));
			const start = random.below(there.bytes.length + 1);
			const rest = await collectUntilError(inflateFrom({blob: source, compression: 'gzip', points}, start));
			t.true(rest.bytes.equals(there.bytes.subarray(start)), `SEED=${seed}, bit ${bit}`);
			t.is(rest.error?.message, there.error?.message, `SEED=${seed}, bit ${bit}`);
		});
	}
});

test('points that lie cost time and never a byte', async t => {
	const blob = zlib.gzipSync(plain);
	const source = sourceOf(t, blob);
	const points = await find(source);
	const random = randomOf(5);
	const columns = ['plain', 'stored', 'bit', 'check', 'windowStart', 'windows'] as const;
	for (let round = 0; round < 120; round++) {
		const lying: SeekPoints = {...points, ...Object.fromEntries(columns.map(name => [name, points[name].slice()]))};
		const column = columns[round % columns.length];
		const place = random.below(lying[column].length);
		lying[column][place] += random.pick([-1, 1, 2, 7, 1000, -1000]);
		const start = random.below(plain.length);
		const bytes = await collect(inflateFrom({blob: source, compression: 'gzip', points: lying}, start));
		t.true(bytes.equals(plain.subarray(start)), `SEED=${seed}, round ${round}, ${column}[${place}], from ${start}`);
	}
});

test('points of another blob are of no use, and do no harm', async t => {
	const blob = zlib.gzipSync(plain);
	const points = await find(sourceOf(t, blob));
	const other = Buffer.from(plain);
	other.write('something else', 1000);
	const otherBlob = zlib.gzipSync(other);
	const source = sourceOf(t, otherBlob);
	const start = 500_000;
	t.true((await collect(inflateFrom({blob: source, compression: 'gzip', points}, start))).equals(other.subarray(start)));
	t.true((await collect(inflateFrom({blob: source, compression: 'gzip', points: {...points, size: otherBlob.length}}, 999))).equals(other.subarray(999)));
});

test('a point that leads to more than it says stops there', async t => {
	const zeros = Buffer.alloc(60_000_000);
	const source = sourceOf(t, zlib.gzipSync(zeros));
	const points = await find(source, 'gzip', 1 << 20);
	const lying = {...points, count: 1, plain: Float64Array.of(0, 100), stored: Float64Array.of(0, source.size), bit: Uint8Array.of(ownStart, ownStart)};
	t.is(readSegment(source, lying, 0), undefined);
	t.is(await readSegmentLater(source, lying, 0), undefined);
});

test('a segment that is too large is not inflated by itself', async t => {
	const zeros = Buffer.alloc(1 + 258 * 70_000);
	const source = sourceOf(t, Buffer.concat([oneBlock(70_000), zlib.gzipSync(plain)]));
	const points = await find(source);
	t.is(points.plain[1], zeros.length);
	t.false(isReadable(points, 0));
	t.is(readSegment(source, points, 0), undefined);
	t.is(storedRange(points, 5, 10), undefined);
	t.false(covers(points, 0, zeros.length + 5));
	t.true(covers(points, zeros.length, zeros.length + plain.length));
	t.true((await collect(inflateFrom({blob: source, compression: 'gzip', points}, zeros.length + 100))).equals(plain.subarray(100)));
	t.true((await collect(inflateFrom({blob: source, compression: 'gzip', points}, zeros.length - 10))).equals(Buffer.concat([zeros.subarray(-10), plain])));
});

test('what nothing refers to is not kept of a window', async t => {
	const noise = randomBytes(randomOf(6), 600_000);
	const ofNoise = await find(sourceOf(t, zlib.gzipSync(noise)));
	t.true(ofNoise.count > 5);
	t.true(ofNoise.windows.length < 300 * ofNoise.count, String(ofNoise.windows.length));
	const ofMixed = await find(sourceOf(t, zlib.gzipSync(plain)));
	t.true(ofMixed.windows.length > 0);
	t.true(ofMixed.windows.length < 8000 * ofMixed.count, String(ofMixed.windows.length / ofMixed.count));
});

test('where there is no place to begin at but the start there are no points', async t => {
	t.is(await findSeekPoints(sourceOf(t, zlib.gzipSync('text')), 'gzip'), undefined);
	t.is(await findSeekPoints(sourceOf(t, zlib.gzipSync(plain.subarray(0, 9000))), 'gzip', {leastPlain}), undefined);
	t.is(await findSeekPoints(sourceOf(t, frame(plain)), 'zstd', {leastPlain}), undefined);
	t.is(await findSeekPoints(sourceOf(t, Buffer.from('no gzip')), 'gzip', {leastPlain}), undefined);
	t.is(await findSeekPoints(sourceOf(t, Buffer.alloc(0)), 'gzip', {leastPlain}), undefined);
	t.is(await findSeekPoints(sourceOf(t, plain), 'none', {leastPlain}), undefined);
});

test('frames of zstd are places too', async t => {
	const random = randomOf(7);
	const parts: Buffer[] = [skippable('first')];
	for (let at = 0; at < plain.length;) {
		const length = between(random, 0, 40_000);
		parts.push(frame(plain.subarray(at, at + length), {checksum: random.chance(0.5), contentSize: random.chance(0.5)}), random.chance(0.3) ? skippable('between') : Buffer.alloc(0));
		at += length;
	}

	const source = sourceOf(t, Buffer.concat([...parts, skippable('last')]));
	const points = await find(source, 'zstd');
	t.true(points.isWhole && points.count > 20);
	t.is(points.plain[points.count], plain.length);
	await holds(t, source, points, plain);

	const cut = sourceOf(t, Buffer.concat(parts).subarray(0, Math.floor(source.size * 0.6)));
	const upTo = await find(cut, 'zstd');
	t.false(upTo.isWhole);
	const there = await collectUntilError(inflate(cut, 'zstd'));
	const rest = await collectUntilError(inflateFrom({blob: cut, compression: 'zstd', points: upTo}, 1000));
	t.true(rest.bytes.equals(there.bytes.subarray(1000)));
	t.is(rest.error?.message, there.error?.message);
});

test('a frame that is broken ends the points', async t => {
	const broken = frame(plain.subarray(400_000), {checksum: true});
	broken[broken.length - 1] ^= 1;
	const source = sourceOf(t, Buffer.concat([frame(plain.subarray(0, 200_000)), frame(plain.subarray(200_000, 400_000)), broken]));
	const points = await find(source, 'zstd');
	t.false(points.isWhole);
	t.is(points.plain[points.count], 400_000);
});

test('no more of the blob is read than is needed', async t => {
	const source = sourceOf(t, zlib.gzipSync(plain));
	const points = await find(source);
	const position = 567_891;
	const {from, to} = storedRange(points, position, position + 100)!;
	t.true(from > 0 && to < source.size && to - from < 200_000);
	let read = 0;
	const chunks = inflateFrom({blob: source, compression: 'gzip', points}, position, {
		onRead(bytes) {
			read += bytes;
		},
	});
	const {value} = await chunks.next();
	t.true(Buffer.from(value!.subarray(0, 100)).equals(plain.subarray(position, position + Math.min(100, value!.length))));
	await chunks.return();
	t.true(read > 0 && read <= to - from);
	t.is(storedRange(points, plain.length - 1, plain.length + 1), undefined);
	t.is(segmentAt(points, plain.length), undefined);
	t.is(segmentAt(points, -1), undefined);
	t.is(segmentAt(points, Number.NaN), undefined);
});

test('a signal stops it', async t => {
	const source = sourceOf(t, zlib.gzipSync(plain));
	const points = await find(source);
	const abort = new AbortController();
	const chunks = inflateFrom({blob: source, compression: 'gzip', points}, 1000, {signal: abort.signal});
	t.false((await chunks.next()).done);
	abort.abort();
	// To AVA a DOMException of Node 22 is no error.
	await t.throwsAsync(chunks.next(), {any: true, name: 'AbortError'});
});

for (const [program, args, compression] of [
	['gzip', ['-1'], 'gzip'], ['gzip', ['-9'], 'gzip'], ['pigz', ['-p2', '-b128'], 'gzip'], ['pigz', ['-p2', '-i', '-b128'], 'gzip'],
	['bgzip', ['-c'], 'gzip'], ['pzstd', ['-p2', '-c'], 'zstd'],
] as const) {
	testWith(test, {[program]: hasProgram(program)})(`what ${program} ${args.join(' ')} writes`, async t => {
		const source = sourceOf(t, execFileSync(program, args, {input: plain, maxBuffer: 1 << 30}));
		const points = await findSeekPoints(source, compression, {leastPlain});
		t.true(points !== undefined || program === 'pzstd');
		if (points) {
			t.true(points.isWhole);
			await holds(t, source, decodeSeekPoints(encodeSeekPoints(points))!, plain);
		}
	});
}
