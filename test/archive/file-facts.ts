import test from 'ava';
import {fileFacts} from '../../source/archive/taps/file-facts.js';
import {largestScan} from '../../source/content/secrets/find-secrets.js';
import {tokenSamples} from '../helpers/secret-samples.js';

/** Lets a content go by in pieces, as far as it is wanted; the rest is never made. */
function goBy(path: string, size: number, start: Buffer, {mode = 0o644, piece = 3000} = {}) {
	const sink = fileFacts.ofLayer!().open({path, size, mode})!;
	let at = 0;
	for (; at < size && sink.next! < size; at += piece) {
		const bytes = Buffer.alloc(Math.min(piece, size - at), 0x20);
		bytes.set(start.subarray(at, at + bytes.length));
		sink.write(bytes, at);
	}

	return {fact: sink.end() as Record<string, unknown> | undefined, read: Math.min(size, at)};
}

test('of a huge file no more is held than its finder reads: its first bytes for an archive or a script', t => {
	const huge = 2 ** 45;
	const archive = goBy('usr/lib/libx.a', huge, Buffer.from('!<arch>\n\0'));
	t.deepEqual(archive.fact, {archive: 'static'});
	t.true(archive.read <= 6000, String(archive.read));
	const script = goBy('usr/bin/x', huge, Buffer.from('#!/bin/sh\n\0'), {mode: 0o755});
	t.deepEqual(script.fact, {interpreter: '/bin/sh'});
	t.true(script.read <= 6000, String(script.read));
	const program = goBy('usr/bin/y', huge, Buffer.from('\u007FELF\u0002\u0001\u0001\0', 'latin1'));
	t.is(program.fact, undefined);
	t.true(program.read <= 6000, String(program.read));
});

test('secrets are looked for in the first megabyte of a text, however long it is, and no further', t => {
	const [[, text]] = tokenSamples;
	const dump = (at: number) => Buffer.concat([Buffer.alloc(at, 'a line of text\n'), Buffer.from(`\n${text}\n`)]);
	const early = goBy('srv/dump.sql', 2 ** 40, dump(900_000));
	t.is((early.fact!.secrets as {count: number}).count, 1);
	t.true(early.read <= largestScan + 3000, String(early.read));
	t.is(goBy('srv/dump.sql', 2 ** 40, dump(largestScan + 10)).fact, undefined);
});

test('a piece that ends just where a finder does, one that holds all, and one byte at a time tell the same', t => {
	const [[, text]] = tokenSamples;
	const content = Buffer.concat([Buffer.alloc(5000, 'a line of text\n'), Buffer.from(`\n${text}\n`)]);
	const facts = [1, 1000, 4096, content.length - 1, content.length].map(piece => goBy('srv/notes.txt', content.length, content, {piece}).fact);
	for (const fact of facts) {
		t.deepEqual(fact, facts[0]);
	}

	t.is((facts[0]!.secrets as {count: number}).count, 1);
});
