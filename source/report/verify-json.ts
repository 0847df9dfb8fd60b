import {safeJson} from '../format/json.js';
import type {Verify} from './verify.js';

/** What was verified as JSON: `freedive schema verify` describes it. */
export function verifyJson(verify: Verify): string {
	return `${safeJson(verify, 2)}\n`;
}
