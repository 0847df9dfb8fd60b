import type {Severity} from '../../source/audit/finding.js';
import {failsGate} from '../../source/audit/gate.js';
import type {Rule} from '../../source/audit/rule.js';
import type {AuditFigures} from '../../source/report/audit-figures.js';
import type {AuditParts, AuditedImage, ReportedFinding, ReportedThreshold} from '../../source/report/audit.js';
import {noBytes} from '../../source/tree/fate.js';

/** Rules as reports know them: they find nothing. */
export const reportedRules: readonly Rule[] = [
	ruleOf({id: 'missing-library', title: 'Libraries that are not in the image', group: 'runtime', severity: 'error', references: ['https://man7.org/linux/man-pages/man8/ld.so.8.html']}),
	ruleOf({id: 'deleted-secret', title: 'Secrets that a later layer deletes', group: 'secrets', severity: 'critical', counterparts: ['CIS-DI-0010']}),
	ruleOf({id: 'static-library', title: 'Static libraries', group: 'leftovers', severity: 'note'}),
];

function ruleOf(rule: Pick<Rule, 'id' | 'title' | 'group' | 'severity'> & Partial<Rule>): Rule {
	return {counterparts: [], detects: `What ${rule.id} detects, and why.`, remedy: 'Mend it.', references: [], find: nothing, ...rule};
}

function * nothing() {
	yield undefined;
}

let count = 0;

/** A finding of a rule, of which a test says what matters to it. */
export function reportedFinding({failOn = 'error', ...more}: Partial<ReportedFinding> & {failOn?: Severity | 'never'} = {}): ReportedFinding {
	const finding = {
		rule: 'missing-library', severity: 'error' as const, confidence: 'high' as const, layer: 2, instruction: 'RUN make install', path: '/bin/tool', pathBase64: null, bytes: null,
		message: '/bin/tool needs libleaf.so.1, which is nowhere.', remedy: 'Install libleaf1.', references: [], state: 'new' as const, reason: null, base: false,
		fingerprint: String(++count).padStart(32, '0'), open: '2:/bin/tool', ...more,
	};
	return {...finding, fails: failsGate(finding, failOn)};
}

/** An audited image; whether it passes follows from its findings and thresholds. */
export function auditedImage({findings = [], thresholds = [], complete = true, ...more}: Partial<Omit<AuditedImage, 'passed'>> = {}): AuditedImage {
	const counted = findings.filter(({state}) => state !== 'ignored');
	const number = (severity: Severity) => counted.filter(finding => finding.severity === severity).length;
	return {
		image: {reference: 'app.tar', digest: null, platform: 'linux/amd64', size: 1_690_000_000, finalSize: 1_120_000_000, storedSize: 640_000_000},
		policy: null,
		complete,
		passed: complete && findings.every(({fails}) => !fails) && thresholds.every(({passed}) => passed),
		failOn: 'error',
		base: null,
		thresholds,
		findings,
		summary: {critical: number('critical'), error: number('error'), warning: number('warning'), note: number('note'), bytes: counted.reduce((sum, {bytes}) => sum + (bytes ?? 0), 0)},
		couldBe: {size: 1_690_000_000, waste: 0, leftovers: 0},
		remarks: [],
		...more,
	};
}

export function threshold(more: Partial<ReportedThreshold> = {}): ReportedThreshold {
	return {id: 'layer-size', unit: 'bytes', bound: 'at-most', limit: 500_000_000, value: 802_000_000, passed: false, layer: 5, ...more};
}

/** What pages and metrics tell beside findings. */
export function auditFigures(more: Partial<AuditFigures> = {}): AuditFigures {
	return {
		seconds: 1.25,
		dive: {efficiency: 0.98, wastedBytes: 100, userWastedPercent: null},
		bytes: {...noBytes(), live: 5, removed: 3, rewritten: 2, total: 10, wasted: 5},
		paths: 12,
		files: 7,
		layers: [
			{layer: 1, title: 'ADD rootfs.tar /', size: 6, storedSize: 4, live: 4, entries: 9},
			{layer: 2, title: 'RUN make install', size: 4, storedSize: 3, live: 1, entries: 3},
		],
		wastes: [{id: 'removed-2', bytes: 3, what: 'layer 2 deletes what layer 1 stored', remedy: 'delete it in the same RUN'}],
		maps: {
			layers: [
				{name: '1 ADD rootfs.tar /', bytes: 6, waste: 2, parts: [{name: '/usr/lib', bytes: 4, waste: 0}, {name: '/opt', bytes: 2, waste: 2}]},
				{name: '2 RUN make install', bytes: 4, waste: 3, parts: [{name: '/opt', bytes: 4, waste: 3}]},
			],
			folders: [{name: '/usr', bytes: 4, waste: 0, parts: [{name: '/usr/lib', bytes: 4, waste: 0}]}, {name: '/opt', bytes: 1, waste: 0, parts: []}],
		},
		...more,
	};
}

/** What reporters are given. */
export function auditParts(images: AuditedImage[], more: Partial<AuditParts> & {warnings?: AuditParts['report']['warnings']; failures?: AuditParts['report']['failures']} = {}): AuditParts {
	const {warnings = [], failures = [], ...rest} = more;
	return {
		report: {schema: 'freedive/audit/1', images, failures, warnings},
		rules: reportedRules,
		figures: images.map(() => auditFigures()),
		sketches: [],
		version: '1.2.3',
		exitCode: images.every(({passed}) => passed) ? 0 : 1,
		limit: undefined,
		...rest,
	};
}

/** What an image may hold that wants to be more than text, in whatever a report is read with. */
export const attacks = {
	html: '"\'><img src=x onerror=alert(1)><script>alert(1)</script><!-- ]]>&lt;',
	markdown: '`\n```\n# head\n[click](javascript:alert(1)) ![x](https://evil.example/x) <details> | cell | @team https://evil.example **b** ~~s~~',
	formula: '=cmd|\' /C calc\'!A0',
	annotation: 'x\n::error::pwned\r\n::set-output name=a::b%0A%0D%25,title=y::',
	terminal: '\u001B[2J\u001B]0;title\u0007\u009B31m\u0000\u0008\u007F',
	xml: '\u0001\u000B\uFFFE\uFFFF\uD800 &amp; <![CDATA[ ]]> <?pi?> &#0;',
	bidi: '\u202Egnp.exe\u2066\u2069\u200F',
	sarif: '[a](https://evil.example) {0} \\[b\\](1)',
	metric: 'a"} 1\nfreedive_forged{x="\\',
} as const;

/** Parts of which every text from an image is an attack. */
export function attackedParts(more: Partial<AuditParts> = {}): AuditParts {
	const text = Object.values(attacks).join(' ');
	const findings = Object.values(attacks).map((attack, index) => reportedFinding({
		path: `/${attack}`, message: `${attack} is here.`, remedy: `Remove ${attack}.`, instruction: `RUN ${attack}`, open: `2:/${attack}`,
		bytes: index % 2 === 0 ? 1000 + index : null, references: [`https://example.org/?${attack}`],
	}));
	return auditParts([
		auditedImage({
			image: {reference: text, digest: null, platform: text, size: 10, finalSize: 5, storedSize: 7},
			policy: text,
			base: {name: text, digest: null, layers: 1, steps: 1, guess: true, knownBy: 'label', otherNames: 0, wasted: 1},
			thresholds: [threshold({id: text}), threshold({id: attacks.annotation, passed: true, layer: null})],
			findings: [
				...findings,
				reportedFinding({rule: text, severity: 'critical', state: 'ignored', reason: text, path: text, message: text}),
				reportedFinding({state: 'known', base: true, path: '/\\xff', pathBase64: Buffer.from([0x2F, 0xFF]).toString('base64')}),
				reportedFinding({base: true, message: text, remedy: text}),
			],
			remarks: [text],
		}),
		auditedImage({image: {reference: 'plain.tar', digest: null, platform: null, size: 10, finalSize: 5, storedSize: 7}}),
	], {
		failures: [{image: text, message: text, tries: 3}],
		warnings: [{image: text, layer: 1, path: text, message: text, incomplete: true}],
		figures: [
			auditFigures({layers: [{layer: 1, title: text, size: 6, storedSize: 4, live: 4, entries: 9}], wastes: [{id: text, bytes: 3, what: text, remedy: text}], maps: {layers: [{name: text, bytes: 6, waste: 2, parts: [{name: `/${text}`, bytes: 6, waste: 2}]}], folders: [{name: text, bytes: 6, waste: 2, parts: []}]}}),
			auditFigures(),
		],
		...more,
	});
}
