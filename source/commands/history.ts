import {guessBase} from '../image/base-image.js';
import type {Options} from '../options.js';
import {buildHistory, pathHistory} from '../report/history.js';
import {historyReporters} from '../report/reporters.js';
import {readBase} from './base.js';
import {deliver} from './deliver.js';
import {exitCodeOf} from './exit-code.js';
import {findPath} from './find-path.js';
import {load} from './load.js';
import type {Outside} from './outside.js';
import {UsageError} from './usage-error.js';
import {warnOfImage} from './warn.js';

/** `freedive history IMAGE [PATH]` */
export async function history(options: Options, outside: Outside): Promise<number> {
	const [reference, operand] = options.operands;
	const loaded = await load(reference, options, outside, {proof: operand !== undefined, defers: true});
	const {image, overlay, warnings} = loaded;
	const base = await readBase(image, options, outside) ?? guessBase(image);
	const parts = {image, overlay, base, warnings};
	const result = operand === undefined ? buildHistory(parts) : pathHistory(parts, findPath(overlay, operand));
	if (result.story?.length === 0) {
		throw new UsageError(result.path === '/' ? 'No layer lists / itself.' : `${result.path} was never there: layers only remove it.`);
	}

	await deliver((format, text) => [historyReporters[format](result, text)], options, outside);
	if (!options.quiet) {
		warnOfImage(loaded, outside);
	}

	return exitCodeOf(warnings);
}
