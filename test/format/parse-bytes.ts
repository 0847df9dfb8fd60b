import test from 'ava';
import {parseBytes} from '../../source/format/parse-bytes.js';

const reads = test.macro({
	exec(t, text: string, bytes: number | undefined) {
		t.is(parseBytes(text)?.bytes, bytes);
	},
	title: (_, text, bytes?: number) => `${JSON.stringify(text)} is ${bytes ?? 'no size'}`,
});

test(reads, '0', 0);
test(reads, '1000', 1000);
test(reads, '10b', 10);
test(reads, '250 MB', 250_000_000);
test(reads, '250M', 250_000_000);
test(reads, '250mb', 250_000_000);
test(reads, '1.5GiB', 1.5 * 2 ** 30);
test(reads, '64Ki', 65_536);
test(reads, '2 tb', 2e12);
test(reads, '', undefined);
test(reads, '-1', undefined);
test(reads, '1e3', undefined);
test(reads, '1.', undefined);
test(reads, '.5M', undefined);
test(reads, '10  MB', undefined);
test(reads, '10 MBs', undefined);
test(reads, '10%', undefined);
test(reads, '١٠', undefined);

test('what a number leaves open', t => {
	t.is(parseBytes('1.5M')?.half, 50_000);
	t.is(parseBytes('15')?.half, 0);
});
