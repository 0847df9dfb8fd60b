import {gatherInput} from '../audit/gather-input.js';
import {judge} from '../audit/gate.js';
import {rules} from '../audit/rules/index.js';
import {runRules} from '../audit/run-rules.js';
import {guessBase} from '../image/base-image.js';
import type {ImageWarning} from '../image/image.js';
import type {Options} from '../options.js';
import {reportAudit, reportAudited, type AuditedImage} from '../report/audit.js';
import {auditReporters} from '../report/reporters.js';
import {runInTurns} from '../tree/slices.js';
import {readBase} from './base.js';
import {deliver} from './deliver.js';
import {exitCodeOf} from './exit-code.js';
import {load, type Loaded} from './load.js';
import type {Outside} from './outside.js';
import {warnOfImage} from './warn.js';

/** `freedive audit IMAGE…` */
export async function audit(options: Options, outside: Outside): Promise<number> {
	const audits: Array<{audited: AuditedImage; warnings: readonly ImageWarning[]}> = [];
	for (const reference of options.operands) {
		const {audited, loaded} = await auditImage(reference, options, outside);
		if (!options.quiet) {
			warnOfImage(loaded, outside);
		}

		audits.push({audited, warnings: loaded.warnings});
	}

	const report = reportAudit(audits, []);
	await deliver((format, text) => auditReporters[format](report, text), options, outside);
	return exitCodeOf(report.warnings.map(({layer, path, message, incomplete}) => ({layer: layer ?? undefined, path: path ?? undefined, message, incomplete})))
		|| (audits.every(({audited}) => audited.passed) ? 0 : 1);
}

async function auditImage(reference: string, options: Options, outside: Outside): Promise<{audited: AuditedImage; loaded: Loaded}> {
	const {used, ...loaded} = await load(reference, options, outside, {
		proof: true,
		taps: ['package-files', 'file-facts'],
		async use({image, overlay}, contents, {signal, tell}) {
			const base = await readBase(image, options, outside) ?? guessBase(image);
			tell('auditing');
			const input = await runInTurns(gatherInput(image, overlay, contents, base?.layers ?? 0, {codecs: [], labels: []}), signal);
			const {findings, warnings} = await runInTurns(runRules(input, rules), signal);
			return {audited: reportAudited({image, overlay, base, judgement: judge(findings, 'error'), policy: undefined}), warnings: [...input.packages.warnings, ...warnings]};
		},
	});
	return {audited: used.audited, loaded: {...loaded, warnings: [...loaded.warnings, ...used.warnings]}};
}
