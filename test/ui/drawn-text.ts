import test from 'ava';
import stringWidth from 'string-width';
import {safeText} from '../../source/format/safe-text.js';
import {DrawnText} from '../../source/ui/parts/drawn-text.js';
import {createTheme} from '../../source/ui/theme.js';
import {Random} from '../helpers/random.js';

const {paint} = createTheme({color: false, ascii: false});
const {paint: colors} = createTheme({color: true, ascii: false});

const pieces = ['a', 'bc', ' ', 'é', 'e\u0301', '名', '前', '😀', '👩‍👩‍👧', '\t', '\u001B', '\u202E', '\u{E0041}', 'می\u200Cخ', '\u200D', 'ｱ', '한', '\u0000\u0001'];

test('any part of any line is safe, and as wide as it says', t => {
	const random = new Random(3);
	for (let round = 0; round < 500; round++) {
		const raw = Array.from({length: random.below(20)}, () => random.pick(pieces)).join('');
		const drawn = new DrawnText(raw);
		t.is(safeText(drawn.text), drawn.text);
		t.is(drawn.width, stringWidth(drawn.text));
		t.is(drawn.placeOf(raw.length), drawn.text.length);
		const columns = 2 + random.below(10);
		const starts = drawn.wrapped(columns);
		const rows = starts.map((start, index) => drawn.text.slice(start, starts[index + 1]));
		t.is(rows.join(''), drawn.text);
		t.true(rows.every(row => stringWidth(row) <= columns), JSON.stringify(rows));
		for (const [index, start] of starts.entries()) {
			t.is(drawn.draw(start, columns, [], paint).line, rows[index]);
		}

		for (let left = 0; left < drawn.width; left += 3) {
			const from = drawn.at(left);
			const {line, width} = drawn.draw(from, columns, [], paint);
			t.is(stringWidth(line), width);
			t.true(width <= columns);
			t.true(drawn.columnOf(from) >= left && drawn.columnOf(from) <= left + 1);
		}
	}
});

test('tabs reach to the next eighth column, wide characters counted', t => {
	t.is(new DrawnText('\tx').text, '        x');
	t.is(new DrawnText('abc\tx\ty').text, 'abc     x       y');
	t.is(new DrawnText('名前\tx').text, '名前    x');
	t.is(new DrawnText('\u001B\tx').text, '\\x1b    x');
});

test('of ten thousand spans in a line only those in sight take time', t => {
	let reads = 0;
	const spans = Array.from({length: 10_000}, (_, at) => ({
		get from() {
			reads++;
			return at;
		},
		to: at + 1,
		style: 'match' as const,
	}));
	const {line} = new DrawnText('L'.repeat(10_000)).draw(5000, 120, spans, paint);
	t.is(stringWidth(line), 120);
	// Each is looked at twice at most, and those in sight once more for each column.
	t.true(reads < 2 * 10_000 + 121 * 121, `${reads} looks`);
});

test('spans are painted where they stand in what is drawn', t => {
	const drawn = new DrawnText('\tkey = 1');
	const spans = [{from: drawn.placeOf(1), to: drawn.placeOf(4), style: 'keyword' as const}, {from: drawn.placeOf(7), to: drawn.placeOf(8), style: 'match' as const}];
	t.is(drawn.draw(0, 80, spans, colors).line, `        ${colors.keyword('key')} = ${colors.match('1')}`);
	t.is(drawn.draw(9, 3, spans, colors).line, `${colors.keyword('ey')} `);
});
