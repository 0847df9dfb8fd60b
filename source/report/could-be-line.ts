import type {AuditedImage} from './audit.js';

/** What the image could be, as a sentence; empty where all of it is wanted. */
export function couldBeLine({couldBe: {size: left, waste, leftovers}}: Pick<AuditedImage, 'couldBe'>, size: (bytes: number) => string): string {
	const parts = [
		...(waste > 0 ? [`${size(waste)} that nobody sees`] : []),
		...(leftovers > 0 ? [`${size(leftovers)} that the build left behind`] : []),
	];
	return parts.length === 0 ? '' : `This image could be ${size(left)}: without ${parts.join(' and ')}.`;
}
