import test from 'ava';
import {setAside} from '../../source/report/audit-words.js';
import {reportedFinding} from '../helpers/audit-parts.js';

test('what is ignored is told by its reasons, with the rules that found it; of many how many', t => {
	const ignored = (rule: string, reason: string | null) => reportedFinding({rule, state: 'ignored', reason});
	const findings = [
		ignored('setuid', 'ours'), ignored('secret-file', 'ours'), ignored('setuid', 'ours'), ignored('empty-layer', null),
		...['a', 'b', 'c', 'd', 'e'].map(rule => ignored(rule, 'old')), reportedFinding({state: 'known'}), reportedFinding(),
	];
	t.deepEqual(setAside(findings), [
		'1 finding known from the baseline.',
		'3 findings of setuid and secret-file ignored: ours',
		'1 finding of empty-layer ignored without a reason.',
		'5 findings of a, b, c and 2 other rules ignored: old',
	]);
	t.deepEqual(setAside(findings.slice(0, 1), false), ['1 finding ignored: ours']);
});
