import {styleText} from 'node:util';
import {formatBytes} from '../format/bytes.js';
import {countOf} from '../format/count.js';
import {safeText} from '../format/safe-text.js';
import {cutText} from './cut-text.js';
import {holdersText, numbersText, totalSentence} from './images-words.js';
import type {Images} from './images.js';
import type {TextOptions} from './text-options.js';

/** Shared layers that text lists; JSON and Markdown have all. */
const shownLayers = 20;

/** Images that the row of a shared layer names. */
const shownHolders = 8;

/** What a name keeps however narrow the line is. */
const narrowestName = 16;

/** Several images for people: a row each, and the layers that they share. */
export function imagesText(listed: Images, {bytes, width, color, ascii}: TextOptions): string {
	const {images, shared, total, failures} = listed;
	const size = bytes ? String : formatBytes;
	const paint = (style: 'bold' | 'dim' | 'red', text: string) => color ? styleText(style, text, {validateStream: false}) : text;
	const mark = ascii ? '...' : '…';
	const heading = ['#', 'layers', 'size', 'final', 'wasted', 'shared', 'own', 'stored'];
	const rows = images.map(({image, layers, size: all, finalSize, wasted, shared, own, storedSize}) =>
		[String(image), String(layers), size(all), size(finalSize), size(wasted), size(shared), size(own), size(storedSize)]);
	const totals = ['', String(total.layersOnce), size(total.sizeOnce), '', '', '', '', size(total.storedSizeOnce)];
	const widths = heading.map((_, column) => Math.max(...[heading, ...rows, totals].map(row => row[column].length)));
	const line = (cells: readonly string[], name: string) => ` ${cells.map((cell, column) => cell.padStart(widths[column])).join('  ')}  ${name}`.trimEnd();
	const room = Math.max(narrowestName, width - widths.reduce((sum, column) => sum + column + 2, 1));
	const name = (text: string) => cutText(safeText(text), room, mark);
	const repeats = total.layers > total.layersOnce;
	return [
		paint('bold', totalSentence(listed, size)),
		'',
		...(images.length > 0 ? [paint('dim', line(heading, 'image'))] : []),
		...images.map(({reference, tag}, index) => line(rows[index], name(tag === null || tag === reference ? reference : `${reference}  ${tag}`))),
		...(repeats ? [paint('dim', line(totals, 'each layer once'))] : []),
		// Why is told on standard error, and once.
		...failures.map(({reference}) => ` ${paint('red', '!')} ${cutText(safeText(reference), Math.max(narrowestName, width - 20), mark)} can't be opened`),
		'',
		...(shared.length > 0 ? sharedLines(listed, {size, paint, width, mark}) : []),
	].join('\n');
}

type Style = {
	size: (bytes: number) => string;
	paint: (style: 'bold' | 'dim', text: string) => string;
	width: number;
	mark: string;
};

function sharedLines({shared}: Images, {size, paint, width, mark}: Style): string[] {
	const shown = shared.slice(0, shownLayers);
	const heading = ['size', 'layer', 'images'];
	const rows = shown.map(layer => [size(layer.size), numbersText(layer.images), holdersText(layer.images, shownHolders)]);
	const widths = heading.map((_, column) => Math.max(...[heading, ...rows].map(row => row[column].length)));
	const line = ([bytes, layer, images]: readonly string[], rest: string) => ` ${bytes.padStart(widths[0])}  ${layer.padStart(widths[1])}  ${images.padEnd(widths[2])}  ${rest}`.trimEnd();
	const room = Math.max(narrowestName, width - widths.reduce((sum, column) => sum + column + 2, 1));
	return [
		paint('dim', line(heading, 'shared layer')),
		...shown.map(({instruction, diffId, digest}, index) => line(rows[index], cutText(safeText(oneLine(instruction ?? diffId ?? digest ?? '')), room, mark))),
		...(shared.length > shown.length ? [paint('dim', ` and ${countOf(shared.length - shown.length, 'more shared layer')}; --format json has them all`)] : []),
		'',
	];
}

/** An instruction may go over many lines. */
function oneLine(text: string): string {
	return text.replaceAll(/\s*\\?[\n\r]\s*/g, ' ').replaceAll(/ {2,}/g, ' ').trim();
}

