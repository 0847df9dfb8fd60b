import type {AuditInput} from './audit-input.js';
import type {FindingDraft, Severity} from './finding.js';

/** What rules are about, as reports group them. */
export const ruleGroups = ['waste', 'leftovers', 'runtime', 'secrets', 'configuration', 'history'] as const;

export type RuleGroup = (typeof ruleGroups)[number];

/** Looks for one thing. A file in `rules/` each. */
export type Rule = {
	/** Stable, lower-case, hyphenated. */
	id: string;
	/** What it finds, in a few words, such as `Libraries that are not in the image`. */
	title: string;
	group: RuleGroup;
	/** Of what it finds, where a finding does not say otherwise. */
	severity: Severity;
	/** Ids that CIS Docker, dockle, hadolint and others have for it. */
	counterparts: readonly string[];
	/** What it detects and why that matters, in a few sentences. */
	detects: string;
	/** What to do about it in general, in a sentence or two. */
	remedy: string;
	/** Addresses of pages that say more. */
	references: readonly string[];
	/** Finds it. It gives way every millisecond or so by yielding nothing. */
	find(input: AuditInput): Generator<FindingDraft | undefined, void>;
};
