import {attachedText} from '../../image/attached-text.js';
import type {FoundAttached} from '../../image/attached.js';
import type {BaseImage} from '../../image/base-image.js';
import type {Image, ImageWarning} from '../../image/image.js';
import {formatBytes} from '../../format/bytes.js';
import {shortDigest} from '../../format/digest.js';
import {baseText} from '../select-base.js';
import {field, headingLines, paragraph, type TextLine} from '../parts/text-line.js';

/** What is told beside the documents. */
export type ImageFacts = {
	warnings: readonly ImageWarning[];
	/** Where it is known. */
	base?: BaseImage;
	/** What is attached to the image; undefined where nobody has looked for it. */
	attached?: FoundAttached | 'looking';
};

/** The image by its documents: what it is, its config, labels, history, annotations, and what else lies beside it. */
export function imageDetails(image: Image, {warnings, base, attached}: ImageFacts, columns: number): TextLine[] {
	const {config} = image;
	const command = (words: string[] | null) => words === null ? undefined : JSON.stringify(words);
	const list = (name: string, values: readonly string[]) => values.flatMap((value, index) => field(index === 0 ? name : '', value, columns));
	return [
		{text: 'Image', style: 'strong' as const},
		...field('reference', image.reference, columns),
		...field('form', image.form, columns),
		...list('tags', image.tags),
		...field('platform', image.platform || 'not told', columns),
		...field('base', base && baseText(base), columns),
		...field('created', image.created, columns),
		...field('digest', image.digest, columns),
		...section('Warnings', warnings.flatMap(warning => paragraph(warningText(warning), columns, 'waste'))),
		...section('Attached, as it says of itself', attachedLines(attached, columns)),
		...section('Config', [
			...field('user', config.user, columns),
			...field('workdir', config.workingDir, columns),
			...field('entrypoint', command(config.entrypoint), columns),
			...field('cmd', command(config.cmd), columns),
			...list('ports', config.exposedPorts),
			...list('volumes', config.volumes),
			...field('health', command(config.healthcheck), columns),
		]),
		...section('Environment', config.env.flatMap(variable => paragraph(variable, columns))),
		...section('Labels', pairs(config.labels, columns)),
		...section('Annotations', pairs(image.annotations, columns)),
		...section('History', image.history.flatMap(entry => history(entry, columns))),
		...section('Beside it', image.others.flatMap(other => paragraph(
			`${other.title}  ${formatBytes(other.size)}  ${shortDigest(other.digest)}${other.present ? '' : '  not in this file'}`,
			columns,
		))),
	];
}

function attachedLines(found: ImageFacts['attached'], columns: number): TextLine[] {
	if (found === undefined || found === 'looking') {
		return found ? paragraph('looking for signatures, attestations and SBOMs', columns) : [];
	}

	return [
		...found.attached.flatMap(attached => paragraph(attachedText(attached), columns)),
		...found.problems.flatMap(problem => paragraph(problem, columns, 'waste')),
	];
}

function warningText({layer, path, message}: ImageWarning): string {
	return `${layer === undefined ? '' : `layer ${layer}: `}${path === undefined ? '' : `${path}: `}${message}`;
}

function section(title: string, lines: TextLine[]): TextLine[] {
	return lines.length === 0 ? [] : [...headingLines(title), ...lines];
}

function pairs(record: Readonly<Record<string, string>>, columns: number): TextLine[] {
	return Object.entries(record).flatMap(([name, value]) => paragraph(`${name}=${value}`, columns));
}

/** An instruction with the number of the layer that it made. */
function history(entry: Image['history'][number], columns: number): TextLine[] {
	const label = entry.layer === undefined ? '' : String(entry.layer);
	const instruction = entry.instruction || entry.comment || '(no instruction is recorded)';
	return paragraph(instruction, columns - 5).map((line, index) => ({
		text: (index === 0 ? label.padStart(4) : ' '.repeat(4)) + ' ' + line.text,
		label: 5,
	}));
}
