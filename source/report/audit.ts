import {couldBe, type CouldBe} from '../audit/could-be.js';
import {countBytes} from '../audit/count-bytes.js';
import {type JudgedFinding, type Judgement, type Severity, type ThresholdResult, severities} from '../audit/finding.js';
import type {Rule} from '../audit/rule.js';
import type {Image, ImageWarning, LayerNumber} from '../image/image.js';
import type {Overlay} from '../tree/overlay.js';
import type {BaseImage} from '../image/base-image.js';
import type {AuditFigures} from './audit-figures.js';
import {reportBase, type ReportedBase} from './reported-base.js';
import {pathBase64, reportImage, type ReportedImage} from './reported-image.js';
import {reportWarnings, type ReportedWarning} from './summary.js';

/** What `audit` tells, in the shape of its JSON. Texts are as the image has them, secrets masked: each format escapes what it prints. */
export type AuditReport = {
	schema: 'freedive/audit/1';
	images: AuditedImage[];
	failures: AuditFailure[];
	/** Of all images. */
	warnings: Array<ReportedWarning & {image: string}>;
};

/** An image that could not be looked at. */
export type AuditFailure = {
	/** What the user called it. */
	image: string;
	message: string;
	/** How often it was tried. */
	tries: number;
};

export type AuditedImage = {
	image: ReportedImage & {
		/** Content bytes of all layers. */
		size: number;
		/** Those of them that the finished file system shows. */
		finalSize: number;
		/** Bytes of the layers as they lie. */
		storedSize: number;
	};
	/** The file that the policy is of; null where there is none. */
	policy: string | null;
	/** Whether it could be read whole; what is not never passes, and its warnings say why. */
	complete: boolean;
	passed: boolean;
	/** The severity at which a finding fails. */
	failOn: Severity | 'never';
	base: ReportedBase | null;
	thresholds: ReportedThreshold[];
	findings: ReportedFinding[];
	/** Findings by severity, but for ignored ones; `bytes`: what they name, each byte once. */
	summary: Record<Severity, number> & {bytes: number};
	/** What the image could be without what nobody sees and what a build left behind, but for what is ignored. */
	couldBe: CouldBe;
	/** What a policy asks for and no longer holds. */
	remarks: string[];
};

export type ReportedThreshold = Omit<ThresholdResult, 'value' | 'layer'> & {value: number | null; layer: LayerNumber | null};

export type ReportedFinding = {
	rule: string;
	severity: Severity;
	confidence: JudgedFinding['confidence'];
	layer: LayerNumber | null;
	instruction: string | null;
	path: string | null;
	pathBase64: string | null;
	bytes: number | null;
	message: string;
	remedy: string;
	references: string[];
	state: JudgedFinding['state'];
	/** Why it is ignored; null where it is not. */
	reason: string | null;
	/** Whether it is one of those for which the image does not pass. */
	fails: boolean;
	base: boolean;
	fingerprint: string;
	/** Where to look at it: what `--open` takes. */
	open: string | null;
};

/** What an audit is written from. */
export type AuditParts = {
	report: AuditReport;
	/** The rules that looked, in the order in which pages list them. */
	rules: readonly Rule[];
	/** What pages and metrics tell of each image beside its findings, in the order of `report.images`; none where no format asks for it. */
	figures: readonly AuditFigures[];
	/** A Dockerfile to start from for each image, in that order; none where no format asks for it. */
	sketches: readonly string[];
	/** The version of freedive. */
	version: string;
	/** What the program ends with. */
	exitCode: number;
	/** Findings of a rule that people are shown; where nobody said, each format has its own number. */
	limit: number | undefined;
};

/** What came of one image. */
export type AuditedParts = {
	image: Image;
	overlay: Overlay;
	base: BaseImage | undefined;
	judgement: Judgement;
	policy: string | undefined;
};

export function reportAudited({image, overlay, base, judgement, policy}: AuditedParts): AuditedImage {
	const {complete, passed, failOn, thresholds, findings, remarks} = judgement;
	const counted = findings.filter(({state}) => state !== 'ignored');
	const {total, live} = overlay.bytes();
	const count = (severity: Severity) => counted.filter(finding => finding.severity === severity).length;
	return {
		image: {...reportImage(image), size: total, finalSize: live, storedSize: image.layers.reduce((sum, {storedSize}) => sum + storedSize, 0)},
		policy: policy ?? null,
		complete,
		passed,
		failOn,
		base: base ? reportBase(base, overlay) : null,
		thresholds: thresholds.map(({value = null, layer = null, ...threshold}) => ({...threshold, value, layer})),
		findings: findings.map(finding => reportFinding(overlay, finding)),
		summary: {...Object.fromEntries(severities.map(severity => [severity, count(severity)])) as Record<Severity, number>, bytes: countBytes(overlay, counted)},
		couldBe: couldBe(overlay, counted),
		remarks,
	};
}

/** The report of several images, in the order in which they were named. */
export function reportAudit(images: ReadonlyArray<{audited: AuditedImage; warnings: readonly ImageWarning[]}>, failures: readonly AuditFailure[]): AuditReport {
	return {
		schema: 'freedive/audit/1',
		images: images.map(({audited}) => audited),
		failures: [...failures],
		warnings: images.flatMap(({audited, warnings}) => reportWarnings(warnings).map(warning => ({image: audited.image.reference, ...warning}))),
	};
}

function reportFinding({tree}: Overlay, finding: JudgedFinding): ReportedFinding {
	const {rule, severity, confidence, layer, instruction, path, bytes, message, remedy, references = [], state, reason, base, fingerprint} = finding;
	const text = path === undefined ? undefined : tree.path(path);
	return {
		rule,
		severity,
		confidence,
		layer: layer ?? null,
		instruction: instruction === '' ? null : instruction,
		path: text ?? null,
		pathBase64: path === undefined ? null : pathBase64(tree.pathBytes(path)) ?? null,
		bytes: bytes ?? null,
		message,
		remedy,
		references: [...references],
		state,
		reason: reason ?? null,
		fails: finding.fails,
		base,
		fingerprint,
		open: layer === undefined ? null : `${layer}:${text ?? '/'}`,
	};
}
