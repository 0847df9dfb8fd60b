import {Buffer} from 'node:buffer';
import test from 'ava';
import {change} from '../../source/tree/change.js';
import {fateNames} from '../../source/tree/fate.js';
import type {Overlay} from '../../source/tree/overlay.js';
import {storyOf} from '../../source/tree/story.js';
import {overlayOf} from '../helpers/draw-layers.js';

const pathOf = (overlay: Overlay, path: string) => overlay.tree.find(Buffer.from(path.slice(1)));

/** A story as lines such as `2 mode,owner 80 live`. */
const lines = (overlay: Overlay, path: string) => storyOf(overlay, pathOf(overlay, path)).map(({layer, what, size, fate, hiddenBy}) => [
	layer,
	what.join(',') || '-',
	size,
	...(fate === undefined ? [] : [fateNames[fate]]),
	...(hiddenBy === 0 ? [] : [`by ${hiddenBy}`]),
].join(' '));

test('a file from its first layer to its end, and again', t => {
	const overlay = overlayOf(`
		+ /app/key 10
		--
		+ /app/other 1
		--
		+ /app/key 12 0600 5:6 @9 user.a=b
		--
		- /app/key
		--
		+ /app/key 3
	`);
	t.deepEqual(lines(overlay, '/app/key'), ['1 added 10 overwritten by 3', '3 content,mode,owner,time,xattrs 12 removed by 4', '4 removed 0', '5 added 3 live']);
	t.deepEqual(lines(overlay, '/app'), ['1 added 0']);
});

test('a folder that is removed ends the story of all that lies in it', t => {
	const overlay = overlayOf(`
		+ /a/b/c 10
		--
		- /a
		--
		d /a
	`);
	t.deepEqual(lines(overlay, '/a/b/c'), ['1 added 10 removed by 2', '2 removed 0']);
	t.deepEqual(lines(overlay, '/a'), ['1 added 0', '2 removed 0', '3 added 0']);
});

test('stored again: unchanged where nothing differs, the time where only it does, the type, the link', t => {
	const overlay = overlayOf(`
		d /d @1
		l /l -> a
		+ /f 0
		c /n 1:3
		--
		d /d @1
		l /l -> b
		l /f -> d
		c /n 1:5
		--
		d /d @2
	`);
	t.deepEqual(lines(overlay, '/d'), ['1 added 0', '2 - 0', '3 time 0']);
	t.deepEqual(lines(overlay, '/l'), ['1 added 0', '2 link 0']);
	t.deepEqual(lines(overlay, '/f'), ['1 added 0 removed by 2', '2 type 0']);
	t.deepEqual(lines(overlay, '/n'), ['1 added 0', '2 type 0']);
});

test('a file of the same size: other content only where the change was settled so', t => {
	const overlay = overlayOf(`
		+ /f 5
		--
		+ /f 5 0600
	`);
	t.deepEqual(lines(overlay, '/f'), ['1 added 5 unknown by 2', '2 mode 5 live']);
	const transition = overlay.transitions.at(pathOf(overlay, '/f'), 2);
	t.is(overlay.transitions.change[transition], change.unknown);
	overlay.transitions.change[transition] = change.modified;
	t.is(lines(overlay, '/f')[1], '2 content,mode 5 live');
	overlay.transitions.change[transition] = change.metadata;
	t.is(lines(overlay, '/f')[1], '2 mode 5 live');
});

test('a hard link shows the size and the fate of what it names', t => {
	const overlay = overlayOf(`
		+ /a 7
		--
		h /b => /a
		--
		- /a
	`);
	t.deepEqual(lines(overlay, '/b'), ['2 added 7 live']);
	t.deepEqual(lines(overlay, '/a'), ['1 added 7 live', '3 removed 0']);
});

test('stored twice by one layer: both are told', t => {
	const overlay = overlayOf(`
		+ /a 7
		--
		+ /a 8
		+ /a 9
		--
		d /b
		+ /b/x 4
		f /b
	`);
	t.deepEqual(lines(overlay, '/a'), ['1 added 7 overwritten by 2', '2 content 8 superseded by 2', '2 content 9 live']);
	t.deepEqual(lines(overlay, '/b/x'), ['3 added 4 superseded by 3']);
});

test('nothing but a whiteout of what was not there: no story', t => {
	const overlay = overlayOf(`
		+ /a 1
		--
		- /b
	`);
	t.deepEqual(pathOf(overlay, '/b') < 0 ? [] : lines(overlay, '/b'), []);
});

test('layers that come in any order tell the same', t => {
	const picture = `
		+ /a 7
		--
		+ /a 8
		--
		- /a
	`;
	t.deepEqual(lines(overlayOf(picture, [3, 1, 2]), '/a'), lines(overlayOf(picture), '/a'));
});
