import {matchBase, type BaseImage} from '../image/base-image.js';
import type {Image} from '../image/image.js';
import {openImage} from '../image/open-image.js';
import type {Options} from '../options.js';
import {log} from './log.js';
import type {Outside} from './outside.js';
import {UsageError} from './usage-error.js';

/** What `--base` is given so that the base is looked for among images that are known. */
const auto = 'auto';

/**
The base that `--base` names, by its documents alone; undefined where it was not given. `auto`: of the images that were opened before or
that engines have, the one that the image is built on; undefined where none is, which is told.

@throws {ImageError} If it can't be opened, or the image is not built on it.
*/
export async function readBase(image: Image, {base, operands, platform, quiet}: Pick<Options, 'base' | 'operands' | 'platform' | 'quiet'>, outside: Outside): Promise<BaseImage | undefined> {
	if (base === undefined) {
		return undefined;
	}

	if (base === auto) {
		const found = await findKnownBase(image, outside);
		if (!found && !quiet) {
			log(outside, {level: 'note', message: `no image that was opened before, or that an engine has, is the base of ${image.reference}; --base IMAGE names one`});
		}

		return found;
	}

	if (base === '-' && operands[0] === '-') {
		throw new UsageError('Only one image can come from standard input.');
	}

	const {image: opened, close} = await openImage(base, {
		platform: platform ?? (image.platform || undefined),
		hostPlatform: outside.hostPlatform,
		temporaryFolder: outside.temporaryFolder,
		standardInput: outside.standardInput,
		programs: outside,
		cache: outside.cache,
		signal: outside.signal,
	});
	close();
	return matchBase(image, opened);
}

async function findKnownBase(image: Image, {cache, signal, ...outside}: Outside): Promise<BaseImage | undefined> {
	// Loaded where it is looked for: it brings what runs programs.
	const [{readKnownImages}, {findBase}, {knownToEngines}] = await Promise.all([
		import('../image/cache/known-images.js'), import('../image/find-base.js'), import('../image/origins/engines/known-to-engines.js'),
	]);
	const opened = cache ? readKnownImages(cache.home, image) : [];
	return findBase(image, [...await knownToEngines({programs: outside, signal}), ...opened]);
}
