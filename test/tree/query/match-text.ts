import test from 'ava';
import {matchText} from '../../../source/tree/query/match-text.js';
import {matchedRanges} from '../../../source/tree/query/matched-ranges.js';
import {parseQuery} from '../../../source/tree/query/parse-query.js';
import type {Query, Term} from '../../../source/tree/query/query.js';
import {Random} from '../../helpers/random.js';
import {slowWord} from '../../helpers/slow-find.js';

type Word = Extract<Term, {kind: 'text'}>;

function queryOf(text: string): Query {
	const parsed = parseQuery(text);
	if ('error' in parsed) {
		throw new Error(parsed.error.message);
	}

	return parsed.query;
}

/** The path with brackets around what matched. */
function marked(text: string, path: string): string {
	let line = '';
	let last = 0;
	for (const [start, end] of matchedRanges(queryOf(text), path)) {
		line += `${path.slice(last, start)}[${path.slice(start, end)}]`;
		last = end;
	}

	return line + path.slice(last);
}

test('what matched', t => {
	t.is(marked('ssl', '/usr/lib/ssl/libssl.so'), '/usr/lib/ssl/lib[ssl].so');
	t.is(marked('lib ssl', '/usr/lib/ssl/cert'), '/usr/[lib]/[ssl]/cert');
	t.is(marked('ulssl', '/usr/lib/ssl'), '/[u]sr/[l]ib/[ssl]');
	t.is(marked('ndidx', '/node/index.js'), '/[n]o[d]e/[i]n[d]e[x].js');
	t.is(marked('^usr .so$', '/usr/x.so'), '/[usr]/x[.so]');
	t.is(marked('\'lib !x', '/lib/LIB'), '/lib/[LIB]');
	t.is(marked('\'b\'', '/ab/b-b'), '/ab/[b]-b');
	t.is(marked('zz', '/a'), '/a');
	t.is(marked('*.so size:>1', '/a.so'), '/a[.so]');
	t.is(marked('ü', '/xü'), '/x[ü]');
});

test('letters that stand where words begin are worth more, and so are those that follow one another', t => {
	const score = (word: string, path: string) => matchText(queryOf(word).groups[0][0] as Word, path)?.score ?? 0;
	const isBetter = (word: string, a: string, b: string) => score(word, a) > score(word, b);
	t.true(isBetter('conf', '/etc/conf', '/etc/xconf'));
	t.true(isBetter('conf', '/etc/x-conf', '/etc/xconf'));
	t.true(isBetter('fb', '/foo/bar', '/foobar'));
	t.true(isBetter('fb', '/fooBar', '/foobar'));
	t.true(isBetter('abc', '/xabcx', '/xaxbxcx'));
	t.true(isBetter('abc', '/axbc', '/axxxxbc'));
});

test('random words: the places spell the word, in its order', t => {
	const random = new Random(3);
	const letters = 'abcAB/-._1';
	const text = (length: number) => Array.from({length}, () => random.pick([...letters])).join('');
	let matches = 0;
	for (let round = 0; round < 3000; round++) {
		const path = `/${text(1 + random.below(30))}`;
		const how = random.pick(['fuzzy', 'exact', 'suffix', 'boundary'] as const);
		const term: Word = {kind: 'text', isNot: false, how, text: text(1 + random.below(5)).replaceAll(/[A-Z]/g, 'a'), hasCase: false};
		const match = matchText(term, path);
		t.is(match !== undefined, slowWord(path, term), `${how} ${term.text} in ${path}`);
		if (match) {
			matches++;
			t.is(match.places.map(place => path[place].toLowerCase()).join(''), term.text, `${term.text} in ${path}`);
			t.deepEqual(match.places, match.places.toSorted((a, b) => a - b));
		}
	}

	t.true(matches > 500);
});

test('letters far apart, and a text too long to be weighed', t => {
	const places = (word: string, path: string) => matchText(queryOf(word).groups[0][0] as Word, path)?.places;
	t.deepEqual(places('ab', `/a${'-'.repeat(100)}b`), [1, 102]);
	t.deepEqual(places('a-b', `/a${'-'.repeat(90_000)}b`), [1, 2, 90_002]);
	t.is(matchText(queryOf('\'b').groups[0][0] as Word, `/${'x/'.repeat(50_000)}b`)?.places.length, 1);
});
