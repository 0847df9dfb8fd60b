import type {AuditedImage, AuditFailure, AuditReport} from './audit.js';

/** The answer of an audit in a word; `INCOMPLETE` where there is none, as the image could not be read whole. */
export type Verdict = 'PASS' | 'FAIL' | 'INCOMPLETE';

/** The answer for one image. */
export function verdictOf({complete, passed}: Pick<AuditedImage, 'complete' | 'passed'>): Verdict {
	return complete ? (passed ? 'PASS' : 'FAIL') : 'INCOMPLETE';
}

/** The answer for all images: what could not be read weighs more than what was found. */
export function verdictOfAll(images: readonly AuditedImage[], failures: readonly AuditFailure[]): Verdict {
	if (images.some(({complete}) => !complete)) {
		return 'INCOMPLETE';
	}

	return failures.length === 0 && images.every(({passed}) => passed) ? 'PASS' : 'FAIL';
}

/** Why an image could not be read whole, in a few words: the first of what was in the way, and how much more there is. */
export function incompleteReason({image}: Pick<AuditedImage, 'image'>, warnings: AuditReport['warnings']): string {
	const [first, ...more] = warnings.filter(warning => warning.incomplete && warning.image === image.reference);
	return first
		? `it could not be read whole: ${first.layer === null ? '' : `layer ${first.layer}: `}${first.message.replace(/\.$/, '')}${more.length > 0 ? ` (and ${more.length} more)` : ''}`
		: 'it could not be read whole';
}
