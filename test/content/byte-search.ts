import test from 'ava';
import {ByteSearch, occurrencesIn} from '../../source/content/byte-search.js';
import {CountedBlocks} from '../../source/content/counted-blocks.js';

const found = (query: string, bytes: Uint8Array, ...rest: Parameters<ByteSearch['matches']> extends [unknown, unknown, ...infer Rest] ? Rest : never) =>
	[...new ByteSearch(query).matches(bytes, 0, ...rest)];

test('a text is found in bytes; capitals matter where there is one in it', t => {
	const bytes = Buffer.from('Root root ROOT\0r\u00F6\u00F6t\n');
	t.deepEqual(found('root', bytes), [0, 5, 10]);
	t.deepEqual(found('Root', bytes), [0]);
	t.deepEqual(found('R\u00F6', bytes), []);
	t.deepEqual(found('r\u00F6', bytes), [15]);
	t.deepEqual(found('\\x00r', bytes), [14]);
	t.deepEqual(found('root', bytes, 1, 10), [5]);
	t.deepEqual(found('', bytes), []);
	t.deepEqual(found('aa', Buffer.from('aaaaa')), [0, 2]);
});

test('in UTF-16 characters are found where they begin', t => {
	const text = 'XaĀa'; // A zero byte stands on either side of some letters.
	t.deepEqual([...new ByteSearch('a', 'utf-16le').matches(Buffer.from(text, 'utf16le'), 0)], [2, 6]);
	t.deepEqual([...new ByteSearch('a', 'utf-16be').matches(Buffer.from(text, 'utf16le').swap16(), 0)], [2, 6]);
	t.deepEqual([...new ByteSearch('é', 'latin-1').matches(Buffer.from('caf\u00E9', 'latin1'), 0)], [3]);
});

test('what is drawn has the same matches', t => {
	t.deepEqual(occurrencesIn('Root root', 'root'), [[0, 4], [5, 9]]);
	t.deepEqual(occurrencesIn('Root root', 'Root'), [[0, 4]]);
	t.deepEqual(occurrencesIn('a\u001Bb', '\\x1bb'), [[1, 3]]);
	t.deepEqual(occurrencesIn('\u00C9\u00E9', '\u00E9'), [[1, 2]]);
	t.deepEqual(occurrencesIn('a', ''), []);
});

test('blocks know how many things lie before any place', t => {
	const blocks = new CountedBlocks();
	t.is(blocks.at(5), undefined);
	t.is(blocks.holding(0), undefined);
	for (let block = 0; block < 200; block++) {
		blocks.add(block * 10, block * 10 + 10, block % 3);
	}

	t.is(blocks.end, 2000);
	t.is(blocks.total, 199);
	t.deepEqual(blocks.at(35), {start: 30, end: 40, before: 3});
	t.deepEqual(blocks.at(5000), {start: 1990, end: 2000, before: 198});
	// Blocks without any hold none.
	t.deepEqual(blocks.holding(3), {start: 40, end: 50, before: 3});
	t.deepEqual(blocks.holding(198), {start: 1990, end: 2000, before: 198});
	t.is(blocks.holding(199), undefined);
});
