import {isUtf8} from '../format/safe-text.js';
import type {Image} from '../image/image.js';

/** Which image an output is about, as every JSON holds it. */
export type ReportedImage = {reference: string; digest: string | null; platform: string | null};

export function reportImage({reference, digest, platform}: Pick<Image, 'reference' | 'digest' | 'platform'>): ReportedImage {
	return {reference, digest: digest ?? null, platform: platform || null};
}

/** The bytes of a path that are no UTF-8, which JSON holds beside it; undefined where they are. */
export function pathBase64(bytes: Uint8Array): string | undefined {
	return isUtf8(bytes) ? undefined : Buffer.from(bytes).toString('base64');
}
