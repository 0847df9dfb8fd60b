import test from 'ava';
import {textBar} from '../../source/report/text-bar.js';
import {wrapText} from '../../source/report/wrap-text.js';

test('lines break between words, and long words anywhere', t => {
	t.deepEqual(wrapText('one two three', 7), ['one two', 'three']);
	t.deepEqual(wrapText('one two three', 7, '  '), ['one two', '  three']);
	t.deepEqual(wrapText('a abcdefghijkl b', 5, '  '), ['a', '  abc', '  def', '  ghi', '  jkl', '  b']);
	t.deepEqual(wrapText('', 5), ['']);
	t.deepEqual(wrapText('   indented', 20), ['   indented']);
	t.deepEqual(wrapText('漢字漢字', 5), ['漢字', '漢字']);
});

test('no line is wider than asked for, and nothing is lost', t => {
	const text = 'apt-get install -y --no-install-recommends libsomething-with-a-very-long-name && rm -rf /var/lib/apt/lists/*';
	for (let columns = 3; columns < 60; columns++) {
		const lines = wrapText(text, columns, ' ');
		t.true(lines.every(line => line.length <= columns), `${columns}`);
		t.is(lines.join('').replaceAll(' ', ''), text.replaceAll(' ', ''));
	}
});

test('a word of a megabyte takes no more than its length, and marks without width make no endless line', t => {
	const start = performance.now();
	t.is(wrapText('x'.repeat(1_000_000), 60, ' '.repeat(4)).length, Math.ceil((1_000_000 - 60) / 56) + 1);
	t.is(wrapText(`RUN ${'漢'.repeat(300_000)}`, 60).join('').length, 300_003);
	t.true(wrapText('\u0301'.repeat(100_000), 60).every(line => line.length <= 500));
	t.true(performance.now() - start < 10_000);
});

test('a bar: what is there shows, waste is hatched', t => {
	t.is(textBar(50, 0, 100, 4, false), '██  ');
	t.is(textBar(1, 0, 1_000_000, 4, false), '▏   ');
	t.is(textBar(0, 0, 100, 4, false), ' '.repeat(4));
	t.is(textBar(100, 50, 100, 4, false), '██▒▒');
	t.is(textBar(100, 1, 100, 4, true), '###x');
	t.is(textBar(100, 100, 100, 4, true), 'xxxx');
	t.is(textBar(0, 0, 0, 3, true), ' '.repeat(3));
});
