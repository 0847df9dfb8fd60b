import {styleText} from 'node:util';
import {formatBytes} from '../format/bytes.js';
import {countOf} from '../format/count.js';
import {safeText} from '../format/safe-text.js';
import {sentence} from '../format/sentence.js';
import {formWords} from '../image/form-words.js';
import {layerTitle} from '../image/layer-title.js';
import {attachedLines} from './attached-line.js';
import {baseExtent, baseName, wasteApart} from './base-line.js';
import {cutText} from './cut-text.js';
import {diveLine} from './dive-line.js';
import {formatShare, ledger} from './ledger.js';
import type {Summary} from './summary.js';
import type {TextOptions} from './text-options.js';
import {wrapText} from './wrap-text.js';

type Style = Parameters<typeof styleText>[0];

/** The summary in one screen: a title line, a row a layer, the ledger. */
export function summaryText(summary: Summary, {bytes, width, color, ascii}: TextOptions): string {
	const size = bytes ? String : formatBytes;
	const paint = (style: Style, text: string) => color ? styleText(style, text, {validateStream: false}) : text;
	const rows = ledger(summary);
	const sizeWidth = Math.max(7, ...rows.map(row => size(row.bytes).length), ...summary.layers.map(layer => size(layer.storedSize).length));
	const numberWidth = Math.max(2, String(summary.layers.length).length);
	const used = 1 + numberWidth + (3 * (sizeWidth + 2)) + 2;
	const incomplete = new Set(summary.warnings.filter(warning => warning.incomplete).map(warning => warning.layer));

	const layers = summary.layers.map(layer => {
		const {layer: number, storedSize, size: content, bytes: {live}} = layer;
		const wasted = size(content - live).padStart(sizeWidth + 2);
		return (incomplete.has(number) ? paint('red', '!') : ' ')
			+ String(number).padStart(numberWidth)
			+ size(storedSize).padStart(sizeWidth + 2)
			+ size(content).padStart(sizeWidth + 2)
			+ (content > live ? paint('yellow', wasted) : wasted)
			+ `  ${cutText(safeText(layerTitle(layer)), Math.max(20, width - used), ascii ? '...' : '…')}`;
	});

	const {base} = summary;
	if (base) {
		const from = cutText(safeText(`FROM ${baseName(base)} (${baseExtent(base)})`), Math.max(20, width - used), ascii ? '...' : '…');
		layers.splice(base.layers, 0, `${paint('dim', (ascii ? '-' : '─').repeat(used - 2))}  ${paint('bold', from)}`);
	}

	const nameWidth = Math.max(...rows.map(row => row.name.length));
	const fates = rows.map(({name, bytes: count, share, meaning}) => ` ${name.padEnd(nameWidth)}${size(count).padStart(sizeWidth + 2)}${share.padStart(9)}  ${paint('dim', meaning)}`);

	const heading = ` ${'#'.padStart(numberWidth)}${['stored', 'size', 'wasted'].map(name => name.padStart(sizeWidth + 2)).join('')}  instruction`;
	return [
		title(summary, size, paint),
		'',
		paint('dim', heading),
		...layers,
		...(summary.layers.some(({layer}) => incomplete.has(layer)) ? [paint('red', '! could not be read whole')] : []),
		'',
		...fates,
		...(base ? wrapText(` ${wasteApart(base, summary.bytes.wasted, size)}`, width, ' ') : []),
		'',
		...worstLines(summary, {bytes, width, color, ascii}),
		` ${paint('dim', diveLine(summary.dive, size))}`,
		...attachedLines(summary.attached, width, ascii),
		'',
	].join('\n');
}

/** The worst wastes: what happened, and what to write instead. */
function worstLines({worst}: Summary, {bytes, width, color, ascii}: TextOptions): string[] {
	const size = bytes ? String : formatBytes;
	const paint = (style: Style, text: string) => color ? styleText(style, text, {validateStream: false}) : text;
	const sizeWidth = Math.max(7, ...worst.map(waste => size(waste.bytes).length));
	const indent = ' '.repeat(sizeWidth + 3);
	const arrow = ascii ? '-> ' : '→ ';
	const wrapped = (text: string, hanging = '') => wrapText(safeText(text), Math.max(20, width - indent.length), hanging);
	return worst.flatMap((waste, index) => {
		const [first, ...more] = wrapped(sentence(waste.what));
		return [
			` ${paint('yellow', size(waste.bytes).padStart(sizeWidth))}  ${first}`,
			...more.map(line => indent + line),
			...wrapped(arrow + sentence(waste.remedy), ' '.repeat(arrow.length)).map(line => indent + paint('green', line)),
			...(index === worst.length - 1 ? [''] : []),
		];
	});
}

function title({image, bytes, layers}: Summary, size: (bytes: number) => string, paint: (style: Style, text: string) => string): string {
	const tags = image.tags.filter(tag => tag !== image.reference);
	return [
		paint('bold', safeText(image.reference)),
		...tags.slice(0, 1).map(tag => safeText(tag)),
		safeText(image.platform ?? ''),
		formWords(image),
		`${size(bytes.total)} in ${countOf(layers.length, 'layer')}`,
		`${size(bytes.wasted)} wasted`,
		bytes.total === 0 ? '' : `${formatShare(bytes.live, bytes.total)} live`,
	].filter(part => part !== '').join('  ');
}
