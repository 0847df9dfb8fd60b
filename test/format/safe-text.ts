import test from 'ava';
import {safeJson} from '../../source/format/json.js';
import {encodeEscaped, safeText} from '../../source/format/safe-text.js';

test('what nobody sees is told, and two names never look alike by it', t => {
	for (const sign of ['\u00AD', '\u200B', '\u2060', '\u2064', '\uFEFF', '\uFFF9', '\u{E0041}', '\u180E']) {
		const name = `pass${sign}wd`;
		t.regex(safeText(name), /^pass(?:\\x[\da-f]{2}){2,4}wd$/);
		t.is(new TextDecoder('utf-8', {ignoreBOM: true}).decode(encodeEscaped(safeText(name))), name);
		t.regex(safeJson(name), /^"pass(?:\\u[\da-f]{4}){1,2}wd"$/);
		t.is(JSON.parse(safeJson(name)), name);
	}
});

test('a joiner stays where a script needs one, and is told elsewhere', t => {
	// "I want" in Persian, and a conjunct of Devanagari that is not to be one.
	for (const word of ['می\u200Cخواهم', 'क्\u200Dष']) {
		t.is(safeText(word), word);
	}

	t.is(safeText('pass\u200Cwd'), String.raw`pass\xe2\x80\x8cwd`);
	t.is(safeText('👨\u200D👩'), String.raw`👨\xe2\x80\x8d👩`);
});

test('letters with marks, wide ones and emoji stay', t => {
	for (const word of ['é', 'e\u0301', '漢字', '👍🏽', 'ｆｕｌｌ', 'عربي', '❤️', '\u00A0']) {
		t.is(safeText(word), word);
	}
});
