import test from 'ava';
import {bytesWidth, formatBytes} from '../../source/format/bytes.js';

test('three significant digits, kB is 1000', t => {
	t.is(formatBytes(0), '0 B');
	t.is(formatBytes(512), '512 B');
	t.is(formatBytes(999), '999 B');
	t.is(formatBytes(1000), '1.00 kB');
	t.is(formatBytes(80_530_636), '80.5 MB');
	t.is(formatBytes(805_306_368), '805 MB');
	t.is(formatBytes(1_234_567_890), '1.23 GB');
	t.is(formatBytes(-80_530_636), '-80.5 MB');
});

test('rounding up moves on to the next width or unit', t => {
	t.is(formatBytes(9994), '9.99 kB');
	t.is(formatBytes(9996), '10.0 kB');
	t.is(formatBytes(99_960), '100 kB');
	t.is(formatBytes(999_499), '999 kB');
	t.is(formatBytes(999_500), '1.00 MB');
	t.is(formatBytes(999_999_999), '1.00 GB');
});

test('nothing is wider than a table pads to', t => {
	for (let bytes = 1; bytes < 2 ** 63; bytes *= 1.37) {
		t.true(formatBytes(bytes).length <= bytesWidth, formatBytes(bytes));
	}
});
