import {formatBytes} from '../format/bytes.js';
import {countOf} from '../format/count.js';
import {layerTitle} from '../image/layer-title.js';
import {baseExtent, baseName, wasteApart} from './base-line.js';
import type {History} from './history.js';
import {formatShare} from './ledger.js';
import {markdownCode as code} from './markdown-code.js';
import type {ReportedBase} from './reported-base.js';
import type {TextOptions} from './text-options.js';

/** The history as Markdown, for a comment under a build. */
export function historyMarkdown({image, base, steps, path, story}: History, {bytes}: Pick<TextOptions, 'bytes'>): string {
	const size = bytes ? String : formatBytes;
	const figure = (number: number) => number === 0 ? '' : size(number);
	const lines = story
		? [
			`## ${code(path ?? '')}`,
			'',
			`in ${code(image.reference)}`,
			'',
			'| layer | what it did | size | fate | instruction |',
			'| ---: | --- | ---: | --- | --- |',
			...story.map(chapter => `| ${chapter.layer} | ${chapter.what.join(', ') || 'stored again as it was'} | ${chapter.fate === null ? '' : size(chapter.size)} | ${chapter.fate ?? ''}${chapter.hiddenBy === null ? '' : ` by layer ${chapter.hiddenBy}`} | ${code(layerTitle(chapter))} |`),
		]
		: [
			`## ${code(image.reference)}`,
			'',
			`${size(image.size)} in ${countOf((steps ?? []).filter(({layer}) => layer !== null).length, 'layer')}, **${size(image.wasted)} wasted**${image.size === 0 ? '' : ` (${formatShare(image.wasted, image.size)})`}`,
			'',
			'| layer | size | wasted | causes | instruction |',
			'| ---: | ---: | ---: | ---: | --- |',
			...(steps ?? []).map(step => `| ${step.layer ?? ''} | ${step.layer === null ? '' : size(step.size)} | ${figure(step.wasted)} | ${figure(step.causes)} | ${code(layerTitle({instruction: step.createdBy === null ? null : step.instruction, comment: step.comment}))} |`)
				.toSpliced(base?.steps ?? 0, 0, ...(base ? [fromRow(base)] : [])),
			...(base?.wasted === null || !base ? [] : ['', wasteApart(base, image.wasted, size)]),
			'',
			'*wasted*: of its size, what no path of the finished image shows. *causes*: bytes of other layers that it made waste.',
		];
	return `${lines.join('\n')}\n`;
}

function fromRow(base: ReportedBase): string {
	return `| | | | | **FROM** ${code(baseName(base))} (${baseExtent(base)}) |`;
}
