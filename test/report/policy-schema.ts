import test from 'ava';
import {parse} from 'yaml';
import {YamlError} from '../../source/format/yaml/yaml-error.js';
import {readPolicy} from '../../source/audit/policy/read-policy.js';
import {rules} from '../../source/audit/rules/index.js';
import {policySchema} from '../../source/report/schemas/policy-schema.js';
import {Random} from '../helpers/random.js';
import {schemaErrors} from '../helpers/validate-schema.js';

const ruleIds = rules.map(({id}) => id);
const [rule] = ruleIds;

/** Whether the reader takes a document. */
function isRead(text: string): boolean {
	try {
		readPolicy('p.yaml', Buffer.from(text), ruleIds);
		return true;
	} catch (error) {
		if (error instanceof YamlError) {
			return false;
		}

		throw error;
	}
}

const isValid = (text: string) => schemaErrors(policySchema, parse(text)).length === 0;

/** Values of every kind, good in one place and bad in all others. */
const values = [
	'null', '0', '1', '2', '-1', '0.5', '1.5', '1e6', '0x10', '.inf', '.nan', 'true', 'off', 'on', '"off"', 'error', 'critical', 'never', 'high', 'medium', '""', '" "', 'x', '[]', '{}', '[x]', '[[]]', '[null]',
	'250 MB', '250MB', '1.5 GiB', '10 B', '10  MB', '-1 MB', '1e3 MB', '5%', '100 %', '101%', '0.5 %', '100.5%', '"10"', 'sha256:ab', 'abcdef', 'abc', '2026-12-31', '2026-02-29', '2028-02-29', '2026-13-01', '2026-1-1',
	'0123456789abcdef0123456789abcdef', '0123456789ABCDEF0123456789abcdef', '/etc/**', '"a b"', '" a"', 'a=b', '=b', '"a =b"', '"a="', 'libx264', '"lib x"', rule, `[${rule}]`, `[${rule}, nothing]`, '[1]', '["*.pem", /a]',
	'{severity: note}', '{severity: on}', '{confidence: low, min-bytes: 1k}', '{min-bytes: -1}', `{rule: ${rule}, reason: x}`, `[{rule: ${rule}, reason: x}]`, '[{reason: x}]', '[{path: a, reason: x, more: 1}]', '[{layer: 3, reason: x}]',
	`{${rule}: off}`, `{${rule}: }`, '{nothing: off}', '{size: 1}', '{size: }', '{layers: 3, efficiency: 90%}', '{paths: [a]}', '{paths: a}', '{labels: [a], codecs: [aac]}',
];

const places: Array<(value: string) => string> = [
	value => value,
	value => `version: ${value}`,
	...['fail-on', 'base', 'baseline', 'thresholds', 'rules', 'ignore', 'required', 'forbidden', 'other'].map(key => (value: string) => `version: 1\n${key}: ${value}`),
	...Object.keys(policySchema.properties!.thresholds.properties!).map(key => (value: string) => `version: 1\nthresholds:\n  ${key}: ${value}`),
	value => `version: 1\nrules:\n  ${rule}: ${value}`,
	...['severity', 'confidence', 'min-bytes'].map(key => (value: string) => `version: 1\nrules:\n  ${rule}:\n    ${key}: ${value}`),
	...['rule', 'path', 'layer', 'fingerprint', 'until', 'reason'].map(key => (value: string) => `version: 1\nignore:\n  - ${key}: ${value}\n    ${key === 'reason' ? 'path: a' : 'reason: known'}`),
	value => `version: 1\nignore:\n  - ${value}`,
	value => `version: 1\nignore:\n  - {path: a, reason: b, until: ${value}}`,
	...['paths', 'labels', 'codecs'].flatMap(key => [(value: string) => `version: 1\nrequired:\n  ${key}: ${value}`, (value: string) => `version: 1\nrequired:\n  ${key}:\n    - ${value}`]),
	value => `version: 1\nforbidden:\n  paths: [${value}]`,
];

test('the schema and the reader take and refuse the same, whatever stands wherever', t => {
	let taken = 0;
	let refused = 0;
	for (const place of places) {
		for (const value of values) {
			const text = place(value);
			const valid = isValid(text);
			t.is(isRead(text), valid, text);
			taken += valid ? 1 : 0;
			refused += valid ? 0 : 1;
		}
	}

	t.true(taken > 200, `${taken} were taken`);
	t.true(refused > 1000, `${refused} were refused`);
});

test('both take long lists up to the same length', t => {
	for (const count of [1000, 1001]) {
		const text = `version: 1\nforbidden:\n  paths: [${'a,'.repeat(count)}]`;
		t.is(isRead(text), count === 1000);
		t.is(isValid(text), count === 1000);
	}
});

test('documents that are put together by chance are taken or refused by both', t => {
	const random = new Random(6);
	let taken = 0;
	for (let round = 0; round < 1000; round++) {
		const parts = ['version: 1', ...Array.from({length: random.below(4)}, () => {
			const text = random.pick(places.slice(2))(random.pick(values));
			return text.slice(text.indexOf('\n') + 1);
		})];
		const text = parts.join('\n');
		let document: unknown;
		try {
			document = parse(text);
		} catch {
			t.false(isRead(text), text);
			continue;
		}

		const valid = schemaErrors(policySchema, document).length === 0;
		t.is(isRead(text), valid, text);
		taken += valid ? 1 : 0;
	}

	t.true(taken > 50, `${taken} were taken`);
});
