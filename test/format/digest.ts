import test from 'ava';
import {shortDigest} from '../../source/format/digest.js';

test('twelve hex digits', t => {
	t.is(shortDigest('sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1'), '4bcff63911fc');
	t.is(shortDigest('sha512:00112233445566778899'), '001122334455');
	t.is(shortDigest(undefined), '');
});
