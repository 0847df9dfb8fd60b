import test from 'ava';
import {countLineFeeds, TextRows} from '../../source/content/text-rows.js';
import type {Encoding} from '../../source/content/facts.js';
import {Random} from '../helpers/random.js';

const rowsOf = (bytes: Uint8Array, encoding: Encoding, longest: number) => new TextRows((at, length) => bytes.subarray(Math.max(0, at), Math.max(0, at + length)), encoding, longest);

function allStarts(rows: TextRows, size: number): number[] {
	const starts = [];
	for (let at = 0; at < size; at = rows.end(at, size)) {
		starts.push(at);
	}

	return starts;
}

const encoders: Record<Encoding, (text: string) => Buffer> = {
	utf8: text => Buffer.from(text),
	'latin-1': text => Buffer.from(text, 'latin1'),
	'utf-16le': text => Buffer.from(text, 'utf16le'),
	'utf-16be': text => Buffer.from(text, 'utf16le').swap16(),
};

test('rows are the same from wherever one comes, and hold whole lines or whole characters', t => {
	const random = new Random(7);
	for (let round = 0; round < 400; round++) {
		const encoding = random.pick(['utf8', 'latin-1', 'utf-16le', 'utf-16be'] as const);
		const letters = encoding === 'latin-1' ? ['a', 'é', '\n'] : ['a', 'é', '名', '😀', '\n', 'ਊ', '਀'];
		// Few line feeds make lines that are longer than the blocks.
		const text = Array.from({length: random.below(120)}, () => random.chance(0.85) ? random.pick(letters.filter(letter => letter !== '\n')) : '\n').join('');
		const bytes = encoders[encoding](text);
		const longest = 16;
		const rows = rowsOf(bytes, encoding, longest);
		const starts = allStarts(rows, bytes.length);
		const whole = starts.map((start, index) => bytes.subarray(start, starts[index + 1] ?? bytes.length));
		const decode = (piece: Buffer) => encoding === 'utf-16be' ? Buffer.from(piece).swap16().toString('utf16le') : piece.toString(({utf8: 'utf8', 'latin-1': 'latin1', 'utf-16le': 'utf16le'} as const)[encoding]);
		t.is(whole.map(piece => decode(piece)).join(''), text);
		for (const [index, piece] of whole.entries()) {
			t.true(piece.length <= longest * 2 + 3);
			t.false(decode(piece).slice(0, -1).includes('\n'), JSON.stringify(text));
			const isLine = index === 0 || decode(whole[index - 1]).endsWith('\n');
			t.is(rows.isLine(starts[index]), isLine);
		}

		for (let at = 0; at < bytes.length; at++) {
			t.is(rows.start(at), starts.findLast(start => start <= at)!, `${at} of ${JSON.stringify(text)} in ${encoding}`);
		}

		const lines = text.split('\n');
		t.is(rows.lineEnds(0, bytes.length), lines.length - 1);
		for (let line = 1; line < lines.length; line++) {
			t.is(rows.afterLineEnd(line, 0, bytes.length), encoders[encoding](lines.slice(0, line).join('\n') + '\n').length);
		}

		t.is(rows.afterLineEnd(lines.length, 0, bytes.length), undefined);
	}
});

test('a line shorter than the longest row is never broken', t => {
	const bytes = Buffer.from(`${'x'.repeat(9)}\n${'y'.repeat(15)}\n${'z'.repeat(40)}\n`);
	const rows = rowsOf(bytes, 'utf8', 16);
	t.deepEqual(allStarts(rows, bytes.length), [0, 10, 26, 48, 64]);
	t.true(rows.isLine(26));
	t.false(rows.isLine(48));
});

test('line feeds are counted', t => {
	t.is(countLineFeeds(Buffer.from('a\nb\n\nc')), 3);
	// A byte of 0x0A is no line feed within another character of UTF-16.
	t.is(countLineFeeds(Buffer.from('ਊ\nĊ', 'utf16le'), 0, 2, 0), 1);
});
