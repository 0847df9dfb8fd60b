import {safeJson} from '../format/json.js';
import type {Du} from './du.js';

/** Sizes of folders as JSON: `freedive schema du` describes it. */
export function duJson(du: Du): string {
	return `${safeJson(du, 2)}\n`;
}
