import {patterns} from '../audit/policy/policy-values.js';
import {thresholds, type Figures, type Limits, type ThresholdName} from '../audit/thresholds.js';
import {formatBytes} from '../format/bytes.js';
import {safeJson} from '../format/json.js';
import {roundUpBytes} from '../format/round-up.js';
import {safeText} from '../format/safe-text.js';
import type {AuditedImage, ReportedFinding} from './audit.js';
import {wrapText} from './wrap-text.js';

/** What a first policy is written from. */
export type PolicyParts = {
	audited: AuditedImage;
	figures: Figures;
	/** Findings that would fail today and are to stay for now; none where a baseline holds them. */
	ignored: readonly ReportedFinding[];
	/** The file that holds them instead, as the policy names it. */
	baseline?: string;
	/** The base image, as the user named it. */
	base?: string;
	/** Limits that the team has set before, in dive's policy. */
	diveLimits?: Limits;
	/** The day, as `YYYY-MM-DD`. */
	today: string;
};

/** Columns of a comment. */
const width = 96;

/** A policy with comments that an image passes as it is: the first page of documentation that many read. */
export function policyText({audited, figures, ignored, baseline, base, diveLimits, today}: PolicyParts): string {
	const name = safeText(audited.image.reference);
	return [
		...comment(`What a pipeline demands of ${name}, as it was on ${today}. freedive audit reads this file where it lies in the working folder, and ends with 0 where an image passes, with 1 where it does not, and with 2 where it could not be looked at.`),
		'#',
		...comment('Every key, for people and editors: freedive schema policy'),
		'',
		'version: 1',
		'',
		...comment('From which severity on a finding fails: critical, error, warning, note or never. What is not found for sure never fails.'),
		`fail-on: ${audited.failOn}`,
		'',
		...baseLines(base),
		...comment('Limits; what lies at its limit passes. Each is today\'s figure and a tenth, rounded up: lower them when the image gets smaller. Sizes are 250 MB or 250 MiB, shares 5% or 0.05.'),
		'thresholds:',
		...(['size', 'stored-size', 'layer-size', 'layers', 'waste', 'waste-share'] as const).flatMap(id => limitLines(id, figures)),
		...diveLines(figures, diveLimits),
		'',
		...comment('Rules: off, on, or the severity of what they find. All of them: freedive audit --list-rules'),
		'rules:',
		'  # no-healthcheck: off',
		'  # static-library: warning',
		'  # overwritten: {severity: error, min-bytes: 10 MB}',
		'',
		...comment('Findings that may stay, by rule, path (as freedive files takes it), layer or fingerprint, each with its reason. With until they count again after that day.'),
		'ignore:',
		...(ignored.length === 0 ? ['  # - rule: setuid', '  #   path: /usr/bin/sudo', '  #   reason: the operators need it', `  #   until: ${nextYear(today)}`] : ignored.flatMap(finding => ignoreLines(finding))),
		'',
		...(baseline === undefined ? [] : [...comment(`What is known and does not fail: ${countOf(audited)} when this was written. Mend them one by one, and write the file anew: freedive audit IMAGE --write-baseline ${baseline}`), `baseline: ${quoted(baseline)}`, '']),
		...comment('What must be there.'),
		'required:',
		'  # paths: [/usr/local/bin/app, /etc/ssl/certs/ca-certificates.crt]',
		'  # labels: [org.opencontainers.image.source, org.opencontainers.image.licenses=MIT]',
		'  # codecs: [libx264, aac]',
		'',
		...comment('What must not be there, in any layer.'),
		'forbidden:',
		'  # paths: [\'*.pem\', /root/.ssh, \'**/.git\']',
		'',
	].join('\n');
}

function baseLines(base: string | undefined): string[] {
	const about = 'The base image: what is found in its layers is told as its own.';
	return base === undefined ? [...comment(about), '# base: debian.tar', ''] : [...comment(about), `base: ${quoted(base)}`, ''];
}

function limitLines(id: ThresholdName, figures: Figures): string[] {
	const {unit, about} = thresholds[id];
	const {value = 0} = figures[id];
	const sentence = `${about[0].toUpperCase()}${about.slice(1)}`;
	switch (unit) {
		case 'bytes': {
			// A limit of nothing would fail at the first byte.
			return [`  # ${sentence}: ${formatBytes(value)}.`, `  ${id}: ${roundUpBytes(Math.max(leastLimit, value * spare))}`];
		}

		case 'share': {
			return [`  # ${sentence}: ${(value * 100).toFixed(1)}%.`, `  ${id}: ${Math.min(100, Math.max(1, Math.ceil(value * spare * 100)))}%`];
		}

		case 'count': {
			return [`  # ${sentence}: ${value}.`, `  ${id}: ${Math.ceil(value * spare)}`];
		}
	}
}

/** What limits leave above today's figures. */
const spare = 1.1;
const leastLimit = 1_000_000;

/** Dive's three: in force where the team had them, and held; otherwise as an offer. */
function diveLines(figures: Figures, limits: Limits | undefined): string[] {
	const {efficiency: {value: efficiency = 1}, 'wasted-bytes': {value: wasted = 0}, 'user-wasted-percent': {value: share = 0}} = figures;
	const percent = (value: number, digits = 2) => `${Number((value * 100).toFixed(digits))}%`;
	const exactly = (limit: number) => percent(limit, 9);
	const line = (id: ThresholdName, holds: boolean, offer: string, exact: (limit: number) => string, canHold = true) => {
		const limit = limits?.[id];
		if (limit === undefined || !canHold) {
			return `  # ${id}: ${offer}`;
		}

		return holds ? `  ${id}: ${exact(limit)}` : `  ${id}: ${offer}  # ${exact(limit)} in .dive-ci, which it does not keep`;
	};

	const lines = [
		line('efficiency', efficiency >= (limits?.efficiency ?? 0), `${Math.floor(efficiency * 100)}%`, exactly),
		line('wasted-bytes', wasted <= (limits?.['wasted-bytes'] ?? 0), roundUpBytes(wasted), String),
		// A file that is stored twice counts twice, so that more than all of it can be wasted: no limit is as high.
		line('user-wasted-percent', share <= (limits?.['user-wasted-percent'] ?? 0), `${Math.min(100, Math.ceil(share * 100))}%`, exactly, share <= 1),
	];
	return [`  # Dive's three, as it counts: efficiency ${percent(efficiency)}, wasted ${formatBytes(wasted)}, of the user's own ${Number.isFinite(share) ? percent(share) : 'all'}.`, ...lines];
}

function ignoreLines({rule, path, pathBase64, fingerprint, message}: ReportedFinding): string[] {
	const isPath = path !== null && pathBase64 === null && new RegExp(patterns.glob, 'u').test(path);
	return [
		...wrapText(safeText(message), width - 4).map(line => `  # ${line}`),
		`  - rule: ${rule}`,
		isPath ? `    path: ${quoted(path)}` : `    fingerprint: ${quoted(fingerprint)}`,
		'    reason: it was there when this policy was written; say why it may stay, or mend it',
	];
}

/** Text as YAML takes it: as it is where that is plain, else as JSON. */
function quoted(text: string): string {
	return /^(?:\.?\/)?[a-z][\w+\-./]*$/i.test(text) && !/^(?:true|false|null)$/i.test(text) ? text : safeJson(text);
}

function comment(text: string): string[] {
	return wrapText(text, width - 2).map(line => `# ${line}`);
}

function countOf({findings}: AuditedImage): string {
	const count = findings.filter(({fails}) => fails).length;
	return `${count} ${count === 1 ? 'finding' : 'findings'} that would fail`;
}

function nextYear(today: string): string {
	return `${Number(today.slice(0, 4)) + 1}-12-31`;
}
