import test from 'ava';
import type {Finding} from '../../source/audit/finding.js';
import {judge, type Gate, type Judged} from '../../source/audit/gate.js';
import {defaultPolicy, type Ignore, type Policy} from '../../source/audit/policy/policy.js';
import type {Figures} from '../../source/audit/thresholds.js';
import type {Layer} from '../../source/image/image.js';

const paths = ['/', '/etc/key.pem', '/usr/bin/su', '/opt/a/b'];
const layers: Layer[] = [1, 2, 3].map(number => ({number, digest: `sha256:${String(number).repeat(64)}`, mediaType: '', storedSize: 0, compression: 'none'}));
const figures: Figures = {
	size: {value: 1000}, 'stored-size': {value: 600}, 'layer-size': {value: 700, layer: 2}, layers: {value: 3}, waste: {value: 100}, 'waste-share': {value: 0.1},
	efficiency: {value: 0.9}, 'wasted-bytes': {value: 50}, 'user-wasted-percent': {},
};

function finding(more: Partial<Finding>): Finding {
	return {rule: 'setuid', severity: 'error', confidence: 'high', message: '', remedy: '', instruction: '', base: false, fingerprint: 'f'.repeat(32), ...more};
}

function judged(findings: Finding[], policy: Partial<Policy> = {}, gate: Partial<Gate> = {}, warnings: Judged['warnings'] = []) {
	return judge({findings, warnings, figures, layers, pathOf: path => paths[path]}, {
		policy: {...defaultPolicy, ...policy}, file: 'p.yaml', known: new Set(), today: '2026-06-15', ruleIds: ['setuid', 'root-user'], ...gate,
	});
}

const states = (findings: Finding[], ...rest: [Partial<Policy>?, Partial<Gate>?]) => judged(findings, ...rest).findings.map(({state, fails}) => `${state}${fails ? ' fails' : ''}`);
const ignored = (ignore: Partial<Ignore>, ...findings: Finding[]) => states(findings, {ignore: [{reason: 'known', line: 7, ...ignore}]});

test('an image that could not be read whole does not pass, though nothing was found', t => {
	t.like(judged([], {}, {}, [{incomplete: false}]), {complete: true, passed: true});
	t.like(judged([], {failOn: 'never'}, {}, [{incomplete: false}, {incomplete: true}]), {complete: false, passed: false});
});

test('a new finding at or above the severity fails, and nothing else', t => {
	const all = (['critical', 'error', 'warning', 'note'] as const).map(severity => finding({severity}));
	t.deepEqual(states(all), ['new fails', 'new fails', 'new', 'new']);
	t.deepEqual(states(all, {failOn: 'note'}), ['new fails', 'new fails', 'new fails', 'new fails']);
	t.deepEqual(states(all, {failOn: 'critical'}), ['new fails', 'new', 'new', 'new']);
	t.deepEqual(states(all, {failOn: 'never'}), ['new', 'new', 'new', 'new']);
	t.true(judged(all, {failOn: 'never'}).passed);
	t.false(judged(all).passed);
});

test('what is not sure does not fail, unless the policy says so of its rule', t => {
	const unsure = [finding({confidence: 'medium'}), finding({confidence: 'low', severity: 'note'})];
	t.deepEqual(states(unsure, {failOn: 'note'}), ['new', 'new']);
	t.deepEqual(states(unsure, {failOn: 'note', rules: new Map([['setuid', {isOn: true, confidence: 'medium' as const}]])}), ['new fails', 'new']);
	t.deepEqual(states(unsure, {failOn: 'note', rules: new Map([['setuid', {isOn: true, confidence: 'low' as const}]])}), ['new fails', 'new fails']);
});

test('a policy\'s severity goes over the rule\'s, but what is hardly sure stays a note; the worst come first', t => {
	const {findings} = judged([finding({severity: 'critical', rule: 'root-user'}), finding({severity: 'note'}), finding({severity: 'note', confidence: 'low'})], {
		rules: new Map([['setuid', {isOn: true, severity: 'error' as const}], ['root-user', {isOn: true, severity: 'note' as const}]]),
	});
	t.deepEqual(findings.map(({rule, severity, confidence}) => `${severity} ${rule} ${confidence}`), ['error setuid high', 'note root-user high', 'note setuid low']);
});

test('fewer bytes than the policy minds do not count', t => {
	const rules = new Map([['setuid', {isOn: true, minBytes: 100}]]);
	t.deepEqual(states([finding({bytes: 99}), finding({bytes: 100}), finding({})], {rules}), ['ignored', 'new fails', 'new fails']);
});

test('what a baseline holds is known', t => {
	t.deepEqual(states([finding({}), finding({fingerprint: 'a'.repeat(32)})], {}, {known: new Set(['a'.repeat(32)])}), ['new fails', 'known']);
	t.deepEqual(states([finding({})], {}, {known: 'all'}), ['known']);
});

test('an ignore holds where all that it says does', t => {
	const su = finding({path: 2, layer: 2});
	const key = finding({rule: 'root-user', path: 1, layer: 3, fingerprint: 'a'.repeat(32)});
	const none = finding({});
	t.deepEqual(ignored({rules: ['setuid']}, su, key, none), ['ignored', 'new fails', 'ignored']);
	t.deepEqual(ignored({paths: ['*.pem', '/usr/bin']}, su, key, none), ['ignored', 'ignored', 'new fails']);
	t.deepEqual(ignored({rules: ['setuid'], paths: ['*.pem']}, su, key, none), ['new fails', 'new fails', 'new fails']);
	t.deepEqual(ignored({layer: '2'}, su, key, none), ['ignored', 'new fails', 'new fails']);
	t.deepEqual(ignored({layer: 'sha256:33'}, su, key, none), ['new fails', 'ignored', 'new fails']);
	t.deepEqual(ignored({layer: '9'}, su, key, none), ['new fails', 'new fails', 'new fails']);
	t.deepEqual(ignored({fingerprints: ['a'.repeat(32)]}, su, key, none), ['new fails', 'ignored', 'new fails']);
	t.is(judged([su], {ignore: [{rules: ['setuid'], reason: 'known', line: 7}]}).findings[0].reason, 'known');
});

test('an ignore holds up to and with its last day, and that it is over is told', t => {
	const ignore: Ignore[] = [{rules: ['setuid'], reason: 'known', line: 7, until: '2026-06-15'}];
	t.deepEqual(states([finding({})], {ignore}), ['ignored']);
	const over = judged([finding({}), finding({rule: 'root-user'})], {ignore}, {today: '2026-06-16'});
	t.deepEqual(over.findings.map(({state}) => state), ['new', 'new']);
	t.deepEqual(over.remarks, ['p.yaml:7: ignored until 2026-06-15, which is over: a finding counts again.']);
	t.deepEqual(judged([], {ignore}, {today: '2026-06-16'}).remarks, []);
});

test('that there is nothing to ignore is told, but not of a rule that did not look', t => {
	const ignore = (rule: string): Ignore[] => [{rules: [rule], reason: 'known', line: 7}];
	t.deepEqual(judged([], {ignore: ignore('setuid')}).remarks, ['p.yaml:7: there is nothing to ignore here any more.']);
	t.deepEqual(judged([], {ignore: ignore('no-healthcheck')}).remarks, []);
	t.deepEqual(judged([finding({})], {ignore: ignore('setuid')}).remarks, []);
});

test('a limit is broken by what lies beyond it, and by no figure that the image has not', t => {
	const at = judged([], {limits: {size: 1000, efficiency: 0.9, 'waste-share': 0.1, layers: 3, 'user-wasted-percent': 0}});
	t.true(at.passed);
	const beyond = judged([], {limits: {size: 999, efficiency: 0.91, 'layer-size': 10}});
	t.false(beyond.passed);
	t.deepEqual(beyond.thresholds, [
		{id: 'size', unit: 'bytes', bound: 'at-most', limit: 999, value: 1000, passed: false},
		{id: 'layer-size', unit: 'bytes', bound: 'at-most', limit: 10, value: 700, passed: false, layer: 2},
		{id: 'efficiency', unit: 'share', bound: 'at-least', limit: 0.91, value: 0.9, passed: false},
	]);
});
