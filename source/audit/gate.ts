import {findLayer} from '../image/find-layer.js';
import {ImageError, type ImageWarning, type Layer} from '../image/image.js';
import {pathFilter} from '../format/path-filter.js';
import type {PathId} from '../tree/path-tree.js';
import {confidences, severities, type Confidence, type Finding, type JudgedFinding, type Judgement} from './finding.js';
import {defaultPolicy, type FailOn, type Ignore, type Policy} from './policy/policy.js';
import type {Rule} from './rule.js';
import {holdThresholds, type Figures} from './thresholds.js';

/** What is held against a policy. */
export type Judged = {
	findings: readonly Finding[];
	figures: Figures;
	layers: readonly Layer[];
	/** A finding's path, as `decodeBytes` reads it. */
	pathOf: (path: PathId) => string;
	/** All that was odd about the image or could not be read. */
	warnings: ReadonlyArray<Pick<ImageWarning, 'incomplete'>>;
};

/** What it is held against. */
export type Gate = {
	policy: Policy;
	/** The policy's file, for remarks. */
	file?: string;
	/** Fingerprints of what a baseline holds; `all` where one is being written, so that whatever there is counts as known. */
	known: ReadonlySet<string> | 'all';
	/** The day, as `YYYY-MM-DD`. */
	today: string;
	/** The rules that looked: what is ignored of others is not told to be in vain. */
	ruleIds: readonly string[];
};

/** A policy with the rules that are to look. */
export type AuditPolicy = Gate & {rules: readonly Rule[]};

/** Where nobody has set a policy. */
export const openGate: Gate = {policy: defaultPolicy, known: new Set(), today: '', ruleIds: []};

/** An ignore with what is needed to ask it. */
type Waiver = {ignore: Ignore; matches: (finding: Finding) => boolean; isOver: boolean; uses: number};

/**
Says yes or no. A finding fails that is neither ignored nor known, at or above the policy's severity, and of high confidence or what
the policy says of its rule; a limit fails that is broken. An image that could not be read whole does not pass.
*/
export function judge({findings, figures, layers, pathOf, warnings}: Judged, {policy, file = 'the policy', known, today, ruleIds}: Gate): Judgement {
	const waivers = policy.ignore.map(ignore => waiverOf(ignore, layers, pathOf, today));
	const thresholds = holdThresholds(policy.limits, figures);
	const judged = findings.map((finding): JudgedFinding => {
		const setting = policy.rules.get(finding.rule);
		const isSure = finding.confidence !== 'low';
		const severity = (isSure ? setting?.severity : undefined) ?? finding.severity;
		const reason = reasonOf(finding, waivers) ?? (finding.bytes !== undefined && finding.bytes < (setting?.minBytes ?? 0) ? 'It is about fewer bytes than the policy minds.' : undefined);
		const isKnown = known === 'all' || known.has(finding.fingerprint);
		const state = reason === undefined ? (isKnown ? 'known' : 'new') : 'ignored';
		return {...finding, severity, state, ...(reason !== undefined && {reason}), fails: failsGate({...finding, severity, state}, policy.failOn, setting?.confidence)};
	});
	const complete = warnings.every(({incomplete}) => !incomplete);
	return {
		complete,
		passed: complete && thresholds.every(({passed}) => passed) && judged.every(finding => !finding.fails),
		failOn: policy.failOn,
		thresholds,
		// The order of the rules stays where a policy changes no severity.
		findings: judged.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity)),
		remarks: waivers.flatMap(waiver => remarkOf(waiver, file, ruleIds)),
	};
}

/** Whether a finding alone makes the answer no: a new one at or above `failOn`, of such confidence at least. */
export function failsGate({state, severity, confidence}: Pick<JudgedFinding, 'state' | 'severity' | 'confidence'>, failOn: FailOn, least: Confidence = 'high'): boolean {
	return state === 'new'
		&& failOn !== 'never'
		&& severities.indexOf(severity) <= severities.indexOf(failOn)
		&& confidences.indexOf(confidence) <= confidences.indexOf(least);
}

/** Why a finding is ignored; undefined where it is not. Each ignore that holds for it is counted. */
function reasonOf(finding: Finding, waivers: readonly Waiver[]): string | undefined {
	let reason: string | undefined;
	for (const waiver of waivers) {
		if (waiver.matches(finding)) {
			waiver.uses++;
			reason ??= waiver.isOver ? undefined : waiver.ignore.reason;
		}
	}

	return reason;
}

function waiverOf(ignore: Ignore, layers: readonly Layer[], pathOf: Judged['pathOf'], today: string): Waiver {
	const {rules, paths, layer, fingerprints, until} = ignore;
	const filter = paths && pathFilter(paths);
	const number = layer === undefined ? undefined : layerNumber(layers, layer);
	return {
		ignore,
		matches: finding => (rules?.includes(finding.rule) ?? true)
			&& (fingerprints?.includes(finding.fingerprint) ?? true)
			&& (layer === undefined || (number !== undefined && finding.layer === number))
			&& (!filter || (finding.path !== undefined && filter.matches(pathOf(finding.path)))),
		isOver: until !== undefined && today > until,
		uses: 0,
	};
}

/** A layer that is not there is no error: the policy may be of several images. */
function layerNumber(layers: readonly Layer[], name: string): number | undefined {
	try {
		return findLayer(layers, name);
	} catch (error) {
		if (error instanceof ImageError) {
			return undefined;
		}

		throw error;
	}
}

function remarkOf({ignore: {line, rules, until}, isOver, uses}: Waiver, file: string, ruleIds: readonly string[]): string[] {
	if (isOver) {
		return uses > 0 ? [`${file}:${line}: ignored until ${until!}, which is over: ${uses === 1 ? 'a finding counts' : `${uses} findings count`} again.`] : [];
	}

	const looked = rules?.some(rule => ruleIds.includes(rule)) ?? true;
	return uses === 0 && looked ? [`${file}:${line}: there is nothing to ignore here any more.`] : [];
}
