import fs from 'node:fs';
import test from 'ava';
import {brokenRules} from './helpers/architecture-rules.js';

const source = new URL('../source/', import.meta.url);

test('each import of the program follows the rule, and only cli.ts reads process or prints', t => {
	const files = fs.readdirSync(source, {recursive: true, encoding: 'utf8'}).filter(file => /\.tsx?$/.test(file));
	t.true(files.length > 20);
	t.deepEqual(files.sort().flatMap(file => brokenRules(file.replaceAll('\\', '/'), fs.readFileSync(new URL(file, source), 'utf8'))), []);
});

const breaks = test.macro({
	exec(t, file: string, text: string, sentence: string) {
		t.deepEqual(brokenRules(file, text), [`source/${file}:1: ${sentence}`]);
	},
	title: (_, file, text) => `fails: ${text} in ${file}`,
});

test(breaks, 'content/x.ts', 'import {x} from \'../archive/x.js\';', 'content does not import from archive');
test(breaks, 'format/bytes.ts', 'import {x} from \'../archive/x.js\';', 'format does not import from archive');
test(breaks, 'archive/x.ts', 'import type {Image} from \'../image/image.js\';', 'archive does not import from image');
test(breaks, 'archive/x.ts', 'export * from \'../tree/overlay.js\';', 'archive does not import from tree');
test(breaks, 'image/x.ts', 'let x: import(\'../tree/x.js\').X;', 'image does not import from tree');
test(breaks, 'tree/x.ts', 'await import(\'../report/x.js\');', 'tree does not import from report');
test(breaks, 'ui/panes/x.tsx', 'import {x} from \'../../report/x.js\';', 'ui does not import from report');
test(breaks, 'commands/x.ts', 'import {x} from \'../ui/x.js\';', 'commands does not import from ui');
test(breaks, 'commands/x.ts', 'import {x} from \'../cli.js\';', 'commands does not import from cli.ts');
test(breaks, 'tree/x.ts', 'import {x} from \'../options.js\';', 'tree does not import from options.ts');
test(breaks, 'tree/x.ts', 'import {x} from \'../../test/helpers/x.js\';', '../../test/helpers/x.js lies outside of source/');
test(breaks, 'tree/x.ts', 'import fs from \'node:fs\';', 'node:fs touches the outside');
test(breaks, 'image/x.ts', 'import {readFile} from \'node:fs/promises\';', 'node:fs/promises touches the outside');
test(breaks, 'ui/app.tsx', 'import {spawn} from \'node:child_process\';', 'node:child_process touches the outside');
test(breaks, 'ui/effects.ts', 'import process from \'node:process\';', 'node:process is for cli.ts alone');
test(breaks, 'report/x.ts', 'console.log(1);', 'console is for cli.ts alone');
test(breaks, 'report/x.ts', 'globalThis.process.exit(1);', 'process is for cli.ts alone');
test(breaks, 'commands/x.ts', 'const {env} = process;', 'process is for cli.ts alone');
test(breaks, 'report/x.ts', 'import chalk, {x} from \'ink\';', 'ink is for the screen alone');
test(breaks, 'ui/views/x.ts', 'import {viewRow} from \'../view-rows.js\';', '../view-rows.js leads back to all views');
test(breaks, 'cli.ts', 'import {start} from \'./ui/start.js\';', 'the screen is loaded only when there is one, by import()');

test('fails: a room that is none', t => {
	t.deepEqual(brokenRules('utils/x.ts', ''), ['source/utils/x.ts: no room is called utils']);
});

const keeps = test.macro({
	exec(t, file: string, text: string) {
		t.deepEqual(brokenRules(file, text), []);
	},
	title: (_, file, text) => `passes: ${text} in ${file}`,
});

test(keeps, 'tree/x.ts', 'import {x} from \'../image/image.js\'; import {y} from \'./y.js\'; import path from \'node:path\';');
test(keeps, 'ui/x.tsx', 'import {Box} from \'ink\'; import {x} from \'../audit/x.js\';');
test(keeps, 'ui/effects.ts', 'import fs from \'node:fs\';');
test(keeps, 'image/origins/x.ts', 'import fs from \'node:fs\';');
test(keeps, 'commands/x.ts', 'import {x} from \'../options.js\'; import {y} from \'../report/y.js\';');
test(keeps, 'cli.ts', 'import process from \'node:process\'; const {x} = await import(\'./ui/x.js\'); import type {Y} from \'./ui/y.js\'; process.exit(1);');
test(keeps, 'tree/x.ts', 'export function run(process: {exit: () => void}) { process.exit(); return {console: 1}.console; }');
