import {styleText} from 'node:util';
import {formatBytes} from '../format/bytes.js';
import {formatCount} from '../format/count.js';
import {safeText} from '../format/safe-text.js';
import type {Du} from './du.js';
import {formatShare} from './ledger.js';
import {textBar} from './text-bar.js';
import type {TextOptions} from './text-options.js';

/** Columns of a bar, and the narrowest line that has room for one so long. */
const barWidth = 20;
const wideLine = 90;

/** Sizes of folders for people, each with its share and a bar. */
export function duText({folders}: Du, {bytes, width, color, ascii}: TextOptions): string {
	const whole = folders[0]?.size ?? 0;
	const cells = width < wideLine ? barWidth / 2 : barWidth;
	const rows = folders.map(({path, size, files}) => [
		bytes ? String(size) : formatBytes(size),
		formatShare(size, whole),
		formatCount(files),
		textBar(size, 0, whole, cells, ascii),
		safeText(path),
	]);
	const heading = ['size', 'share', 'files', '', 'path'];
	const widths = [0, 1, 2].map(column => Math.max(...[heading, ...rows].map(row => row[column].length)));
	const line = ([size, share, files, bar, path]: string[]) => [
		size.padStart(widths[0]), share.padStart(widths[1]), files.padStart(widths[2]), bar.padEnd(cells), path,
	].join('  ');
	return [color ? styleText('dim', line(heading), {validateStream: false}) : line(heading), ...rows.map(row => line(row)), ''].join('\n');
}
