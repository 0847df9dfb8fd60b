import fs from 'node:fs';
import test from 'ava';
import {readPolicy} from '../source/audit/policy/read-policy.js';
import {rules} from '../source/audit/rules/index.js';
import {thresholdNames} from '../source/audit/thresholds.js';
import {parseOptions} from '../source/commands/parse-options.js';
import {commandWords, options} from '../source/options.js';
import {keyTable} from '../source/ui/key-table.js';
import {codeSpans, commandLines, freshReadme} from './helpers/readme-parts.js';

const root = new URL('../', import.meta.url);
const read = (name: string) => fs.readFileSync(new URL(name, root), 'utf8');
const readme = read('readme.md');
const contributing = read('contributing.md');

test('the readme has the keys as they are now', t => {
	t.true(readme.includes(keyTable()), 'npm run readme writes them');
});

test('the readme\'s tables are those of the program, and its examples print what the program prints: npm run readme writes them', async t => {
	t.is(await freshReadme(readme), readme);
});

test('each command line is understood', t => {
	const lines = [...commandLines(readme), ...commandLines(contributing)];
	t.true(lines.length > 20);
	for (const words of lines) {
		t.notThrows(() => parseOptions(words), words.join(' '));
	}
});

test('each option between the words is one, and each command and option is named', t => {
	const named = new Set(codeSpans(readme).flatMap(code => /^--(?<name>[-a-z]+)/i.exec(code)?.groups!.name ?? []));
	t.deepEqual([...named].filter(name => !Object.hasOwn(options, name)), []);
	t.deepEqual(Object.keys(options).filter(name => !readme.includes(`--${name}`)), []);
	t.deepEqual(commandWords.filter(word => !readme.includes(`freedive ${word}`)), []);
});

test('each npm script that the texts name is there', t => {
	const {scripts} = JSON.parse(read('package.json')) as {scripts: Record<string, string>};
	const named = Array.from((readme + contributing).matchAll(/npm run (?<script>[:a-z]+)/g), ({groups}) => groups!.script);
	t.deepEqual(named.filter(script => !Object.hasOwn(scripts, script)), []);
});

test('each file that the texts lead to is there, and each heading', t => {
	for (const [name, text] of Object.entries({'readme.md': readme, 'contributing.md': contributing})) {
		const headings = new Set(Array.from(text.matchAll(/^#+ (?<heading>.*)$/gm), ({groups}) => groups!.heading.toLowerCase().replaceAll(/[^\s\w-]/g, '').replaceAll(' ', '-')));
		for (const [, target] of text.matchAll(/\]\((?<target>[^\s)]+)\)/g)) {
			if (target.startsWith('#')) {
				t.true(headings.has(target.slice(1)), `${name}: ${target}`);
			} else if (!target.includes('://')) {
				t.true(fs.existsSync(new URL(target, root)), `${name}: ${target}`);
			}
		}
	}
});

test('each policy that the readme shows is one, and one has every key', t => {
	const policies = Array.from(readme.matchAll(/^```yaml\n(?<text>version: 1\n.*?)^```$/gms), ({groups}) => readPolicy('readme.md', Buffer.from(groups!.text), rules.map(({id}) => id)));
	t.true(policies.length > 0);
	const [{limits, required, forbidden, base, baseline, ignore}] = policies;
	t.deepEqual(Object.keys(limits), thresholdNames);
	t.true([...required.paths, ...forbidden.paths, base, baseline, ...ignore].every(value => value !== undefined));
});
