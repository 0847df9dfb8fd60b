import {rules} from '../audit/rules/index.js';
import type {Options} from '../options.js';
import {rulesReporters} from '../report/reporters.js';
import {deliver} from './deliver.js';
import type {Outside} from './outside.js';
import {UsageError} from './usage-error.js';

/**
`freedive audit --list-rules`

@throws {UsageError} At a format that is of findings.
*/
export async function listRules(options: Options, outside: Outside): Promise<number> {
	const other = options.formats.find(({name}) => !Object.hasOwn(rulesReporters, name));
	if (other) {
		throw new UsageError(`--list-rules goes with --format ${Object.keys(rulesReporters).join(', ').replace(/, (?=\w+$)/, ' or ')}, not ${other.name}.`);
	}

	if (options.operands.length > 0) {
		throw new UsageError('--list-rules goes without an image: freedive audit --list-rules');
	}

	await deliver((format, text) => [rulesReporters[format](rules, text)], options, outside);
	return 0;
}
