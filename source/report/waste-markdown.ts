import {formatBytes} from '../format/bytes.js';
import {countOf, formatCount} from '../format/count.js';
import type {LayerNumber} from '../image/image.js';
import {sentence} from '../format/sentence.js';
import {wasteApart} from './base-line.js';
import {cutText} from './cut-text.js';
import {formatShare} from './ledger.js';
import {markdownCode as code} from './markdown-code.js';
import {markdownText} from './markdown-text.js';
import type {TextOptions} from './text-options.js';
import {worstWastes, type LayerTitles, type ReportedWaste, type WasteReport} from './waste.js';
import {whatIfLine} from './what-if-line.js';
import {worstLayers} from './worst-layers.js';

/** An instruction takes at most so many characters of a cell. */
const longestTitle = 100;

/** Sets of duplicates that Markdown shows where nobody said how many. */
const mostDuplicates = 5;

/** Waste as Markdown, for a comment under a build. */
export function wasteMarkdown(report: WasteReport, titles: LayerTitles, limit: number | undefined, {bytes: isExact}: Pick<TextOptions, 'bytes'>): string {
	const {image, bytes, base, duplicates} = report;
	const size = isExact ? String : formatBytes;
	const {some, rest} = worstWastes(report, limit);
	const copies = duplicates.slice(0, limit ?? mostDuplicates);
	const lines = [
		`## ${code(image.reference)}`,
		'',
		`${size(image.size)} in ${countOf(titles.length, 'layer')}, **${size(bytes)} wasted**${bytes === 0 ? '' : ` (${formatShare(bytes, image.size)})`}`,
		...(some.length > 0
			? [
				'',
				'| wasted | files | what happened | what to write instead | size after | id |',
				'| ---: | ---: | --- | --- | ---: | --- |',
				...some.map(waste => `| ${size(waste.bytes)} | ${formatCount(waste.files)} | ${happened(waste, titles)} | ${markdownText(sentence(waste.remedy))} | ${size(waste.sizeAfter)} | ${code(waste.id)} |`),
			]
			: []),
		...(rest.length > 0 ? ['', `and ${rest.length} more, ${size(rest.reduce((sum, waste) => sum + waste.bytes, 0))} in all`] : []),
		...(copies.length > 0
			? [
				'',
				'| live more than once | copies | where |',
				'| ---: | ---: | --- |',
				...copies.map(({duplicateBytes, paths}) => `| ${size(duplicateBytes)} | ${paths.length} | ${paths.slice(0, 4).map(path => code(path)).join(', ')}${paths.length > 4 ? ', …' : ''} |`),
			]
			: []),
		'',
		markdownText(whatIfLine(report, size)),
		...(base && base.wasted !== null && bytes > 0 ? ['', wasteApart(base, bytes, size)] : []),
	];
	return `${lines.join('\n')}\n`;
}

/** What happened, and below it the instructions. */
function happened(waste: ReportedWaste, titles: LayerTitles): string {
	const instructions = (deed: string, layers: readonly LayerNumber[]) => layers.map(layer => `${deed} ${layer} ${code(cutText(titles[layer - 1] ?? '', longestTitle, '…'))}`);
	const {layers, hiddenBy} = waste;
	const isOneLayer = layers.length === 1 && hiddenBy.length === 1 && layers[0] === hiddenBy[0];
	return [
		markdownText(sentence(waste.what)),
		...instructions(isOneLayer ? 'layer' : 'stored by', worstLayers(waste, 'layer')),
		...(isOneLayer ? [] : instructions('hidden by', worstLayers(waste, 'hiddenBy'))),
	].join('<br>');
}
