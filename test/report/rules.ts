import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import test from 'ava';
import {rules} from '../../source/audit/rules/index.js';
import {rulesMarkdown} from '../../source/report/rules-markdown.js';
import {schemas} from '../../source/report/schemas/index.js';
import {runCommand} from '../helpers/run-command.js';
import {schemaErrors, undescribedKeys} from '../helpers/validate-schema.js';

test('the page of rules is that of the program: npm run readme writes it', t => {
	t.is(fs.readFileSync(new URL('../../source/audit/rules/readme.md', import.meta.url), 'utf8'), rulesMarkdown(rules));
});

test('--list-rules: a line a rule, JSON by its schema, and the page', async t => {
	const {exitCode, output} = await runCommand(['audit', '--list-rules']);
	t.is(exitCode, 0);
	for (const {id, title} of rules) {
		t.regex(output, new RegExp(`^${id} .*`, 'm'));
		t.true(output.replaceAll(/\s+/g, ' ').includes(title), id);
	}

	t.true(output.endsWith(`${rules.length} rules; --format markdown tells what each detects and what to do.\n`));
	const listed: unknown = JSON.parse((await runCommand(['audit', '--list-rules', '--format', 'json'])).output);
	t.deepEqual(schemaErrors(schemas.rules, listed), []);
	t.deepEqual(undescribedKeys(schemas.rules, listed), []);
	t.is((await runCommand(['audit', '--list-rules', '--format', 'markdown'])).output, rulesMarkdown(rules));
	t.deepEqual(await runCommand(['audit', '--list-rules', '--format', 'sarif']), {exitCode: 2, output: '', errors: 'freedive: --list-rules goes with --format text, json or markdown, not sarif.\n'});
	t.is((await runCommand(['audit', 'app.tar', '--list-rules'])).errors, 'freedive: --list-rules goes without an image: freedive audit --list-rules\n');
});

const hasCmark = spawnSync('cmark-gfm', ['--version'], {stdio: 'ignore'}).status === 0;

(hasCmark ? test : test.skip)('the page is Markdown that says what was meant: a row and a heading a rule, no HTML, no table broken (cmark-gfm)', t => {
	const {stdout: html} = spawnSync('cmark-gfm', ['-e', 'table'], {input: rulesMarkdown(rules), encoding: 'utf8'});
	t.is(html.match(/<tr>/g)!.length, rules.length + 1);
	t.is(html.match(/<td>/g)!.length, rules.length * 4);
	t.is(html.match(/<h3>/g)!.length, rules.length);
	t.notRegex(html, /raw HTML omitted/);
});
