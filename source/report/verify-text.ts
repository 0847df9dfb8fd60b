import {styleText} from 'node:util';
import {countOf} from '../format/count.js';
import {shortDigest} from '../format/digest.js';
import {safeText} from '../format/safe-text.js';
import {mismatchText} from '../image/broken-claims.js';
import type {Claim} from '../image/verify-image.js';
import {attachedLines} from './attached-line.js';
import {cutText} from './cut-text.js';
import type {TextOptions} from './text-options.js';
import type {ReportedBlob, Verify} from './verify.js';

const columns: ReadonlyArray<readonly [Claim, string]> = [['digest', 'digest'], ['size', 'size'], ['mediaType', 'type'], ['diffId', 'diff_id']];

/** What was verified for people: a row each, whether each claim holds, and below what does not. */
export function verifyText({image, blobs, attached, holds}: Verify, {width, color, ascii}: TextOptions): string {
	const paint = (style: 'bold' | 'dim' | 'red' | 'green', text: string) => color ? styleText(style, text, {validateStream: false}) : text;
	const unread = blobs.filter(({problem}) => problem !== null);
	const wrong = blobs.flatMap(blob => blob.checks.filter(({holds}) => !holds).map(check => ({blob, check})));
	const claims = blobs.reduce((sum, {checks}) => sum + checks.length, 0);
	const checked = wrong.length > 0
		? `${countOf(wrong.length, 'claim')} of ${claims} ${wrong.length === 1 ? 'does' : 'do'} not hold`
		: `${countOf(claims, 'claim')} about ${countOf(blobs.length - unread.length, 'blob')} held against the bytes: ${claims === 1 ? 'it holds' : 'all hold'}`;
	const first = `${countOf(unread.length, 'blob')} could not be read`;
	const verdict = unread.length === 0 ? checked : (claims === 0 ? first : `${first}; ${checked}`);
	const names = blobs.map(blob => nameOf(blob));
	const nameWidth = Math.max(4, ...names.map(name => name.length));
	const heading = ` ${'blob'.padEnd(nameWidth)}  ${columns.map(([, title]) => title).join('  ')}`;
	const rows = blobs.map((blob, index) => ` ${names[index].padEnd(nameWidth)}  ${columns.map(([claim, title]) => cell(blob, claim, title.length, paint, ascii)).join('  ')}`.trimEnd());
	return [
		`${paint('bold', safeText(image.reference))}  ${paint(holds ? 'green' : 'red', verdict)}`,
		'',
		paint('dim', heading),
		...rows,
		'',
		...wrong.map(({blob, check}) => ` ${nameOf(blob)}: ${safeText(mismatchText(check))}`),
		...unread.map(blob => cutText(` ${nameOf(blob)}: ${safeText(blob.problem!)}`, Math.max(40, width), ascii ? '...' : '…')),
		...(wrong.length + unread.length > 0 ? [''] : []),
		...attachedLines(attached, Math.max(40, width), ascii),
		...(attached.length > 0 ? [''] : []),
	].join('\n');
}

function nameOf({kind, layer, blob}: ReportedBlob): string {
	const digest = /^[\da-z]+:[\da-f]{32,}$/.test(blob) ? shortDigest(blob) : blob;
	return `${layer === null ? kind : `layer ${layer}`} ${safeText(digest)}`;
}

function cell({checks}: ReportedBlob, claim: Claim, width: number, paint: (style: 'red' | 'dim', text: string) => string, ascii: boolean): string {
	const check = checks.find(check => check.claim === claim);
	if (!check) {
		return paint('dim', '-'.padEnd(width));
	}

	return check.holds ? (ascii ? 'ok' : '✓').padEnd(width) : paint('red', (ascii ? 'NO' : '✗ no').padEnd(width));
}
