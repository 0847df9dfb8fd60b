import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {applyPatch} from 'diff';
import {unifiedDiff} from '../../source/content/text-diff.js';
import {Random} from '../helpers/random.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

const names = {nameA: 'a', nameB: 'b'};
const textOf = (a: string, b: string, context = 3) => unifiedDiff(a, b, {...names, context})!.lines.map(({text}) => text).join('\n');

test('a unified diff, with the words that changed', t => {
	const diff = unifiedDiff('one\ntwo words\nthree\n', 'one\ntwo letters\nthree\nfour\n', names)!;
	t.deepEqual(diff.lines, [
		{kind: 'file', text: '--- a'},
		{kind: 'file', text: '+++ b'},
		{kind: 'hunk', text: '@@ -1,3 +1,4 @@'},
		{kind: 'same', text: ' one'},
		{kind: 'removed', text: '-two words', marks: [[5, 10]]},
		{kind: 'added', text: '+two letters', marks: [[5, 12]]},
		{kind: 'same', text: ' three'},
		{kind: 'added', text: '+four'},
	]);
	t.is(diff.added, 2);
	t.is(diff.removed, 1);
});

test('what is the same has no lines; an end without a line feed is told', t => {
	t.deepEqual(unifiedDiff('same\n', 'same\n', names), {lines: [], added: 0, removed: 0});
	t.is(textOf('end\n', 'end'), '--- a\n+++ b\n@@ -1 +1 @@\n-end\n+end\n\\ No newline at end of file');
	t.is(textOf('', 'new\n'), '--- a\n+++ b\n@@ -0,0 +1 @@\n+new');
	t.is(textOf('old\n', ''), '--- a\n+++ b\n@@ -1 +0,0 @@\n-old');
});

test('lines that have little in common are marked nowhere', t => {
	t.true(unifiedDiff('completely different\n', 'x\n', names)!.lines.every(({marks}) => marks === undefined));
});

test('what differs too much is not compared', t => {
	const a = Array.from({length: 30}, (_, line) => `a${line}\n`).join('');
	t.is(unifiedDiff(a, a.replaceAll('a', 'b'), {...names, maximum: 50}), undefined);
	t.is(unifiedDiff(a, a.replaceAll('a', 'b'), names)!.removed, 30);
});

test('what GNU diff says of random texts, it says in as few lines, and its patches lead from one to the other', t => {
	const random = new Random(11);
	const folder = temporaryFolder(t);
	const hasDiff = spawnSync('diff', ['--version']).status === 0;
	if (!hasDiff) {
		t.log('diff is not installed: only that patches apply is tested');
	}

	for (let round = 0; round < 60; round++) {
		const lines = Array.from({length: random.below(60)}, () => `${random.pick(['a', 'b', 'c', 'd'])}${random.below(3)}\n`);
		const others = lines.flatMap(line => random.chance(0.15) ? [] : (random.chance(0.15) ? [line, `new ${random.below(5)}\n`] : [line]));
		const end = random.chance(0.3) ? 'no line feed' : '';
		const a = lines.join('') + (random.chance(0.5) ? end : '');
		const b = others.join('') + end;
		const diff = unifiedDiff(a, b, names)!;
		const text = diff.lines.map(line => `${line.text}\n`).join('');
		t.is(a === b ? a : applyPatch(a, text), b);
		if (hasDiff && a !== b) {
			fs.writeFileSync(path.join(folder, 'a'), a);
			fs.writeFileSync(path.join(folder, 'b'), b);
			const theirs = spawnSync('diff', ['-u', '--minimal', 'a', 'b'], {cwd: folder, encoding: 'utf8'}).stdout;
			const changed = (patch: string) => patch.split('\n').filter(line => /^[+-](?![+-]{2} )/.test(line)).length;
			t.is(changed(text), changed(theirs), `${JSON.stringify(a)} ${JSON.stringify(b)}`);
		}
	}
});
