import test from 'ava';
import {auditOpenmetrics} from '../../source/report/audit-openmetrics.js';
import {safeText} from '../../source/format/safe-text.js';
import type {AuditParts} from '../../source/report/audit.js';
import {attackedParts, attacks, auditParts, auditedImage, reportedFinding, threshold} from '../helpers/audit-parts.js';
import {pythonWith, runPython} from '../helpers/python.js';

type Sample = {name: string; labels: Record<string, string>; value: number; unit: string};

const python = pythonWith('prometheus_client');
const testWithParser = python ? test : test.skip;

/** What a parser of prometheus-client reads: of OpenMetrics, which is the reference, or of the older text format. */
function read(text: string, parser: 'openmetrics.parser' | 'parser' = 'openmetrics.parser'): Sample[] {
	return JSON.parse(runPython(python!, `
import json, sys
from prometheus_client.${parser} import text_string_to_metric_families
print(json.dumps([{'name': sample.name, 'labels': sample.labels, 'value': sample.value, 'unit': family.unit}
	for family in text_string_to_metric_families(sys.stdin.read()) for sample in family.samples]))
`, text)) as Sample[];
}

const parts = (): AuditParts => auditParts([
	auditedImage({
		thresholds: [threshold(), threshold({id: 'efficiency', unit: 'share', bound: 'at-least', limit: 0.9, value: null, layer: null})],
		findings: [reportedFinding(), reportedFinding(), reportedFinding({state: 'ignored', reason: 'ours'}), reportedFinding({rule: 'static-library', severity: 'note', bytes: 12, state: 'known'})],
	}),
	auditedImage(),
], {failures: [{image: 'b.tar', message: 'It is no image.', tries: 1}]});

test('names with their units, help and an end', t => {
	const text = auditOpenmetrics(parts());
	t.true(text.startsWith('# TYPE freedive_build_info gauge\n# HELP freedive_build_info The version of freedive that looked.\nfreedive_build_info{version="1.2.3"} 1\n'));
	t.true(text.includes('# TYPE freedive_image_size_bytes gauge\n# UNIT freedive_image_size_bytes bytes\n# HELP freedive_image_size_bytes Content bytes of all layers.\nfreedive_image_size_bytes{image="app.tar"} 1690000000\nfreedive_image_size_bytes{image="app.tar (2)"} 1690000000\n'));
	t.true(text.endsWith('\n# EOF\n'));
	t.is(auditOpenmetrics(auditParts([])).split('\n').at(-2), '# EOF');
});

testWithParser('the reference parser reads all of it, and so does that of the older format (python3-prometheus-client)', t => {
	const samples = read(auditOpenmetrics(parts()));
	const value = (name: string, labels: Record<string, string>) => samples.filter(sample => sample.name === name && Object.entries(labels).every(([key, text]) => sample.labels[key] === text)).map(sample => sample.value);
	t.deepEqual(value('freedive_audit_passed', {}), [0, 1]);
	t.deepEqual(value('freedive_audit_complete', {}), [1, 1, 0]);
	t.deepEqual(value('freedive_audit_duration_seconds', {image: 'app.tar'}), [1.25]);
	t.deepEqual(value('freedive_findings', {image: 'app.tar', severity: 'error'}), [2, 0, 1]);
	t.deepEqual(value('freedive_rule_findings', {image: 'app.tar', rule: 'missing-library'}), [2]);
	t.deepEqual(value('freedive_threshold_value', {}), [802_000_000]);
	t.deepEqual(value('freedive_threshold_limit', {threshold: 'efficiency', unit: 'share'}), [0.9]);
	t.deepEqual(value('freedive_dive_efficiency_ratio', {image: 'app.tar'}), [0.98]);
	t.deepEqual(value('freedive_image_wasted_bytes', {image: 'app.tar', fate: 'removed'}), [3]);
	t.deepEqual(value('freedive_layer_size_bytes', {image: 'app.tar', layer: '2'}), [4]);
	t.deepEqual([...new Set(samples.map(({unit}) => unit))].sort(), ['', 'bytes', 'ratio', 'seconds']);
	t.deepEqual(read(auditOpenmetrics(parts()), 'parser').map(({name, labels, value}) => ({name, labels, value})), samples.map(({name, labels, value}) => ({name, labels, value})));
	t.throws(() => read('freedive{a="b"} 1\n'), {message: /EOF/}, 'it can say no');
});

testWithParser('attacks: no sample but our own, and labels as they were (python3-prometheus-client)', t => {
	const attacked = read(auditOpenmetrics(attackedParts()));
	const plain = read(auditOpenmetrics(parts()));
	const names = new Set(plain.map(({name}) => name));
	t.deepEqual(attacked.filter(({name}) => !names.has(name)), []);
	t.true(attacked.some(({labels}) => labels.image?.includes(safeText(attacks.metric))));
	t.true(attacked.every(({labels}) => Object.values(labels).every(text => !/[\u0000-\u001F\u007F\u202E]/.test(text))));
});
