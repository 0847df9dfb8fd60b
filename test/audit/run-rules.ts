import test from 'ava';
import {countBytes} from '../../source/audit/count-bytes.js';
import type {FindingDraft} from '../../source/audit/finding.js';
import {gatherInput} from '../../source/audit/gather-input.js';
import type {Rule} from '../../source/audit/rule.js';
import {runRules} from '../../source/audit/run-rules.js';
import {runNow} from '../../source/archive/slices.js';
import {loadStory} from '../helpers/load-story.js';

const rule = (id: string, drafts: readonly FindingDraft[], more: Partial<Rule> = {}): Rule => ({
	id, title: '', group: 'waste', severity: 'warning', counterparts: [], detects: '', remedy: '', references: [],
	* find() {
		yield * drafts;
	},
	...more,
});

const story = `
	COPY a /
	  a * 100
	RUN make
	  b * 50
`;

async function inputOf(t: Parameters<typeof loadStory>[0]) {
	const {image, overlay, contents} = await loadStory(t, story, 'none', {}, ['content-digest', 'package-files', 'file-facts']);
	return runNow(gatherInput(image, overlay, contents, 1, {codecs: [], labels: []}));
}

test('findings stand worst first, complete, and what nobody is sure of is but a note', async t => {
	const input = await inputOf(t);
	const {findings} = runNow(runRules(input, [
		rule('one', [{message: 'small', remedy: '', bytes: 1}, {message: 'large', remedy: '', bytes: 2, layer: 2}, {message: 'sure?', remedy: '', confidence: 'low'}]),
		rule('two', [{message: 'bad', remedy: '', severity: 'critical', layer: 1}]),
	]));
	t.deepEqual(findings.map(({rule, severity, confidence, message, base, instruction}) => [rule, severity, confidence, message, base, instruction]), [
		['two', 'critical', 'high', 'bad', true, 'COPY a /'],
		['one', 'warning', 'high', 'large', false, 'RUN make'],
		['one', 'warning', 'high', 'small', false, ''],
		['one', 'note', 'low', 'sure?', false, ''],
	]);
});

test('a fingerprint holds whatever the layer, and tells rule, path and key apart', async t => {
	const input = await inputOf(t);
	const {path} = (input.files.find('/a')!);
	const of = (id: string, draft: Partial<FindingDraft>) => runNow(runRules(input, [rule(id, [{message: 'm', remedy: '', ...draft}])])).findings[0].fingerprint;
	t.is(of('one', {path, layer: 1, bytes: 3}), of('one', {path, layer: 2, bytes: 4}));
	t.is(new Set([of('one', {path}), of('two', {path}), of('one', {}), of('one', {path, key: 'x'})]).size, 4);
	t.regex(of('one', {}), /^[\da-f]{32}$/);
});

test('a rule that fails costs one warning, and no other rule', async t => {
	const input = await inputOf(t);
	const {findings, warnings} = runNow(runRules(input, [
		rule('broken', [], {
			* find() {
				yield {message: 'before', remedy: ''};
				throw new Error('out of luck');
			},
		}),
		rule('sound', [{message: 'after', remedy: ''}]),
	]));
	t.deepEqual(findings.map(({message}) => message), ['before', 'after']);
	t.deepEqual(warnings, [{message: 'the rule broken did not come to its end: out of luck', incomplete: true}]);
});

test('each byte counts once in sums, the most that a finding claims of it', async t => {
	const input = await inputOf(t);
	const [a, b] = ['/a', '/b'].map(path => input.files.content(path)!);
	const {findings} = runNow(runRules(input, [
		rule('part', [{message: 'a part', remedy: '', bytes: 30, contents: [a], shares: [30]}]),
		rule('whole', [{message: 'both', remedy: '', bytes: 150, contents: [a, b]}]),
		rule('none', [{message: 'no contents', remedy: '', bytes: 1000}]),
	]));
	t.is(countBytes(input.overlay, findings), 150);
	t.is(countBytes(input.overlay, findings.filter(({rule}) => rule === 'part')), 30);
});
