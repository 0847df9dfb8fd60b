import {safeJson} from '../format/json.js';
import type {Summary} from './summary.js';

/** The summary as JSON: `freedive schema summary` describes it. */
export function summaryJson(summary: Summary): string {
	return `${safeJson(summary, 2)}\n`;
}
