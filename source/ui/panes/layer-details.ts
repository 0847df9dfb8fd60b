import type {BaseImage} from '../../image/base-image.js';
import type {Layer} from '../../image/image.js';
import {formatBytes} from '../../format/bytes.js';
import {countOf, formatCount} from '../../format/count.js';
import {baseText} from '../select-base.js';
import {field, paragraph, type TextLine} from '../parts/text-line.js';

/** What is known of a layer once it is read. */
export type LayerFacts = {
	entries: number;
	size: number;
	added: number;
	modified: number;
	metadata: number;
	removed: number;
	unknown: number;
	bytes: {live: number; overwritten: number; rewritten: number; removed: number; superseded: number; unknown: number};
	/** Whether all layers above are in, so that what is no longer seen is known. */
	isFinal: boolean;
};

/** The details of a layer: the whole instruction first, then numbers, then what identifies it. */
export function layerDetails(layer: Layer, facts: LayerFacts | undefined, problems: readonly string[], base: BaseImage | undefined, columns: number): TextLine[] {
	const {history} = layer;
	return [
		...paragraph(asWritten(history?.instruction ?? ''), columns, 'strong'),
		...problems.flatMap(problem => [{text: ''}, ...paragraph(problem, columns, 'error')]),
		{text: ''},
		...numbers(layer, facts, columns),
		...(history?.buildArguments ?? []).flatMap((argument, index) => field(index === 0 ? 'build args' : '', argument, columns)),
		...field('base', base && layer.number <= base.layers ? baseText(base) : undefined, columns),
		...field('created', history?.created, columns),
		...field('comment', history?.comment, columns),
		...field('digest', layer.digest, columns),
		...field('diff_id', layer.diffId !== undefined && layer.diffId === layer.digest ? 'the same as the digest' : layer.diffId, columns),
		...field('type', layer.mediaType, columns),
		...(layer.urls ?? []).flatMap((url, index) => field(index === 0 ? 'urls' : '', url, columns)),
	];
}

function numbers(layer: Layer, facts: LayerFacts | undefined, columns: number): TextLine[] {
	const stored = field('stored', storedText(layer, facts), columns);
	if (!facts) {
		return stored;
	}

	const {bytes} = facts;
	const waste = facts.size - bytes.live;
	const fates = ([
		['overwritten', bytes.overwritten], ['rewritten', bytes.rewritten], ['removed', bytes.removed],
		['stored twice', bytes.superseded], ['stored again with the same size', bytes.unknown],
	] as const).filter(([, value]) => value > 0).map(([name, value]) => `${formatBytes(value)} ${name}`);
	const changes = ([
		['added', facts.added], ['modified', facts.modified], ['metadata only', facts.metadata],
		['stored again', facts.unknown], ['removed', facts.removed],
	] as const).filter(([, count]) => count > 0).map(([name, count]) => `${formatCount(count)} ${name}`);
	return [
		...field('size', `${formatBytes(facts.size)} in ${countOf(facts.entries, 'entry', 'entries')}`, columns),
		...stored,
		...field('waste', waste > 0
			? `${formatBytes(waste)} (${percent(waste / facts.size)}) is no longer seen${facts.isFinal ? '' : ', so far'}: ${fates.join(', ')}`
			: (facts.isFinal && facts.size > 0 ? 'none: all of it is seen' : ''), columns, waste > 0 ? 'waste' : undefined),
		...field('changes', changes.join(', ') || 'none', columns),
	];
}

function storedText(layer: Layer, facts: LayerFacts | undefined): string {
	const compression = layer.compression === 'none' ? '' : `, ${layer.compression}`;
	const ratio = layer.compression !== 'none' && facts && facts.size > 0 ? `, ${percent(layer.storedSize / facts.size)} of its size` : '';
	return `${formatBytes(layer.storedSize)}${compression}${ratio}`;
}

/** Lines that the author had ended by a backslash are in the history as runs of spaces; there they begin again. */
function asWritten(instruction: string): string {
	return (instruction.trim() || '(no instruction is recorded)').replaceAll(/[\t ]{2,}(?=&&|\|\||;)/g, '\n  ');
}

/** A share in percent: what is there is never 0, and what is not all never 100. */
export function percent(share: number): string {
	const value = share * 100;
	if (value > 0 && value < 9.95) {
		return `${Math.max(0.1, value).toFixed(1)} %`;
	}

	return `${value >= 99.5 && value < 100 ? Math.min(99.9, value).toFixed(1) : Math.round(value)} %`;
}
