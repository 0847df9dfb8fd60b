import {formatBytes} from '../format/bytes.js';
import {safeText} from '../format/safe-text.js';
import type {AuditReport} from './audit.js';
import type {TextOptions} from './text-options.js';
import {wrapText} from './wrap-text.js';

/** An audit for people: each image's verdict, and what was found, worst first. */
export function auditText({images}: AuditReport, options: TextOptions): string {
	const size = options.bytes ? String : formatBytes;
	const lines = images.flatMap(({image, passed, findings}) => [
		`${safeText(image.reference)}  ${passed ? 'passed' : 'FAILED'}`,
		...findings.flatMap(({severity, rule, message, remedy, bytes}) => [
			'',
			`${severity.padEnd(8)} ${rule}${bytes === null ? '' : `  ${size(bytes)}`}`,
			...wrapText(safeText(message), options.width - 2).map(line => `  ${line}`),
			...wrapText(safeText(remedy), options.width - 2).map(line => `  ${line}`),
		]),
	]);
	return `${lines.join('\n')}\n`;
}
