import {formatBytes} from '../format/bytes.js';
import {thresholdSentence} from './audit-words.js';
import type {AuditParts, AuditedImage, AuditReport, ReportedFinding} from './audit.js';
import {csvLine} from './csv.js';

/** What a row is about, in the column `kind`. Whoever counts findings counts those rows alone. */
type RowKind = 'finding' | 'threshold' | 'incomplete' | 'failure';

/** What stands in a row; what is left out is an empty field. */
type Row = {image: string; kind: RowKind; fails: boolean; message: string} & Partial<Omit<ReportedFinding, 'fails' | 'message'>>;

/**
An audit as CSV: a row a finding, of all images. Before those of an image a row for each threshold that it breaks and for all that
could not be read of it, and at the end one for each image that could not be audited: else a table without rows would seem to be a yes.
*/
export function * auditCsv({report: {images, failures, warnings}}: AuditParts): Generator<string> {
	yield csvLine(['image', 'rule', 'severity', 'confidence', 'state', 'fails', 'layer', 'path', 'bytes', 'message', 'remedy', 'instruction', 'base', 'reason', 'fingerprint', 'path_base64', 'kind']);
	for (const audited of images) {
		yield * rowsOf(audited, warnings).map(row => rowLine(row));
	}

	for (const {image, message, tries} of failures) {
		yield rowLine({image, kind: 'failure', fails: true, message: tries > 1 ? `${message} Tried ${tries} times.` : message});
	}
}

function rowsOf({image: {reference: image}, complete, thresholds, findings}: AuditedImage, warnings: AuditReport['warnings']): Row[] {
	const problems = warnings.filter(warning => warning.incomplete && warning.image === image);
	const unread = complete || problems.length > 0 ? problems : [{layer: null, path: null, message: 'It could not be read whole.'}];
	return [
		...unread.map(({layer, path, message}): Row => ({image, kind: 'incomplete', fails: true, layer, path, message})),
		...thresholds.filter(({passed}) => !passed).map((threshold): Row => ({image, kind: 'threshold', fails: true, rule: threshold.id, layer: threshold.layer, message: thresholdSentence(threshold, formatBytes)})),
		...findings.map((finding): Row => ({image, kind: 'finding', ...finding})),
	];
}

function rowLine({image, kind, rule, severity, confidence, state, fails, layer, path, bytes, message, remedy, instruction, base, reason, fingerprint, pathBase64}: Row): string {
	return csvLine([
		inert(image), inert(rule), severity ?? null, confidence ?? null, state ?? null, String(fails), layer ?? null, path ?? null, bytes ?? null,
		inert(message), inert(remedy), inert(instruction), base === undefined ? null : String(base), inert(reason), fingerprint ?? null, pathBase64 ?? null, kind,
	]);
}

/** A text that no spreadsheet takes for a formula: an apostrophe before what begins as one makes it text there. Paths begin with a slash. */
function inert(text: string | null | undefined): string | null {
	return text !== null && text !== undefined && /^\s*[+\-=@]/.test(text) ? `'${text}` : (text ?? null);
}
