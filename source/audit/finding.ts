import type {LayerNumber} from '../image/image.js';
import type {EntryId} from '../tree/entry-store.js';
import type {PathId} from '../tree/path-tree.js';

/** How bad what a rule found is, worst first. */
export const severities = ['critical', 'error', 'warning', 'note'] as const;

export type Severity = (typeof severities)[number];

/** How sure a rule is of what it found. A gate counts what is of high confidence alone. */
export const confidences = ['high', 'medium', 'low'] as const;

export type Confidence = (typeof confidences)[number];

/** What a rule says of one thing that it found. Texts may hold text from the image: not safe for any output. */
export type FindingDraft = {
	/** Where it is not the rule's own. */
	severity?: Severity;
	/** `high` where it is not told. */
	confidence?: Confidence;
	/** The layer whose instruction is to change. */
	layer?: LayerNumber;
	/** Of an instruction that made no layer: its place in the image's history, from 0. */
	step?: number;
	path?: PathId;
	/** Bytes that mending it would save, where it is about bytes. */
	bytes?: number;
	/**
	The contents that those bytes are of, so that each byte counts once in sums; with `shares`, of each only so many bytes.
	Without it the bytes are in no sum.
	*/
	contents?: ArrayLike<EntryId>;
	/** Bytes of each of `contents`. */
	shares?: ArrayLike<number>;
	/** What is wrong, in one sentence with its full stop. */
	message: string;
	/** What to write instead, likewise. */
	remedy: string;
	/** Addresses of pages that say more, beside those of the rule. */
	references?: readonly string[];
	/** What tells it from others of the rule at the same path, in words that hold when the image is built again: no number of a layer. */
	key?: string;
};

/** What a rule found, complete. */
export type Finding = FindingDraft & {
	rule: string;
	severity: Severity;
	confidence: Confidence;
	/** The instruction of the layer, or of the entry of the history, as its author wrote it, secrets masked; empty where there is none. */
	instruction: string;
	/** Whether it is of the base image. */
	base: boolean;
	/** The same whenever the same thing is found in another build: 32 hexadecimal digits. */
	fingerprint: string;
};

/** What became of a finding at the gate: only a new one counts. */
export type FindingState = 'new' | 'known' | 'ignored';

/** A finding that the gate has seen. */
export type JudgedFinding = Finding & {
	state: FindingState;
	/** Why it is ignored, as the policy says. */
	reason?: string;
	/** Whether it alone makes the answer no. */
	fails: boolean;
};

/** A limit that a policy sets, and the figure that was held against it. */
export type ThresholdResult = {
	/** The policy's word for it, such as `layer-size`. */
	id: string;
	/** `bytes` are printed as sizes, a `share` is 0 to 1 and printed as a percentage. */
	unit: 'bytes' | 'share' | 'count';
	/** Whether the value must not be above the limit, or not below it. */
	bound: 'at-most' | 'at-least';
	limit: number;
	/** Undefined where the image has no such figure. */
	value?: number;
	passed: boolean;
	/** The layer that it is about, of a limit that is each layer's. */
	layer?: LayerNumber;
};

/** Yes or no, and why. */
export type Judgement = {
	/** Whether the image could be read whole: what could not be may hold anything, so that there is no yes without. */
	complete: boolean;
	passed: boolean;
	/** The severity at which a finding fails. */
	failOn: Severity | 'never';
	thresholds: ThresholdResult[];
	/** In the order in which reports tell them: worst first. */
	findings: JudgedFinding[];
	/** What the policy asks for and no longer holds, such as an ignored path past its last day: sentences. */
	remarks: string[];
};
