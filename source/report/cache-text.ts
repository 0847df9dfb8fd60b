import {styleText} from 'node:util';
import {formatAge} from '../format/age.js';
import {formatBytes} from '../format/bytes.js';
import {countOf, formatCount} from '../format/count.js';
import {shortDigest} from '../format/digest.js';
import {safeText} from '../format/safe-text.js';
import type {KeptKind} from '../image/cache/kept-entry.js';
import type {Cache, Remembered, ReportedEntry} from './cache.js';
import type {TextOptions} from './text-options.js';

const kindNames: Readonly<Record<KeptKind, readonly [one: string, many: string]>> = {
	layer: ['layer', 'layers'],
	overlay: ['layers laid over one another', 'layers laid over one another'],
	document: ['document', 'documents'],
	'seek-points': ['seek points', 'seek points'],
	saved: ['saved by an engine', 'saved by engines'],
	tag: ['tag', 'tags'],
	other: ['other', 'other'],
};

/**
What is kept for people: the folder and how full it is, then what is in it by its kind, or each by itself.

@param now In seconds since 1970.
*/
export function cacheText({folder, limit, files, bytes, kinds, remembered, entries, cleared}: Cache, text: TextOptions, now: number): string {
	const size = (value: number) => text.bytes ? `${value} B` : formatBytes(value);
	const paint = (style: 'bold' | 'dim', part: string) => text.color ? styleText(style, part, {validateStream: false}) : part;
	if (cleared) {
		const rest = files === 0 ? '' : `; ${countOf(files, 'file')}, ${size(bytes)}, ${files === 1 ? 'is' : 'are'} in it now`;
		const nothing = files === 0 ? 'nothing was in it' : 'nothing was dropped';
		return `${paint('bold', safeText(folder))}  ${cleared.files === 0 ? nothing : `dropped ${countOf(cleared.files, 'file')}, ${size(cleared.bytes)}`}${forgotten(cleared.forgotten)}${rest}\n`;
	}

	const title = `${paint('bold', safeText(folder))}  ${files === 0 ? `empty; it may have ${size(limit)}` : `${size(bytes)} of ${size(limit)}`}`;
	const rows = entries ? entryRows(entries, size, now) : kinds.map(kind => [kindNames[kind.kind][1], formatCount(kind.files), size(kind.bytes)]);
	if (rows.length === 0) {
		return `${title}\n${beside(remembered)}`;
	}

	const heading = entries ? ['kind', 'kept for', 'size', 'last used'] : ['kind', 'files', 'size'];
	// Numbers stand to the right.
	const isRight = entries ? [false, false, true, false] : [false, true, true];
	const widths = heading.map((name, column) => [name, ...rows.map(row => row[column])].reduce((width, cell) => Math.max(width, cell.length), 0));
	const line = (row: readonly string[]) => ` ${row.map((cell, column) => isRight[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column])).join('  ').trimEnd()}`;
	return [title, '', paint('dim', line(heading)), ...rows.map(row => line(row)), beside(remembered)].join('\n');
}

/** What is remembered beside it, in a line; empty for nothing. */
function beside(remembered: Remembered): string {
	const text = rememberedText(remembered);
	return text === '' ? '' : `\nremembered beside it: ${text}\n`;
}

function forgotten(remembered: Remembered): string {
	const text = rememberedText(remembered);
	return text === '' ? '' : `, forgot ${text}`;
}

function rememberedText({opened, known}: Remembered): string {
	return [opened === 0 ? '' : `${countOf(opened, 'image')} opened lately`, known === 0 ? '' : `the layers of ${countOf(known, 'image')}`].filter(part => part !== '').join(' and ');
}

function entryRows(entries: readonly ReportedEntry[], size: (bytes: number) => string, now: number): string[][] {
	return entries.map(({kind, digest, bytes, used}) => {
		const age = formatAge(now - Date.parse(used) / 1000);
		return [kindNames[kind][0], digest === null ? (kind === 'tag' ? 'a name' : (kind === 'saved' || kind === 'overlay' ? 'an image' : 'a file')) : shortDigest(digest), size(bytes), /\d/.test(age) ? `${age} ago` : age];
	});
}
