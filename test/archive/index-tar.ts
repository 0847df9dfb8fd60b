import {pack} from 'tar-stream';
import test from 'ava';
import {readContent} from '../../source/archive/read-contents.js';
import {indexBoth, sameEntries} from '../helpers/archive/entries.js';
import {between, randomBytes, randomOf, seed} from '../helpers/archive/random-bytes.js';
import {collect, sourceOf} from '../helpers/archive/sources.js';
import {readByTarStream} from '../helpers/archive/tar-stream-oracle.js';
import type {Random} from '../helpers/random.js';

const letters = [...'abcxyz019-_. ~', 'ä', '日', '🐟', '\n', '\u001B', '\\', '"', '\u0301'];

/** A segment of a name, of a length that tar's fields hold, just hold, or don't. */
function randomName(random: Random): string {
	const length = random.pick([1, 3, 8, 40, 99, 100, 101, 155, 156, 255, 300]);
	return Array.from({length}, () => random.pick(letters)).join('').replace(/^[ .]+/, 'a').replaceAll(/\s+$/g, 'z');
}

function randomPath(random: Random): string {
	const segments = Array.from({length: random.pick([1, 1, 2, 2, 3, 5, 30])}, () => random.chance(0.8) ? random.pick(['usr', 'share', 'doc', 'a', 'b']) : randomName(random));
	return random.pick(['', '', './', '/']) + segments.join('/');
}

async function randomTar(random: Random): Promise<Buffer> {
	const archive = pack();
	for (let count = random.below(60); count > 0; count--) {
		const type = random.pick(['file', 'file', 'file', 'directory', 'symlink', 'link', 'fifo', 'character-device', 'block-device', 'contiguous-file'] as const);
		const isLink = type === 'symlink' || type === 'link';
		const isNode = type === 'character-device' || type === 'block-device';
		const records: Record<string, string> = {};
		if (random.chance(0.1)) {
			records.uid = String(random.below(2 ** 32));
			records.gid = String(between(random, 2_097_152, 4_000_000_000));
		}

		if (random.chance(0.1)) {
			records.mtime = random.pick(['-1.5', '0.25', '1700000000.123456789', '-62135596800', '99999999999.5']);
		}

		if (random.chance(0.05)) {
			records.uname = random.pick(['somebody', 'jörg', '']);
			records['SCHILY.xattr.user.note'] = 'a=b\nc';
			records.comment = 'nothing';
		}

		const content = type === 'file' || type === 'contiguous-file' ? randomBytes(random, random.pick([0, 1, 511, 512, 513, 1024, 4095, random.below(20_000)])) : Buffer.alloc(0);
		archive.entry({
			name: randomPath(random) + (type === 'directory' && random.chance(0.7) ? '/' : ''),
			type,
			mode: random.below(0o10000),
			uid: random.below(2_097_152),
			gid: random.below(2_097_152),
			uname: random.pick(['', 'root', 'www-data', 'nobody-with-a-very-long-name-he', 'nobody-with-a-very-long-name-here']),
			gname: random.pick(['', 'root', 'staff']),
			mtime: new Date(random.below(2 ** 31) * 1000),
			size: content.length,
			...(isLink && {linkname: randomPath(random)}),
			...(isNode && {devmajor: between(random, 1, 0o777777), devminor: random.below(0o777777)}),
			pax: Object.keys(records).length > 0 ? records : undefined,
		}, content);
	}

	archive.finalize();
	const chunks: Buffer[] = [];
	for await (const chunk of archive) {
		chunks.push(chunk as Buffer);
	}

	return Buffer.concat(chunks);
}

test('what tar-stream writes is read as tar-stream reads it: entries, offsets, contents', async t => {
	for (let round = 0; round < 60; round++) {
		const random = randomOf(round);
		const tar = await randomTar(random);
		const expected = await readByTarStream(tar);
		const table = await indexBoth(t, tar, random);
		sameEntries(t, table, expected.map(({entry}) => entry), `SEED=${seed}, round ${round}`);
		t.deepEqual(table.warnings, []);
		t.is(table.broken.size, 0);
		const source = sourceOf(t, tar);
		for (const [entry, {content}] of expected.entries()) {
			t.true(content.equals(await collect(readContent({blob: source, compression: 'none'}, table, entry))), `SEED=${seed}, round ${round}, entry ${entry}`);
		}
	}
});
