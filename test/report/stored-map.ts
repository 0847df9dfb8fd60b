import test from 'ava';
import {mapFolders, mapLayers} from '../../source/report/stored-map.js';
import {runNow} from '../../source/archive/slices.js';
import {loadStory} from '../helpers/load-story.js';

test('layers with what they store, and the folders of the finished file system: each adds up to what the image has', async t => {
	const {overlay} = await loadStory(t, `
		ADD rootfs.tar /
		  usr/lib/a * 4000
		  usr/share/c * 2000
		RUN rm /usr/lib/a
		  usr/lib/.wh.a
		  opt/b * 700
		RUN true
		  (nothing)
	`);
	t.deepEqual(runNow(mapLayers(overlay, ['ADD', 'RUN rm', 'RUN true'])), [
		{name: '1 ADD', bytes: 6000, waste: 4000, parts: [{name: '/usr/lib/a', bytes: 4000, waste: 4000}, {name: '/usr/share/c', bytes: 2000, waste: 0}]},
		{name: '2 RUN rm', bytes: 700, waste: 0, parts: [{name: '/opt/b', bytes: 700, waste: 0}]},
	]);
	t.deepEqual(runNow(mapFolders(overlay)), [
		{name: '/usr', bytes: 2000, waste: 0, parts: [{name: '/usr/share/c', bytes: 2000, waste: 0}]},
		{name: '/opt', bytes: 700, waste: 0, parts: [{name: '/opt/b', bytes: 700, waste: 0}]},
	]);
});

test('a picture is bounded: of a thousand folders and layers it has the largest', async t => {
	const files = Array.from({length: 1000}, (_, index) => `  d${index}/f * ${index + 1}`);
	const {overlay} = await loadStory(t, [...Array.from({length: 60}, (_, index) => `RUN ${index}\n  l${index} * ${index + 5}`), 'RUN all', ...files].join('\n'));
	for (const map of [runNow(mapLayers(overlay, Array.from({length: 61}, (_, index) => `RUN ${index}`))), runNow(mapFolders(overlay))]) {
		t.true(map.length <= 21);
		t.true(map.flatMap(({parts}) => parts).length < 220);
		t.is(map.reduce((sum, {bytes}) => sum + bytes, 0), 500_500 + (60 * 5) + (59 * 30));
		for (const {bytes, parts} of map) {
			t.is(parts.length === 0 ? bytes : parts.reduce((sum, part) => sum + part.bytes, 0), bytes);
		}
	}
});
