import {execFileSync} from 'node:child_process';
import test from 'ava';
import {ArchiveError} from '../../source/archive/archive-error.js';
import {inflate} from '../../source/archive/inflate.js';
import {sniffCompression} from '../../source/archive/sniff.js';
import {hasProgram, testWith} from '../helpers/archive/test-with.js';
import {randomBytes, randomOf} from '../helpers/archive/random-bytes.js';
import {collect, collectUntilError, sourceOf} from '../helpers/archive/sources.js';

const content = Buffer.concat([Buffer.alloc(2_000_000, 'some text\n'), randomBytes(randomOf(1), 300_000)]);

for (const program of ['xz', 'bzip2'] as const) {
	const testProgram = testWith(test, {[program]: hasProgram(program)});
	const compress = (bytes: Uint8Array) => execFileSync(program, ['-c'], {input: bytes, maxBuffer: 1 << 26});

	testProgram(`${program}: what the program wrote, several times over, and nothing`, async t => {
		t.is(sniffCompression(compress(content)), program);
		t.true((await collect(inflate(sourceOf(t, compress(content)), program))).equals(content));
		t.true((await collect(inflate(sourceOf(t, Buffer.concat([compress(content), compress(content)])), program))).equals(Buffer.concat([content, content])));
		t.is((await collect(inflate(sourceOf(t, compress(Buffer.alloc(0))), program))).length, 0);
		t.is(sniffCompression(compress(Buffer.alloc(0))), program);
	});

	testProgram(`${program}: cut off or broken, it says so in a sentence`, async t => {
		const blob = compress(content);
		const broken = Buffer.from(blob);
		broken[blob.length >> 1] ^= 0xFF;
		for (const bad of [blob.subarray(0, blob.length >> 1), blob.subarray(0, 20), broken]) {
			const {bytes, error} = await collectUntilError(inflate(sourceOf(t, bad), program));
			t.true(error instanceof ArchiveError);
			t.regex(error!.message, new RegExp(`^the ${program} data is broken or cut off \\(.+\\)$`));
			t.true(bytes.length <= content.length);
		}
	});

	testProgram(`${program}: whoever stops reading ends the program`, async t => {
		const source = sourceOf(t, compress(content));
		const first = inflate(source, program)[Symbol.asyncIterator]();
		t.false((await first.next()).done);
		await first.return?.();

		const stop = new AbortController();
		const chunks = inflate(source, program, {signal: stop.signal});
		await t.throwsAsync(async () => {
			for await (const chunk of chunks) {
				stop.abort(chunk.length > 0 ? undefined : new Error('no bytes'));
			}
		}, {name: 'AbortError', any: true});
	});
}

test.serial('where the program is missing, the sentence names it', async t => {
	const {PATH} = process.env;
	process.env.PATH = '/nowhere';
	try {
		for (const program of ['xz', 'bzip2'] as const) {
			await t.throwsAsync(collect(inflate(sourceOf(t, content), program)), {
				instanceOf: ArchiveError,
				message: `it is compressed with ${program}, and the program ${program} that could inflate it is not installed`,
			});
		}
	} finally {
		process.env.PATH = PATH;
	}
});
