import type {ImageWarning} from '../image/image.js';
import {verifyImage} from '../image/verify-image.js';
import type {Options} from '../options.js';
import {verifyReporters} from '../report/reporters.js';
import {reportVerify} from '../report/verify.js';
import {deliver} from './deliver.js';
import {exitCodeOf} from './exit-code.js';
import {openReference, whileWaiting} from './load.js';
import type {Outside} from './outside.js';
import {warnOfImage} from './warn.js';

/** `freedive verify IMAGE`: exit code 1 where something that is claimed does not hold, 2 where something could not be read. */
export async function verify(options: Options, outside: Outside): Promise<number> {
	const [reference] = options.operands;
	const {image, blobs, found} = await whileWaiting(`opening ${reference}`, options, outside, async waiting => {
		const {image, attached, close} = await openReference(reference, options, outside, waiting);
		try {
			const {progress, signal} = waiting;
			const blobs = await verifyImage(image, {
				threads: outside.threads,
				signal,
				onProgress({bytes, total}) {
					progress.update({label: `verifying ${reference}`, bytes, total});
				},
			});
			progress.update({label: `looking for what is attached to ${reference}`, bytes: 0});
			return {image, blobs, found: await attached({asks: true, signal})};
		} finally {
			close();
		}
	});
	const unread: ImageWarning[] = blobs.flatMap(({layer, problem, isForeign = false}) => problem === undefined ? [] : [{layer, message: problem, incomplete: !isForeign}]);
	// What the documents' own reader says of digests is in the table.
	const warnings = [...image.warnings.filter(({message}) => !message.includes('is not what its digest says')), ...unread, ...found.problems.map((message): ImageWarning => ({message, incomplete: false}))];
	const report = reportVerify(image, blobs, found.attached, warnings);
	await deliver((format, text) => verifyReporters[format](report, text), options, outside);
	if (!options.quiet) {
		warnOfImage({image, warnings}, outside);
	}

	return exitCodeOf(warnings) || (report.holds ? 0 : 1);
}
