import {formatBytes} from '../format/bytes.js';
import {formatCount} from '../format/count.js';
import type {Du} from './du.js';
import {formatShare} from './ledger.js';
import {markdownCode} from './markdown-code.js';
import type {TextOptions} from './text-options.js';

/** Sizes of folders as a table in Markdown. */
export function duMarkdown({image, at, folders}: Du, {bytes}: Pick<TextOptions, 'bytes'>): string {
	const whole = folders[0]?.size ?? 0;
	return [
		`## ${markdownCode(image.reference)}: ${markdownCode(folders[0]?.path ?? '')} after layer ${at}`,
		'',
		'| size | share | files | path |',
		'| ---: | ---: | ---: | --- |',
		...folders.map(({path, size, files}) => `| ${bytes ? size : formatBytes(size)} | ${formatShare(size, whole)} | ${formatCount(files)} | ${markdownCode(path)} |`),
		'',
	].join('\n');
}
