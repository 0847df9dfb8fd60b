import {withBytes} from '../archive/bytes-needed.js';
import type {BaseImage} from '../image/base-image.js';
import type {Contents} from '../image/contents.js';
import type {Options} from '../options.js';
import {reportBase} from '../report/reported-base.js';
import {summaryReporters} from '../report/reporters.js';
import {summarize} from '../report/summary.js';
import {diveFigures} from '../tree/dive-figures.js';
import {runNow} from '../archive/slices.js';
import {findWaste, type Waste} from '../tree/waste.js';
import {readBase} from './base.js';
import {deliver} from './deliver.js';
import {exitCodeOf} from './exit-code.js';
import {load, type Loaded} from './load.js';
import type {Outside} from './outside.js';
import {warnOfImage} from './warn.js';

/** `freedive summary IMAGE` */
export async function summary(options: Options, outside: Outside): Promise<number> {
	const {used: {wastes, base}, ...loaded} = await load(options.operands[0], options, outside, {
		proof: true,
		defers: true,
		attached: true,
		async use(loaded, contents, {signal}) {
			const base = await readBase(loaded.image, options, outside);
			return {base, wastes: await wastesOf(loaded, contents, signal, base)};
		},
	});
	await deliver(summaryMaker(loaded, wastes, base), options, outside);
	if (!options.quiet) {
		warnOfImage(loaded, outside);
	}

	return exitCodeOf(loaded.warnings);
}

/** Wastes that a summary shows. */
const shownWastes = 5;

/** What was wasted, while contents can be read: to tell what was moved they are compared. */
export async function wastesOf({overlay, image}: Loaded, contents: Contents, signal: AbortSignal, base?: BaseImage): Promise<Waste[]> {
	return withBytes(() => runNow(findWaste(overlay, image, contents, base?.layers)), {signal});
}

/** Makes the summary of an image in any of its formats. */
export function summaryMaker({image, overlay, warnings, attached}: Loaded, wastes: readonly Waste[], base?: BaseImage): (format: string, text: Parameters<(typeof summaryReporters)[string]>[1]) => string[] {
	const {paths, files} = overlay.finalCounts();
	const result = summarize(image, {
		layers: image.layers.map(({number}) => overlay.layer(number)),
		finalPaths: paths,
		finalFiles: files,
		dive: diveFigures(overlay),
		attached,
		base: base && reportBase(base, overlay),
		worst: wastes.slice(0, shownWastes).map(({id, bytes, what, remedy}) => ({id, bytes, what, remedy})),
	}, warnings);
	return (format, text) => [summaryReporters[format](result, text)];
}
