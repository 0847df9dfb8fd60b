import zlib from 'node:zlib';
import test from 'ava';
import {looksLikeTar, sniffCompression, type Compression} from '../../source/archive/sniff.js';
import {end, entry, header} from '../helpers/archive/raw-tar.js';
import {frame, skippable} from '../helpers/archive/zstd-frames.js';

test('compression is told by the first six bytes', t => {
	const cases: ReadonlyArray<readonly [Uint8Array, Compression]> = [
		[zlib.gzipSync(''), 'gzip'],
		[frame(''), 'zstd'],
		[skippable('x'), 'zstd'],
		[skippable('x', 15), 'zstd'],
		[Buffer.from('FD377A585A0000', 'hex'), 'xz'],
		[Buffer.from('BZh91AY&SY'), 'bzip2'],
		[Buffer.from('BZh1\u0017rE8P\u0090', 'latin1'), 'bzip2'],
		[Buffer.alloc(0), 'none'],
		[Buffer.from('text'), 'none'],
		[end, 'none'],
	];
	for (const [bytes, compression] of cases) {
		t.is(sniffCompression(bytes.subarray(0, 6)), compression);
	}
});

test('a tar stays one, whatever its first name begins with', t => {
	for (const name of ['BZh', 'BZh9', 'BZhello', 'P*M', 'usr/']) {
		t.is(sniffCompression(entry({name})), 'none');
		t.true(looksLikeTar(entry({name})));
	}
});

test('a tar is told by its first block', t => {
	t.true(looksLikeTar(header({format: 'v7'})));
	t.true(looksLikeTar(end));
	t.false(looksLikeTar(header().subarray(0, 511)));
	t.false(looksLikeTar(Buffer.alloc(512, 'text\n')));
	t.false(looksLikeTar(Buffer.alloc(0)));
});
