import zlib from 'node:zlib';
import test from 'ava';
import {ArchiveError} from '../../source/archive/archive-error.js';
import {inflate} from '../../source/archive/inflate.js';
import {randomBytes, randomOf, seed} from '../helpers/archive/random-bytes.js';
import {collect, collectUntilError, sourceOf, withSource} from '../helpers/archive/sources.js';

const noise = randomBytes(randomOf(1), 700_000);
const text = Buffer.from(Array.from({length: 30_000}, (_, index) => `line ${index}\n`).join(''));
const none = Buffer.alloc(0);
const gzip = (content: string | Uint8Array, options?: zlib.ZlibOptions) => zlib.gzipSync(content, options);

/** A member with what its header may hold (RFC 1952, 2.3.1): extra field, name, comment, and a checksum of the header. */
function memberWithHeader(content: string): Buffer {
	const body = gzip(content).subarray(10);
	const head = Buffer.concat([
		Buffer.of(0x1F, 0x8B, 8, 0b1_1110, 0, 0, 0, 0, 0, 3),
		Buffer.of(7, 0), Buffer.from('SG\u0003\0abc'),
		Buffer.from('layer.tar\0'), Buffer.from('a comment\0'),
	]);
	const checksum = Buffer.alloc(2);
	checksum.writeUInt16LE(zlib.crc32(head) & 0xFF_FF);
	return Buffer.concat([head, checksum, body]);
}

for (const [what, members, content] of [
	['a member', [gzip(text)], [text]],
	['an empty member', [gzip(none)], []],
	['members, some of them empty', [gzip(none), gzip('a'), gzip(none), gzip(text), gzip('b'), gzip(none)], [Buffer.from('a'), text, Buffer.from('b')]],
	['a thousand members', Array.from({length: 1000}, (_, index) => gzip(`${index},`)), Array.from({length: 1000}, (_, index) => Buffer.from(`${index},`))],
	['members larger than a chunk', [gzip(noise), gzip(text), gzip(noise)], [noise, text, noise]],
	['stored blocks', [gzip(noise, {level: 0})], [noise]],
	['a header with extra field, name, comment and checksum', [memberWithHeader('one'), memberWithHeader('two')], [Buffer.from('onetwo')]],
	['zeros after the end, as padding', [gzip(text), Buffer.alloc(5000)], [text]],
] as const) {
	test(what, async t => {
		const plain = await collect(inflate(sourceOf(t, Buffer.concat(members)), 'gzip'));
		t.true(plain.equals(Buffer.concat(content)));
	});
}

test('members whose border lies at every place around that of a chunk', async t => {
	const chunk = 128 * 1024;
	for (let shift = -20; shift <= 2; shift++) {
		// Stored, so that the length is known: 5 bytes a block of 65,535, and 18 around.
		const first = gzip(noise.subarray(0, chunk - 18 - 10 - 1 + shift), {level: 0});
		const second = gzip('second');
		const plain = await withSource(Buffer.concat([first, second]), async source => collect(inflate(source, 'gzip')));
		t.is(plain.subarray(-6).toString(), 'second', `${first.length - chunk}`);
	}
});

test('what follows the last member and is none: all of the content, then an error', async t => {
	for (const garbage of ['garbage', 'PK\u0003\u0004', '\u001F', 'x'.repeat(300_000)]) {
		const {bytes, error} = await collectUntilError(inflate(sourceOf(t, Buffer.concat([gzip(noise), gzip(text), Buffer.from(garbage)])), 'gzip'));
		t.true(bytes.equals(Buffer.concat([noise, text])));
		t.regex(error!.message, /^the gzip data is (?:followed by something that is none|cut off)$/);
		t.true(error instanceof ArchiveError);
	}
});

test('cut off at every byte: what is there is given, and it says so wherever no member ends', async t => {
	const members = [gzip('first, '), memberWithHeader('second, '), gzip(none), gzip(text.subarray(0, 600))];
	const ends = new Set(members.map((_, index) => Buffer.concat(members.slice(0, index + 1)).length));
	const blob = Buffer.concat(members);
	const content = Buffer.concat([Buffer.from('first, second, '), text.subarray(0, 600)]);
	for (let cut = 0; cut <= blob.length; cut++) {
		const {bytes, error} = await withSource(blob.subarray(0, cut), async source => collectUntilError(inflate(source, 'gzip')));
		t.deepEqual(bytes, content.subarray(0, bytes.length));
		t.is(error?.message, ends.has(cut) ? undefined : 'the gzip data is cut off', `cut at ${cut}`);
	}
});

test('any flipped bit: the same content or an error; never a crash or a hang', async t => {
	const blob = Buffer.concat([memberWithHeader('first, '), gzip(text.subarray(0, 500)), gzip('last')]);
	const content = await collect(inflate(sourceOf(t, blob), 'gzip'));
	for (let bit = 0; bit < blob.length * 8; bit++) {
		const spoiled = Buffer.from(blob);
		spoiled[bit >> 3] ^= 1 << (bit & 7);
		const {bytes, error} = await withSource(spoiled, async source => collectUntilError(inflate(source, 'gzip')));
		t.true(error instanceof ArchiveError || bytes.equals(content), `bit ${bit}`);
	}
});

test('all that could be made of a broken blob is given', async t => {
	const random = randomOf(2);
	for (let round = 0; round < 8; round++) {
		const blob = gzip(text, {level: random.pick([1, 6, 9])});
		const at = random.below(blob.length - 20) + 10;
		blob[at] ^= 0xFF;
		const {bytes, error} = await withSource(blob, async source => collectUntilError(inflate(source, 'gzip')));
		// What comes of the bytes before the broken one is sound, and nearly all of it is there: a block's codes are read some ahead.
		const sound = zlib.gunzipSync(blob.subarray(0, at), {finishFlush: zlib.constants.Z_SYNC_FLUSH});
		t.true(error instanceof ArchiveError);
		t.true(bytes.length >= sound.length, `SEED=${seed}, round ${round}`);
		t.true(bytes.subarray(0, sound.length).equals(sound));
	}
});

test('a broken blob larger than a chunk', async t => {
	const blob = gzip(Buffer.concat([noise, text]));
	const at = noise.length + 5000;
	blob[at] ^= 0xFF;
	const {bytes, error} = await collectUntilError(inflate(sourceOf(t, blob), 'gzip'));
	const sound = zlib.gunzipSync(blob.subarray(0, at), {finishFlush: zlib.constants.Z_SYNC_FLUSH});
	t.true(error instanceof ArchiveError);
	t.true(bytes.length >= sound.length);
	t.true(bytes.subarray(0, sound.length).equals(sound));
});

test('it tells how many bytes were read', async t => {
	const blob = gzip(noise);
	let read = 0;
	await collect(inflate(sourceOf(t, blob), 'gzip', {onRead(bytes) {
		read += bytes;
	}}));
	t.is(read, blob.length);
});

test('it can be stopped between chunks', async t => {
	const stop = new AbortController();
	let read = 0;
	await t.throwsAsync(async () => {
		for await (const chunk of inflate(sourceOf(t, gzip(Buffer.alloc(10_000_000))), 'gzip', {signal: stop.signal})) {
			read += chunk.length;
			stop.abort();
		}
	}, {name: 'AbortError', any: true});
	t.true(read > 0 && read < 5_000_000);
});
