import {matchBase, type BaseImage} from '../image/base-image.js';
import type {Image} from '../image/image.js';
import {openImage} from '../image/open-image.js';
import type {Options} from '../options.js';
import type {Outside} from './outside.js';
import {UsageError} from './usage-error.js';

/**
The base that `--base` names, by its documents alone; undefined where it was not given.

@throws {ImageError} If it can't be opened, or the image is not built on it.
*/
export async function readBase(image: Image, {base, operands, platform}: Options, outside: Outside): Promise<BaseImage | undefined> {
	if (base === undefined) {
		return undefined;
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
