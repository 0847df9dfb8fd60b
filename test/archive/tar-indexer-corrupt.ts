import test from 'ava';
import {indexTar} from '../../source/archive/index-tar.js';
import {entriesOf, indexBoth, pathsOf} from '../helpers/archive/entries.js';
import {randomBytes, randomOf, seed} from '../helpers/archive/random-bytes.js';
import {concat, end, entry, header, long, padded, pax} from '../helpers/archive/raw-tar.js';
import {withSource} from '../helpers/archive/sources.js';

test('after a corrupt header later entries are found, with one warning', async t => {
	const good = Array.from({length: 20}, (_, index) => entry({name: `file${index}`}, `${index}`.repeat(1000)));
	for (const bad of [0, 1, 10, 19]) {
		const parts = good.map((part, index) => index === bad ? concat(part.subarray(0, 20), Buffer.from('!'), part.subarray(21)) : part);
		const table = await indexBoth(t, concat(...parts, end), randomOf(13));
		t.deepEqual(pathsOf(table), good.map((_, index) => `file${index}`).filter((_, index) => index !== bad));
		const at = parts.slice(0, bad).reduce((sum, {length}) => sum + length, 0);
		t.deepEqual(table.warnings, [{message: `the tar header at byte ${at} is corrupt (its checksum does not fit); what lies between it and the next whole header is left out`, incomplete: true}]);
	}
});

test('a corrupt header takes its extended headers with it', async t => {
	const bad = header({name: 'bad'});
	bad[0] = 0x42;
	const table = await indexBoth(t, concat(pax({path: 'pax'}), bad, entry({name: 'b'}), long('L', 'long'), bad, entry({name: 'c'}), end), randomOf(14));
	t.deepEqual(pathsOf(table), ['b', 'c']);
	t.is(table.warnings.length, 2);
});

test('zeros within a corrupt stretch do not end the archive', async t => {
	const bad = entry({name: 'bad'}, Buffer.alloc(5000));
	bad[0] = 0x42;
	const table = await indexBoth(t, concat(entry({name: 'a'}), bad, entry({name: 'b'}), end), randomOf(15));
	t.deepEqual(pathsOf(table), ['a', 'b']);
	t.is(table.warnings.length, 1);
});

test('what is no tar is told to be none', async t => {
	for (const bytes of [randomBytes(randomOf(16), 5000), Buffer.alloc(4096, 'text\n'), Buffer.from('PK\u0003\u0004'.padEnd(1000, 'z'))]) {
		const table = await indexBoth(t, bytes, randomOf(16));
		t.is(table.count, 0, `SEED=${seed}`);
		t.deepEqual(table.warnings, [{message: 'is no tar archive', incomplete: true}], `SEED=${seed}`);
	}
});

test('any byte of an archive may be wrong: it ends, and what lies before stands', async t => {
	const parts = [
		entry({name: 'first'}, 'content'),
		concat(pax({path: 'p'.repeat(200), size: '3', 'SCHILY.xattr.user.k': 'v'}), entry({name: 'second'}, 'abc')),
		concat(long('L', 'l'.repeat(200)), entry({name: 'third', format: 'gnu'})),
		concat(pax({'GNU.sparse.major': '1', 'GNU.sparse.minor': '0', 'GNU.sparse.realsize': '9'}), entry({name: 'sparse'}, concat(padded('1\n0\n9\n'), Buffer.from('123456789')))),
	];
	const bytes = concat(...parts, end);
	const ends = parts.map((_, index) => concat(...parts.slice(0, index + 1)).length);
	const all = entriesOf(withSource(bytes, indexTar));
	t.is(all.length, 4);
	const random = randomOf(17);
	for (let at = 0; at < bytes.length; at++) {
		const spoiled = Buffer.from(bytes);
		spoiled[at] ^= 1 << random.below(8);
		const entries = entriesOf(at % 32 === 0 ? await indexBoth(t, spoiled, random) : withSource(spoiled, indexTar));
		const whole = ends.filter(end => end <= at).length;
		t.deepEqual(entries.slice(0, whole), all.slice(0, whole), `byte ${at}`);
	}
});
