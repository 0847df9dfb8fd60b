import {createHash} from 'node:crypto';
import type {ImageWarning} from '../image/image.js';
import {instructionLine} from '../image/instruction.js';
import type {AuditInput} from './audit-input.js';
import {stepsOfBase} from './build-lines.js';
import {severities, type Finding, type FindingDraft} from './finding.js';
import type {Rule} from './rule.js';
import {secretMasking} from './secret-masking.js';

/** What rules found, worst first, and what kept one of them from looking. */
export type Audit = {findings: Finding[]; warnings: ImageWarning[]};

/** A rule finds no more than this: a page of ten thousand is read by nobody, and each costs memory. */
const mostOfRule = 10_000;

/** Runs rules one after another. What one of them throws costs a warning, and its findings so far stay. */
export function * runRules(input: AuditInput, rules: readonly Rule[]): Generator<void, Audit> {
	const findings: Finding[] = [];
	const warnings: ImageWarning[] = [];
	for (const rule of rules) {
		let count = 0;
		try {
			for (const draft of rule.find(input)) {
				if (!draft) {
					yield;
				} else if (++count <= mostOfRule) {
					findings.push(complete(input, rule, draft));
				}
			}
		} catch (error) {
			warnings.push({message: `the rule ${rule.id} did not come to its end: ${(error as Error).message}`, incomplete: true});
		}

		if (count > mostOfRule) {
			warnings.push({message: `the rule ${rule.id} found ${count} things: those after the first ${mostOfRule} are left out`, incomplete: false});
		}

		yield;
	}

	const order = new Map(rules.map(({id}, index) => [id, index]));
	return {findings: withoutRepeats(input, findings, rules).sort((a, b) => compare(input, order, a, b)), warnings};
}

/** Without notes of the history about bytes that a warning of another rule names already: one cause is one finding. */
function withoutRepeats({overlay: {store}}: AuditInput, findings: Finding[], rules: readonly Rule[]): Finding[] {
	const ofHistory = new Set(rules.filter(({group}) => group === 'history').map(({id}) => id));
	const isRepeatable = ({rule, severity, contents}: Finding) => severity === 'note' && contents !== undefined && contents.length > 0 && ofHistory.has(rule);
	if (findings.every(finding => !isRepeatable(finding))) {
		return findings;
	}

	const named = new Uint8Array(store.count);
	for (const {severity, contents, rule} of findings) {
		if (severity !== 'note' && !ofHistory.has(rule)) {
			for (let index = 0; index < (contents?.length ?? 0); index++) {
				named[contents![index]] = 1;
			}
		}
	}

	return findings.filter(finding => !isRepeatable(finding) || Array.from(finding.contents!).some(content => named[content] !== 1));
}

function complete(input: AuditInput, {id, severity}: Rule, draft: FindingDraft): Finding {
	const {overlay, image, base, instructions} = input;
	const {layer, step, path, key = ''} = draft;
	const mask = input.once(secretMasking);
	const hash = createHash('sha256').update(`${id}\0${key}\0`);
	if (path !== undefined) {
		hash.update(overlay.tree.pathBytes(path));
	}

	const confidence = draft.confidence ?? 'high';
	return {
		...draft,
		rule: id,
		// What nobody is sure of is no more than a note.
		severity: confidence === 'low' ? 'note' : draft.severity ?? severity,
		confidence,
		instruction: mask((layer === undefined ? instructionLine(image.history[step ?? -1]?.instruction ?? '') : instructions[layer - 1]) ?? ''),
		message: mask(draft.message),
		remedy: mask(draft.remedy),
		base: layer === undefined ? step !== undefined && step < stepsOfBase(image, base) : layer <= Math.min(base, image.layers.length),
		fingerprint: hash.digest('hex').slice(0, 32),
	};
}

function compare({overlay}: AuditInput, order: ReadonlyMap<string, number>, a: Finding, b: Finding): number {
	return severities.indexOf(a.severity) - severities.indexOf(b.severity)
		|| (b.bytes ?? 0) - (a.bytes ?? 0)
		|| order.get(a.rule)! - order.get(b.rule)!
		|| (a.layer ?? 0) - (b.layer ?? 0)
		|| overlay.tree.comparePaths(a.path ?? 0, b.path ?? 0)
		|| (a.message < b.message ? -1 : Number(a.message > b.message));
}
