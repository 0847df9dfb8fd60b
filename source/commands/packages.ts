import type {Contents} from '../image/contents.js';
import type {Options} from '../options.js';
import {reportPackages} from '../report/packages.js';
import {packagesReporters} from '../report/reporters.js';
import {findPackages, type PackageList} from '../tree/packages.js';
import {runNow} from '../archive/slices.js';
import {deliver} from './deliver.js';
import {exitCodeOf} from './exit-code.js';
import {load, type Loaded} from './load.js';
import type {Outside} from './outside.js';
import {UsageError} from './usage-error.js';
import {warnOfImage} from './warn.js';

/** `freedive packages IMAGE` */
export async function packages(options: Options, outside: Outside): Promise<number> {
	const {operands, sort = 'size', limit, quiet} = options;
	if (sort === 'path') {
		throw new UsageError('--sort is size or layer here, not path: a package has many.');
	}

	const loaded = await load(operands[0], options, outside, {taps: ['package-files'], use: packagesOf});
	const {image, overlay, used} = loaded;
	const warnings = [...loaded.warnings, ...used.warnings];
	const sorted = sort === 'layer' ? used.packages.toSorted((a, b) => a.layer - b.layer) : used.packages;
	const result = reportPackages(image, overlay.tree, {packages: sorted, unowned: used.unowned}, limit, warnings);
	await deliver((format, text) => packagesReporters[format](result, text), options, outside);
	if (!quiet) {
		warnOfImage({...loaded, warnings}, outside);
	}

	return exitCodeOf(warnings);
}

/** The packages of an image that was loaded with the tap `package-files`. */
export function packagesOf({overlay}: Loaded, contents: Contents): PackageList {
	return runNow(findPackages(overlay, contents));
}
