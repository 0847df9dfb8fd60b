import test from 'ava';
import {formatTime} from '../../source/format/time.js';

test('RFC 3339 in UTC', t => {
	t.is(formatTime(0), '1970-01-01T00:00:00Z');
	t.is(formatTime(1_700_000_000), '2023-11-14T22:13:20Z');
	t.is(formatTime(-1), '1969-12-31T23:59:59Z');
});

test('fractions, without trailing zeros', t => {
	t.is(formatTime(1_700_000_000.5), '2023-11-14T22:13:20.5Z');
	t.is(formatTime(1_700_000_000.123_456), '2023-11-14T22:13:20.123456Z');
	t.is(formatTime(-0.25), '1969-12-31T23:59:59.75Z');
	t.is(formatTime(0.999_999_9), '1970-01-01T00:00:01Z');
});

test('empty for no time, and for what RFC 3339 can not write', t => {
	t.is(formatTime(undefined), '');
	t.is(formatTime(Number.NaN), '');
	t.is(formatTime(1e15), '');
	t.is(formatTime(253_402_300_800), '');
	t.is(formatTime(-1e15), '');
});
