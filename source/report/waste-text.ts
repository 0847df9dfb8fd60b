import {styleText} from 'node:util';
import {formatBytes} from '../format/bytes.js';
import {countOf} from '../format/count.js';
import {safeText} from '../format/safe-text.js';
import type {LayerNumber} from '../image/image.js';
import {sentence} from '../format/sentence.js';
import {shellWord} from '../format/shell-word.js';
import {wasteApart} from './base-line.js';
import {cutText} from './cut-text.js';
import {formatShare} from './ledger.js';
import type {TextOptions} from './text-options.js';
import {worstWastes, type LayerTitles, type ReportedWaste, type WasteReport} from './waste.js';
import {whatIfLine} from './what-if-line.js';
import {mostLayers, worstLayers} from './worst-layers.js';
import {wrapText} from './wrap-text.js';

/** Sets of duplicates that text shows below the wastes. */
const mostDuplicates = 5;

/** Waste for people, worst first: what happened, the instructions, what to write instead, and what it would save. */
export function wasteText(report: WasteReport, titles: LayerTitles, limit: number | undefined, options: TextOptions): string {
	const {image, bytes, wastes, base, whatIf} = report;
	const {width, color} = options;
	const size = options.bytes ? String : formatBytes;
	const paint = (style: Style, text: string) => color ? styleText(style, text, {validateStream: false}) : text;
	const sizeWidth = Math.max(7, ...wastes.map(waste => size(waste.bytes).length));
	const {some, rest} = worstWastes(report, limit);
	const fixed = new Set(whatIf?.fix);
	const lines = [
		[
			paint('bold', safeText(image.reference)),
			safeText(image.platform ?? ''),
			`${size(image.size)} in ${countOf(titles.length, 'layer')}`,
			`${size(bytes)} wasted${bytes > 0 ? ` (${formatShare(bytes, image.size)})` : ''}`,
		].filter(part => part !== '').join('  '),
		'',
		...some.flatMap(waste => [...wasteLines(waste, titles, {...options, sizeWidth, isFixed: fixed.has(waste.id)}), '']),
		...(rest.length > 0 ? [`and ${rest.length} more, ${size(rest.reduce((sum, waste) => sum + waste.bytes, 0))} in all; --limit ${wastes.length} shows them`, ''] : []),
		...duplicateLines(report, limit ?? mostDuplicates, options),
		...wrapText(safeText(whatIfLine(report, size)), width).map(line => paint('bold', line)),
		...(base && bytes > 0 ? wrapText(wasteApart(base, bytes, size), width) : []),
		...(wastes.length > 0
			? wrapText(safeText(`To look at one: freedive ${shellWord(image.reference)} --open LAYER:/PATH. What if it were mended: --fix ID, of as many as you like.`), width).map(line => paint('dim', line))
			: []),
	];
	return `${lines.join('\n')}\n`;
}

type Style = Parameters<typeof styleText>[0];

function wasteLines(waste: ReportedWaste, titles: LayerTitles, {bytes, width, color, ascii, sizeWidth, isFixed}: TextOptions & {sizeWidth: number; isFixed: boolean}): string[] {
	const size = bytes ? String : formatBytes;
	const paint = (style: Style, text: string) => color ? styleText(style, text, {validateStream: false}) : text;
	const indent = ' '.repeat(sizeWidth + 3);
	const room = Math.max(20, width - indent.length);
	const wrapped = (text: string) => wrapText(safeText(text), room);
	const {id, what, remedy, sizeAfter, pullSavings, open, layers, hiddenBy, base} = waste;
	const mark = isFixed ? (ascii ? '*' : '✓') : ' ';
	const numberWidth = Math.max(...[...layers, ...hiddenBy].map(layer => String(layer).length));
	const instructions = (key: 'layer' | 'hiddenBy', which: readonly LayerNumber[], deed: string) => [
		...worstLayers(waste, key).map(layer => cutText(`${deed} ${String(layer).padStart(numberWidth)}  ${safeText(titles[layer - 1] ?? '')}`, room, ascii ? '...' : '…')),
		...(which.length > mostLayers ? [`${deed} ${' '.repeat(numberWidth)}  ${countOf(which.length - mostLayers, 'other layer')}`] : []),
	];
	const isOneLayer = layers.length === 1 && hiddenBy.length === 1 && layers[0] === hiddenBy[0];
	const [first, ...more] = wrapped(sentence(what) + (base ? ' All of it came with the base image.' : ''));
	const arrow = ascii ? '-> ' : '→ ';
	return [
		`${mark}${paint('yellow', size(waste.bytes).padStart(sizeWidth))}  ${paint('bold', first)}`,
		...more.map(line => indent + paint('bold', line)),
		...[...instructions('layer', layers, isOneLayer ? 'layer' : 'stored by'), ...(isOneLayer ? [] : instructions('hiddenBy', hiddenBy, 'hidden by'))].map(line => indent + paint('dim', line)),
		...wrapText(safeText(`${arrow}${sentence(remedy)}`), room, ' '.repeat(arrow.length)).map(line => indent + paint('green', line)),
		...inLines([
			`${size(sizeAfter)} after it${pullSavings === null ? '' : `, a pull about ${size(pullSavings)} less`}`,
			`--fix ${id}`,
			`--open ${shellWord(safeText(open))}`,
		], room).map(line => indent + paint('dim', line)),
	];
}

function duplicateLines({duplicates}: WasteReport, limit: number, {bytes, width, color, ascii}: TextOptions): string[] {
	if (duplicates.length === 0) {
		return [];
	}

	const size = bytes ? String : formatBytes;
	const all = duplicates.reduce((sum, {duplicateBytes}) => sum + duplicateBytes, 0);
	const some = duplicates.slice(0, limit);
	const sizeWidth = Math.max(7, ...some.map(({duplicateBytes}) => size(duplicateBytes).length));
	const heading = `Live more than once, ${size(all)} in ${countOf(duplicates.length, 'set')} (no waste, for each copy can be seen):`;
	return [
		...wrapText(heading, width),
		...some.map(({duplicateBytes, paths}) => {
			const text = safeText(`${paths.length} ${ascii ? 'x' : '×'} ${paths.join('  ')}`);
			return ` ${(color ? styleText('yellow', size(duplicateBytes).padStart(sizeWidth), {validateStream: false}) : size(duplicateBytes).padStart(sizeWidth))}  ${cutText(text, Math.max(20, width - sizeWidth - 3), ascii ? '...' : '…')}`;
		}),
		...(duplicates.length > some.length ? [` and ${countOf(duplicates.length - some.length, 'set')} more`] : []),
		'',
	];
}

/** As many parts in a line as fit. */
function inLines(parts: readonly string[], room: number): string[] {
	const lines: string[] = [];
	for (const part of parts) {
		const joined = `${lines.at(-1)}  ${part}`;
		if (lines.length > 0 && joined.length <= room) {
			lines[lines.length - 1] = joined;
		} else {
			lines.push(...wrapText(part, room));
		}
	}

	return lines;
}
