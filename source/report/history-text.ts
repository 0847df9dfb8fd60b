import {styleText} from 'node:util';
import {formatBytes} from '../format/bytes.js';
import {countOf} from '../format/count.js';
import {safeText} from '../format/safe-text.js';
import {layerTitle} from '../image/layer-title.js';
import {baseExtent, baseName, wasteApart} from './base-line.js';
import type {History, ReportedStep} from './history.js';
import {formatShare} from './ledger.js';
import {storyText} from './story-text.js';
import {textBar} from './text-bar.js';
import type {TextOptions} from './text-options.js';
import {wrapText} from './wrap-text.js';

/** An instruction takes at most so many lines: a script of thousands was written by no one who reads it here. */
const mostLines = 24;

/** The annotated Dockerfile, or a path's story, for people. */
export function historyText(history: History, options: TextOptions): string {
	return history.steps ? stepsText(history, history.steps, options) : storyText(history, history.story ?? [], options);
}

function stepsText({image, base}: History, steps: readonly ReportedStep[], {bytes, width, color, ascii}: TextOptions): string {
	const size = bytes ? String : formatBytes;
	const paint = (style: 'dim' | 'yellow' | 'bold', text: string) => color && text.trim() !== '' ? styleText(style, text, {validateStream: false}) : text;
	const numberWidth = mostOf(2, steps, ({layer}) => String(layer ?? '').length);
	const sizeWidth = mostOf(7, steps, step => Math.max(size(step.size).length, size(step.wasted).length, size(step.causes).length));
	const barWidth = width < 100 ? 6 : 12;
	const largest = mostOf(0, steps, step => step.size);
	const gutter = 1 + numberWidth + (3 * (sizeWidth + 2)) + 2 + barWidth + 2;
	const room = Math.max(20, width - gutter);

	const waste = (number: number) => paint('yellow', (number === 0 ? '' : size(number)).padStart(sizeWidth + 2));
	const figures = ({layer, size: stored, wasted, causes}: ReportedStep) => layer === null
		? ' '.repeat(gutter)
		: ` ${String(layer).padStart(numberWidth)}${size(stored).padStart(sizeWidth + 2)}${waste(wasted)}${waste(causes)}  ${textBar(stored, wasted, largest, barWidth, ascii)}  `;
	const rows = steps.map(step => instructionLines(step, room)
		.map((line, index) => `${index === 0 ? figures(step) : ' '.repeat(gutter)}${step.layer === null ? paint('dim', line) : line}`.trimEnd())
		.join('\n'));
	if (base) {
		const from = wrapText(safeText(`FROM ${baseName(base)} (${baseExtent(base)})`), room);
		const rule = (ascii ? '-' : '─').repeat(gutter - 2);
		rows.splice(base.steps, 0, from.map((line, index) => `${index === 0 ? `${paint('dim', rule)}  ` : ' '.repeat(gutter)}${paint('bold', line)}`).join('\n'));
	}

	const heading = ` ${'#'.padStart(numberWidth)}${['size', 'wasted', 'causes'].map(name => name.padStart(sizeWidth + 2)).join('')}  ${' '.repeat(barWidth)}  instruction`;
	const title = [
		paint('bold', safeText(image.reference)),
		safeText(image.platform ?? ''),
		`${size(image.size)} in ${countOf(steps.filter(({layer}) => layer !== null).length, 'layer')}`,
		`${size(image.wasted)} wasted${image.wasted > 0 ? ` (${formatShare(image.wasted, image.size)})` : ''}`,
	];
	return [
		title.filter(part => part !== '').join('  '),
		'',
		paint('dim', heading),
		...rows,
		'',
		...[base ? wasteApart(base, image.wasted, size) : ''].filter(line => line !== '').flatMap(line => wrapText(line, width)),
		...wrapText('wasted: of its size, what no path of the finished image shows. causes: bytes of other layers that it made waste.', width).map(line => paint('dim', line)),
		'',
	].join('\n');
}

/** The most of all steps: a history can have more of them than a function takes arguments. */
function mostOf(least: number, steps: readonly ReportedStep[], measure: (step: ReportedStep) => number): number {
	return steps.reduce((most, step) => Math.max(most, measure(step)), least);
}

/** An instruction as its author wrote it, in lines that fit. */
function instructionLines({createdBy, instruction, comment}: ReportedStep, room: number): string[] {
	const written = instruction.trim() === '' ? layerTitle({instruction: createdBy === null ? null : '', comment}) : instruction;
	const lines = written.split(/\r?\n/).flatMap(line => {
		const text = safeText(line.replaceAll('\t', ' '.repeat(4)));
		return wrapText(text, room, ' '.repeat(Math.min(/^ */.exec(text)![0].length + 4, Math.floor(room / 2))));
	});
	return lines.length > mostLines
		? [...lines.slice(0, mostLines - 1), `(${countOf(lines.length - mostLines + 1, 'line')} more)`]
		: lines;
}
