import {gatherInput, type KnownFindings} from '../../audit/gather-input.js';
import {judge, openGate, type AuditPolicy} from '../../audit/gate.js';
import type {Judgement} from '../../audit/finding.js';
import {rules} from '../../audit/rules/index.js';
import {runRules} from '../../audit/run-rules.js';
import {measure} from '../../audit/thresholds.js';
import type {Contents} from '../../image/contents.js';
import type {Image, LayerNumber} from '../../image/image.js';
import type {Overlay} from '../../tree/overlay.js';

/** What an audit looks at, and what views have found already. */
export type AuditSources = {image: Image; overlay: Overlay; contents: Contents; /** The last layer of the base image; 0 where it is not known. */ base: LayerNumber; known: KnownFindings};

/** All rules, and no one who has set a policy. */
export const noPolicy: AuditPolicy = {...openGate, rules};

/** Audits an image, in slices. It is in a file of its own, which is loaded when an audit begins: the rules are many. */
export function * auditImage({image, overlay, contents, base, known}: AuditSources, policy: AuditPolicy): Generator<void, Judgement> {
	const input = yield * gatherInput(image, overlay, contents, base, policy.policy.required, known);
	const {findings, warnings} = yield * runRules(input, policy.rules);
	return judge({findings, figures: measure(image, overlay), layers: image.layers, pathOf: path => overlay.tree.path(path), warnings: [...image.warnings, ...overlay.warnings, ...input.packages.warnings, ...warnings]}, policy);
}
