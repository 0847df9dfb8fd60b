import {safeText} from '../format/safe-text.js';
import {cutText} from './cut-text.js';
import type {ReportedAttached} from './reported-attached.js';

/** What is attached to an image, on one line for people; none where there is nothing. */
export function attachedLines(attached: readonly ReportedAttached[], width: number, ascii: boolean): string[] {
	return attached.length === 0 ? [] : [cutText(` attached: ${attached.map(({text}) => safeText(text)).join('; ')}`, Math.max(20, width), ascii ? '...' : '…')];
}
