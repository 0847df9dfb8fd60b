import {baselineText} from '../audit/baseline.js';
import type {FormatRequest, Options} from '../options.js';
import {reportAudit, type AuditParts} from '../report/audit.js';
import {auditReporters, failureBlindFormats, sketchFormat} from '../report/reporters.js';
import {auditImage} from './audit-image.js';
import {checkOutputs} from './check-outputs.js';
import {choosePolicy} from './choose-policy.js';
import {deliver} from './deliver.js';
import {exitCodeOf} from './exit-code.js';
import {forEachImage} from './for-each-image.js';
import {initPolicy} from './init-policy.js';
import {listRules} from './list-rules.js';
import {log} from './log.js';
import {namedImages} from './named-images.js';
import type {Outside} from './outside.js';
import {UsageError} from './usage-error.js';
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

	const chosen = await choosePolicy(options, outside);
	if (!options.quiet) {
		for (const message of chosen.notes) {
			log(outside, {level: 'note', message});
		}
	}

	const references = await namedImages(options, outside);
	checkOutputs({...options, baseline: chosen.baseline}, outside, references);
	if (references.length > 1 && options.formats.some(({name}) => name === sketchFormat)) {
		throw new UsageError(`--format ${sketchFormat} writes the Dockerfile of one image, and ${references.length} are named.`);
	}

	const {results, failures} = await forEachImage(references, options, outside, async (...image) => auditImage(...image, chosen));
	const isWhole = failures.length === 0 && results.every(({audited}) => audited.complete);
	if (options.writeBaseline !== undefined && isWhole) {
		await writeFile(options.writeBaseline, [baselineText(results.flatMap(({audited}) => audited.findings.filter(({state}) => state !== 'ignored')))]);
	}

	if (!options.quiet) {
		for (const {audited, warnings} of results) {
			warnOfImage({image: audited.image, warnings}, outside);
		}
	}

	if (options.writeBaseline !== undefined && !isWhole) {
		log(outside, {level: 'error', message: `${options.writeBaseline} is not written, and what was there is kept: not every image could be read whole.`});
	}

	// What could not be looked at weighs more than what was found.
	const exitCode = isWhole ? Number(results.some(({audited, warnings}) => !audited.passed || exitCodeOf(warnings) > 0)) : 2;
	const formats = results.length > 0 ? options.formats : options.formats.filter(request => tellsFailures(request));
	if (results.length > 0 || formats.length > 0) {
		const parts: AuditParts = {
			report: reportAudit(results, failures),
			rules: chosen.rules,
			figures: results.flatMap(({figures}) => figures),
			sketches: results.flatMap(({sketches}) => sketches),
			version: outside.version,
			exitCode,
			limit: options.limit,
		};
		await deliver((format, text) => auditReporters[format](parts, text), {...options, formats}, outside);
	}

	return exitCode;
}

/** Where no image gave anything, whoever reads a file finds out why; standard output stays empty, as that of every command. */
function tellsFailures({name, file}: FormatRequest): boolean {
	return file !== undefined && !failureBlindFormats.includes(name);
}
