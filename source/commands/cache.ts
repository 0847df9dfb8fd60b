import {countKnownImages, forgetKnownImages} from '../image/cache/known-images.js';
import {forgetImages, readRecentImages} from '../image/cache/recent-images.js';
import {keptEntry} from '../image/cache/kept-entry.js';
import type {cacheWords, Options} from '../options.js';
import {reportCache, type Remembered} from '../report/cache.js';
import {cacheReporters} from '../report/reporters.js';
import {deliver} from './deliver.js';
import {log} from './log.js';
import type {Outside} from './outside.js';
import {UsageError} from './usage-error.js';

/** `freedive cache [list|size|clear]`: exit code 2 where something is left that was to be dropped. */
export async function cache(options: Options, outside: Outside): Promise<number> {
	const word = (options.operands[0] ?? 'size') as (typeof cacheWords)[number];
	const {cache} = outside;
	if (!options.cache) {
		throw new UsageError('--no-cache does without what freedive cache is about.');
	}

	if (!cache) {
		throw new UsageError('There is no folder for a cache: neither XDG_CACHE_HOME nor the home folder is an absolute path.');
	}

	if (word !== 'list' && options.formats.some(({name}) => name === 'csv')) {
		throw new UsageError('--format csv goes with freedive cache list.');
	}

	const unlisted = await cache.folder.whyUnlisted();
	if (unlisted !== undefined) {
		log(outside, {level: 'error', message: `what is in ${cache.folder.folder} can't be told: ${unlisted}`});
		return 2;
	}

	const cleared = word === 'clear' ? await clear() : undefined;
	if (!cleared) {
		// What was kept within a larger limit than now's is too much since.
		await cache.folder.trim();
	}

	const report = reportCache(cache.folder, (await cache.folder.list()).map(file => keptEntry(file)), remembered(), {isListed: word === 'list', cleared});
	const now = (outside.now?.() ?? new Date()).getTime() / 1000;
	await deliver((format, text) => cacheReporters[format](report, text, now), options, outside);
	if (cleared?.problem === undefined) {
		return 0;
	}

	log(outside, {level: 'error', message: `not all could be dropped: ${cleared.problem}`});
	return 2;

	function remembered(): Remembered {
		return {opened: readRecentImages(cache!.home).length, known: countKnownImages(cache!.home)};
	}

	async function clear() {
		const before = remembered();
		const result = await cache!.folder.clear();
		try {
			forgetImages(cache!.home);
			forgetKnownImages(cache!.home);
		} catch (error) {
			result.problem ??= (error as Error).message;
		}

		// What could not be taken away is not forgotten, and others may have put more there meanwhile.
		const {opened, known} = remembered();
		return {...result, forgotten: {opened: Math.max(0, before.opened - opened), known: Math.max(0, before.known - known)}};
	}
}
