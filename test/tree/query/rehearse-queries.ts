import test from 'ava';
import type {Overlay} from '../../../source/tree/overlay.js';
import {findPaths} from '../../../source/tree/query/find-paths.js';
import {parseQuery} from '../../../source/tree/query/parse-query.js';
import {rehearseQueries} from '../../../source/tree/query/rehearse-queries.js';
import {runNow} from '../../../source/archive/slices.js';
import {overlayOf} from '../../helpers/draw-layers.js';

const story = '+ /etc/os-release\n+ /usr/lib/libssl.so.3\n+ /opt/app/index.js 10\n--\n- /opt/app/index.js\n+ /usr/lib/ssl/x 5';

function found(overlay: Overlay, text: string): string[] {
	const parsed = parseQuery(text);
	return 'error' in parsed ? [parsed.error.message] : Array.from(runNow(findPaths(overlay, parsed.query, {}, {limit: 10})).paths, path => overlay.tree.path(path));
}

test('what was rehearsed changes no answer, and brings no path into the tree', t => {
	const rehearsed = overlayOf(story);
	const {count} = rehearsed.tree;
	runNow(rehearseQueries(rehearsed, 10));
	t.is(rehearsed.tree.count, count);
	const texts = ['es', 'ssl', 'ind', 'e s', '.so', 'app$', 'zz', 'size:>1'];
	t.deepEqual(texts.map(text => found(rehearsed, text)), texts.map(text => found(overlayOf(story), text)));
});

test('a query that comes amid the rehearsal is answered as if there were none', t => {
	const overlay = overlayOf(story);
	const fresh = overlayOf(story);
	let steps = 0;
	for (const _ of rehearseQueries(overlay, 10)) {
		const text = ['ssl', 'e', 'x size:>1', 'o i'][steps++ % 4];
		if (steps % 97 === 0) {
			t.deepEqual(found(overlay, text), found(fresh, text), text);
		}
	}

	t.true(steps > 500, `${steps} steps`);
});
