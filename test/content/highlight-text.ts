import test from 'ava';
import {languages, type Language} from '../../source/content/highlight-languages.js';
import {Highlighter, type Highlighted} from '../../source/content/highlight-text.js';
import {interpreterOf, languageOf} from '../../source/content/language-of.js';

function run(highlighter: Highlighter, lines: readonly string[], open?: string): Highlighted & {longest: number} {
	const generator = highlighter.highlight(lines, open);
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

/** Each line with its parts as `style(text)`. */
function drawn(lines: readonly string[], {spans}: Highlighted): string[] {
	return lines.map((line, index) => {
		let text = '';
		let at = 0;
		for (const {start, end, style} of spans[index]) {
			text += `${line.slice(at, start)}${style}(${line.slice(start, end)})`;
			at = end;
		}

		return text + line.slice(at);
	});
}

const highlights = test.macro({
	async exec(t, language: string, lines: readonly string[], expected: readonly string[]) {
		const highlighter = await Highlighter.load(language);
		t.deepEqual(drawn(lines, run(highlighter!, lines)), expected);
	},
	title: (_, language) => `highlights ${language}`,
});

test(highlights, 'python', ['def f(x):', '    return "a"  # why', '', '"""doc', 'more"""', 'y = 1'], [
	'keyword(def) name(f)(x):', '    keyword(return) string("a")  comment(# why)', '', 'string("""doc)', 'string(more""")', 'y = number(1)',
]);
test(highlights, 'dockerfile', ['FROM debian:12', 'RUN echo "a" && ls', '# done'], ['keyword(FROM) debian:number(12)', 'keyword(RUN) type(echo) string("a") && type(ls)', 'comment(# done)']);
test(highlights, 'json', ['{"a": [1, true]}'], ['{attribute("a"): [number(1), keyword(true)]}']);

test('what begins in one window goes on in the next, and in lines that are handed in later', async t => {
	const highlighter = (await Highlighter.load('c'))!;
	const lines = ['int a;', '/* long', ...Array.from({length: 500}, (_, index) => `int number${index} = ${index};`), 'end */ int b;', 'int c;'];
	const first = run(highlighter, lines.slice(0, 300));
	t.true(first.spans.slice(2).every(spans => spans.length === 1 && spans[0].style === 'comment'));
	t.not(first.open, '');
	const second = run(highlighter, lines.slice(300), first.open);
	t.is(second.open, '');
	t.deepEqual(drawn(lines.slice(-2), {spans: second.spans.slice(-2), open: ''}), ['comment(end */) type(int) b;', 'type(int) c;']);
	// Without what was open the same lines are code.
	t.is(run(highlighter, lines.slice(300, 301)).spans[0][0].style, 'type');
});

test('texts of many lines that are opened by the end of a line before go on too', async t => {
	const lines = ['cat <<EOF', ...Array.from({length: 300}, () => 'if then fi "'), 'EOF', 'echo "a"'];
	const {spans} = run((await Highlighter.load('bash'))!, lines);
	t.deepEqual(drawn(lines.slice(-1), {spans: spans.slice(-1), open: ''}), ['type(echo) string("a")']);
	t.is(spans[250].length, 1);
	t.is(spans[250][0].style, 'string');
});

test('a long line stays plain, and what follows does not', async t => {
	const lines = ['const a = 1;', `const b = '${'x'.repeat(5000)}';`, 'const c = 2;'];
	const {spans} = run((await Highlighter.load('javascript'))!, lines);
	t.deepEqual(spans[1], []);
	t.true(spans[2].length > 0);
});

test('all languages are there, and take no longer for lines that are made to take long', async t => {
	const hostile = ['('.repeat(900), '"'.repeat(901), 'a'.repeat(900), `${' '.repeat(899)}x`, '<'.repeat(900), '/*'.repeat(450), '\\'.repeat(900), '${'.repeat(450), '`'.repeat(900), '_0'.repeat(450), '-'.repeat(900), '{%'.repeat(450), '$'.repeat(900), '\uE000'].map(line => line.slice(0, 499));
	for (const language of Object.keys(languages) as Language[]) {
		const highlighter = (await Highlighter.load(language))!;
		const {spans, longest} = run(highlighter, [...hostile, ...hostile.map(line => `${line};`)]);
		t.is(spans.length, hostile.length * 2);
		t.true(longest < 1500, `${language}: ${longest} ms`);
	}
});

test('a language that is not known is not highlighted', async t => {
	t.is(await Highlighter.load('klingon'), undefined);
	t.is(await Highlighter.load('constructor'), undefined);
});

const tells = test.macro({
	exec(t, path: string, start: string, expected: Language | undefined) {
		t.is(languageOf(path, start), expected);
	},
	title: (_, path, start, expected) => `language of ${path} that begins ${JSON.stringify(start)}: ${expected}`,
});

test(tells, '/usr/bin/pip', '#!/usr/bin/python3.11\nimport re', 'python');
test(tells, '/usr/bin/x', '#!/usr/bin/env -S node --no-warnings\n', 'javascript');
test(tells, '/etc/init.d/x', '#! /bin/sh\n', 'bash');
test(tells, '/app/Dockerfile.dev', 'FROM x', 'dockerfile');
test(tells, '/app/server.js', '', 'javascript');
test(tells, '/etc/nginx/sites-enabled/default', 'server {', 'nginx');
test(tells, '/etc/x.conf', '[main]\n', 'ini');
test(tells, '/a/config', '{\n\t"auths": {}}', 'json');
test(tells, '/a/page', '<!DOCTYPE html>', 'xml');
test(tells, '/etc/passwd', 'root:x:0:0', undefined);
test(tells, '/a/constructor', 'x', undefined);
test(tells, '/a/x.constructor', 'x', undefined);
test(tells, '/a/Makefile.in', '', 'makefile');

test('the program that runs a script', t => {
	t.deepEqual(interpreterOf('#!/usr/bin/env -i A=1 python3 -x\n'), {path: '/usr/bin/env -i A=1 python3 -x', name: 'python3'});
	t.deepEqual(interpreterOf('#!/bin/sh\n'), {path: '/bin/sh', name: 'sh'});
	t.is(interpreterOf('#!\n'), undefined);
	t.is(interpreterOf('# !/bin/sh'), undefined);
});
