import {fileURLToPath} from 'node:url';
import test from 'ava';
import {auditSarif} from '../../source/report/audit-sarif.js';
import type {AuditParts} from '../../source/report/audit.js';
import {attackedParts, attacks, auditParts, auditedImage, reportedFinding, threshold} from '../helpers/audit-parts.js';
import {pythonWith, runPython} from '../helpers/python.js';

type Result = {
	ruleId: string;
	ruleIndex?: number;
	level: string;
	message: {text: string};
	locations: Array<{physicalLocation: {artifactLocation: {uri: string}; region: {startLine: number}}; logicalLocations?: Array<{name: string; decoratedName?: string}>}>;
	partialFingerprints: Record<string, string>;
	suppressions?: Array<{kind: string; justification?: string}>;
	baselineState?: string;
};

type Log = {runs: Array<{
	automationDetails: {id: string};
	tool: {driver: {rules: Array<{id: string; properties: Record<string, unknown>; defaultConfiguration: {level: string}; help: {markdown?: string}}>}};
	invocations: Array<{executionSuccessful: boolean; exitCode: number; toolExecutionNotifications: Array<{level: string; message: {text: string}}>}>;
	results: Result[];
}>;};

const uriOf = ({locations}: Result) => locations[0].physicalLocation.artifactLocation.uri;

const read = (parts: AuditParts) => JSON.parse(auditSarif(parts)) as Log;

test('a run an image, each a category of its own; levels, locations and fingerprints', t => {
	const parts = auditParts([
		auditedImage({
			findings: [
				reportedFinding({rule: 'deleted-secret', severity: 'critical', path: '/root/my key%.pem', layer: 3, fingerprint: 'a'.repeat(32)}),
				reportedFinding({rule: 'static-library', severity: 'note', path: null, layer: null, open: null}),
				reportedFinding({severity: 'warning', path: '/', rule: 'of-nobody'}),
				reportedFinding({path: '/\\xff/b', pathBase64: Buffer.from([0x2F, 0xFF, 0x2F, 0x62]).toString('base64')}),
			],
			thresholds: [threshold(), threshold({layer: null, id: 'size', passed: true})],
		}),
		auditedImage(),
		auditedImage({image: {...auditedImage().image, reference: '../out/b.tar'}, findings: [reportedFinding({path: null})]}),
	]);
	const {runs} = read(parts);
	t.deepEqual(runs.map(({automationDetails}) => automationDetails.id), ['freedive/app.tar/', 'freedive/app.tar (2)/', 'freedive/../out/b.tar/']);
	const [first, , third] = runs;
	const {results, tool: {driver}} = first;
	t.deepEqual(results.map(({ruleId, level}) => [ruleId, level]), [['threshold-layer-size', 'error'], ['deleted-secret', 'error'], ['static-library', 'note'], ['of-nobody', 'warning'], ['missing-library', 'error']]);
	t.deepEqual(results.map(result => uriOf(result)), ['app.tar', 'root/my%20key%25.pem', 'app.tar', 'app.tar', '%FF/b']);
	t.is(third.results[0].locations[0].physicalLocation.artifactLocation.uri, 'out/b.tar', 'nothing leads out of where the image stands');
	t.deepEqual(results[1].locations[0].logicalLocations, [{name: 'layer 3', fullyQualifiedName: 'app.tar/layer 3', decoratedName: 'RUN make install', kind: 'layer'}] as never);
	t.deepEqual(results[1].partialFingerprints, {'freedive/v1': 'a'.repeat(32)});
	t.is(results[0].message.text, 'layer-size of layer 5 is 802 MB; it may be at most 500 MB.');
	for (const {ruleId, ruleIndex} of results) {
		t.is(ruleIndex === undefined ? 'of-nobody' : driver.rules[ruleIndex].id, ruleId);
	}

	const rule = (id: string) => driver.rules.find(rule => rule.id === id)!;
	t.is(rule('deleted-secret').properties['security-severity'], '9.5');
	t.deepEqual(rule('deleted-secret').properties.tags, ['secrets', 'security', 'CIS-DI-0010']);
	t.false('security-severity' in rule('missing-library').properties);
	t.is(rule('static-library').defaultConfiguration.level, 'note');
	t.regex(rule('missing-library').help.markdown!, /\*\*What to do\.\*\* Mend it\.[\s\S]*<https:\/\/man7/);
});

test('what is ignored is suppressed with its reason; what the baseline has is unchanged', t => {
	const [{results}] = read(auditParts([auditedImage({findings: [
		reportedFinding({state: 'ignored', reason: 'ours'}), reportedFinding({state: 'known'}), reportedFinding(),
	]})])).runs;
	t.deepEqual(results.map(({baselineState, suppressions}) => [baselineState, suppressions?.map(({justification}) => justification)]), [[undefined, ['ours']], ['unchanged', undefined], ['new', undefined]]);
	t.is(read(auditParts([auditedImage({findings: [reportedFinding()]})])).runs[0].results[0].baselineState, undefined, 'without a baseline nobody knows');
});

test('invocations: exit code and warnings; an image that could not be looked at has a run of its own', t => {
	const {runs} = read(auditParts([auditedImage({remarks: ['An ignored path is past its last day.']})], {
		exitCode: 2,
		warnings: [{image: 'app.tar', layer: 3, path: '/x', message: 'cut off', incomplete: true}, {image: 'other.tar', layer: null, path: null, message: 'not here', incomplete: false}],
		failures: [{image: 'b.tar', message: 'It is no image.', tries: 2}],
	}));
	t.deepEqual(runs[0].invocations, [{executionSuccessful: false, exitCode: 2, toolExecutionNotifications: [
		{level: 'error', message: {text: 'layer 3: /x: cut off'}}, {level: 'warning', message: {text: 'An ignored path is past its last day.'}},
	]}]);
	t.deepEqual(runs[1].invocations[0].toolExecutionNotifications, [{level: 'error', message: {text: 'b.tar could not be audited, tried 2 times: It is no image.'}}]);
});

test('attacks: no link, no placeholder, no control character, and locations that are relative', t => {
	const text = auditSarif(attackedParts());
	t.notRegex(text, /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E\u2066]/);
	const {runs} = JSON.parse(text) as Log;
	const messages = runs.flatMap(({results}) => results.map(({message}) => message.text));
	t.true(messages.length > 10);
	for (const message of messages) {
		t.notRegex(message, /(?<!\\)\]\(/, 'no end of a link\'s text');
		t.notRegex(message, /(?<!\{)\{\d+\}(?!\})/);
	}

	t.true(messages.some(message => message.includes(String.raw`\[a\](https://evil.example) {{0}}`)));
	t.true(messages.some(message => message.includes(attacks.formula)));
	for (const {results} of runs) {
		for (const result of results) {
			t.regex(uriOf(result), /^(?:[\w\-.~]|%[\dA-F]{2})+(?:\/(?:[\w\-.~]|%[\dA-F]{2})+)*$/);
		}
	}
});

const python = pythonWith('jsonschema');
const schema = fileURLToPath(new URL('../fixtures/sarif-schema-2.1.0.json', import.meta.url));

(python ? test : test.skip)('valid against the published JSON Schema (python3-jsonschema)', t => {
	const program = `
import json, sys, jsonschema
schema = json.load(open(sys.argv[1]))
validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
for error in validator.iter_errors(json.load(sys.stdin)):
    print('/'.join(map(str, error.path)), error.message)
`;
	const validate = (text: string) => runPython(python!, program, text, [schema]);
	t.is(validate(auditSarif(attackedParts())), '');
	t.is(validate(auditSarif(auditParts([]))), '', 'of no image');
	t.is(validate(auditSarif(auditParts([auditedImage({findings: [reportedFinding({state: 'ignored', reason: 'ours'}), reportedFinding({state: 'known'})]})]))), '');
	t.regex(validate('{"version": "2.1.0", "runs": [{"results": []}]}'), /'tool' is a required property/, 'it can say no');
});
