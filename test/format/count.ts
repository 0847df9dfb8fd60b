import test from 'ava';
import {formatCount} from '../../source/format/count.js';

test('thousands apart', t => {
	t.is(formatCount(0), '0');
	t.is(formatCount(999), '999');
	t.is(formatCount(3412), '3,412');
	t.is(formatCount(1_234_567), '1,234,567');
	t.is(formatCount(-1234), '-1,234');
});
