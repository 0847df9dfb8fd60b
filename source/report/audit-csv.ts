import type {AuditParts} from './audit.js';
import {csvLine} from './csv.js';

/** An audit as CSV: a row a finding, of all images. */
export function * auditCsv({report: {images}}: AuditParts): Generator<string> {
	yield csvLine(['image', 'rule', 'severity', 'confidence', 'state', 'fails', 'layer', 'path', 'bytes', 'message', 'remedy', 'instruction', 'base', 'reason', 'fingerprint', 'path_base64']);
	for (const {image, findings} of images) {
		for (const {rule, severity, confidence, state, fails, layer, path, bytes, message, remedy, instruction, base, reason, fingerprint, pathBase64} of findings) {
			yield csvLine([
				inert(image.reference), inert(rule), severity, confidence, state, String(fails), layer, path, bytes, inert(message), inert(remedy),
				inert(instruction), String(base), inert(reason), fingerprint, pathBase64,
			]);
		}
	}
}

/** A text that no spreadsheet takes for a formula: an apostrophe before what begins as one makes it text there. Paths begin with a slash. */
function inert(text: string | null): string | null {
	return text !== null && /^\s*[+\-=@]/.test(text) ? `'${text}` : text;
}
