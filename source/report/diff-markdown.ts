import {formatBytes} from '../format/bytes.js';
import {formatCount} from '../format/count.js';
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
import type {DiffRows} from './diff-text.js';
import type {Diff, DiffSide} from './diff.js';
import {cutText} from './cut-text.js';
import {markdownCode as code} from './markdown-code.js';
import {markdownText} from './markdown-text.js';
import type {TextOptions} from './text-options.js';

/** Packages and instructions that stand in a comment; of more it says how many. */
const mostPackages = 100;
const mostSteps = 30;

/** A value or an instruction takes at most so many characters of a cell. */
const longestCell = 120;

/** What differs between two images as Markdown, for a comment under a pull request. */
export function diffMarkdown(diff: Diff, {rows, more}: DiffRows, isFinished: boolean, {bytes: isExact}: Pick<TextOptions, 'bytes'>): string {
	const size = isExact ? String : formatBytes;
	const {a, b, layers, config, files} = diff;
	const history = stepLines(diff);
	const packages = packagesInOrder(diff.packages);
	const difference = (before: number, after: number) => before === after ? '' : `${after > before ? '+' : '-'}${size(Math.abs(after - before))}`;
	const total = (name: string, before: number, after: number) => `| ${name} | ${size(before)} | ${size(after)} | ${difference(before, after)} |`;
	const cut = (text: string) => code(cutText(text, longestCell, '…'));
	const steps = [
		...history.onlyA.map(text => `| - | ${cut(text)} |`),
		...history.onlyB.map(text => `| + | ${cut(text)} |`),
	];
	const changes = rows.map(row =>
		`| ${changeLetters[row.change]} | ${row.sizeA === null ? '' : size(row.bytesA)} | ${row.sizeB === null ? '' : size(row.bytesB)} | ${code(row.path)} | ${markdownText(rowNote(row, '→'))} |`);
	const lines = [
		`## ${[a, b].map(({reference, chosen}) => `${code(reference)}${chosen === null ? '' : ` ${code(chosen)}`}`).join(' → ')}`,
		'',
		`**${markdownText(diff.verdict)}**`,
		'',
		`| | A${titleOf(a, isFinished)} | B${titleOf(b, isFinished)} | |`,
		'| --- | ---: | ---: | ---: |',
		total('files', files.bytesA, files.bytesB),
		total('all layers', a.size, b.size),
		total('as stored', a.storedSize, b.storedSize),
		`| layers | ${a.layers} | ${b.layers} | ${layers.shared} shared |`,
		...table('packages', '| package | A | B | kind |\n| --- | --- | --- | --- |', packages.map(({name, kind, a, b}) => `| ${code(name)} | ${version(a)} | ${version(b)} | ${kind} |`), mostPackages),
		...table('configuration', '| field | A | B |\n| --- | --- | --- |', config.map(each => {
			const list = listChanges(each);
			return list === undefined ? `| ${code(each.field)} | ${cut(configText(each.a))} | ${cut(configText(each.b))} |` : `| ${code(each.field)} | | ${cut(list)} |`;
		}), mostSteps),
		...table('instructions', '| | |\n| --- | --- |', steps, mostSteps),
		...table(`files: ${countWords(files).join(', ')}`, '| | A | B | path | |\n| --- | ---: | ---: | --- | --- |', changes, changes.length, more),
	];
	return `${lines.join('\n')}\n`;
}

function titleOf(side: DiffSide, isFinished: boolean): string {
	const words = viewWords(side, isFinished);
	return words === '' ? '' : `, ${words}`;
}

function version(text: string | null): string {
	return text === null ? '' : (code(text) || '(no version)');
}

/** A table that is opened by a click, so that the verdict stands alone; nothing where it has no rows. */
function table(title: string, head: string, rows: readonly string[], most: number, more = 0): string[] {
	const left = more + Math.max(0, rows.length - most);
	return rows.length === 0 ? [] : ['', '<details>', `<summary>${title}</summary>`, '', head, ...rows.slice(0, most), ...(left > 0 ? ['', `and ${formatCount(left)} more`] : []), '', '</details>'];
}
