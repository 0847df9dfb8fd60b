import {withBytes} from '../archive/bytes-needed.js';
import type {Options} from '../options.js';
import {wasteReporters} from '../report/reporters.js';
import {layerTitles, reportWaste} from '../report/waste.js';
import {findDuplicates} from '../tree/duplicates.js';
import {runInTurns} from '../archive/slices.js';
import {findWaste} from '../tree/waste.js';
import {pullSavings, sizeAfter, type WhatIf} from '../tree/what-if.js';
import {readBase} from './base.js';
import {deliver} from './deliver.js';
import {exitCodeOf} from './exit-code.js';
import {load} from './load.js';
import {log} from './log.js';
import type {Outside} from './outside.js';
import {warnOfImage} from './warn.js';
import {readWhatIf} from './what-if.js';

/** `freedive waste IMAGE` */
export async function waste(options: Options, outside: Outside): Promise<number> {
	const [reference] = options.operands;
	const loaded = await load(reference, options, outside, {
		proof: true,
		defers: true,
		async use({image, overlay}, contents, {signal, tell}) {
			const base = await readBase(image, options, outside);
			tell('explaining the waste');
			const wastes = await withBytes(async () => runInTurns(findWaste(overlay, image, contents, base?.layers), signal), {signal});
			const duplicates = await withBytes(async () => runInTurns(findDuplicates(overlay, contents, {
				onProgress(share) {
					tell('looking for equal files', share);
				},
			}), signal), {signal});
			return {base, wastes, duplicates};
		},
	});
	const {image, overlay, warnings, used: {base, wastes, duplicates}} = loaded;
	const read = readWhatIf(options, image.layers, overlay, wastes);
	const weigh = (whatIf: WhatIf) => ({sizeAfter: sizeAfter(overlay, whatIf), pullSavings: pullSavings(overlay, image, whatIf)});
	const report = reportWaste({
		image,
		overlay,
		base,
		wastes: wastes.map(one => ({waste: one, weight: weigh({fix: [one]})})),
		duplicates,
		whatIf: read?.asked,
		weight: weigh(read?.whatIf ?? {fix: wastes}),
		warnings,
	});
	await deliver((format, text) => [wasteReporters[format](report, layerTitles(image), options.limit, text)], options, outside);
	if (!options.quiet) {
		warnOfImage(loaded, outside);
		if (read && options.formats.some(({name}) => name === 'csv')) {
			log(outside, {level: 'note', message: 'csv has a row a waste, each as if it alone were mended; what --fix, --merge, --drop and --without come to is told by text, markdown and json'});
		}
	}

	return exitCodeOf(warnings);
}
