import {formatBytes} from '../format/bytes.js';
import {countOf} from '../format/count.js';
import {sentence} from '../format/sentence.js';
import {formWords} from '../image/form-words.js';
import {layerTitle} from '../image/layer-title.js';
import {baseExtent, baseName, wasteApart} from './base-line.js';
import {diveLine} from './dive-line.js';
import {formatShare, ledger} from './ledger.js';
import {markdownCode as code} from './markdown-code.js';
import {markdownText} from './markdown-text.js';
import type {Summary} from './summary.js';
import type {TextOptions} from './text-options.js';

/** The summary as Markdown, for a comment under a build. */
export function summaryMarkdown(summary: Summary, {bytes}: Pick<TextOptions, 'bytes'>): string {
	const {image, layers, warnings, base, bytes: {total, wasted}} = summary;
	const size = bytes ? String : formatBytes;
	const facts = [
		image.tags.filter(tag => tag !== image.reference).map(tag => code(tag)).join(', '),
		image.platform === null ? '' : code(image.platform),
		formWords(image),
		`${size(total)} in ${countOf(layers.length, 'layer')}`,
		`**${size(wasted)} wasted**${total === 0 ? '' : ` (${formatShare(wasted, total)})`}`,
	];
	const notes = warnings.map(({layer, path, message}) => [
		layer === null ? '' : `layer ${layer}`,
		path === null ? '' : code(path),
		code(message),
	].filter(part => part !== '').join(': '));
	const lines = [
		`## ${code(image.reference)}`,
		'',
		facts.filter(fact => fact !== '').join(', '),
		'',
		'| layer | stored | size | wasted | instruction |',
		'| ---: | ---: | ---: | ---: | --- |',
		...layers.map(layer => `| ${layer.layer} | ${size(layer.storedSize)} | ${size(layer.size)} | ${size(layer.size - layer.bytes.live)} | ${code(layerTitle(layer))} |`)
			.toSpliced(base?.layers ?? 0, 0, ...(base ? [`| | | | | **FROM** ${code(baseName(base))} (${baseExtent(base)}) |`] : [])),
		'',
		'| bytes | size | share | |',
		'| --- | ---: | ---: | --- |',
		...ledger(summary).map(row => `| ${row.name} | ${size(row.bytes)} | ${row.share} | ${row.meaning} |`),
		'',
		...(base ? [wasteApart(base, wasted, size), ''] : []),
		...(summary.worst.length > 0 ? ['| wasted | what happened | what to write instead |', '| ---: | --- | --- |', ...summary.worst.map(({bytes: count, what, remedy}) => `| ${size(count)} | ${markdownText(sentence(what))} | ${markdownText(sentence(remedy))} |`), ''] : []),
		diveLine(summary.dive, size),
		...(notes.length > 0 ? ['', '### Warnings', '', ...notes.map(note => `- ${note}`)] : []),
	];
	return `${lines.join('\n')}\n`;
}
