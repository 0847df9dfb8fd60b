import {safeJson} from '../format/json.js';
import type {AuditReport} from './audit.js';

/** An audit as JSON: `freedive schema audit` describes it. */
export function auditJson(report: AuditReport): string {
	return `${safeJson(report, 2)}\n`;
}
