import {Writable} from 'node:stream';
import test from 'ava';
import {WriteError} from '../../source/commands/write-error.js';
import {writeOutput} from '../../source/commands/write-output.js';
import {Collector} from '../helpers/run-command.js';

/** A stream of which each write ends so. */
function ending(error: (written: number) => NodeJS.ErrnoException | undefined): Writable & {writes: number[]} {
	const writes: number[] = [];
	const stream = new Writable({
		write(chunk: Buffer, _encoding, done) {
			writes.push(chunk.length);
			done(error(writes.length));
		},
	});
	return Object.assign(stream, {writes});
}

const failure = (code: string) => Object.assign(new Error(code), {code});

test('writes in large pieces', async t => {
	const stream = ending(() => undefined);
	await writeOutput(stream, Array.from({length: 10_000}, () => '0123456789abcdef'));
	t.is(stream.writes.reduce((sum, length) => sum + length), 160_000);
	t.is(stream.writes.length, 3);
});

test('nothing written for nothing', async t => {
	const collector = new Collector();
	await writeOutput(collector, []);
	t.is(collector.text, '');
});

test('a reader that goes away is no error, and nothing more is made for it', async t => {
	const stream = ending(written => written === 2 ? failure('EPIPE') : undefined);
	let made = 0;
	await writeOutput(stream, (function * () {
		for (; made < 1000; made++) {
			yield 'x'.repeat(1 << 16);
		}
	})());
	t.is(made, 1);
	await writeOutput(stream, ['more']);
	t.is(stream.writes.length, 2);
});

test('a full disk is one', async t => {
	await t.throwsAsync(writeOutput(ending(() => failure('ENOSPC')), ['x']), {instanceOf: WriteError, message: 'Standard output can\'t be written: the disk is full.'});
});

test('no faster than it is read', async t => {
	let waiting = 0;
	const stream = new Writable({
		highWaterMark: 1,
		write(_chunk, _encoding, done) {
			waiting++;
			t.is(waiting, 1);
			setTimeout(() => {
				waiting--;
				done();
			}, 1);
		},
	});
	await writeOutput(stream, Array.from({length: 10}, () => 'x'.repeat(1 << 16)));
});
