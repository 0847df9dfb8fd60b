import test from 'ava';
import {defaultDiveLimits, judgeAsDive, readDiveLimit, type DiveLimits} from '../../../source/audit/dive/dive-rules.js';
import type {DiveFigures} from '../../../source/tree/dive-figures.js';

const figures: DiveFigures = {efficiency: 0.95, wastedBytes: 1000, userWastedPercent: 0.05};
const statuses = (more: Partial<DiveLimits>, of = figures) => judgeAsDive(of, {...defaultDiveLimits, ...more}).results.map(({status}) => status).join(' ');

test('what lies at its limit passes, and what lies beyond fails', t => {
	t.is(statuses({}), 'PASS SKIP PASS');
	t.is(statuses({lowestEfficiency: '0.95', highestWastedBytes: '1kB', highestUserWastedPercent: '0.05'}), 'PASS PASS PASS');
	t.is(statuses({lowestEfficiency: '0.9500001', highestWastedBytes: '999', highestUserWastedPercent: '0.0499'}), 'FAIL FAIL FAIL');
});

test('a rule that is off is skipped, and one that is no number passes all', t => {
	t.is(statuses({lowestEfficiency: 'disabled', highestWastedBytes: '', highestUserWastedPercent: ' OFF '}), 'SKIP SKIP SKIP');
	t.is(statuses({lowestEfficiency: 'nan', highestUserWastedPercent: 'NaN'}), 'PASS SKIP PASS');
});

test('a share of nothing is above no limit, and waste of nothing above each', t => {
	t.is(statuses({}, {efficiency: 1, wastedBytes: 0, userWastedPercent: null}), 'PASS SKIP PASS');
	t.is(statuses({highestUserWastedPercent: '1'}, {efficiency: 0.5, wastedBytes: 10, userWastedPercent: null}), 'FAIL SKIP FAIL');
});

test('what is no limit is told with what it wants', t => {
	t.deepEqual(readDiveLimit('lowestEfficiency', '1.5'), {problem: 'lowestEfficiency is a number from 0 to 1, or disabled, not 1.5'});
	t.deepEqual(readDiveLimit('highestWastedBytes', '20 potatoes'), {problem: 'highestWastedBytes is a size such as 20MB, or disabled, not 20 potatoes'});
	t.deepEqual(readDiveLimit('highestUserWastedPercent', 'no'), {problem: 'highestUserWastedPercent is a number from 0 to 1, or disabled, not no'});
});

test('a broken limit is told in dive\'s words', t => {
	t.deepEqual(judgeAsDive({efficiency: 0.125, wastedBytes: 2_000_001, userWastedPercent: 0.625}, {...defaultDiveLimits, highestWastedBytes: '2MB'}).results.map(({message}) => message), [
		'too many bytes wasted, relative to the user bytes added (%-user-wasted-bytes=0.62 > threshold=0.1)',
		'too many bytes wasted (wasted-bytes=2000001 > threshold=2000000)',
		'image efficiency is too low (efficiency=0.12 < threshold=0.9)',
	]);
});
