import test from 'ava';
import {MatchFinder} from '../../source/ui/viewer/match-finder.js';
import {TextPages} from '../../source/ui/viewer/text-pages.js';
import {bytesAtHand} from '../../source/ui/viewer/viewed-bytes.js';
import {runNow} from '../../source/archive/slices.js';
import {Random} from '../helpers/random.js';

const blockSize = 1 << 18;

/** Matches of one query around the borders of blocks, and a few elsewhere. */
function textWith(places: readonly number[], query: string, size: number): Buffer {
	const bytes = Buffer.alloc(size, '.');
	for (const place of places) {
		bytes.write(query, place);
	}

	return bytes;
}

test('matches are found forwards and backwards, round both ends, and counted, across the borders of blocks', t => {
	const query = 'needle';
	const size = blockSize * 4;
	const places = [0, 100, blockSize - 6, blockSize - 3 + 6, blockSize * 2 - 3, blockSize * 3, size - 6];
	const finder = new MatchFinder(bytesAtHand(textWith(places, query, size)), query, 'utf8');
	t.deepEqual(runNow(finder.count()), {none: true});
	t.is(finder.counted.total, places.length);
	t.true(finder.isCounted);
	for (const [index, place] of places.entries()) {
		t.is(finder.indexOf(place), index);
		t.deepEqual(runNow(finder.next(place)), {match: place});
		t.deepEqual(runNow(finder.next(place + 1)), {match: places[(index + 1) % places.length]});
		t.deepEqual(runNow(finder.previous(place)), {match: places.at(index - 1)!});
	}
});

test('matches do not lie within one another, wherever blocks end', t => {
	const bytes = Buffer.alloc(blockSize * 2 + 5, 'a');
	const finder = new MatchFinder(bytesAtHand(bytes), 'aaa', 'utf8');
	runNow(finder.count());
	t.is(finder.counted.total, Math.floor(bytes.length / 3));
});

test('what is not there is not found', t => {
	const finder = new MatchFinder(bytesAtHand(Buffer.from('nothing')), 'x', 'utf8');
	t.deepEqual(runNow(finder.next(0)), {none: true});
	t.deepEqual(runNow(finder.previous(3)), {none: true});
});

const numberOf = (line: string) => Number(line.split(' ', 1)[0]);

test('lines have the numbers that counting them gives, near and far', t => {
	const random = new Random(2);
	const text = Array.from({length: 40_000}, (_, index) => `${index + 1} ${'x'.repeat(random.below(60))}\n`).join('');
	const bytes = Buffer.from(text);
	for (const start of [0, bytes.length - 1, 700_000]) {
		const pages = new TextPages(bytesAtHand(bytes), 'utf8');
		const at = pages.startOf(start);
		runNow(pages.count(at));
		t.is(pages.lineNumber(at), numberOf(pages.textOf(at)));
		let next = at;
		for (let step = 0; step < 50 && next < bytes.length; step++) {
			t.is(pages.lineNumber(next), numberOf(pages.textOf(next)));
			next = pages.endOf(next);
		}
	}

	const pages = new TextPages(bytesAtHand(bytes), 'utf8');
	runNow(pages.count(bytes.length));
	t.is(pages.lineCount(), 40_000);
	for (const line of [1, 2, 12_345, 39_999, 40_000]) {
		t.is(numberOf(pages.textOf(pages.lineStart(line)!)), line);
	}
});
