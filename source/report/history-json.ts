import {safeJson} from '../format/json.js';
import type {History} from './history.js';

/** The history as JSON: `freedive schema history` describes it. */
export function historyJson(history: History): string {
	return `${safeJson(history, 2)}\n`;
}
