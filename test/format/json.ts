import test from 'ava';
import {safeJson} from '../../source/format/json.js';

test('the same value, and nothing that a terminal would obey', t => {
	const value = {'a\u001B[2J': ['\u009B2J', '\u007F', '\u202Etxt.exe', '\n', 'é漢\u{1F433}', '\uD800', '\u2028']};
	const text = safeJson(value);
	t.deepEqual(JSON.parse(text), value);
	t.notRegex(text, /[\u0000-\u001F\u007F-\u009F\u2028\u202E]/);
	t.true(text.includes('é漢\u{1F433}'));
	t.is(safeJson({a: 1}, 2), '{\n  "a": 1\n}');
});
