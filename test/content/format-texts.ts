import test from 'ava';
import {formatJson} from '../../source/content/format-json.js';
import {formatXml} from '../../source/content/format-xml.js';
import {randomOf, seed} from '../helpers/archive/random-bytes.js';
import type {Random} from '../helpers/random.js';

function run<Result>(generator: Generator<void, Result>): Result & {longest: number} {
	let longest = 0;
	for (;;) {
		const start = performance.now();
		const step = generator.next();
		longest = Math.max(longest, performance.now() - start);
		if (step.done) {
			return {...step.value, longest};
		}
	}
}

const json = (text: string, most = 1e8) => run(formatJson(text, most));
const xml = (text: string, most = 1e8) => run(formatXml(text, most));

function randomValue(random: Random, depth = 0): unknown {
	switch (random.below(depth > 5 ? 4 : 7)) {
		case 0: {
			return random.below(1000) - 500;
		}

		case 1: {
			return ['', 'a"b', '\\ \n\t\u0001', 'ü😀\u2028', '\uD800'][random.below(5)];
		}

		case 2: {
			return [true, false, null][random.below(3)];
		}

		case 3: {
			return random.below(1000) / 7e9;
		}

		case 4: {
			return Object.fromEntries(Array.from({length: random.below(4)}, (_, index) => [`k${index}"`, randomValue(random, depth + 1)]));
		}

		default: {
			return Array.from({length: random.below(4)}, () => randomValue(random, depth + 1));
		}
	}
}

test(`JSON: as JSON.stringify indents it, of random values (SEED=${seed})`, t => {
	const random = randomOf(1);
	for (let index = 0; index < 500; index++) {
		const value = randomValue(random);
		const expected = `${JSON.stringify(value, undefined, 2)}\n`;
		for (const text of [JSON.stringify(value), JSON.stringify(value, undefined, '\t'), ` \r\n${expected}`]) {
			const {formatted, problem} = json(text);
			t.is(formatted, expected);
			t.is(problem, undefined);
		}
	}
});

test('JSON: numbers keep their digits, keys their order though they be there twice, and lines their texts', t => {
	t.is(json('{"b":12345678901234567890.100,"a":1E+400,"b":-0,"c":"\\u00e4"}').formatted, '{\n  "b": 12345678901234567890.100,\n  "a": 1E+400,\n  "b": -0,\n  "c": "\\u00e4"\n}\n');
	t.is(json('{"a":1}\n[]\n2').formatted, '{\n  "a": 1\n}\n[]\n2\n');
});

test('JSON: a problem is told with its place, as JSON.parse finds one too', t => {
	for (const [text, line, column] of [
		['{"a":1,}', 1, 8], ['[1 2]', 1, 4], ['{"a" 1}', 1, 6], ['{\n\t"a": "x\ny"}', 2, 7], ['[1,2', 1, 5], ['01', 1, 1], ['{"a":tru}', 1, 6], ['', 1, 1], ['nul', 1, 1], ['"\\x"', 1, 1],
		['{1:2}', 1, 2], ['[}', 1, 2], ['{]', 1, 2], ['[,]', 1, 2], [']', 1, 1], ['"\u0001"', 1, 1], ['{"a":1 "b":2}', 1, 8], ['// c\n{}', 1, 1], ['[1]]', 1, 4], ['truefalse', 1, 1], ['1.', 1, 2], ['.5', 1, 1], ['+1', 1, 1],
	] as const) {
		t.throws(() => JSON.parse(text) as unknown);
		const {problem} = json(text);
		t.deepEqual(problem && {text, line: problem.line, column: problem.column}, {text, line, column});
	}

	t.is(json('{"a": nope, "b": 1}').formatted, '{\n  "a": \nnope, "b": 1}');
	t.is(json('{"a": nope}').problem?.message, '\'n\' stands where a value should');
});

test('JSON: large and deep texts are cut off where they grow too much, and take no slice for long', t => {
	const deep = json('['.repeat(1_000_000), 10_000_000);
	t.true(deep.isCutOff);
	t.true(deep.formatted.length < 10_001_000);
	const long = json(`"${'\\n'.repeat(2_000_000)}"`);
	t.is(long.problem, undefined);
	const wide = json(`[${'{"a":[1,2,3],"b":"some text"},'.repeat(100_000)}1]`);
	t.is(wide.problem, undefined);
	for (const {longest} of [deep, long, wide]) {
		t.true(longest < 1000, `${longest} ms`);
	}

	t.truthy(json('"'.repeat(1_000_000)).problem ?? 'many texts');
	t.truthy(json('-'.repeat(1_000_000)).problem);
});

test('XML: lines broken and indented, texts kept, attributes on their line', t => {
	t.is(xml('<?xml version="1.0"?><!DOCTYPE a><a x="1>2"\n y=\'<\'><b>text</b><c/><d>long\n  text<e>f</e></d><!-- c\n d --><![CDATA[<z>]]></a>').formatted, `<?xml version="1.0"?>
<!DOCTYPE a>
<a x="1>2" y='<'>
  <b>text</b>
  <c/>
  <d>
    long
    text
    <e>f</e>
  </d>
  <!-- c
 d -->
  <![CDATA[<z>]]>
</a>
`);
	t.is(xml('<a><b></b></a>').formatted, '<a>\n  <b></b>\n</a>\n');
});

test('XML: what is not closed is said, and what is wrong stays to be read', t => {
	t.is(xml('<a><b></a>').problem, '</a> stands where <b> should be closed');
	t.is(xml('<a>').problem, '<a> is not closed');
	t.is(xml('</a>').problem, '</a> closes nothing');
	t.is(xml('<a x="1>').problem, 'a tag is not closed');
	t.is(xml('<a/><!-- x').formatted, '<a/>\n<!-- x\n');
	t.is(xml('text').problem, undefined);
});

test('XML: hostile texts stay within their bounds', t => {
	for (const text of ['<'.repeat(1e6), '<!--'.repeat(2e5), '<a "'.repeat(2e5), '<![CDATA['.repeat(1e5), '<a x=\''.repeat(1e5) + '"', '<a>'.repeat(3e5), '</a>'.repeat(3e5), '<a'.repeat(3e5) + '>', ' '.repeat(2e6), '<?'.repeat(3e5)]) {
		const {formatted, longest} = xml(text, 8_000_000);
		t.true(formatted.length < 8_000_000 + 1_100_000);
		t.true(longest < 1000, `${text.slice(0, 10)}: ${longest} ms`);
	}
});
