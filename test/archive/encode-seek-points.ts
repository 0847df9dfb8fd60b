import zlib from 'node:zlib';
import test from 'ava';
import {decodeSeekPoints, encodeSeekPoints} from '../../source/archive/encode-seek-points.js';
import {findSeekPoints} from '../../source/archive/find-seek-points.js';
import type {SeekPoints} from '../../source/archive/seek-points.js';
import {mixedBytes} from '../helpers/archive/mixed-bytes.js';
import {randomOf, seed} from '../helpers/archive/random-bytes.js';
import {withSource} from '../helpers/archive/sources.js';
import {frame} from '../helpers/archive/zstd-frames.js';

const plain = mixedBytes(randomOf(1), 300_000);
const gzip = (await withSource(zlib.gzipSync(plain), async source => findSeekPoints(source, 'gzip', {leastPlain: 20_000})))!;
const zstd = (await withSource(Buffer.concat([frame('a'), frame('b')]), async source => findSeekPoints(source, 'zstd', {leastPlain: 1})))!;

for (const [name, points] of [['gzip', gzip], ['zstd', zstd], ['cut off', {...gzip, isWhole: false}]] as const) {
	test(`what was encoded is decoded: ${name}`, t => {
		t.deepEqual(decodeSeekPoints(encodeSeekPoints(points)), points);
	});
}

test('any changed byte, and any length, is found', t => {
	const bytes = encodeSeekPoints(gzip);
	for (let at = 0; at < bytes.length; at++) {
		const changed = Uint8Array.from(bytes);
		changed[at] ^= 1 << (at % 8);
		t.is(decodeSeekPoints(changed), undefined);
	}

	for (let length = 0; length < bytes.length; length += 7) {
		t.is(decodeSeekPoints(bytes.subarray(0, length)), undefined);
	}

	t.is(decodeSeekPoints(Buffer.concat([bytes, Buffer.alloc(1)])), undefined);
});

const lies: Record<string, (points: SeekPoints) => unknown> = {
	'no segments'(points) {
		points.count = 0;
	},
	'it begins later'(points) {
		points.plain[0] = 1;
	},
	'no number'(points) {
		points.plain[1] = Number.NaN;
	},
	'half a byte'(points) {
		points.stored[1] += 0.5;
	},
	'backwards, plain'(points) {
		points.plain[1] = points.plain[2];
	},
	'backwards, stored'(points) {
		points.stored[2] = points.stored[1] - 1;
	},
	'beyond the blob'(points) {
		points.stored[points.count] = points.size + 1;
	},
	'a bit beyond the blob'(points) {
		points.stored[points.count] = points.size;
		points.bit[points.count] = 3;
	},
	'endless'(points) {
		points.plain[points.count] = Number.POSITIVE_INFINITY;
	},
	'a ninth bit'(points) {
		points.bit[1] = 9;
	},
	'a start within'(points) {
		points.bit[0] = 3;
	},
	'a window beyond all'(points) {
		points.windowStart[points.count] += 1;
	},
	'windows backwards'(points) {
		points.windowStart[1] = points.windowStart[2] + 1;
	},
	'a negative size'(points) {
		points.size = -1;
	},
	'zstd within a frame'(points) {
		points.compression = 'zstd';
	},
};

for (const [name, lie] of Object.entries(lies)) {
	test(`numbers that can't be are refused, however right the checksum: ${name}`, t => {
		const points = structuredClone(gzip);
		lie(points);
		t.is(decodeSeekPoints(encodeSeekPoints(points)), undefined);
	});
}

test('a count that is too large takes no memory', t => {
	const bytes = Buffer.from(encodeSeekPoints(gzip));
	bytes.writeUInt32LE(0xFF_FF_FF_FF, 24);
	bytes.writeUInt32LE(zlib.crc32(bytes.subarray(20)), 16);
	t.is(decodeSeekPoints(bytes), undefined);
});

test('random bytes with a right checksum: points or none, never a crash', t => {
	const bytes = Buffer.from(encodeSeekPoints(gzip));
	const random = randomOf(2);
	for (let round = 0; round < 2000; round++) {
		const changed = Buffer.from(bytes);
		for (let times = random.below(4) + 1; times > 0; times--) {
			changed[20 + random.below(400)] = random.below(256);
		}

		changed.writeUInt32LE(zlib.crc32(changed.subarray(20)), 16);
		t.notThrows(() => decodeSeekPoints(changed), `SEED=${seed}, round ${round}`);
	}
});
