import {formatBytes} from '../format/bytes.js';
import {markdownCode} from './markdown-code.js';
import {removalNote, restNotes} from './package-notes.js';
import type {Packages} from './packages.js';
import type {TextOptions} from './text-options.js';

/** Packages as a table in Markdown. */
export function packagesMarkdown(packages: Packages, {bytes}: Pick<TextOptions, 'bytes'>): string {
	const size = (count: number) => bytes ? String(count) : formatBytes(count);
	const wastedSize = (count: number) => count === 0 ? '' : size(count);
	return [
		`## Packages of ${markdownCode(packages.image.reference)}`,
		'',
		'| size | wasted | package | version | kind | layer | |',
		'| ---: | ---: | --- | --- | --- | ---: | --- |',
		...packages.packages.map(row => `| ${size(row.bytes)} | ${wastedSize(row.wasted)} | ${markdownCode(row.name)} | ${markdownCode(row.version ?? '')} | ${row.kind} | ${row.layer} | ${removalNote(row)} |`),
		...restNotes(packages).map(({bytes, wasted, note}) => `| ${size(bytes)} | ${wastedSize(wasted)} | | | | | ${note} |`),
		'',
	].join('\n');
}
