import test from 'ava';
import {largestParts} from '../../source/tree/largest-parts.js';
import {layerBytes} from '../../source/tree/layer-bytes.js';
import {runNow} from '../../source/archive/slices.js';
import {loadStory} from '../helpers/load-story.js';

const story = `
	ADD rootfs.tar /
	  usr/lib/a * 4000
	  usr/lib/deep/b * 3000
	  usr/share/c * 2000
	  usr/share/d * 10
	  usr/share/e * 20
	  etc/f * 500
	RUN rm /usr/lib/a
	  usr/lib/.wh.a
	  opt/one/two/g * 70
`;

test('the largest folder is divided again and again; parts add up, and what is small is told together', async t => {
	const {overlay} = await loadStory(t, story);
	const {tree} = overlay;
	runNow(tree.reorder());
	const bytes = runNow(layerBytes(overlay, 1));
	const tell = (most: number) => largestParts(tree, 0, bytes, most).map(({path, isRest, bytes, waste}) => `${isRest ? 'rest of ' : ''}${tree.path(path)} ${bytes} ${waste}`);
	t.deepEqual(tell(1), ['/ 9530 4000']);
	t.deepEqual(tell(2), ['/usr 9030 4000', 'rest of / 500 0']);
	t.deepEqual(tell(3), ['/usr/lib 7000 4000', '/usr/share 2030 0', 'rest of / 500 0']);
	t.deepEqual(tell(5), ['/usr/lib/a 4000 4000', '/usr/lib/deep/b 3000 0', '/usr/share/c 2000 0', '/etc/f 500 0', 'rest of /usr/share 30 0']);
	t.is(runNow(layerBytes(overlay, 2)).bytes[0], 70);
	for (const most of [1, 2, 3, 4, 5, 10, 100]) {
		const parts = largestParts(tree, 0, bytes, most);
		t.true(parts.length <= most);
		t.is(parts.reduce((sum, part) => sum + part.bytes, 0), 9530);
		t.is(parts.reduce((sum, part) => sum + part.waste, 0), 4000);
	}
});
