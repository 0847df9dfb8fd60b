import test from 'ava';
import stringWidth from 'string-width';
import {cutEnd, cutMiddle, cutStart, padEnd, padStart} from '../../source/ui/parts/fit.js';
import {isNarrow, textWidth} from '../../source/ui/parts/text-width.js';
import {Random} from '../helpers/random.js';

const ellipsis = '…';

test('counts ASCII and measures the rest', t => {
	t.is(textWidth('usr'), 3);
	t.is(textWidth('名前.txt'), 8);
	t.is(textWidth('e\u0301te\u0301'), 3);
	t.is(textWidth('👩‍👩‍👧‍👦'), 2);
});

test('what is counted and not measured takes as many columns as string-width says, alone and beside others', t => {
	const counted = Array.from({length: 0x1_00_00}, (_, code) => String.fromCharCode(code)).filter(character => isNarrow(character));
	t.true(counted.length > 1000);
	t.deepEqual(counted.filter(character => stringWidth(character) !== 1), []);
	const random = new Random(11);
	for (let round = 0; round < 500; round++) {
		const text = Array.from({length: 20}, () => random.pick(counted)).join('');
		t.is(stringWidth(text), textWidth(text));
	}
});

test('cuts the end, the start or the middle', t => {
	t.is(cutEnd('libavcodec.so', 8, ellipsis), 'libavco…');
	t.is(cutStart('/usr/lib/libavcodec.so', 8, ellipsis), '…odec.so');
	t.is(cutMiddle('libavcodec.so.59', 11, ellipsis), 'libavco….59');
	t.is(cutMiddle('libavcodec', 4, ellipsis), 'lib…');
	t.is(cutEnd('short', 8, ellipsis), 'short');
});

test('never cuts through a wide character or a combining mark', t => {
	t.is(cutEnd('名前名前', 4, ellipsis), '名…');
	t.is(cutStart('名前名前', 4, ellipsis), '…前');
	t.is(padEnd('名前名前', 4, ellipsis), '名… ');
	t.is(cutEnd('e\u0301e\u0301e\u0301', 2, ellipsis), 'e\u0301…');
});

test('fills up to the width', t => {
	t.is(padEnd('ab', 4, ellipsis), 'ab  ');
	t.is(padStart('ab', 4, ellipsis), '  ab');
	t.is(padStart('12345', 4, '~'), '123~');
});

test('property: what is cut never takes more, and what is padded never less', t => {
	const random = new Random(7);
	const letters = ['a', 'b', '/', '名', 'é', 'e\u0301', '👍🏽', ' ', 'ﾞ', '\u200B'];
	for (let round = 0; round < 2000; round++) {
		const text = Array.from({length: random.below(21)}, () => random.pick(letters)).join('');
		const columns = random.below(21);
		for (const cut of [cutEnd, cutStart, cutMiddle]) {
			t.true(stringWidth(cut(text, columns, ellipsis)) <= columns);
		}

		t.is(stringWidth(padEnd(text, columns, ellipsis)), columns);
		t.is(stringWidth(padStart(text, columns, ellipsis)), columns);
	}
});
