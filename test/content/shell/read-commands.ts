import {spawnSync} from 'node:child_process';
import test from 'ava';
import {readCommands} from '../../../source/content/shell/read-commands.js';
import type {ShellCommand} from '../../../source/content/shell/shell-command.js';
import {hasProgram, testWith} from '../../helpers/archive/test-with.js';
import {Random} from '../../helpers/random.js';

/** Each command as `via>via|A=1|word,word|2>file`, what is empty left out. */
function told(text: string): string[] {
	return readCommands(text).map(({via, assignments, words, redirections}) => [
		via.join('>'),
		assignments.map(({name, value}) => `${name}=${value.text}`).join(','),
		words.map(({text}) => text).join(','),
		redirections.map(({descriptor = '', operator, target}) => `${descriptor}${operator}${target.text}`).join(','),
	].filter(part => part !== '').join('|'));
}

const reads = test.macro<[string, ...string[]]>({
	exec(t, text, ...commands) {
		t.deepEqual(told(text), commands);
	},
	title: (_, text) => `reads ${JSON.stringify(text)}`,
});

test(reads, 'a b', 'a,b');
test(reads, 'a \\\n  b;c&&d||e&f|g\nh', 'a,b', 'c', 'd', 'e', 'f', 'g', 'h');
test(reads, 'a "b c" \'d e\' f\\ g h"i"\'j\' $\'k\\nl\\x41\\\'\' ""', 'a,b c,d e,f g,hij,k\nlA\',');
test(reads, 'a "x\\"y\\z\\$" \'\\\'', 'a,x"y\\z$,\\');
test(reads, 'A=1 B="x y" a C=3', 'A=1,B=x y|a,C=3');
test(reads, 'A=1', 'A=1');
test(reads, 'a >x 2>/dev/null 2>&1 <y >>z &>w', 'a|>x,2>/dev/null,2>&1,<y,>>z,&>w');
test(reads, '2>x a 2 >y', 'a,2|2>x,>y');
test(reads, 'a # b; c\nd#e', 'a', 'd#e');
test(reads, 'if a; then b; elif c; then d; else e; fi', 'a', 'b', 'c', 'd', 'e');
test(reads, 'while a; do b; done; until c; do d; done', 'a', 'b', 'c', 'd');
test(reads, 'for i in x y $(z); do a $i; done; for j; do b; done; for k\ndo c; done; for ((i=0;i<3;i++)); do d; done', 'z', 'a,$i', 'b', 'c', 'd');
test(reads, 'case "$(a)" in x|y) b;; (z) c;& *) case q in r) d ;; esac;; esac; e', 'a', 'b', 'c', 'd', 'e');
test(reads, '{ a; b; }; (c; d); ! e; time f', 'a', 'b', 'c', 'd', 'e', 'f');
test(reads, 'f() { a; }; function g { b; }; f', 'a', 'b', 'f');
test(reads, '[ -x a ] && [[ b == c && d > e ]] && g', '[,-x,a,]', '[[,b,==,c,&,&,d,>,e,]]', 'g');
test(reads, 'a $((1 + (2))) $((b) | c)', 'a,$((1 + (2))),$((b) | c)', 'b', 'c');
test(reads, '((a = 1)); b', 'b');
test(reads, 'a=(x y) b[0]=z c', 'a=(x y),b=z|c');
test(reads, 'a "$(b "$(c)")" `d \\`e\\`` $\\{f:-$(g)} <(h)'.replace('\\{', '{'), 'a,$(b "$(c)"),`d \\`e\\``,$\\{f:-$(g)},<(h)'.replace('\\{', '{'), 'b,$(c)', 'c', 'd,`e`', 'e', 'g', 'h');
test(reads, 'rm -rf !(keep) @(a|b)', 'rm,-rf,!(keep),@(a|b)');
test(reads, 'cat <<EOF >x && b\n$(c) `d`\nEOF\ne', 'cat|<<EOF,>x', 'b', 'c', 'd', 'e');
test(reads, 'cat <<\'EOF\' | b\n$(c)\nEOF\ne', 'cat|<<EOF', 'b', 'e');
test(reads, 'a <<-X <<Y\n\t$(b)\n\tX\n$(c)\nY\nd', 'a|<<-X,<<Y', 'b', 'c', 'd');
test(reads, 'bash <<EOF\na; $(b)\nEOF\nc', 'bash|<<EOF', 'bash|a', 'bash|$(b)', 'bash|b', 'c');
test(reads, 'a |\nb', 'a', 'b');
test(reads, 'else');
test(reads, '\'if\' a', 'if,a');
test(reads, 'echo if then', 'echo,if,then');

// What is looked through.
test(reads, 'sudo -u x -- a b', 'sudo,-u,x,--,a,b', 'sudo|a,b');
test(reads, 'sudo -E A=1 a', 'sudo,-E,A=1,a', 'sudo|a');
test(reads, 'sudo -v', 'sudo,-v');
test(reads, 'env -i A=1 B=2 a c', 'env,-i,A=1,B=2,a,c', 'env|a,c');
test(reads, 'a | xargs -0 -n 1 b -c', 'a', 'xargs,-0,-n,1,b,-c', 'xargs|b,-c');
test(reads, 'timeout -k 5 10m nice -n 3 a', 'timeout,-k,5,10m,nice,-n,3,a', 'timeout|nice,-n,3,a', 'timeout>nice|a');
test(reads, 'sh -euxc \'a; b "c d"\' e', 'sh,-euxc,a; b "c d",e', 'sh|a', 'sh|b,c d');
test(reads, '/bin/bash -o pipefail -c "a \\"b c\\""', '/bin/bash,-o,pipefail,-c,a "b c"', 'bash|a,b c');
test(reads, 'sh script -c a', 'sh,script,-c,a');
test(reads, 'sh -c "$(curl x)"', 'sh,-c,$(curl x)', 'curl,x');
test(reads, 'eval "a b" c', 'eval,a b,c', 'eval|a,b,c');
test(reads, 'su app -c "a b"', 'su,app,-c,a b', 'su|a,b');
test(reads, 'find / -name x -exec rm -f {} \\; -print', 'find,/,-name,x,-exec,rm,-f,{},;,-print', 'find|rm,-f,{}');
test(reads, 'command -v a; exec b', 'command,-v,a', 'exec,b', 'exec|b');

const withPipefail = (text: string, shell?: {pipefail: boolean}) => readCommands(text, shell).filter(({options}) => options.pipefail).map(({name}) => name).join(' ');

test('set -o pipefail holds from there on, but not outside of its subshell', t => {
	t.is(withPipefail('a; set -eo pipefail; b | c; set +o pipefail; d'), 'b c set');
	t.is(withPipefail('(set -o pipefail; a); b'), 'a');
	t.is(withPipefail('x "$(set -euxo pipefail; a)"; b'), 'a');
	t.is(withPipefail('sh -c "a; b"; c', {pipefail: true}), 'sh c');
	t.is(withPipefail('bash -eo pipefail -c "a"; c'), 'a');
	t.is(withPipefail('set -- -o pipefail; a'), '');
	t.true(readCommands('set -e; a')[1].options.errexit);
});

test('which commands a pipe joins', t => {
	const stages = (text: string) => readCommands(text).map(({name, stage, pipeline}) => `${name} ${stage}/${pipeline.stages.length}`);
	t.deepEqual(stages('a | b |& c; d'), ['a 0/3', 'b 1/3', 'c 2/3', 'd 0/1']);
	t.deepEqual(stages('a $(x | y) | b'), ['a 0/2', 'x 0/2', 'y 1/2', 'b 1/2']);
	const [inner, shell] = readCommands('{ a; } | sh');
	t.is(inner.pipeline.outer!.pipeline, shell.pipeline);
	t.is(inner.pipeline.outer!.stage, 0);
	t.is(shell.stage, 1);
	const [a] = readCommands('if a | b; then c; fi');
	t.is(a.pipeline.stages[1][0].name, 'b');
});

test('a command and its words say where they stand', t => {
	const text = 'x;  A=1 apt-get  "install" y >z ; w';
	const [, command] = readCommands(text);
	t.is(text.slice(command.start, command.end).trim(), 'A=1 apt-get  "install" y >z');
	t.deepEqual(command.words.map(({start, end}) => text.slice(start, end)), ['apt-get', '"install"', 'y']);
});

/** A word that expands nothing, in a random quoting. */
function randomWord(random: Random, isBash: boolean): string {
	const letters = [...'abcXYZ019 _-./:,+%@^=~#', '\t', '\n', '"', '\'', '\\', '$', '`', '*', '?', '[', ']', '{', '}', '!', ';', '&', '|', '<', '>', '(', ')', 'é', '漢'];
	let word = '';
	for (let parts = 1 + random.below(4); parts > 0; parts--) {
		const text = Array.from({length: random.below(6)}, () => random.pick(letters)).join('');
		switch (random.below(isBash ? 5 : 4)) {
			case 0: {
				word += `'${text.replaceAll('\'', '')}'`;
				break;
			}

			case 1: {
				// A backslash before anything but what it quotes stays.
				word += `"${text.replaceAll(/["$`]|\\(?=["$\\`]|$)/g, '\\$&')}"`;
				break;
			}

			case 2: {
				word += text.replaceAll(/[^\w%+,\-./:@é漢]/g, letter => letter === '\n' ? '\\\n' : `\\${letter}`);
				break;
			}

			case 3: {
				word += text.replaceAll(/[^\w%+,\-./:@]/g, '') || 'x';
				break;
			}

			default: {
				word += `$'${text.replaceAll(/["'\\]/g, '\\$&')}${random.pick(['\\n', '\\t\\\\', '\\x41', '\\101', '\\u00e9', '\\e', '\\cA', '\\q', ''])}'`;
			}
		}
	}

	return word.replace(/^$/, 'x');
}

/** A script that prints each word of its commands, in whatever groups, and does nothing else. */
function randomScript(random: Random, isBash: boolean, depth = 0): string {
	const blank = () => random.pick([' ', '  ', '\t', ' \\\n ']);
	const print = (to = '') => `${random.pick(['', '', 'A=1 ', 'A="x y" B= '])}printf${blank()}'%s\\0'${blank()}C${Array.from({length: random.below(4)}, () => `${blank()}${randomWord(random, isBash)}`).join('')}${to}`;
	const list = () => randomScript(random, isBash, depth + 1);
	const command = (): string => {
		switch (depth > 2 ? random.below(2) : random.below(12)) {
			case 0: {
				return print(random.pick([' 2>/dev/null', ' >&3', ' 3>&1', '']));
			}

			case 2: {
				return `{ ${list()}\n}`;
			}

			case 3: {
				return `( ${list()}\n)`;
			}

			case 4: {
				return `if :; then ${list()}\nelse :; fi`;
			}

			case 5: {
				return `for i in ${randomWord(random, isBash)}; do ${list()}\ndone`;
			}

			case 6: {
				return `case ${randomWord(random, isBash)} in 'no)' | no) :;; (*) ${list()}\n;; esac`;
			}

			case 7: {
				// Not with `$'…'`: bash 5.2 writes it anew before it runs it, and now and then wrongly.
				return `: "$( ${randomScript(random, false, depth + 1)}\n)"`;
			}

			case 8: {
				return `: <<'E F'\n$(x) \`\n${random.pick(['', '"\'\n'])}E F\n${print()}`;
			}

			case 9: {
				return `${print()} # no; "comment`;
			}

			case 10: {
				return `env A=1 ${print(' >&4').replaceAll(/^(?:[AB]=(?:"x y"|\d?) )*/g, '')}`;
			}

			default: {
				return print();
			}
		}
	};

	return Array.from({length: 1 + random.below(3)}, () => command()).reduce((script, next) => `${script}${/# no[^\n]*$/.test(script) ? '\n' : random.pick(['; ', '\n', ' && ', '\n\n'])}${next}`);
}

for (const shell of ['bash', 'dash']) {
	const isThere = shell === 'bash' ? hasProgram('bash') : spawnSync('dash', ['-c', ':']).status === 0;
	testWith(test, {[shell]: isThere})(`what ${shell} prints of random words is what is read of them`, t => {
		const random = new Random(shell === 'bash' ? 17 : 18);
		for (let round = 0; round < 150; round++) {
			const script = randomScript(random, shell === 'bash');
			// What stands in a substitution prints aside, so that all that is printed is seen.
			const {stdout, stderr, status} = spawnSync(shell, ['-c', `exec 4>&1\nprintf() { command printf "$@" >&4; }\nexec 3>&1\n${script}\n`], {encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: {LC_ALL: 'C.UTF-8', PATH: '/usr/bin:/bin'}});
			t.is(status, 0, `${script}\n${stderr}`);
			t.deepEqual(stdout.split('\0').sort(), printed(readCommands(script)).sort(), script);
		}
	});
}

/** What the commands print that are no part of another. */
function printed(commands: readonly ShellCommand[]): string[] {
	return [...commands.filter(({name}) => name === 'printf').flatMap(({words}) => words.slice(2).map(({text}) => text)), ''];
}

test('any text is read in time by its length, and ends', t => {
	const pieces = [
		'"', '\'', '`', '$(', '${', '$((', '((', '(', ')', '{ ', '} ', 'case x in ', 'a) ', ';; ', 'esac ', 'if ', 'fi ', 'for x in ', 'do ', 'done ', '<<A\n', '<<-"B"\n', '$\'',
		'\\', '\n', 'sudo ', 'env A=1 ', 'xargs ', 'sh -c "', 'sh -c \'', 'eval ', '|', '&', '<', '>', '2>', '[[ ', ']] ', '!(', 'a=(', '\u00A0', '\u2028', '# ', 'function ', 'f()', '"$(sh -c "', 'sh <<A\n$(', '\0',
	];
	const started = performance.now();
	const random = new Random(4);
	for (const piece of pieces) {
		readCommands(piece.repeat(15_000));
	}

	for (const quote of ['"', '\'', '`', '\\', '$', '(', '#']) {
		readCommands(quote.repeat(1_000_000));
		readCommands(`a ${quote} `.repeat(50_000));
	}

	for (let round = 0; round < 20; round++) {
		readCommands(Array.from({length: 50_000}, () => random.pick(pieces)).join(''));
	}

	for (let round = 0; round < 300; round++) {
		readCommands(Array.from({length: 400}, () => String.fromCodePoint(random.below(128))).join(''));
	}

	t.true(performance.now() - started < 30_000, `${performance.now() - started} ms`);
});
