import test from 'ava';
import {compareFiles} from '../../source/tree/compare-images.js';
import {ignoreDifferences} from '../../source/tree/ignore-differences.js';
import type {Ignored} from '../../source/tree/ignored.js';
import {runNow} from '../../source/archive/slices.js';
import {loadStory} from '../helpers/load-story.js';

test('leaving out more gives what comparing with it left out gives', async t => {
	const [a, b] = [await loadStory(t, `
		ADD a
		  etc/
		  etc/same = 1
		  etc/owner = 1
		  etc/mode = 1
		  etc/both = 12
		  gone/x = 1
	`), await loadStory(t, `
		ADD b
		  1000:1000 etc/
		  etc/same = 1
		  1000:1000 etc/owner = 1
		  0700 etc/mode = 1
		  0700 1000:1000 etc/both = 21
		  new/x = 1
	`)];
	const sides = [a, b].map(side => ({...side, view: {at: 1}}));
	const all = runNow(compareFiles(sides[0], sides[1]));
	for (const ignore of [[], ['uid', 'gid'], ['mode'], ['mtime', 'created', 'uid', 'gid'], ['uid', 'gid', 'mode']] as Ignored[][]) {
		const expected = runNow(compareFiles(sides[0], sides[1], new Set(ignore)));
		const actual = runNow(ignoreDifferences(all, new Set(ignore)));
		for (const column of ['change', 'what', 'below', 'changedBelow', 'differing'] as const) {
			t.deepEqual(actual[column], expected[column], `${column} without ${ignore.join(', ')}`);
		}

		t.deepEqual(actual.counts, expected.counts, `counts without ${ignore.join(', ')}`);
	}
});
