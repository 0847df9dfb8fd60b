import type {Options} from '../options.js';
import {reportAudit} from '../report/audit.js';
import {auditReporters} from '../report/reporters.js';
import {auditImage} from './audit-image.js';
import {deliver} from './deliver.js';
import {exitCodeOf} from './exit-code.js';
import {forEachImage} from './for-each-image.js';
import {namedImages} from './named-images.js';
import type {Outside} from './outside.js';
import {warnOfImage} from './warn.js';

/** `freedive audit IMAGE…` */
export async function audit(options: Options, outside: Outside): Promise<number> {
	const references = await namedImages(options, outside);
	const {results, failures} = await forEachImage(references, options, outside, auditImage);
	if (!options.quiet) {
		for (const {audited, warnings} of results) {
			warnOfImage({image: audited.image, warnings}, outside);
		}
	}

	if (results.length > 0) {
		const report = reportAudit(results, failures);
		await deliver((format, text) => auditReporters[format](report, text), options, outside);
	}

	// What could not be looked at weighs more than what was found.
	return failures.length > 0 ? 2 : exitCodeOf(results.flatMap(({warnings}) => warnings)) || (results.every(({audited}) => audited.passed) ? 0 : 1);
}
