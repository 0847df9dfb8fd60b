import type {Confidence, Severity} from '../finding.js';
import type {Limits} from '../thresholds.js';

/** From which severity on a finding fails the gate. */
export type FailOn = Severity | 'never';

/** What a policy says of a rule. */
export type RuleSetting = {
	/** Whether it looks at all. */
	isOn: boolean;
	/** Instead of the rule's own. */
	severity?: Severity;
	/** From which confidence on its findings count at the gate; `high` where nothing is said. */
	confidence?: Confidence;
	/** Findings of fewer bytes do not count. */
	minBytes?: number;
};

/** Findings that are known and accepted. All that is said must hold; of several values one. */
export type Ignore = {
	rules?: readonly string[];
	/** Globs, as `freedive files` takes them. */
	paths?: readonly string[];
	/** A layer, as `--layer` takes it. */
	layer?: string;
	fingerprints?: readonly string[];
	reason: string;
	/** The last day on which it holds: `YYYY-MM-DD`. */
	until?: string;
	/** Where it stands in its file. */
	line: number;
};

/** What a pipeline demands of an image. */
export type Policy = {
	failOn: FailOn;
	/** The base image, as `--base` takes it. */
	base?: string;
	/** A file of known findings, as the policy names it. */
	baseline?: string;
	limits: Limits;
	/** By rule. */
	rules: ReadonlyMap<string, RuleSetting>;
	ignore: readonly Ignore[];
	/** What must be there: paths or globs, `NAME` or `NAME=VALUE` of labels, names of codecs. */
	required: {paths: readonly string[]; labels: readonly string[]; codecs: readonly string[]};
	/** What must not be there. */
	forbidden: {paths: readonly string[]};
};

/** Where there is no policy. */
export const defaultPolicy: Policy = {
	failOn: 'error',
	limits: {},
	rules: new Map(),
	ignore: [],
	required: {paths: [], labels: [], codecs: []},
	forbidden: {paths: []},
};
