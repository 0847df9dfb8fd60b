import {openComparisonSession} from './comparison-session.js';
import {openImageSession} from './image-session.js';
import type {Session, SessionTools} from './session.js';
import {openShelfSession} from './shelf-session.js';

/** How it begins: `open`: with a layer and a path of one image; `isList`: as a list, however many there are. */
export type OpenSessionOptions = {open?: {layer: string; path: string}; isList?: boolean};

/** One image is shown, two are compared, more are listed. */
export function openSession(references: readonly string[], tools: SessionTools, {open, isList}: OpenSessionOptions = {}): Session {
	if (isList || references.length > 2) {
		return openShelfSession(references, tools);
	}

	return references.length === 2
		? openComparisonSession([references[0], references[1]], tools)
		: openImageSession({reference: references[0], open, ...tools});
}
