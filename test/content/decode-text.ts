import test from 'ava';
import {decodeText, decodeWhole, detectEncoding} from '../../source/content/decode-text.js';
import {randomBytes, randomOf} from '../helpers/archive/random-bytes.js';

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

const detects = test.macro({
	exec(t, bytes: Uint8Array, expected: ReturnType<typeof detectEncoding>, text?: string) {
		t.deepEqual(detectEncoding(bytes, true), expected);
		if (expected && text !== undefined) {
			t.is(decodeText(bytes.subarray(expected.start), expected.encoding), text);
			t.is(decodeWhole(bytes), text);
		}
	},
	title: (title = '') => `encoding: ${title}`,
});

test('letters of English', detects, Buffer.from('plain\n'), {encoding: 'utf8', start: 0}, 'plain\n');
test('letters of all scripts', detects, Buffer.from('größer 漢字 😀\n'), {encoding: 'utf8', start: 0}, 'größer 漢字 😀\n');
test('UTF-8 with a mark', detects, Buffer.from('\uFEFFgrün'), {encoding: 'utf8', start: 3}, 'grün');
test('Latin-1', detects, Buffer.from('größer, naïve\n', 'latin1'), {encoding: 'latin-1', start: 0}, 'größer, naïve\n');
test('UTF-16 with marks, little endian', detects, Buffer.from('\uFEFF漢字 😀', 'utf16le'), {encoding: 'utf-16le', start: 2}, '漢字 😀');
test('UTF-16 with marks, big endian', detects, utf16be('\uFEFF漢字 😀'), {encoding: 'utf-16be', start: 2}, '漢字 😀');
test('UTF-16 without a mark, little endian', detects, Buffer.from('[Section]\r\nkey=wörld\r\n', 'utf16le'), {encoding: 'utf-16le', start: 0}, '[Section]\r\nkey=wörld\r\n');
test('UTF-16 without a mark, big endian', detects, utf16be('[Section]\r\nkey=value\r\n'), {encoding: 'utf-16be', start: 0}, '[Section]\r\nkey=value\r\n');
test('UTF-16 with half a character', detects, Buffer.from([0xFF, 0xFE, 0x3D, 0xD8, 0x41, 0]), undefined);
test('numbers of 16 bits are no UTF-16', detects, Buffer.from(Array.from({length: 128}, (_, index) => index % 2 === 0 ? (index / 2) % 8 : 0)), undefined);
test('UTF-32', detects, Buffer.from([0xFF, 0xFE, 0, 0, 0x41, 0, 0, 0]), undefined);
test('a NUL in a text', detects, Buffer.from('some text\0with a NUL, as binary files have\n'), undefined);
test('colours and man\'s backspaces', detects, Buffer.from('\u001B[31mred\u001B[0m N\bNA\bAM\bME\bE\n'), {encoding: 'utf8', start: 0});
test('Latin-1 with control characters', detects, Buffer.from('\u0001\u0002\u00E4\u00F6\u0003abcdefg', 'latin1'), undefined);

test('encoding: random bytes are no text', t => {
	for (let index = 0; index < 100; index++) {
		t.is(detectEncoding(randomBytes(randomOf(index), 2000), false), undefined);
	}
});

test('encoding: a start may end within a character', t => {
	const bytes = Buffer.from(`${'a'.repeat(20)}😀`);
	for (let length = 20; length <= bytes.length; length++) {
		t.deepEqual(detectEncoding(bytes.subarray(0, length), false), {encoding: 'utf8', start: 0});
	}

	t.deepEqual(detectEncoding(bytes.subarray(0, 22), true), {encoding: 'latin-1', start: 0});
});

test('bytes that are no UTF-8 stand as they are written in names', t => {
	t.is(decodeText(Buffer.from([0x61, 0xFF, 0x62]), 'utf8'), 'a\\xffb');
	t.is(decodeText(Buffer.from([0x3D, 0xD8, 0x61, 0]), 'utf-16le'), '\uFFFDa');
	t.is(decodeText(Buffer.from([0, 0x61, 0]), 'utf-16be'), 'a');
});

test('a whole text that is broken throughout is decoded as fast', t => {
	const start = performance.now();
	t.is(decodeWhole(Buffer.alloc(8 << 20, 0)).length, 8 << 20);
	t.is(decodeWhole(Buffer.concat([Buffer.from([0]), Buffer.alloc(4 << 20, 0xFF)])).length, (4 << 20) + 1);
	t.true(performance.now() - start < 3000);
});
