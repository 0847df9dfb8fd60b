import test from 'ava';
import {defaultDiveLimits} from '../../../source/audit/dive/dive-rules.js';
import {readDiveCi} from '../../../source/audit/dive/read-dive-ci.js';
import {YamlError} from '../../../source/format/yaml/yaml-error.js';

const read = (text: string) => readDiveCi('.dive-ci', Buffer.from(text));

test('what it lacks is dive\'s', t => {
	for (const text of ['', 'rules:\n', 'rules: {}\n', 'rules: null\n', '# nothing\n', 'rules:\n  lowestEfficiency:\n', 'rules:\n  lowestEfficiency: ~\n']) {
		t.deepEqual(read(text), {limits: {...defaultDiveLimits}, remarks: []}, `of ${text}`);
	}
});

test('limits are taken as they are written', t => {
	t.deepEqual(read('rules:\n  # a comment\n  lowestEfficiency: 0.950\n  highestWastedBytes: "20 MB"\n  highestUserWastedPercent: off\n').limits, {
		lowestEfficiency: '0.950', highestWastedBytes: '20 MB', highestUserWastedPercent: 'off',
	});
	t.is(read('rules:\n  lowestEfficiency: 1_0e-1\n').limits.lowestEfficiency, '1_0e-1');
	t.is(read('rules: &a\n  highestWastedBytes: 12\n---\nrules: x\n').limits.highestWastedBytes, '12');
	t.is(read('x: &limit 0.5\nrules:\n  lowestEfficiency: *limit\n').limits.lowestEfficiency, '0.5');
});

test('what dive passes over is told', t => {
	t.deepEqual(read('rules:\n  lowestEficiency: 0.99\nlowestEfficiency: 0.99\nrule: 1\n').remarks, [
		'.dive-ci: dive has no rule lowestEficiency. Did you mean lowestEfficiency?',
		'.dive-ci: dive passes over lowestEfficiency: it belongs under rules.',
		'.dive-ci: dive passes over rule. Did you mean rules?',
	]);
});

const refuses = test.macro({
	exec(t, text: string, message: string) {
		const error = t.throws(() => read(text), {instanceOf: YamlError});
		t.is(error?.message, message);
		t.is(error?.exitCode, 1);
	},
	title: (_, text) => `refuses ${JSON.stringify(text)}`,
});

test(refuses, 'rules:\n  lowestEfficiency: 1.5\n', '.dive-ci:2:21: lowestEfficiency is a number from 0 to 1, or disabled, not 1.5.');
test(refuses, 'rules:\n  lowestEfficiency: no\n', '.dive-ci:2:21: lowestEfficiency is a number from 0 to 1, or disabled, not no.');
test(refuses, 'rules:\n  lowestEfficiency: [1]\n', '.dive-ci:2:21: lowestEfficiency is one value.');
test(refuses, 'rules: 5\n', '.dive-ci:1:8: rules is a mapping of dive\'s rules to their limits.');
test(refuses, 'hello\n', '.dive-ci:1:1: It is a mapping that holds rules.');
test(refuses, '- a\n', '.dive-ci:1:1: It is a mapping that holds rules.');
test(refuses, 'rules:\n  lowestEfficiency: 0.5\n  lowestEfficiency: 0.6\n', '.dive-ci:3:3: lowestEfficiency is there twice.');
