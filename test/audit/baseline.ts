import test from 'ava';
import {BaselineError, baselineText, readBaseline} from '../../source/audit/baseline.js';

const known = (rule: string, path: string | null, letter: string) => ({fingerprint: letter.repeat(32), rule, path, message: `${rule} at ${path ?? 'no path'}\u001B`});

test('what is written is read, in an order of its own, each once and on a line of its own', t => {
	const findings = [known('setuid', '/b', 'c'), known('root-user', null, 'b'), known('setuid', '/a', 'd'), known('setuid', '/a', 'a'), known('setuid', '/a', 'a')];
	const text = baselineText(findings);
	t.is(text, baselineText(findings.toReversed()));
	t.deepEqual([...readBaseline(text)], ['b', 'a', 'd', 'c'].map(letter => letter.repeat(32)));
	t.is(text.split('\n').length, 10);
	t.true(text.includes(`\t\t{"fingerprint":"${'b'.repeat(32)}","rule":"root-user","path":null,"message":"root-user at no path\\u001b"},\n`));
	t.deepEqual(Object.keys(JSON.parse(text) as object), ['schema', 'findings']);
});

test('a baseline of nothing', t => {
	t.is(baselineText([]), '{\n\t"schema": "freedive/baseline/1",\n\t"findings": []\n}\n');
	t.is(readBaseline(baselineText([])).size, 0);
});

const refuses = test.macro({
	exec(t, text: string, message: RegExp) {
		t.throws(() => readBaseline(text), {instanceOf: BaselineError, message});
	},
	title: (_, text) => `refuses ${text}`,
});

test(refuses, '', /^is no baseline: Unexpected end of JSON input/);
test(refuses, '{"schema": "freedive/baseline/1", "find', /^is no baseline: /);
test(refuses, '[]', /^is no baseline: it was not written by --write-baseline$/);
test(refuses, 'null', /^is no baseline: it was not/);
test(refuses, '{"schema": "freedive/audit/1"}', /^is no baseline: it was not/);
test(refuses, '{"schema": "freedive/baseline/2", "findings": []}', /^is of another version \(freedive\/baseline\/2, and this is freedive\/baseline\/1\): write it anew with --write-baseline$/);
test(refuses, '{"schema": "freedive/baseline/1"}', /^is no baseline: it holds no findings$/);
test(refuses, '{"schema": "freedive/baseline/1", "findings": [{"fingerprint": "../x"}]}', /^is no baseline: finding 1 has no fingerprint$/);
test(refuses, '{"schema": "freedive/baseline/1", "findings": [null]}', /^is no baseline: finding 1 has no fingerprint$/);
