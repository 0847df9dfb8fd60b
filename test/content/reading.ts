import test from 'ava';
import {inSlices, readBytes, readLater, readNow, readPieces, readRecords, type Reading} from '../../source/content/reading.js';

const bytes = Buffer.from(Array.from({length: 200_000}, (_, index) => index % 251));

/** Hands out the same memory again and again, as whoever reads a file does. */
function lender(): (at: number, length: number) => Uint8Array {
	const memory = Buffer.alloc(1 << 20);
	return (at, length) => {
		memory.fill(0xEE);
		return memory.subarray(0, bytes.copy(memory, 0, Math.min(bytes.length, at), Math.min(bytes.length, at + length)));
	};
}

test('what is read is kept, though its pieces are overwritten; less where the file ends', async t => {
	for (const [at, length, expected] of [[0, 10, 10], [5, 150_000, 150_000], [199_990, 100, 10], [300_000, 5, 0], [0, 0, 0]] as const) {
		const lend = lender();
		t.deepEqual(Buffer.from(readNow(readBytes(at, length), lend)), Buffer.from(bytes.subarray(at, at + length)));
		t.is((await readLater(readBytes(at, length), async (at, length) => lend(at, length))).length, expected);
	}
});

test('pieces come in order, until enough of them came', t => {
	const places: number[] = [];
	readNow(readPieces(100, 199_000, (piece, at) => {
		places.push(at, piece.length);
		return at < 100_000;
	}), lender());
	t.deepEqual(places, [100, 65_536, 65_636, 65_536, 131_172, 65_536]);
});

test('records come whole, though they lie across pieces, until enough of them came', t => {
	const starts: number[] = [];
	const take = (records: Uint8Array) => {
		let at = 0;
		for (; at + 1000 <= records.length; at += 1000) {
			t.is(records[at], bytes[starts.length * 1000]);
			starts.push(records[at + 999]);
		}

		return starts.length > 100 ? false : at;
	};

	readNow(readRecords(0, 90_500, take), lender());
	t.deepEqual(starts, Array.from({length: 90}, (_, index) => bytes[index * 1000 + 999]));
	starts.length = 0;
	readNow(readRecords(0, 190_000, take), lender());
	t.is(starts.length, 131);
});

test('a parser that gives way is asked for nothing, and others have a turn', async t => {
	function * reading(): Reading<number> {
		return yield * inSlices((function * () {
			yield;
			yield;
			return 7;
		})());
	}

	t.is(readNow(reading(), () => {
		throw new Error('asked');
	}), 7);
	let turns = 0;
	const timer = setImmediate(function again() {
		turns++;
		setImmediate(again).unref();
	});
	t.is(await readLater(reading(), async () => {
		throw new Error('asked');
	}), 7);
	clearImmediate(timer);
	t.true(turns >= 1);
});

test('what bytes can\'t be had for is thrown', async t => {
	await t.throwsAsync(readLater(readBytes(0, 5), async () => {
		throw new Error('gone');
	}), {message: 'gone'});
});
