import {attachedText} from '../image/attached-text.js';
import type {Attached} from '../image/attached.js';

/** Something that is attached to an image, as outputs hold it. Texts are whatever stands there. */
export type ReportedAttached = {
	kind: Attached['kind'];
	/** All of it in words. */
	text: string;
	format: string;
	predicateType: string | null;
	signers: Array<{identity: string | null; issuer: string | null}>;
	builder: string | null;
	source: string | null;
	commit: string | null;
	packages: number | null;
	tool: string | null;
	/** Of the manifest that brings it. */
	digest: string;
	/** Why it could not be read whole. */
	problem: string | null;
};

export function reportAttached(attached: Attached): ReportedAttached {
	const {kind, format, predicateType, signers = [], builder, source, commit, packages, tool, digest, problem} = attached;
	return {
		kind,
		text: attachedText(attached),
		format,
		predicateType: predicateType ?? null,
		signers: signers.map(({identity, issuer}) => ({identity: identity ?? null, issuer: issuer ?? null})),
		builder: builder ?? null,
		source: source ?? null,
		commit: commit ?? null,
		packages: packages ?? null,
		tool: tool ?? null,
		digest,
		problem: problem ?? null,
	};
}
