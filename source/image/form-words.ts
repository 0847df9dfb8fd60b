import type {Image} from './image.js';

/** What gave an image or how it lies, in words: `docker`, or `registry as of 2026-11-30` where that can't be reached now. */
export function formWords({form, asOf}: {form: Image['form']; asOf?: string | null}): string {
	return asOf ? `${form} as of ${asOf.slice(0, 10)}` : form;
}
