import test from 'ava';
import {countOf, formatCount} from '../../source/format/count.js';

test('thousands apart', t => {
	t.is(formatCount(0), '0');
	t.is(formatCount(999), '999');
	t.is(formatCount(3412), '3,412');
	t.is(formatCount(1_234_567), '1,234,567');
	t.is(formatCount(-1234), '-1,234');
});

test('one thing is told in the singular', t => {
	t.is(countOf(0, 'path'), '0 paths');
	t.is(countOf(1, 'path'), '1 path');
	t.is(countOf(2, 'entry', 'entries'), '2 entries');
	t.is(countOf(1, 'entry', 'entries'), '1 entry');
	t.is(countOf(3412, 'path'), '3,412 paths');
});
