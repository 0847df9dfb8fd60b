import test from 'ava';
import {formatGoFixed, formatGoNumber, parseGoNumber} from '../../../source/audit/dive/go-number.js';
import {formatHumanizedBytes, parseHumanizedBytes} from '../../../source/audit/dive/humanized-bytes.js';

// What Go 1.26 and go-humanize 1.0.1 said of each.

test('numbers as ParseFloat reads them', t => {
	const said: Array<[string, number | undefined]> = [
		['0.9', 0.9], ['1_0', 10], ['_1', undefined], ['1_', undefined], ['1__0', undefined], ['0x1p-1', 0.5], ['0x_1p0', 1], ['0x1.8P1', 3],
		['0x.p1', undefined], ['0x1', undefined], ['1e-3', 0.001], ['1e', undefined], ['1e999', undefined], ['.5', 0.5], ['5.', 5], ['+.5', 0.5],
		['-0.1', -0.1], ['inf', Number.POSITIVE_INFINITY], ['-Infinity', Number.NEGATIVE_INFINITY], ['nan', Number.NaN], ['+nan', undefined],
		['NaN', Number.NaN], ['infi', undefined], ['', undefined], [' 1', undefined], ['1 ', undefined], ['0b1', undefined], ['1f', undefined],
		['0x1_0p0', 16], ['1e1_0', 1e10], ['1_0.0_5', 10.05],
	];
	for (const [text, number] of said) {
		t.is(parseGoNumber(text), number, text);
	}
});

test('numbers as %v and %.2f print them', t => {
	const said: Array<[number, string]> = [
		[0.9, '0.9'], [1, '1'], [0, '0'], [0.000_01, '1e-05'], [0.0001, '0.0001'], [0.123_456_789, '0.123456789'], [1e-7, '1e-07'], [123_456, '123456'],
		[1_234_567, '1.234567e+06'], [1e21, '1e+21'], [Number.NaN, 'NaN'], [Number.POSITIVE_INFINITY, '+Inf'],
	];
	t.deepEqual(said.map(([number]) => formatGoNumber(number)), said.map(([, text]) => text));
	const fixed: Array<[number, string, string, string]> = [
		[0.125, '0.12', '0', '0.1'], [0.375, '0.38', '0', '0.4'], [0.625, '0.62', '1', '0.6'], [0.875, '0.88', '1', '0.9'], [0.005, '0.01', '0', '0.0'],
		[0.015, '0.01', '0', '0.0'], [0.995, '0.99', '1', '1.0'], [98.215, '98.22', '98', '98.2'], [50.125, '50.12', '50', '50.1'], [2.5, '2.50', '2', '2.5'],
	];
	t.deepEqual(fixed.map(([number]) => [2, 0, 1].map(digits => formatGoFixed(number, digits))), fixed.map(([, ...texts]) => texts));
});

test('sizes as go-humanize reads them', t => {
	const said: Array<[string, number | undefined]> = [
		['20MB', 20_000_000], ['20 MB', 20_000_000], ['1,000kb', 1_000_000], ['1e3', undefined], ['0x10', undefined], ['20M B', undefined], ['.5k', 500],
		['5.k', 5000], ['1.2.3', undefined], ['', undefined], ['MB', undefined], ['10ki', 10_240], ['10 KiB ', 10_240], ['10\tgb', 10_000_000_000],
		['20eb', undefined], ['18446744073709551615', undefined], ['1_0', undefined], ['-1', undefined], ['1.9', 1], ['10bib', undefined], ['2,,0', 20],
		['10b', 10], ['1.5E', 1.5e18],
	];
	for (const [text, bytes] of said) {
		t.is(parseHumanizedBytes(text), bytes, text);
	}
});

test('sizes as go-humanize prints them', t => {
	const said: Array<[number, string]> = [
		[0, '0 B'], [9, '9 B'], [10, '10 B'], [99, '99 B'], [999, '999 B'], [1000, '1.0 kB'], [1049, '1.0 kB'], [1050, '1.1 kB'], [9949, '9.9 kB'], [9950, '10 kB'],
		[12_500, '12 kB'], [13_500, '14 kB'], [999_499, '1000 kB'], [999_999, '1000 kB'], [1_000_000, '1.0 MB'], [6_364_535, '6.4 MB'], [899_999, '900 kB'],
		[1_000_000_000, '1.0 GB'], [82_854_982, '83 MB'], [999_999_999, '1000 MB'], [1e12, '1.0 TB'], [1e15, '1.0 PB'], [1e18, '1.0 EB'],
	];
	t.deepEqual(said.map(([bytes]) => formatHumanizedBytes(bytes)), said.map(([, text]) => text));
});
