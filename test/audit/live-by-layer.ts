import test, {type ExecutionContext} from 'ava';
import {liveByLayer} from '../../source/audit/live-by-layer.js';
import {runNow} from '../../source/archive/slices.js';
import {loadStory} from '../helpers/load-story.js';

async function found(t: ExecutionContext, story: string, isWanted: (path: string) => string | boolean | undefined) {
	const {overlay} = await loadStory(t, story);
	const groups = runNow(liveByLayer({overlay}, (_, path) => isWanted(overlay.tree.path(path))));
	return groups.map(({layer, kind, folder, paths, bytes}) => `${layer} ${kind} ${overlay.tree.path(folder)} ${bytes}: ${paths.map(path => overlay.tree.path(path)).join(' ')}`);
}

test('what the finished file system shows, by layer and kind', async t => {
	t.deepEqual(await found(t, `
		COPY a /
		  a/x * 10
		  a/b/y * 20
		  a/empty * 0
		  a/gone * 40
		  c/z * 80
		RUN more
		  a/.wh.gone
		  a/w * 5
	`, path => path.startsWith('/a') ? 'a' : (path.startsWith('/c') && 'c')), [
		'1 a /a 30: /a/x /a/b/y',
		'1 c /c 80: /c/z',
		'2 a /a 5: /a/w',
	]);
});

test('whatever is stored again as it was is the layer\'s that made it; with other bytes it is not', async t => {
	t.deepEqual(await found(t, `
		COPY a /
		  a/same = first
		  a/other = first
		RUN chown -R 1000 /a
		  1000:1000 a/same = first
		  1000:1000 a/other = later
		RUN chmod -R a-w /a
		  0400 1000:1000 a/same = first
		  0400 1000:1000 a/other = later
	`, () => true), [
		'1 true /a 5: /a/same',
		'2 true /a 5: /a/other',
	]);
});

test('a content of several names is of a kind only with all names that are there', async t => {
	t.deepEqual(await found(t, `
		COPY a /
		  tmp/half * 10
		  opt/half => tmp/half
		  tmp/all * 20
		  tmp/all2 => tmp/all
		  tmp/left * 30
		  opt/left => tmp/left
		  opt/moved * 40
		  tmp/moved => opt/moved
		RUN rm /opt/left /opt/moved
		  opt/.wh.left
		  opt/.wh.moved
	`, path => path.startsWith('/tmp')), [
		'1 true /tmp 90: /tmp/all /tmp/left /tmp/moved',
	]);
});
