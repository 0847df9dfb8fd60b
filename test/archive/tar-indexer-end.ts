import test from 'ava';
import {indexTar} from '../../source/archive/index-tar.js';
import {entriesOf, indexBoth, pathsOf} from '../helpers/archive/entries.js';
import {randomBytes, randomOf} from '../helpers/archive/random-bytes.js';
import {concat, end, entry, long, pax} from '../helpers/archive/raw-tar.js';
import {withSource} from '../helpers/archive/sources.js';

test('zero blocks at the end may be one, or none', async t => {
	for (const tail of [end, Buffer.alloc(512), Buffer.alloc(0), Buffer.alloc(10_240)]) {
		const table = await indexBoth(t, concat(entry({name: 'a'}, 'x'), entry({name: 'b'}, 'y'), tail), randomOf(1));
		t.deepEqual(pathsOf(table), ['a', 'b']);
		t.deepEqual(table.warnings, []);
	}
});

test('what follows the zero blocks is not looked at', async t => {
	for (const tail of [Buffer.alloc(512), end]) {
		const garbage = concat(entry({name: 'old'}, 'old'), randomBytes(randomOf(2), 3000));
		const table = await indexBoth(t, concat(entry({name: 'a'}, 'x'), tail, garbage), randomOf(2));
		t.deepEqual(pathsOf(table), ['a']);
		t.deepEqual(table.warnings, []);
	}
});

test('an empty tar, with and without zero blocks', async t => {
	for (const bytes of [Buffer.alloc(0), end, Buffer.alloc(512)]) {
		const table = await indexBoth(t, bytes, randomOf(3));
		t.is(table.count, 0);
		t.deepEqual(table.warnings, []);
	}
});

test('cut off at every byte: what is there is read, and nothing is missing without a word', async t => {
	const parts = [
		entry({name: 'first'}, 'x'.repeat(700)),
		concat(pax({path: 'second', mtime: '1.5'}), entry({name: 'short'}, 'y'.repeat(512))),
		entry({name: 'folder/', type: '5'}),
		concat(long('L', 'third'), entry({name: 'short', format: 'gnu'}, 'z'.repeat(100))),
		entry({name: 'empty'}),
	];
	// Where an entry is whole (its padding may be missing), and where no byte of the next is there yet.
	const wholeAt: number[] = [];
	const startAt: number[] = [0];
	let position = 0;
	for (const [index, part] of parts.entries()) {
		position += part.length;
		wholeAt.push(position - [324, 0, 0, 412, 0][index]);
		startAt.push(position);
	}

	const bytes = concat(...parts, end);
	const all = entriesOf(withSource(bytes, indexTar));
	for (let cut = 0; cut <= position; cut++) {
		const table = cut % 64 === 0 ? await indexBoth(t, bytes.subarray(0, cut), randomOf(cut)) : withSource(bytes.subarray(0, cut), indexTar);
		const entries = entriesOf(table);
		const whole = wholeAt.filter(at => at <= cut).length;
		t.deepEqual(entries.slice(0, whole), all.slice(0, whole));
		const isBetween = startAt.includes(cut) || (whole > 0 && cut >= wholeAt[whole - 1] && cut <= startAt[whole]);
		t.is(table.warnings.length, isBetween ? 0 : 1, `cut at ${cut}`);
		t.true(table.warnings.every(({incomplete}) => incomplete));
		if (entries.length > whole) {
			t.is(entries.length, whole + 1);
			t.true(table.broken.has(whole));
			t.true(entries[whole].size < all[whole].size);
			t.is(entries[whole].offset + entries[whole].size, cut);
		}
	}
});

test('cut off in a content: the warning says how much is there', async t => {
	const table = await indexBoth(t, entry({name: 'etc/file'}, 'x'.repeat(2000)).subarray(0, 512 + 700), randomOf(4));
	t.deepEqual(table.warnings, [{path: '/etc/file', message: 'its content is cut off: 700 of 2000 bytes are there', incomplete: true}]);
	t.deepEqual([...table.broken], [0]);
	t.is(table.size[0], 700);
});
