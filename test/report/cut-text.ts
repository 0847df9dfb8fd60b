import test from 'ava';
import stringWidth from 'string-width';
import {cutText} from '../../source/report/cut-text.js';

test('cuts by columns, with a mark', t => {
	t.is(cutText('abcdef', 6, '…'), 'abcdef');
	t.is(cutText('abcdefg', 6, '…'), 'abcde…');
	t.is(cutText('abcdefg', 6, '...'), 'abc...');
	t.is(cutText('漢字漢字', 8, '…'), '漢字漢字');
	t.is(cutText('漢字漢字x', 8, '…'), '漢字漢…');
	t.is(cutText('e\u0301e\u0301e\u0301', 3, '…'), 'e\u0301e\u0301e\u0301');
	t.is(cutText('e\u0301e\u0301e\u0301e\u0301', 3, '…'), 'e\u0301e\u0301…');
});

test('never wider than asked, by the terminal\'s own measure', t => {
	for (const text of ['漢字とかな交じり文', 'ünïcödé tëxt', '한국어 텍스트', '🐳🐳🐳 whales', 'ｆｕｌｌｗｉｄｔｈ', 'Привет, мир', 'plain text that is long']) {
		for (let columns = 1; columns < 20; columns++) {
			t.true(stringWidth(cutText(text, columns, '…')) <= columns, `${text} in ${columns}`);
		}
	}
});
