import test from 'ava';
import picomatch from 'picomatch';
import {Glob} from '../../source/format/glob.js';
import {Random} from '../helpers/random.js';

/** Which of the names match. */
function matched(glob: string, ...names: string[]): string[] {
	const compiled = new Glob(glob);
	return names.filter(name => compiled.matches(name));
}

/** A name of a glob: letters, wildcards, sets and alternatives. */
function randomName(random: Random, depth: number): string {
	if (random.chance(0.15)) {
		return '**';
	}

	return Array.from({length: 1 + random.below(4)}, () => {
		const kind = random.below(12 - depth);
		switch (kind) {
			case 0: {
				return '?';
			}

			case 1:
			case 2: {
				return '*';
			}

			case 3: {
				return random.pick(['[ab]', '[!a]', '[^b.]', '[a-c]', '[b-z]', '[!b-z]']);
			}

			case 4: {
				return random.pick([String.raw`\*`, String.raw`\?`, String.raw`\{`, '.']);
			}

			case 11: {
				const alternatives = Array.from({length: 2 + random.below(2)}, () => random.chance(0.1) ? '' : randomName(random, depth + 1).replaceAll('**', '*'));
				return `{${alternatives.join(random.chance(0.1) ? ',c/a,' : ',')}}`;
			}

			default: {
				return random.pick(['a', 'b', 'c', 'ä']);
			}
		}
	}).join('').replaceAll(/\*{2,}/g, '*');
}

test('random globs match what picomatch says', t => {
	const random = new Random(71);
	let matches = 0;
	for (let round = 0; round < 4000; round++) {
		const glob = Array.from({length: 1 + random.below(3)}, () => randomName(random, 0)).join('/').replace(/^(?:\.\/)+/, '');
		// With `nonegate` picomatch takes the ! of a set for a letter.
		const expression = picomatch.makeRe(glob.replaceAll('[!', '[^'), {dot: true, nonegate: true});
		const compiled = new Glob(glob);
		for (let index = 0; index < 25; index++) {
			const name = Array.from({length: 1 + random.below(4)}, () => {
				const letters = Array.from({length: 1 + random.below(4)}, () => random.pick(['a', 'b', 'c', 'a', '*', '?', '{', 'ä', '.'])).join('');
				return /^\.+$/.test(letters) ? 'a' : letters;
			}).join('/');
			t.is(compiled.matches(name), expression.test(name), `${glob} on ${name}`);
			matches += compiled.matches(name) ? 1 : 0;
		}
	}

	t.true(matches > 5000, `only ${matches} match`);
});

test('what picomatch says otherwise, or not at all', t => {
	t.deepEqual(matched('*', 'a', '.a', '', 'a/b'), ['a', '.a']);
	t.deepEqual(matched('**', 'a', '.a', '', 'a/b'), ['a', '.a', '', 'a/b']);
	t.deepEqual(matched('{a,b/**}', 'a', 'b', 'b/c/d', 'c'), ['a', 'b', 'b/c/d']);
	t.deepEqual(matched('!(a)', '!(a)', 'b'), ['!(a)']);
	t.deepEqual(matched('+(a|b)', '+(a|b)', 'ab', 'a|b'), ['+(a|b)']);
	t.deepEqual(matched('!a*', '!ab', 'b'), ['!ab']);
	t.deepEqual(matched('[a', '[a', 'a'), ['[a']);
	t.deepEqual(matched('[]a]', ']', 'a', 'b'), [']', 'a']);
	t.deepEqual(matched('[a/b]', '[a/b]', 'a', '/'), ['[a/b]']);
	t.deepEqual(matched('[z-a]', 'a', 'm', '-'), []);
	t.is(new Glob('x[a-cz-b]').problem, 'the range z-b goes from back to front');
	t.is(new Glob('x[a-c').problem, undefined);
	t.deepEqual(matched('[a-]', 'a', '-', 'b'), ['a', '-']);
	t.deepEqual(matched(String.raw`[\]\-x]`, ']', '-', 'x', '\\'), [']', '-', 'x']);
	t.deepEqual(matched('{a,{b,c}', '{a,b', '{a,c', 'a', 'b'), ['{a,b', '{a,c']);
	t.deepEqual(matched('{a}}', '{a}}', 'a'), ['{a}}']);
	t.deepEqual(matched('a\\', 'a\\', 'a'), ['a\\']);
	t.deepEqual(matched('?', '😀', 'é', 'ab'), ['😀', 'é']);
	t.deepEqual(matched('[😀-😂]', '😁', '😃'), ['😁']);
	t.deepEqual(matched('', '', 'a'), ['']);
	t.true(new Glob('{ä,B}*', {hasCase: false}).matches('ÄX'));
	t.true(new Glob('{ä,B}*', {hasCase: false}).matches('bx'));
	t.false(new Glob('{ä,B}*').matches('bx'));
});

test('no name takes longer than its length times the glob\'s', t => {
	const globs = ['*a'.repeat(14) + '*b', '**/a/'.repeat(10) + 'b', '{a,{*a,?}}*'.repeat(10) + 'b', '*{a*,*a,a*a}'.repeat(20) + 'b', '*[ab]?ä'.repeat(20), '*a' + '?'.repeat(40) + 'b*'];
	const random = new Random(72);
	for (const glob of globs) {
		for (const length of [200, 400, 4000]) {
			for (const name of ['a'.repeat(length), 'a/'.repeat(length / 2), 'aä?'.repeat(length / 3), Array.from({length}, () => random.pick(['a', 'b'])).join('')]) {
				const compiled = new Glob(glob);
				compiled.matches(name);
				// A character of a glob makes a few places, each of which is looked at once for a character of a name and once more for what follows it.
				t.true(compiled.steps <= 8 * (name.length + 1) * (glob.length + 1), `${glob} on ${name.slice(0, 10)}… of ${length}: ${compiled.steps} steps`);
			}
		}
	}
});

test('braces may be as deep as they like', t => {
	const deep = '{'.repeat(50_000) + 'a' + ',b}'.repeat(50_000);
	t.notThrows(() => new Glob(deep).matches('a'));
	t.true(new Glob(`${'{x,'.repeat(20)}a${'}'.repeat(20)}`).matches('a'));
});
