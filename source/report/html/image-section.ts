import {countOf, formatCount} from '../../format/count.js';
import type {AuditFigures, FiguredLayer} from '../audit-figures.js';
import {boundWords, thresholdFigures, verdictReason} from '../audit-words.js';
import type {AuditParts, AuditedImage} from '../audit.js';
import {couldBeLine} from '../could-be-line.js';
import {diveLine} from '../dive-line.js';
import {formatShare} from '../ledger.js';
import {sentence} from '../../format/sentence.js';
import type {MapGroup, StoredMap} from '../stored-map.js';
import {verdictOf} from '../verdict.js';
import {findingSection, type SectionOptions} from './finding-section.js';
import {htmlCode, htmlSentence, htmlText} from './html-text.js';
import {treemapSvg} from './treemap-svg.js';

/** Layers that a table has; more than a hundred and twenty-seven no engine runs. */
const mostLayers = 128;

/** An instruction takes at most so many characters; freedive history has all of it. */
const longestInstruction = 200;

/** Rows of the table beside a map. */
const mostRows = 40;

/** A name in it takes at most so many characters. */
const longestName = 100;

/** Warnings that are told. */
const mostWarnings = 20;

/** All of one image: verdict, figures, findings, wastes, layers and maps. */
export function imageSection(audited: AuditedImage, figures: AuditFigures, {rules, report: {warnings}}: AuditParts, options: SectionOptions & {title: string}): string {
	const {id, level, title, size, room} = options;
	const {passed, image} = audited;
	const own = warnings.filter(warning => warning.image === image.reference);
	// What is bounded is written first, and findings have what is left.
	const below = [
		wasteSection(audited, figures, options),
		layerSection(figures, options),
		mapSection(figures, options),
		warningSection(own, options),
	].filter(text => text !== '');
	const above = [
		`<section class="image" id="${id}" aria-labelledby="${id}-title">`,
		`<h${level - 1} id="${id}-title"><span class="verdict ${passed ? 'pass' : 'fail'}">${verdictOf(audited)}</span> ${htmlText(title)}</h${level - 1}>`,
		`<p class="lead">${htmlText(sentence(verdictReason(audited, own)))}</p>`,
		factList(audited, figures, size),
		paragraph(couldBeLine(audited, size)),
		thresholdSection(audited, options),
	].filter(text => text !== '');
	room.left -= [...above, ...below].reduce((sum, text) => sum + Buffer.byteLength(text) + 1, 0);
	return [...above, findingSection(audited, rules, options), ...below, '</section>'].join('\n');
}

function paragraph(text: string): string {
	return text === '' ? '' : `<p>${htmlText(text)}</p>`;
}

function factList({image, policy, couldBe}: AuditedImage, {bytes, layers, paths, files}: AuditFigures, size: (bytes: number) => string): string {
	const facts: Array<readonly [name: string, value: string, isSmall?: boolean]> = [
		['Size of all layers', size(image.size)],
		['Seen in the end', size(image.finalSize)],
		['Wasted', bytes.wasted === 0 ? 'nothing' : `${size(bytes.wasted)} (${formatShare(bytes.wasted, bytes.total)})`],
		['As stored', size(image.storedSize)],
		...(couldBe.size < image.size ? [['Could be', size(couldBe.size)] as const] : []),
		['Layers', formatCount(layers.length)],
		['Paths', `${formatCount(paths)}, ${countOf(files, 'file')}`, true],
		...(image.platform === null ? [] : [['Platform', image.platform, true] as const]),
		...(policy === null ? [] : [['Policy', policy, true] as const]),
	];
	return `<dl class="facts">${facts.map(([name, value, isSmall]) => `<div><dt>${name}</dt><dd${isSmall ? ' class="small"' : ''}>${htmlText(value)}</dd></div>`).join('')}</dl>`;
}

function thresholdSection({thresholds}: AuditedImage, options: SectionOptions): string {
	const {size} = options;
	if (thresholds.length === 0) {
		return '';
	}

	return card('thresholds', options, 'Thresholds', table('Limits of the policy, and what was held against them', ['Verdict', 'Threshold', 'Is', 'Limit'], thresholds.slice(0, mostRows).map(threshold => {
		const {value, limit} = thresholdFigures(threshold, size);
		const {passed, id, layer} = threshold;
		return [
			`<span class="verdict ${passed ? 'pass' : 'fail'}">${passed ? 'pass' : 'FAIL'}</span>`,
			`${htmlCode(id, longestName)}${layer === null ? '' : ` layer ${layer}`}`,
			htmlText(value),
			htmlText(`${boundWords(threshold)} ${limit}`),
		];
	}), [2, 3]));
}

function wasteSection({image}: AuditedImage, {wastes, bytes, dive}: AuditFigures, options: SectionOptions): string {
	const {size} = options;
	const lead = bytes.wasted === 0
		? 'The finished image shows every byte that its layers store.'
		: `${size(bytes.wasted)} of ${size(image.size)} are stored in a layer, and no path of the finished image shows them.`;
	return card('waste', options, 'Waste', [
		`<p>${htmlText(lead)}</p>`,
		...(wastes.length === 0
			? []
			: [`<ul class="findings">${wastes.map(waste =>
				`<li><p class="what"><span class="size">${size(waste.bytes)}</span> ${htmlText(sentence(waste.what))}</p><p class="remedy">${htmlSentence(sentence(waste.remedy))}</p></li>`).join('\n')}</ul>`]),
		`<p class="soft">${htmlText(sentence(diveLine(dive, size)))}</p>`,
	].join('\n'));
}

function layerSection({layers}: AuditFigures, options: SectionOptions): string {
	const {size} = options;
	const largest = Math.max(1, ...layers.map(layer => layer.size));
	const rest = layers.length - mostLayers;
	return card('layers', options, 'Layers', [
		table('The base comes first', ['Layer', 'Share', 'Size', 'Stored', 'Wasted', 'Instruction'], layers.slice(0, mostLayers).map(layer => [
			String(layer.layer), bar(layer, largest), size(layer.size), size(layer.storedSize), layer.size === layer.live ? '' : size(layer.size - layer.live), htmlCode(layer.title, longestInstruction),
		]), [0, 2, 3, 4]),
		...(rest > 0 ? [`<p class="soft">And ${countOf(rest, 'more layer')}.</p>`] : []),
	].join('\n'));
}

/** How large a layer is against the largest, and what of it nobody sees; the numbers stand beside it. */
function bar({size, live}: FiguredLayer, largest: number): string {
	const width = (bytes: number) => Math.round(bytes / largest * 1000) / 10;
	return `<svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="8"/><rect class="live" width="${width(live)}" height="8"/><rect class="wasted" x="${width(live)}" width="${width(size - live)}" height="8"/></svg>`;
}

function mapSection({maps: {layers, folders}}: AuditFigures, options: SectionOptions): string {
	const {size} = options;
	if (layers.length === 0) {
		return '';
	}

	const key = '<svg class="key" viewBox="0 0 14 14" aria-hidden="true"><rect class="map" width="14" height="14" fill="url(#wasted)"/></svg>';
	return card('maps', options, 'Where the bytes are', [
		figure('What the layers store', `Each frame is a layer, each rectangle in it a folder or file. ${key}Hatched is what no path of the finished image shows.`, layers, 'Layer', size),
		...(folders.length === 0 ? [] : [figure('The finished file system', 'Each frame is a folder at the top, each rectangle in it a folder or file.', folders, 'Folder', size)]),
	].join('\n'));
}

function figure(name: string, explained: string, map: StoredMap, what: string, size: (bytes: number) => string): string {
	const parts = map.flatMap(group => (group.parts.length > 0 ? group.parts : [group]).map(part => ({group, part}))).sort((a, b) => b.part.bytes - a.part.bytes);
	return [
		`<figure><figcaption><strong>${name}.</strong> ${explained}</figcaption>`,
		`<div class="scroll" tabindex="0" role="group" aria-label="${name}, as a map">${treemapSvg(map, `${name}: a map of ${map.slice(0, 5).map(group => told(group, size)).join(', ')}. The table below has the numbers.`, size)}</div>`,
		`<details><summary>${name}, as a table</summary>`,
		table(`${name}, largest first`, ['Size', 'Wasted', what, 'Path'], parts.slice(0, mostRows).map(({group, part}) => [
			size(part.bytes), part.waste === 0 ? '' : size(part.waste), htmlCode(group.name, longestName), htmlCode(part.name, longestName),
		]), [0, 1]),
		'</details></figure>',
	].join('\n');
}

function told({name, bytes}: MapGroup, size: (bytes: number) => string): string {
	return `${name.slice(0, 60)} with ${size(bytes)}`;
}

function warningSection(warnings: AuditParts['report']['warnings'], options: SectionOptions): string {
	if (warnings.length === 0) {
		return '';
	}

	const rest = warnings.length - mostWarnings;
	return card('warnings', options, 'Warnings', [
		'<ul>',
		...warnings.slice(0, mostWarnings).map(({layer, path, message, incomplete}) => `<li>${incomplete ? '<strong>Not read whole.</strong> ' : ''}${layer === null ? '' : `Layer ${layer}: `}${path === null ? '' : `${htmlCode(path)}: `}${htmlText(message)}</li>`),
		'</ul>',
		...(rest > 0 ? [`<p class="soft">And ${countOf(rest, 'more', 'more')}.</p>`] : []),
	].join('\n'));
}

function card(name: string, {id, level}: SectionOptions, title: string, content: string): string {
	return `<section class="card"><h${level} class="card-title" id="${id}-${name}">${title}</h${level}>\n${content}\n</section>`;
}

/** A table that can be scrolled where it is too wide. Cells are HTML. */
function table(caption: string, heads: readonly string[], rows: ReadonlyArray<readonly string[]>, numbers: readonly number[]): string {
	const style = (column: number) => numbers.includes(column) ? ' class="number"' : (column === heads.length - 1 ? ' class="wide"' : '');
	return [
		`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table><caption>${caption}</caption>`,
		`<thead><tr>${heads.map((head, column) => `<th scope="col"${numbers.includes(column) ? ' class="number"' : ''}>${head}</th>`).join('')}</tr></thead><tbody>`,
		...rows.map(cells => `<tr>${cells.map((cell, column) => `<td${style(column)}>${cell}</td>`).join('')}</tr>`),
		'</tbody></table></div>',
	].join('\n');
}
