import test from 'ava';
import {Glob} from '../../../source/format/glob.js';
import {matchedRanges} from '../../../source/tree/query/matched-ranges.js';
import {parseQuery} from '../../../source/tree/query/parse-query.js';
import {Random} from '../../helpers/random.js';

/** A path with what a query matched in brackets. */
function marked(text: string, path: string): string {
	const parsed = parseQuery(text, 3);
	if ('error' in parsed) {
		throw new Error(parsed.error.message);
	}

	let end = path;
	for (const [from, to] of [...matchedRanges(parsed.query, path)].reverse()) {
		end = `${end.slice(0, from)}<${end.slice(from, to)}>${end.slice(to)}`;
	}

	return end;
}

const examples: ReadonlyArray<readonly [query: string, path: string, marked: string]> = [
	['*.so', '/usr/lib/libz.so', '/usr/lib/libz<.so>'],
	['lib*.so*', '/usr/lib/libz.so.1', '/usr/lib/<lib>z<.so>.1'],
	['*foo*', '/x/afoob', '/x/a<foo>b'],
	['*foo*', '/foo/bar', '/foo/bar'],
	['lib?.so', '/lib/libz.so', '/lib/<lib>z<.so>'],
	['lib[a-z].so', '/lib/libz.so', '/lib/<libz.so>'],
	['*.{so,a}', '/lib/x.a', '/lib/x<.a>'],
	['/usr/*/*.so', '/usr/lib/x.so', '/<usr/>lib</>x<.so>'],
	['/usr/**/*.so', '/usr/lib/deep/x.so', '/<usr/>lib/deep/x<.so>'],
	['/usr/**/*.so', '/usr/x.so', '/<usr/>x<.so>'],
	['l*b', '/usr/lib/', '/usr/<l>i<b>/'],
	['*.SO', '/a/x.so', '/a/x.so'],
	['*.so', '/a/X.SO', '/a/X<.SO>'],
	['*名*', '/a/b名c', '/a/b<名>c'],
	['*🐟?', '/a/b🐟🐟', '/a/b<🐟>🐟'],
	['*.so', '/a/\u0130.so', '/a/\u0130.so'],
	['usr *.so', '/usr/x.so', '/<usr>/x<.so>'],
	['!*.so x', '/a/x.so', '/a/<x>.so'],
	['*', '/a/x', '/a/x'],
	['re:x.*', '/a/x', '/a/x'],
];

for (const [query, path, expected] of examples) {
	test(`${query} in ${path}`, t => {
		t.is(marked(query, path), expected);
	});
}

test('what is marked stands in the glob in the same order, and a glob that is its text marks all of it', t => {
	const random = new Random(5);
	let marks = 0;
	for (let round = 0; round < 3000; round++) {
		const glob = Array.from({length: 1 + random.below(4)}, () => random.pick(['a', 'b', '*', '*', '?', 'c/'])).join('').replaceAll(/\*{2,}/g, '*');
		const name = Array.from({length: 1 + random.below(5)}, () => random.pick(['a', 'a', 'b', 'c/'])).join('');
		const places = new Glob(glob).written(name);
		t.is(new Glob(name).written(name).length, name.length);
		if (!new Glob(glob).matches(name)) {
			t.deepEqual(places, []);
			continue;
		}

		marks += places.length;
		let at = 0;
		for (const place of places) {
			at = glob.indexOf(name[place], at) + 1;
			t.true(at > 0, `${glob} in ${name}: ${places.join(',')}`);
		}

		// All that is written must be met: a wildcard stands for none of it.
		const written = glob.replaceAll(/[*?]/g, '').length;
		t.is(places.length, written, `${glob} in ${name}: ${places.join(',')}`);
	}

	t.true(marks > 200, String(marks));
});

test('a long path and a glob of many stars take no longer than their product', t => {
	const glob = new Glob('*a'.repeat(50));
	const text = 'a'.repeat(20_000);
	t.is(glob.written(text).length, 50);
	t.true(glob.steps < 100 * text.length * 4, String(glob.steps));
});
