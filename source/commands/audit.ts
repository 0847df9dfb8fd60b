import {baselineText} from '../audit/baseline.js';
import type {Options} from '../options.js';
import {reportAudit, type AuditParts} from '../report/audit.js';
import {auditReporters} from '../report/reporters.js';
import {auditImage} from './audit-image.js';
import {choosePolicy} from './choose-policy.js';
import {deliver} from './deliver.js';
import {exitCodeOf} from './exit-code.js';
import {forEachImage} from './for-each-image.js';
import {initPolicy} from './init-policy.js';
import {listRules} from './list-rules.js';
import {log} from './log.js';
import {namedImages} from './named-images.js';
import type {Outside} from './outside.js';
import {warnOfImage} from './warn.js';
import {writeFile} from './write-file.js';

/** `freedive audit IMAGE…` */
export async function audit(options: Options, outside: Outside): Promise<number> {
	if (options.listRules) {
		return listRules(options, outside);
	}

	if (options.init) {
		return initPolicy(options, outside);
	}

	const chosen = choosePolicy(options, outside);
	if (!options.quiet) {
		for (const message of chosen.notes) {
			log(outside, {level: 'note', message});
		}
	}

	const references = await namedImages(options, outside);
	const {results, failures} = await forEachImage(references, options, outside, async (...image) => auditImage(...image, chosen));
	if (options.writeBaseline !== undefined) {
		await writeFile(options.writeBaseline, [baselineText(results.flatMap(({audited}) => audited.findings.filter(({state}) => state !== 'ignored')))]);
	}

	if (!options.quiet) {
		for (const {audited, warnings} of results) {
			warnOfImage({image: audited.image, warnings}, outside);
		}
	}

	// What could not be looked at weighs more than what was found.
	const exitCode = failures.length > 0 ? 2 : exitCodeOf(results.flatMap(({warnings}) => warnings)) || (results.every(({audited}) => audited.passed) ? 0 : 1);
	if (results.length > 0) {
		const parts: AuditParts = {
			report: reportAudit(results, failures),
			rules: chosen.rules,
			figures: results.flatMap(({figures}) => figures),
			sketches: results.flatMap(({sketches}) => sketches),
			version: outside.version,
			exitCode,
			limit: options.limit,
		};
		await deliver((format, text) => auditReporters[format](parts, text), options, outside);
	}

	return exitCode;
}
