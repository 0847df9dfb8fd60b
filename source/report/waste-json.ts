import {safeJson} from '../format/json.js';
import type {WasteReport} from './waste.js';

/** Waste as JSON: `freedive schema waste` describes it. */
export function wasteJson(report: WasteReport): string {
	return `${safeJson(report, 2)}\n`;
}
