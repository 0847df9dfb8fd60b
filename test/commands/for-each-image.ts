import test from 'ava';
import {forEachImage} from '../../source/commands/for-each-image.js';
import {parseOptions} from '../../source/commands/parse-options.js';
import type {Outside} from '../../source/commands/outside.js';
import {ImageError} from '../../source/image/image.js';
import {Collector} from '../helpers/run-command.js';

test('ten tries at most, whatever is asked for, and with pauses that grow', async t => {
	const errors = new Collector();
	const outside = {standardError: errors, signal: new AbortController().signal} as unknown as Outside;
	const options = parseOptions(['audit', 'late.tar', '--retry', '1000000']);
	const {failures, results} = await forEachImage(['late.tar'], options, outside, async () => {
		throw new ImageError('late.tar is not there.', {isTransient: true});
	}, async () => undefined);
	t.deepEqual({failures, results}, {failures: [{image: 'late.tar', message: 'late.tar is not there.', tries: 10}], results: []});
	t.deepEqual(Array.from(errors.text.matchAll(/again in (\d+) s/g), ([, seconds]) => Number(seconds)), [1, 2, 4, 8, 16, 30, 30, 30, 30]);
});
