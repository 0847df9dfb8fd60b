import test from 'ava';
import {YamlError} from '../../../source/format/yaml/yaml-error.js';
import {readPolicy} from '../../../source/audit/policy/read-policy.js';

const ruleIds = ['static-library', 'root-user', 'no-healthcheck', 'setuid', 'secret-file'];
const read = (text: string | Uint8Array) => readPolicy('p.yaml', Buffer.from(text), ruleIds);

test('a policy of everything', t => {
	t.deepEqual(read(`
version: 1
fail-on: warning
base: debian.tar
baseline: known.json
thresholds:
  size: 250 MB
  stored-size: 100000000
  layer-size: 64Mi
  layers: 20
  waste: 1.5kB
  waste-share: 5%
  efficiency: 0.95
  wasted-bytes: 0
  user-wasted-percent: 12.5 %
rules:
  no-healthcheck: off
  static-library: on
  root-user: error
  setuid: {severity: critical, confidence: medium, min-bytes: 1 MB}
ignore:
  - rule: root-user
    reason: the cluster sets the user
    until: 2026-12-31
  - rule: [setuid, secret-file]
    path: [/usr/bin/su, '**/test/*.pem']
    layer: 3
    reason: known
  - fingerprint: 0123456789abcdef0123456789abcdef
    layer: sha256:12
    reason: known
required:
  paths: [/usr/bin/app]
  labels: [version, org.opencontainers.image.licenses=MIT OR ISC]
  codecs: [libx264]
forbidden:
  paths: ['*.pem']
`), {
		failOn: 'warning',
		base: 'debian.tar',
		baseline: 'known.json',
		limits: {
			size: 250_000_000, 'stored-size': 100_000_000, 'layer-size': 64 * (2 ** 20), layers: 20, waste: 1500, 'waste-share': 0.05, efficiency: 0.95, 'wasted-bytes': 0, 'user-wasted-percent': 0.125,
		},
		rules: new Map([
			['no-healthcheck', {isOn: false, severity: undefined}],
			['static-library', {isOn: true, severity: undefined}],
			['root-user', {isOn: true, severity: 'error' as const}],
			['setuid', {isOn: true, severity: 'critical' as const, confidence: 'medium' as const, minBytes: 1_000_000}],
		]),
		ignore: [
			{rules: ['root-user'], paths: undefined, layer: undefined, fingerprints: undefined, reason: 'the cluster sets the user', until: '2026-12-31', line: 22},
			{rules: ['setuid', 'secret-file'], paths: ['/usr/bin/su', '**/test/*.pem'], layer: '3', fingerprints: undefined, reason: 'known', until: undefined, line: 25},
			{rules: undefined, paths: undefined, layer: 'sha256:12', fingerprints: ['0123456789abcdef0123456789abcdef'], reason: 'known', until: undefined, line: 29},
		],
		required: {paths: ['/usr/bin/app'], labels: ['version', 'org.opencontainers.image.licenses=MIT OR ISC'], codecs: ['libx264']},
		forbidden: {paths: ['*.pem']},
	});
});

test('a version alone is a policy, and so are keys of which all is a comment', t => {
	const nothing = {
		failOn: 'error', base: undefined, baseline: undefined, limits: {}, rules: new Map(), ignore: [], required: {paths: [], labels: [], codecs: []}, forbidden: {paths: []},
	};
	t.deepEqual(read('version: 1'), nothing as never);
	t.deepEqual(read('\uFEFFversion: 1\r\nthresholds:\r\n  # size: 1\r\nrules:\r\nignore:\r\nrequired:\r\n  paths:\r\nforbidden:\r\n'), nothing as never);
	t.deepEqual(read('{"version": 1, "ignore": []}'), nothing as never);
});

test('an alias stands for what it names', t => {
	t.deepEqual(read('version: 1\nrequired: {paths: &keys ["*.pem"]}\nforbidden: {paths: *keys}').forbidden.paths, ['*.pem']);
});

const refuses = test.macro({
	exec(t, text: string, ...messages: string[]) {
		const error = t.throws(() => read(text), {instanceOf: YamlError});
		t.deepEqual(error?.message.split('\n'), messages);
		t.is(error?.exitCode, 2);
	},
	title: (_, text) => `refuses ${JSON.stringify(text)}`,
});

test(refuses, '', 'p.yaml:1:1: A policy begins with its version: write version: 1.');
test(refuses, 'version: "1"', 'p.yaml:1:10: version is 1, not "1".');
test(refuses, 'version: 2', 'p.yaml:1:10: version is 1, not 2.');
test(refuses, '- version: 1', 'p.yaml:1:1: a policy is a mapping: a word, a colon and a value on each line.');
test(refuses, 'version: 1\ntreshold:\n  size: 1', 'p.yaml:2:1: a policy has no key treshold. Did you mean thresholds?');
test(refuses, 'version: 1\nsize: 1', 'p.yaml:2:1: a policy has no key size. Under thresholds there is size.');
test(refuses, 'version: 1\nroot-user: off', 'p.yaml:2:1: a policy has no key root-user. Rules stand under rules.');
test(refuses, 'version: 1\nthresholds:\n  lowestEfficiency: 0.9', 'p.yaml:3:3: thresholds has no key lowestEfficiency. Here it is called efficiency.');
test(refuses, 'version: 1\nthresholds:\n  size: 12 parsecs', 'p.yaml:3:9: size is a size such as 250 MB, not 12 parsecs.');
test(refuses, 'version: 1\nthresholds:\n  waste: 5%', 'p.yaml:3:10: waste is a size; for a share there is waste-share.');
test(refuses, 'version: 1\nthresholds:\n  efficiency: 95', 'p.yaml:3:15: efficiency is a share such as 5% or 0.05, not 95.');
test(refuses, 'version: 1\nthresholds: {layers: 2.5}', 'p.yaml:2:22: layers is a whole number, not 2.5.');
test(refuses, 'version: 1\nfail-on: eror', 'p.yaml:2:10: fail-on is critical, error, warning, note or never, not eror. Did you mean error?');
test(refuses, 'version: 1\nrules:\n  root-usr: off', 'p.yaml:3:3: There is no rule root-usr. Did you mean root-user?');
test(refuses, 'version: 1\nrules:\n  root-user: false', 'p.yaml:3:14: root-user is off or on, or a severity, not false.');
test(refuses, 'version: 1\nrules:\n  root-user: {severty: error}', 'p.yaml:3:15: root-user has no key severty. Did you mean severity?');
test(refuses, 'version: 1\nignore:\n  - rule: root-user', 'p.yaml:3:5: It gives no reason: say why it may be ignored.');
test(refuses, 'version: 1\nignore:\n  - rule: root-user\n    reason: " "', 'p.yaml:4:13: reason is a sentence that says why, not " ".');
test(refuses, 'version: 1\nignore:\n  - rule: root-user\n    reason: ""', 'p.yaml:4:13: reason is a sentence that says why, not "".');
test(refuses, 'version: 1\nignore:\n  - path: "re:(("\n    reason: x', 'p.yaml:3:11: path is a path or a glob, such as /usr/share/doc or \'*.pem\', not re:((.');
test(refuses, 'version: 1\nignore:\n  - reason: all of it', 'p.yaml:3:5: It ignores everything: say which rule, path, layer or fingerprint.');
test(refuses, 'version: 1\nignore:\n  - rule: root-usr\n    reason: x', 'p.yaml:3:11: rule is static-library, root-user, no-healthcheck, setuid or secret-file, not root-usr. Did you mean root-user?');
test(refuses, 'version: 1\nignore:\n  - rule: setuid\n    reason: x\n    until: 2026-02-29', 'p.yaml:5:12: until is a day such as 2026-12-31, not 2026-02-29.');
test(refuses, 'version: 1\nignore:\n  - rule: []\n    reason: x', 'p.yaml:3:11: rule is empty.');
test(refuses, 'version: 1\nignore:\n  rule: setuid', 'p.yaml:3:3: ignore is a list: write each on a line of its own, after a hyphen.');
test(refuses, 'version: 1\nrequired: {labels: [=x]}', 'p.yaml:2:21: labels is the name of a label, or NAME=VALUE, not =x.');
test(refuses, 'version: 1\nversion: 1', 'p.yaml:2:1: version is there twice.');
test(refuses, 'version: 1\n[a]: 1', 'p.yaml:2:1: A key is a word.');
test(refuses, 'version: 1\n---\nversion: 1', 'p.yaml:2:1: Another document begins here, and there is one alone.');
test(refuses, 'version: *gone', 'p.yaml:1:10: Nothing before it is called &gone.');
test(refuses, 'version: !x 1', 'p.yaml:1:10: Unresolved tag: !x.');
test(refuses, 'version: 1\nthresholds:\n\tsize: 1', 'p.yaml:3:1: Tabs are not allowed as indentation.');

test('all that is wrong is told at once, ten things at most', t => {
	const error = t.throws(() => read(`version: 1\nrules:\n${Array.from({length: 20}, (_, index) => `  rule-${index}: off\n`).join('')}`), {instanceOf: YamlError});
	t.is(error?.problems.length, 10);
	t.deepEqual(error?.problems.map(({line}) => line), [3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
});

test('a leap day is one, in a leap year', t => {
	const until = (day: string) => read(`version: 1\nignore: [{rule: setuid, reason: x, until: ${day}}]`).ignore[0].until;
	for (let year = 2000; year < 3000; year++) {
		const isLeap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
		const day = `${year}-02-29`;
		if (isLeap) {
			t.is(until(day), day);
		} else {
			t.throws(() => until(day), {instanceOf: YamlError});
		}
	}

	for (const day of ['2026-04-31', '2026-13-01', '2026-00-10', '2026-1-1', '1999-01-01', '2026-01-32', '2026-01-00']) {
		t.throws(() => until(day), {instanceOf: YamlError}, `not ${day}`);
	}
});

test('what is no text, or too long, or too deep, or repeats itself without end is refused', t => {
	t.throws(() => read(Buffer.from([0x76, 0xFF])), {message: 'p.yaml:1:1: It is no UTF-8 text.'});
	t.throws(() => read(' '.repeat(200_000)), {message: 'p.yaml:1:1: It has 200000 bytes, and may have 65536.'});
	for (const open of ['[', '{a: ', '? ', '- ']) {
		t.throws(() => read(open.repeat(10_000)), {instanceOf: YamlError, message: /It is nested more than 32 deep\./}, `of ${open}`);
	}

	const laughs = ['a0: &a0 [lol]', ...Array.from({length: 30}, (_, index) => `a${index + 1}: &a${index + 1} [${`*a${index}, `.repeat(9)}]`)].join('\n');
	t.throws(() => read(`version: 1\n${laughs}`), {instanceOf: YamlError, message: /There are more than 100 aliases\./});
	t.throws(() => read(`version: 1\nforbidden:\n  paths:\n${'  - a\n'.repeat(1001)}`), {message: 'p.yaml:4:3: paths has 1001 items, and may have 1000.'});
	t.throws(() => read('version: 1\nignore: &a [*a]'), {instanceOf: YamlError});
});

test('nothing of a full policy\'s length takes long', t => {
	for (const piece of ['- a\n', 'a: 1\n', '&a ', ']', '%a\n', '---\n', '|\n', '!', 'k: *x\n']) {
		const text = `version: 1\nx: &x 1\n${piece.repeat(65_000 / piece.length)}`;
		const before = performance.now();
		const error = t.throws(() => read(text), {instanceOf: YamlError}, `of ${JSON.stringify(piece)}`);
		t.true(performance.now() - before < 20_000, `${JSON.stringify(piece)} took ${performance.now() - before} ms`);
		t.true((error?.message.length ?? 0) < 4000);
	}
});
