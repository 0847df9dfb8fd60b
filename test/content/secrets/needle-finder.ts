import test from 'ava';
import {NeedleFinder, type Needle} from '../../../source/content/secrets/needle-finder.js';
import {Random} from '../../helpers/random.js';

type Found = [needle: number, at: number];

function found(needles: readonly Needle[], bytes: Uint8Array): Found[] {
	const all: Found[] = [];
	new NeedleFinder(needles).find(bytes, (needle, at) => {
		all.push([needle, at]);
	});
	return all;
}

/** At every place every needle, letter by letter. */
function slowly(needles: readonly Needle[], bytes: Uint8Array): Found[] {
	return [...bytes.keys()].flatMap(at => needles.flatMap(({text, isFolded}, needle): Found[] => {
		const isThere = [...text].every((letter, offset) => {
			const there = bytes[at + offset];
			return there === letter.codePointAt(0) || (isFolded === true && there === letter.toUpperCase().codePointAt(0));
		});
		return isThere ? [[needle, at]] : [];
	}));
}

test('needles at the start, at the end and within one another, in the order of their places', t => {
	const needles = [{text: 'secret_key'}, {text: 'cret'}, {text: 's://'}, {text: 'twil', isFolded: true}];
	const bytes = Buffer.from('secret_key TWiL https://secret_ke twil');
	t.deepEqual(found(needles, bytes), [[0, 0], [1, 2], [3, 11], [2, 20], [1, 26], [3, 34]]);
	t.deepEqual(found(needles, bytes.subarray(0, 9)), [[1, 2]]);
	for (let length = 0; length < 4; length++) {
		t.deepEqual(found(needles, bytes.subarray(0, length)), []);
	}
});

test('a text of three characters is none to look for', t => {
	t.throws(() => new NeedleFinder([{text: 'abc'}]), {instanceOf: RangeError});
});

test('random texts have the needles that a slow search finds', t => {
	let count = 0;
	for (let seed = 1; seed <= 300; seed++) {
		const random = new Random(seed);
		// Few letters, so that needles begin, end and lie within one another.
		const letters = random.pick(['ab', 'tinAT', 'in/-_s', 'er:\0\u00FF']);
		const text = (length: number) => Array.from({length}, () => random.pick([...letters])).join('');
		const needles = Array.from({length: 6}, () => ({text: text(4 + random.below(6)).replaceAll(/[\0\u00FF]/g, 'x'), isFolded: random.below(3) === 0}));
		const bytes = Buffer.from(text(random.below(200)), 'latin1');
		const expected = slowly(needles, bytes);
		count += expected.length;
		t.deepEqual(found(needles, bytes), expected, `seed ${seed}`);
	}

	t.true(count > 100, `${count} found`);
});
