import {ArchiveError} from '../archive/archive-error.js';
import {ImageError} from '../image/image.js';
import type {Options} from '../options.js';
import {reportImages, type Images, type Weighed} from '../report/images.js';
import {imagesReporters} from '../report/reporters.js';
import {weighImage} from '../tree/shared-layers.js';
import {deliver} from './deliver.js';
import {exitCodeOf} from './exit-code.js';
import {load} from './load.js';
import {log} from './log.js';
import type {Outside} from './outside.js';
import {warnOfImage} from './warn.js';
import {withTimeout} from './with-timeout.js';

/**
`freedive A B C` where there is no screen: what they weigh, and what they share. One after the other, so that one at a time is in memory.

@param failed What could not be asked for images at all.
*/
export async function images(references: readonly string[], options: Options, outside: Outside, failed: Images['failures'] = []): Promise<number> {
	const weighed: Weighed[] = [];
	const failures: Images['failures'] = [...failed];
	let [current] = references;
	// The time is for all of them together.
	const {signal, stop} = withTimeout(options, outside.signal, () => `reading ${current}`);
	for (const reference of references) {
		current = reference;
		try {
			const {image, overlay, warnings} = await load(reference, {...options, timeout: undefined}, {...outside, signal});
			const {layers: _, ...documents} = image;
			weighed.push({image: documents, weight: weighImage(image, overlay), warnings});
			if (!options.quiet) {
				warnOfImage({image, warnings}, outside);
			}
		} catch (error) {
			if (!(error instanceof ImageError || error instanceof ArchiveError)) {
				stop();
				throw error;
			}

			failures.push({reference, message: error.message});
			log(outside, {level: 'error', message: error.message});
		}
	}

	stop();
	if (weighed.length > 0) {
		const report = reportImages(weighed, failures);
		await deliver((format, text) => imagesReporters[format](report, text), options, outside);
	}

	return failures.length > 0 ? 2 : exitCodeOf(weighed.flatMap(({warnings}) => warnings));
}
