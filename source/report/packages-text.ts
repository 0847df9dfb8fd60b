import {styleText} from 'node:util';
import {formatBytes} from '../format/bytes.js';
import {countOf} from '../format/count.js';
import {safeText} from '../format/safe-text.js';
import {cutText} from './cut-text.js';
import {formatShare} from './ledger.js';
import {removalNote, restNotes} from './package-notes.js';
import type {Packages} from './packages.js';
import type {TextOptions} from './text-options.js';

/** Columns between which names and versions share what a line has left. */
const narrowestName = 12;

/** Packages for people, a line each, and what nobody owns at the end. */
export function packagesText(packages: Packages, {bytes, width, color, ascii}: TextOptions): string {
	const size = (count: number) => bytes ? String(count) : formatBytes(count);
	const paint = (style: 'bold' | 'dim' | 'yellow', text: string) => color ? styleText(style, text, {validateStream: false}) : text;
	const rest = restNotes(packages);
	const sizeOf = ({bytes: live, wasted}: {bytes: number; wasted: number}) => [size(live), wasted === 0 ? '' : size(wasted)];
	const sizes = [...packages.packages, ...rest].map(row => sizeOf(row));
	const widths = [0, 1].map(column => Math.max(['size', 'wasted'][column].length, ...sizes.map(row => row[column].length)));
	const room = Math.max(2 * narrowestName, width - widths[0] - widths[1] - '  '.length * 5 - 'python'.length - 'layer'.length);
	const names = columnOf(packages.packages.map(({name}) => safeText(name)), 'package', Math.ceil(room * 0.6), ascii);
	const versions = columnOf(packages.packages.map(({version}) => safeText(version ?? '')), 'version', room - names.width, ascii);
	const numbers = ([live, wasted]: string[]) => `${live.padStart(widths[0])}  ${wasted.padStart(widths[1])}`;
	const line = (head: string, name: string, version: string, kind: string, layer: string) => `${head}  ${name}  ${version}  ${kind.padEnd(6)}  ${layer.padStart(5)}`;

	const rows = packages.packages.flatMap((row, index) => {
		const note = removalNote(row);
		return [
			line(numbers(sizes[index]), names.cells[index], versions.cells[index], row.kind, String(row.layer)),
			...(note === '' ? [] : [`${' '.repeat(widths[0] + widths[1] + 4)}${paint('yellow', note)}`]),
		];
	});
	const restRows = rest.map((row, index) => `${numbers(sizes[packages.packages.length + index])}  ${paint('dim', row.note)}`);
	const heading = line(numbers(['size', 'wasted']), 'package'.padEnd(names.width), 'version'.padEnd(versions.width), 'kind', 'layer');
	return [title(packages, size, paint), '', ...(rows.length > 0 ? [paint('dim', heading)] : []), ...rows, ...restRows, ''].join('\n');
}

function title({image, bytes, packages, others, unowned}: Packages, size: (bytes: number) => string, paint: (style: 'bold', text: string) => string): string {
	const there = packages.length + others.packages;
	return [
		paint('bold', safeText(image.reference)),
		safeText(image.platform ?? ''),
		there === 0 ? 'no packages: nothing that dpkg, apk, rpm, Python, npm, Ruby or Go left' : countOf(there, 'package'),
		`${size(bytes.live - unowned.bytes)} of ${size(bytes.live)} owned${bytes.live === 0 ? '' : ` (${formatShare(bytes.live - unowned.bytes, bytes.live)})`}`,
	].filter(part => part !== '').join('  ');
}

/** Texts in a column as wide as the widest, or as there is room. */
function columnOf(texts: string[], heading: string, room: number, ascii: boolean): {cells: string[]; width: number} {
	const width = Math.min(room, Math.max(heading.length, ...texts.map(text => text.length)));
	return {cells: texts.map(text => cutText(text, width, ascii ? '...' : '…').padEnd(width)), width};
}
