import test from 'ava';
import {parseBytes} from '../../source/format/parse-bytes.js';
import {roundUpBytes} from '../../source/format/round-up.js';
import {Random} from '../helpers/random.js';

test('two digits, and never less', t => {
	const said: Array<[number, string]> = [
		[0, '0 B'], [1, '1 B'], [99, '99 B'], [101, '110 B'], [991, '1 kB'], [1000, '1 kB'], [1001, '1.1 kB'], [1_210_000, '1.3 MB'], [1_300_000, '1.3 MB'],
		[9_910_000, '10 MB'], [12_000_000, '12 MB'], [12_000_001, '13 MB'], [231_400_000, '240 MB'], [999_000_001, '1 GB'], [995_000_000, '1 GB'],
	];
	t.deepEqual(said.map(([bytes]) => roundUpBytes(bytes)), said.map(([, text]) => text));
});

test('what is read back is not below, and not a tenth above', t => {
	const random = new Random(1);
	for (let round = 0; round < 5000; round++) {
		const bytes = Math.floor(10 ** (random.next() * 15));
		const {bytes: limit} = parseBytes(roundUpBytes(bytes))!;
		t.true(limit >= bytes, `${bytes}: ${limit}`);
		t.true(limit <= (bytes * 1.1) + 1, `${bytes}: ${limit}`);
	}
});
