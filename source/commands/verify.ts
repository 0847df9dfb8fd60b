import {brokenClaims} from '../image/broken-claims.js';
import type {ImageWarning} from '../image/image.js';
import type {Options} from '../options.js';
import {verifyReporters} from '../report/reporters.js';
import {reportVerify} from '../report/verify.js';
import {deliver} from './deliver.js';
import {exitCodeOf} from './exit-code.js';
import {openReference, verifyClaims, whileWaiting} from './load.js';
import type {Outside} from './outside.js';
import {warnOfImage} from './warn.js';

/** `freedive verify IMAGE`: exit code 1 where something that is claimed does not hold, 2 where something could not be read. */
export async function verify(options: Options, outside: Outside): Promise<number> {
	const [reference] = options.operands;
	const {image, blobs, found} = await whileWaiting(`opening ${reference}`, options, outside, async waiting => {
		const {image, attached, close} = await openReference(reference, options, outside, waiting);
		try {
			const {progress, signal} = waiting;
			const blobs = await verifyClaims(image, outside, waiting);
			progress.update({label: `looking for what is attached to ${reference}`, bytes: 0});
			return {image, blobs, found: await attached({asks: true, signal})};
		} finally {
			close();
		}
	});
	const broken = brokenClaims(blobs);
	// What the documents' own reader says of digests is in the table.
	const told = new Set(broken.filter(({isMismatch, layer}) => isMismatch && layer === undefined).map(({message}) => message));
	const warnings: ImageWarning[] = [
		...image.warnings.filter(({message}) => !told.has(message)),
		...broken.filter(({isMismatch}) => !isMismatch),
		...found.problems.map(message => ({message, incomplete: false})),
	];
	const report = reportVerify(image, blobs, found.attached, warnings);
	await deliver((format, text) => verifyReporters[format](report, text), options, outside);
	if (!options.quiet) {
		warnOfImage({image, warnings}, outside);
	}

	return exitCodeOf(warnings) || (report.holds ? 0 : 1);
}
