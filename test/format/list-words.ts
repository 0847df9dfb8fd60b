import test from 'ava';
import {listWords} from '../../source/format/list-words.js';

test('words as a sentence lists them', t => {
	t.is(listWords([]), '');
	t.is(listWords(['a']), 'a');
	t.is(listWords(['a', 'b']), 'a and b');
	t.is(listWords(['a', 'b', 'c']), 'a, b and c');
});
