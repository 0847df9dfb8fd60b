import test from 'ava';
import {Ranges} from '../../source/archive/ranges.js';
import {Random} from '../helpers/random.js';

test('what is there and what is not, against a list of bytes', t => {
	const random = new Random(3);
	for (let round = 0; round < 200; round++) {
		const ranges = new Ranges();
		const there = new Uint8Array(40);
		for (let step = 0; step < 8; step++) {
			const start = random.below(40);
			const end = random.below(41);
			ranges.add(start, end);
			there.fill(1, start, Math.max(start, end));
			const from = random.below(40);
			const to = from + random.below(41 - from);
			const gaps = ranges.gaps(from, to);
			t.deepEqual(gaps.flatMap(gap => Array.from({length: gap.end - gap.start}, (_, index) => gap.start + index)), Array.from({length: to - from}, (_, index) => from + index).filter(at => there[at] === 0));
			t.is(ranges.holds(from, to), gaps.length === 0);
		}
	}
});
