import {styleText} from 'node:util';
import {formatBytes} from '../format/bytes.js';
import {countOf, formatCount} from '../format/count.js';
import {safeText} from '../format/safe-text.js';
import {layerTitle} from '../image/layer-title.js';
import {cutText} from './cut-text.js';
import {
	changeLetters,
	configText,
	countWords,
	listChanges,
	packagesInOrder,
	rowNote,
	stepLines,
	viewWords,
} from './diff-words.js';
import type {Diff, DiffLayer, DiffRow, DiffSide} from './diff.js';
import type {TextOptions} from './text-options.js';
import {wrapText} from './wrap-text.js';

type Style = Parameters<typeof styleText>[0];

/** Layers and instructions of a side, and packages, that text shows; of more it says how many. Most images have fewer instructions. */
const mostLayers = 12;
const mostSteps = 60;
const mostPackages = 30;

/** How the text is written: painted or not, sizes in units or bytes. */
type Ink = {
	paint: (style: Style, text: string) => string;
	size: (bytes: number) => string;
	cut: (text: string, used: number) => string;
	arrow: string;
};

/** What the text has of the paths that differ: rows, worst first, and how many rows are left out. */
export type DiffRows = {rows: readonly DiffRow[]; more: number};

/** What differs between two images, for people: the verdict, then layers, configuration, packages and files. */
export function diffText(diff: Diff, {rows, more}: DiffRows, isFinished: boolean, {bytes, width, color, ascii}: TextOptions): string {
	const ink: Ink = {
		paint: (style, text) => color ? styleText(style, text, {validateStream: false}) : text,
		size: bytes ? String : formatBytes,
		cut: (text, used) => cutText(text, Math.max(20, width - used), ascii ? '...' : '…'),
		arrow: ascii ? '->' : '→',
	};
	const verdict = wrapText(safeText(ascii ? diff.verdict.replaceAll('→', '->') : diff.verdict), width).map(line => ink.paint(diff.identical ? 'green' : 'bold', line));
	return [
		...titles(diff, isFinished, ink),
		'',
		...verdict,
		...section('layers', layerLines(diff, ink), ink),
		...section('configuration', configLines(diff, ink), ink),
		...section('history', historyLines(diff, ink), ink),
		...section('packages', packageLines(diff, ink), ink),
		...section('files', fileLines(diff, rows, more, ink), ink),
		'',
	].join('\n');
}

function section(name: string, lines: readonly string[], {paint}: Ink): string[] {
	return lines.length === 0 ? [] : ['', paint('dim', name), ...lines];
}

function titles({a, b}: Diff, isFinished: boolean, {paint, size}: Ink): string[] {
	const title = (letter: string, side: DiffSide) => [
		paint('bold', letter),
		paint('bold', safeText(side.reference)),
		safeText(side.chosen ?? ''),
		safeText(side.platform ?? ''),
		viewWords(side, isFinished),
		`${size(side.size)} in ${countOf(side.layers, 'layer')}`,
	].filter(part => part !== '').join('  ');
	return [title('A', a), title('B', b)];
}

function layerLines({layers, a, b}: Diff, {paint, size, cut}: Ink): string[] {
	const {shared, sharedStoredSize, onlyA, onlyB} = layers;
	if (a.layer !== null || b.layer !== null || (a.layers === 0 && b.layers === 0)) {
		return [];
	}

	const widest = Math.max(7, ...[...onlyA, ...onlyB].map(layer => size(layer.size).length));
	const number = Math.max(1, ...[...onlyA, ...onlyB].map(({layer}) => String(layer).length));
	const line = (letter: string, style: Style, layer: DiffLayer) => {
		const head = ` ${letter} ${String(layer.layer).padStart(number)}  ${size(layer.size).padStart(widest)}`;
		return `${paint(style, head)}  ${cut(safeText(layerTitle(layer)), head.length + 2)}`;
	};

	return [
		` ${onlyA.length + onlyB.length === 0 ? 'all' : formatCount(shared)} shared${shared === 0 ? '' : ` (${size(sharedStoredSize)} as stored)`}${onlyA.length === 0 ? '' : `, ${onlyA.length} only in A`}${onlyB.length === 0 ? '' : `, ${onlyB.length} only in B`}`,
		...some(onlyA.map(layer => line('A', 'red', layer)), 'layer'),
		...some(onlyB.map(layer => line('B', 'green', layer)), 'layer'),
	];
}

/** Lines, and of those that are too many how many. */
function some(lines: readonly string[], what: string, most = mostLayers): string[] {
	return lines.length <= most ? [...lines] : [...lines.slice(0, most), `   and ${countOf(lines.length - most, `more ${what}`)}`];
}

function configLines({config}: Diff, {paint, cut, arrow}: Ink): string[] {
	const names = config.map(({field}) => safeText(field));
	const width = Math.min(32, Math.max(0, ...names.map(name => name.length)));
	return config.flatMap((difference, index) => {
		const list = listChanges(difference);
		const head = ` ${names[index].padEnd(width)}  `;
		if (list !== undefined) {
			return [head + cut(list, head.length)];
		}

		const [before, after] = [configText(difference.a), configText(difference.b)];
		const line = `${before} ${arrow} ${after}`;
		const indent = ' '.repeat(width + 3);
		// Long values stand below one another, as they are compared.
		return cut(line, head.length) === line ? [head + line] : [`${head}${paint('red', `- ${cut(before, head.length + 2)}`)}`, `${indent}${paint('green', `+ ${cut(after, head.length + 2)}`)}`];
	});
}

function historyLines(diff: Diff, {paint, cut}: Ink): string[] {
	const {shared, otherTimes} = diff.history;
	const {onlyA, onlyB} = stepLines(diff);
	if (onlyA.length + onlyB.length === 0 && otherTimes === 0) {
		return [];
	}

	const line = (sign: string, style: Style, text: string) => paint(style, ` ${sign} ${cut(safeText(text), 3)}`);
	return [
		` ${countOf(shared, 'instruction')} shared${otherTimes === 0 ? '' : `, ${otherTimes === shared ? 'all' : otherTimes} run at another time`}`,
		...some(onlyA.map(text => line('-', 'red', text)), 'instruction', mostSteps),
		...some(onlyB.map(text => line('+', 'green', text)), 'instruction', mostSteps),
	];
}

function packageLines(diff: Diff, {paint, arrow}: Ink): string[] {
	const packages = packagesInOrder(diff.packages);
	const names = packages.map(({name}) => safeText(name));
	const width = Math.min(40, Math.max(0, ...names.slice(0, mostPackages).map(name => name.length)));
	const lines = packages.map(({kind, a, b}, index) => {
		const name = names[index].padEnd(width);
		const version = (text: string) => safeText(text) || '(no version)';
		if (a === null || b === null) {
			return paint(a === null ? 'green' : 'red', ` ${a === null ? '+' : '-'} ${name}  ${version((a ?? b)!)}`) + `  ${paint('dim', kind)}`;
		}

		return `   ${name}  ${version(a)} ${arrow} ${version(b)}  ${paint('dim', kind)}`;
	});
	return some(lines, 'package', mostPackages);
}

const styles: Readonly<Record<DiffRow['change'], Style>> = {
	unchanged: 'dim', added: 'green', removed: 'red', modified: 'yellow', metadata: 'cyan', unknown: 'magenta',
};

function fileLines({files, ignored}: Diff, rows: readonly DiffRow[], more: number, {paint, size, arrow}: Ink): string[] {
	const counts = countWords(files);
	const notes = [
		...(files.timeOnly > 0 ? [`${formatCount(files.timeOnly)} of these in time alone`] : []),
		...(files.ignored > 0 ? [`${formatCount(files.ignored)} only in what is ignored (${ignored.join(', ')})`] : []),
	];
	if (counts.length === 0 && notes.length === 0) {
		return [];
	}

	const cells = rows.map(row => [row.sizeA === null ? '' : size(row.bytesA), row.sizeB === null ? '' : size(row.bytesB)]);
	const widths = [0, 1].map(column => Math.max(7, ...cells.map(cell => cell[column].length)));
	const lines = rows.map((row, index) => {
		const isFolder = (row.b ?? row.a)!.type === 'directory';
		const note = rowNote(row, arrow);
		const head = ` ${changeLetters[row.change]}  ${cells[index][0].padStart(widths[0])}  ${cells[index][1].padStart(widths[1])}`;
		return `${paint(styles[row.change], head)}  ${safeText(row.path)}${isFolder && row.path !== '/' ? '/' : ''}${note === '' ? '' : `  ${paint('dim', safeText(note))}`}`;
	});
	return [
		` ${[...counts, ...notes].join(', ')}`,
		...(lines.length === 0 ? [] : [paint('dim', `    ${'A'.padStart(widths[0])}  ${'B'.padStart(widths[1])}`), ...lines]),
		...(more > 0 ? [`    and ${countOf(more, 'more row')}: --limit ${rows.length + more} shows them, --format csv too`] : []),
	];
}
