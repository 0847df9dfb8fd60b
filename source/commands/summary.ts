import type {Options} from '../options.js';
import {summaryReporters} from '../report/reporters.js';
import {summarize} from '../report/summary.js';
import {diveFigures} from '../tree/dive-figures.js';
import {deliver} from './deliver.js';
import {exitCodeOf} from './exit-code.js';
import {load, type Loaded} from './load.js';
import type {Outside} from './outside.js';
import {warnOfImage} from './warn.js';

/** `freedive summary IMAGE` */
export async function summary(options: Options, outside: Outside): Promise<number> {
	const loaded = await load(options.operands[0], options, outside, {proof: true});
	await deliver(summaryMaker(loaded), options, outside);
	if (!options.quiet) {
		warnOfImage(loaded, outside);
	}

	return exitCodeOf(loaded.warnings);
}

/** Makes the summary of an image in any of its formats. */
export function summaryMaker({image, overlay, warnings}: Loaded): (format: string, text: Parameters<(typeof summaryReporters)[string]>[1]) => string[] {
	const {paths, files} = overlay.finalCounts();
	const result = summarize(image, {
		layers: image.layers.map(({number}) => overlay.layer(number)),
		finalPaths: paths,
		finalFiles: files,
		dive: diveFigures(overlay),
	}, warnings);
	return (format, text) => [summaryReporters[format](result, text)];
}
