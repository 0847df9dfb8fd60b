import {severities, type FindingState} from '../audit/finding.js';
import {safeText} from '../format/safe-text.js';
import {fateNames} from '../tree/fate.js';
import type {AuditParts} from './audit.js';
import {distinctNames} from './distinct-names.js';

/** A number of a family, with what tells it from the others. */
type Sample = {labels: Readonly<Record<string, string | number>>; value: number};

const states: readonly FindingState[] = ['new', 'known', 'ignored'];

/**
An audit as OpenMetrics 1.0, for a push gateway or the textfile collector of a node exporter. All families are gauges, so that those
who only know the older text format read it, too.
*/
export function auditOpenmetrics({report, figures, version}: AuditParts): string {
	const {images, failures} = report;
	const names = distinctNames([...images.map(({image}) => image.reference), ...failures.map(({image}) => image)]);
	const each = (value: (index: number) => number | null) => images.flatMap((_, index) => {
		const number = value(index);
		return number === null ? [] : [{labels: {image: names[index]}, value: number}];
	});
	const many = (samples: (index: number) => Sample[]) => images.flatMap((_, index) => samples(index).map(({labels, value}) => ({labels: {image: names[index], ...labels}, value})));
	const ofThresholds = (value: (threshold: (typeof images)[number]['thresholds'][number]) => number | null) => many(index => images[index].thresholds.flatMap(threshold => {
		const number = value(threshold);
		const {id, unit, layer} = threshold;
		return number === null ? [] : [{labels: {threshold: id, unit, ...(layer !== null && {layer})}, value: number}];
	}));
	const families = [
		family('freedive_build_info', 'The version of freedive that looked.', [{labels: {version}, value: 1}]),
		family('freedive_audit_complete', 'Whether an image could be read whole: 1, or 0.', names.map((image, index) => ({labels: {image}, value: Number(images[index]?.complete ?? false)}))),
		family('freedive_audit_passed', 'Whether an image passes its audit: 1, or 0.', each(index => Number(images[index].passed))),
		family('freedive_audit_duration_seconds', 'How long an image took, from opening it on.', each(index => figures[index].seconds)),
		family('freedive_image_size_bytes', 'Content bytes of all layers.', each(index => images[index].image.size)),
		family('freedive_image_final_size_bytes', 'Content bytes that the finished file system shows.', each(index => images[index].image.finalSize)),
		family('freedive_image_stored_size_bytes', 'Bytes of the layers as they lie.', each(index => images[index].image.storedSize)),
		family('freedive_image_could_be_bytes', 'Content bytes without what nobody sees and what the build left behind.', each(index => images[index].couldBe.size)),
		family('freedive_image_wasted_bytes', 'Content bytes that no path of the finished file system shows, by what became of them.', many(index =>
			fateNames.filter(fate => fate !== 'live').map(fate => ({labels: {fate}, value: figures[index].bytes[fate]})))),
		family('freedive_image_paths', 'Paths of the finished file system.', each(index => figures[index].paths)),
		family('freedive_image_files', 'Files of the finished file system.', each(index => figures[index].files)),
		family('freedive_layer_size_bytes', 'Content bytes of a layer.', many(index => figures[index].layers.map(({layer, size}) => ({labels: {layer}, value: size})))),
		family('freedive_layer_stored_size_bytes', 'Bytes of a layer as it lies.', many(index => figures[index].layers.map(({layer, storedSize}) => ({labels: {layer}, value: storedSize})))),
		family('freedive_layer_live_bytes', 'Content bytes of a layer that the finished file system shows.', many(index => figures[index].layers.map(({layer, live}) => ({labels: {layer}, value: live})))),
		family('freedive_dive_efficiency_ratio', 'What dive calls efficiency.', each(index => figures[index].dive.efficiency)),
		family('freedive_dive_wasted_bytes', 'What dive calls wasted bytes.', each(index => figures[index].dive.wastedBytes)),
		family('freedive_dive_user_wasted_ratio', 'What dive calls the percentage of user wasted bytes, from 0 to 1.', each(index => figures[index].dive.userWastedPercent)),
		family('freedive_findings', 'Findings of an image.', many(index => severities.flatMap(severity => states.map(state => ({
			labels: {severity, state},
			value: images[index].findings.filter(finding => finding.severity === severity && finding.state === state).length,
		}))))),
		family('freedive_rule_findings', 'Findings of an image by the rule that found them, ignored ones aside.', many(index => countByRule(images[index].findings))),
		family('freedive_findings_bytes', 'What findings of an image name, each byte once, ignored ones aside.', each(index => images[index].summary.bytes)),
		family('freedive_threshold_limit', 'The limit of a threshold, in its unit.', ofThresholds(({limit}) => limit)),
		family('freedive_threshold_value', 'What was held against a threshold.', ofThresholds(({value}) => value)),
		family('freedive_threshold_passed', 'Whether a threshold holds: 1, or 0.', ofThresholds(({passed}) => Number(passed))),
	];
	return `${families.join('')}# EOF\n`;
}

function countByRule(findings: AuditParts['report']['images'][number]['findings']): Sample[] {
	const counts = new Map<string, Sample>();
	for (const {rule, severity, state} of findings) {
		if (state !== 'ignored') {
			const key = `${severity} ${rule}`;
			const sample = counts.get(key) ?? {labels: {rule, severity}, value: 0};
			counts.set(key, {...sample, value: sample.value + 1});
		}
	}

	return [...counts.values()];
}

/** Samples of one name; nothing where there are none. "The unit … MUST be a suffix of the MetricFamily name separated by an underscore." */
function family(name: string, help: string, samples: readonly Sample[]): string {
	if (samples.length === 0) {
		return '';
	}

	const [unit] = /(?<=_)(?:bytes|ratio|seconds)$/.exec(name) ?? [];
	return [
		`# TYPE ${name} gauge`,
		...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
		`# HELP ${name} ${help}`,
		...samples.map(({labels, value}) => `${name}{${Object.entries(labels).map(([key, text]) => `${key}="${labelText(String(text))}"`).join(',')}} ${value}`),
		'',
	].join('\n');
}

/** "Line feed, double quote and backslash MUST be escaped"; a control character stands as `\xNN`, and so has its own backslash. */
function labelText(text: string): string {
	return safeText(text.toWellFormed()).replaceAll(/["\\]/g, character => `\\${character}`);
}
