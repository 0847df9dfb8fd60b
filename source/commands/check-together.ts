import type {Options} from '../options.js';
import {UsageError} from './usage-error.js';

/**
Whether options go together.

@throws {UsageError} Where they exclude each other.
*/
export function checkTogether(options: Options): void {
	const {at, layer, allLayers, formats} = options;
	const views = [at && '--at', layer && '--layer', allLayers && '--all-layers'].filter(Boolean);
	if (views.length > 1) {
		throw new UsageError(`${views.join(' and ')} exclude each other.`);
	}

	if (options.silent && formats.length > 0) {
		throw new UsageError('--silent writes nothing, and goes without --format.');
	}

	if (options.init && (formats.length > 0 || options.writeBaseline !== undefined)) {
		throw new UsageError(`--init writes a policy, and goes without ${formats.length > 0 ? '--format' : '--write-baseline'}.`);
	}

	if (options.count && options.filesWithMatches) {
		throw new UsageError('--count and --files-with-matches exclude each other.');
	}

	if (formats.filter(format => format.file === undefined).length > 1) {
		throw new UsageError('Only one --format can go to standard output; give the others a file: --format json=FILE');
	}

	const files = formats.map(format => format.file).filter(file => file !== undefined);
	if (new Set(files).size < files.length) {
		throw new UsageError('Two formats can\'t go to one file.');
	}
}
