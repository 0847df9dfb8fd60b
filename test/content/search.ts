import test from 'ava';
import {expressionParts} from '../../source/content/search/expression-parts.js';
import {ContentSearch, type SearchOptions} from '../../source/content/search/content-search.js';
import type {Found} from '../../source/content/search/found.js';
import {compilePattern, PatternError, type SearchPattern} from '../../source/content/search/search-pattern.js';
import {between, randomChunks, randomOf, seed} from '../helpers/archive/random-bytes.js';
import type {Random} from '../helpers/random.js';

const plainOptions: SearchOptions = {mode: 'lines', isInverted: false, asText: false, maximumPerFile: Number.POSITIVE_INFINITY, before: 0, after: 0};

function pattern(text: string, more: Partial<SearchPattern> = {}): SearchPattern {
	return {text, isLiteral: false, ignoreCase: false, wholeWords: false, ...more};
}

/** What is found in a content that comes in pieces. */
function find(content: Uint8Array, wanted: SearchPattern, options: Partial<SearchOptions> = {}, pieces: Iterable<Uint8Array> = [Buffer.from(content)]): Found[] {
	const search = new ContentSearch(compilePattern(wanted), {...plainOptions, ...options});
	search.begin(0, content.length);
	for (const piece of pieces) {
		if (!search.isSatisfied) {
			search.write(piece);
		}
	}

	search.end();
	return search.take();
}

/** As grep writes it. */
function lines(content: string | Uint8Array, wanted: SearchPattern, options: Partial<SearchOptions> = {}): string[] {
	return find(Buffer.from(content as string), wanted, options).flatMap(({lines, isBinary}) => [
		...lines.map(({number, text, isContext}) => `${number}${isContext ? '-' : ':'}${text}`),
		...(isBinary ? ['binary'] : []),
	]);
}

test('lines that match, with their numbers and where in them', t => {
	t.deepEqual(find(Buffer.from('one\ntwo three two\n\nfour'), pattern('two|four')), [{
		content: 0,
		lines: [
			{number: 2, text: 'two three two', ranges: [0, 3, 10, 13], before: 0, after: 0, isContext: false},
			{number: 4, text: 'four', ranges: [0, 4], before: 0, after: 0, isContext: false},
		],
		matches: 2,
		isBinary: false,
		isPieced: false,
	}]);
});

test('anchors are those of a line, and no match goes over its end', t => {
	t.deepEqual(lines('a\nb a\nab\n', pattern('^a')), ['1:a', '3:ab']);
	t.deepEqual(lines('a\nb a\nab\n', pattern('a$')), ['1:a', '2:b a']);
	t.deepEqual(lines('a\n\nb\n', pattern('^$')), ['2:']);
	t.deepEqual(lines('a\n\nb\n', pattern('')), ['1:a', '2:', '3:b']);
	t.deepEqual(lines('a\nb\n', pattern('a[^x]*b')), []);
	t.deepEqual(lines('a\nb\n', pattern('a\\s+b')), []);
	t.deepEqual(lines('a\nb\na b\n', pattern('a[\\s\\S]b')), ['3:a b']);
	t.deepEqual(lines('a \nb\n', pattern('a(?!\\s)|b(?=x)')), []);
	t.deepEqual(lines('xa\nb\n', pattern('a(?!\\s)')), ['1:xa']);
	t.deepEqual(lines('', pattern('')), []);
});

test('characters beyond the first 65,536', t => {
	t.deepEqual(find(Buffer.from('a😀b😀\n'), pattern('x*')).flatMap(({lines}) => lines.map(({number}) => number)), [1]);
	t.deepEqual(find(Buffer.from('a😀b😀\n'), pattern('^.{4}$')).flatMap(({lines}) => lines.map(({ranges}) => ranges)), [[0, 6]]);
	t.deepEqual(lines('😀\n', pattern('😀', {isLiteral: true, ignoreCase: true})), ['1:😀']);
});

test('any case, as Unicode has it', t => {
	t.deepEqual(lines('Straße\nSTRASSE\nKelvin K\nſee\nÉTÉ\n', pattern('k', {isLiteral: true, ignoreCase: true})), ['3:Kelvin K']);
	t.deepEqual(lines('ſee\nSEE\n', pattern('see', {isLiteral: true, ignoreCase: true})), ['1:ſee', '2:SEE']);
	t.deepEqual(lines('ÉTÉ\nété\n', pattern('éTé', {isLiteral: true, ignoreCase: true})), ['1:ÉTÉ', '2:été']);
	t.deepEqual(lines('fooBAR1\nfoobar\n', pattern('FOOBAR\\d', {ignoreCase: true})), ['1:fooBAR1']);
});

test('whole words', t => {
	t.deepEqual(lines('foo\nfoobar\na foo.\nfoo_\néfoo\n', pattern('foo', {wholeWords: true})), ['1:foo', '3:a foo.']);
	t.deepEqual(lines('foobar foo\n', pattern('fo+', {wholeWords: true, isLiteral: false})), ['1:foobar foo']);
});

test('a text is taken as it is', t => {
	t.deepEqual(lines('a.b\naxb\n[x]\n', pattern('a.b', {isLiteral: true})), ['1:a.b']);
	t.deepEqual(lines('a.b\naxb\n[x]\n', pattern('[x]', {isLiteral: true})), ['3:[x]']);
});

test('encodings: UTF-8 with a mark, UTF-16 of both orders, Latin-1', t => {
	const text = 'one\ncafé €\nlast';
	const little = Buffer.from(`\uFEFF${text}`, 'utf16le');
	const big = Buffer.from(little).swap16();
	for (const content of [Buffer.from(text), Buffer.from(`\uFEFF${text}`), little, big]) {
		t.deepEqual(lines(content, pattern('caf. €$')), ['2:café €']);
		t.deepEqual(lines(content, pattern('^one$')), ['1:one']);
		t.deepEqual(lines(content, pattern('café', {isLiteral: true})), ['2:café €']);
		t.deepEqual(find(content, pattern('last'), {}, randomChunks(randomOf(9), content)).flatMap(({lines}) => lines.map(({number}) => number)), [3]);
	}

	const latin = Buffer.from('one\ncaf\u00E9\n', 'latin1');
	t.deepEqual(lines(latin, pattern('café', {isLiteral: true})), ['2:café']);
	t.deepEqual(lines(latin, pattern('CAFÉ', {isLiteral: true, ignoreCase: true})), ['2:café']);
	t.deepEqual(lines(latin, pattern('^c.f.$')), ['2:café']);
	t.deepEqual(lines(latin, pattern('[^a-z]$')), ['2:café']);
});

test('a carriage return at the end is not shown', t => {
	t.deepEqual(lines('foo bar\r\nbar\r\n', pattern('bar')), ['1:foo bar', '2:bar']);
	t.deepEqual(lines('bar\r\n', pattern('bar$')), []);
});

test('a binary content is told, and its lines only on request', t => {
	const content = 'a\nfoo\0bar\nfoo \u0001é\n';
	t.deepEqual(lines(content, pattern('foo')), ['binary']);
	t.deepEqual(lines(content, pattern('nothing')), []);
	t.deepEqual(lines(content, pattern('foo'), {asText: true}), ['2:foo\0bar', '3:foo \u0001é']);
	t.deepEqual(lines(Buffer.from('foo\0\xFF\x80bar\n', 'latin1'), pattern('foo.*bar'), {asText: true}), ['1:foo\0\\xff\\x80bar']);
	t.deepEqual(lines(content, pattern('foo.bar')), [], 'a NUL ends a line');
	t.deepEqual(lines(content, pattern('^bar$')), ['binary']);
	t.is(find(Buffer.from(content), pattern('foo'), {mode: 'count'})[0].matches, 2);
});

test('what is text far into a content is told, and then that it is binary', t => {
	const content = Buffer.concat([Buffer.from('foo 1\n'.repeat(60_000)), Buffer.from('\0\nfoo 2\nfoo 3\n')]);
	const found = lines(content, pattern('foo'));
	t.is(found.at(-1), 'binary');
	t.true(found.length > 10_000 && found.length < 60_000);
});

test('counts, files, at most so many, and lines that do not match', t => {
	const content = Buffer.from('a 1\nb\na 2\nc\na 3\n');
	t.deepEqual(find(content, pattern('a'), {mode: 'count'}).map(({matches, lines}) => [matches, lines.length]), [[3, 0]]);
	t.deepEqual(find(content, pattern('a'), {mode: 'count', maximumPerFile: 2}).map(({matches}) => matches), [2]);
	t.deepEqual(find(content, pattern('a'), {mode: 'files'}).map(({matches, lines}) => [matches, lines.length]), [[1, 0]]);
	t.deepEqual(find(content, pattern('x'), {mode: 'count'}), []);
	t.deepEqual(lines(content, pattern('a'), {maximumPerFile: 2}), ['1:a 1', '3:a 2']);
	t.deepEqual(lines(content, pattern('a'), {isInverted: true}), ['2:b', '4:c']);
	t.deepEqual(lines(content, pattern('a'), {isInverted: true, maximumPerFile: 1}), ['2:b']);
});

test('lines around a match, each once', t => {
	const content = '1\n2\n3 x\n4\n5 x\n6\n7\n8\n9 x\n';
	t.deepEqual(lines(content, pattern('x'), {before: 1, after: 1}), ['2-2', '3:3 x', '4-4', '5:5 x', '6-6', '8-8', '9:9 x']);
	t.deepEqual(lines(content, pattern('x'), {before: 9}), ['1-1', '2-2', '3:3 x', '4-4', '5:5 x', '6-6', '7-7', '8-8', '9:9 x']);
	t.deepEqual(lines(content, pattern('x'), {after: 2, maximumPerFile: 1}), ['3:3 x', '4-4', '5-5 x']);
});

test('lines around a match are told over the end of what is searched at once', t => {
	// Pieces end within and between lines, whatever their number.
	const all = Array.from({length: 90_000}, (_, index) => index % 7001 === 7000 ? `hit ${index}` : `line ${index}`);
	const content = Buffer.from(`${all.join('\n')}\n`);
	const expected = all.flatMap((_, index) => {
		const near = [index - 3, index - 2, index - 1, index, index + 1, index + 2].find(other => all[other]?.startsWith('hit'));
		return near === undefined ? [] : [`${index + 1}${near === index ? ':' : '-'}${all[index]}`];
	});
	t.deepEqual(lines(content, pattern('^hit'), {before: 2, after: 3}), expected);
});

test('of a very long line the part around its first match', t => {
	const content = Buffer.from(`start\n${'x'.repeat(1_000_000)}needle${'y'.repeat(1_000_000)}needle\nend needle\n`);
	const [found] = find(content, pattern('needle'), {}, randomChunks(randomOf(8), content));
	const [long, short] = found.lines;
	t.is(long.number, 2);
	t.is(long.text.length, 8192);
	t.is(long.before + long.text.length + long.after, 2_000_012);
	t.is(long.text.slice(...long.ranges as [number, number]), 'needle');
	t.deepEqual([short.number, short.text], [3, 'end needle']);
});

test('a line that is too long for one piece: a match over the cut is found, and told once', t => {
	const long = 4 << 20;
	const content = Buffer.from(`first\n${'x'.repeat(long - 3)}needle${'y'.repeat(long)}needle\nneedle\n`);
	const found = find(content, pattern('needle', {isLiteral: true}));
	t.deepEqual(found.flatMap(({lines}) => lines.map(({number}) => number)), [2, 3]);
	t.false(found.some(({isPieced}) => isPieced), 'of a text nothing is lost');
	const byExpression = find(content, pattern('n[e]+dle'));
	t.deepEqual(byExpression.flatMap(({lines}) => lines.map(({number}) => number)), [2, 3]);
	t.true(byExpression.some(({isPieced}) => isPieced));
});

test('what every match holds is told of an expression', t => {
	const literals = (source: string) => expressionParts(source, true).literals;
	t.deepEqual(literals('foo'), ['foo']);
	t.deepEqual(literals('foo|ba+r'), ['foo', 'ba']);
	t.is(literals('x(foo|bar)?y'), undefined);
	t.deepEqual(literals('^\\bfoo\\.b.*long enough$'), ['long enough']);
	t.deepEqual(literals('(?:foo){2}x'), ['foo']);
	t.deepEqual(literals('(?:foo){0,2}xy'), ['xy']);
	t.is(literals('a|bcd'), undefined);
	t.deepEqual(literals('ab*cde'), ['cde']);
	t.deepEqual(literals('(?<name>abc)[abc]+'), ['abc']);
	t.deepEqual(literals('(?i:abc)de'), ['de']);
	t.deepEqual(literals('(?!abc)de'), ['de']);
});

test('what is no expression', t => {
	t.throws(() => compilePattern(pattern('(')), {instanceOf: PatternError, message: 'Unterminated group'});
	t.notThrows(() => compilePattern(pattern('a{,3}\\-')), 'what is one only without the flag u');
});

test(`whatever the pattern and the pieces, it is what a plain search finds (SEED=${seed})`, t => {
	const random = randomOf(1);
	for (let round = 0; round < 250; round++) {
		const content = randomContent(random);
		const wanted = pattern(randomPattern(random), {isLiteral: random.chance(0.3), ignoreCase: random.chance(0.3), wholeWords: random.chance(0.2)});
		const isInverted = random.chance(0.2);
		const expected = plainly(content, wanted, isInverted);
		const message = `${JSON.stringify(wanted)} ${isInverted} ${JSON.stringify(content.toString('latin1').slice(0, 300))}`;
		const found = find(content, wanted, {isInverted}, randomChunks(random, content));
		t.deepEqual(found.flatMap(({lines}) => lines.map(({number}) => number)), expected.isBinary ? [] : expected.numbers, message);
		t.is(found.some(({isBinary}) => isBinary), expected.isBinary && expected.numbers.length > 0, message);
		t.is(find(content, wanted, {isInverted, mode: 'count'}).reduce((sum, {matches}) => sum + matches, 0), expected.numbers.length, message);
		t.deepEqual(find(content, wanted, {isInverted}), found.length > 0 ? [{...found[0], lines: found.flatMap(({lines}) => lines)}] : [], message);
	}
});

function randomContent(random: Random): Buffer {
	const alphabet = random.pick(['ab c\n', 'abAB\n\n .', 'abéß\n', 'aſk\nKS\r', 'ab\0\n']);
	const characters = [...alphabet];
	const text = Array.from({length: between(random, 0, random.chance(0.02) ? 300_000 : 60)}, () => random.pick(characters)).join('');
	return Buffer.from(text, random.chance(0.2) ? 'latin1' : 'utf8');
}

function randomPattern(random: Random): string {
	const atoms = ['a', 'b', 'ab', 'k', 's', 'é', '.', '[ab]', '[^a]', '\\s', '\\w', '^', '$', '\\b', '(a|b)', '(?:ab)', 'c', ' ', '(?=a)', '(?<!b)', '\\D', '\\r'];
	const branch = () => Array.from({length: between(random, 1, 4)}, () => random.pick(atoms).concat(random.pick(['', '', '', '?', '{1,2}']))).join('');
	for (;;) {
		const text = random.chance(0.2) ? `${branch()}|${branch()}` : branch();
		try {
			compilePattern(pattern(text));
			return text;
		} catch {}
	}
}

/** Line by line, each decoded and tried by itself. */
function plainly(content: Buffer, {text, isLiteral, ignoreCase, wholeWords}: SearchPattern, isInverted: boolean): {numbers: number[]; isBinary: boolean} {
	const isBinary = content.includes(0);
	const source = isLiteral ? text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`) : text;
	const isBeyondAscii = /[^\0-\u007F]/.test(text);
	const letter = String.raw`[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}]`;
	let expression: RegExp;
	try {
		expression = new RegExp(wholeWords ? `(?<!${letter})(?:${source})(?!${letter})` : source, ignoreCase ? 'isu' : 'su');
	} catch {
		expression = new RegExp(wholeWords ? `(?<!\\w)(?:${source})(?!\\w)` : source, ignoreCase ? 'is' : 's');
	}

	const numbers: number[] = [];
	let number = 1;
	for (let at = 0; at < content.length; number++) {
		const breaks = [content.indexOf(0x0A, at), isBinary ? content.indexOf(0, at) : -1].filter(place => place >= 0);
		const end = Math.min(content.length, ...breaks);

		const line = content.subarray(at, end);
		const decoded = line.toString('utf8');
		const isUtf8 = Buffer.from(decoded).equals(line);
		if (expression.test(isUtf8 || (isBinary && isBeyondAscii) ? decoded : line.toString('latin1')) !== isInverted) {
			numbers.push(number);
		}

		at = end + 1;
	}

	return {numbers, isBinary};
}
