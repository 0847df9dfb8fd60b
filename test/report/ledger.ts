import test from 'ava';
import {formatShare} from '../../source/report/ledger.js';

test('what is there is never 0 %, and what is not all never 100 %', t => {
	t.is(formatShare(98, 29_202_677), '0.1 %');
	t.is(formatShare(29_202_579, 29_202_677), '99.9 %');
	t.is(formatShare(0, 10), '0.0 %');
	t.is(formatShare(10, 10), '100.0 %');
	t.is(formatShare(0, 0), '');
});
