import fs from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {openFile} from '../../source/archive/byte-source.js';
import {emptyEntryTable} from '../../source/archive/entry-table.js';
import {indexTar} from '../../source/archive/index-tar.js';
import {maximumLayers, Overlay} from '../../source/tree/overlay.js';
import {runNow} from '../../source/archive/slices.js';
import {drawnLayers, overlayOf, tableOf} from '../helpers/draw-layers.js';
import {storyOf} from '../helpers/overlay-story.js';
import {packLayer} from '../helpers/pack-layer.js';
import {changesOf, fatesOf, stateOf, warningsOf} from '../helpers/show-overlay.js';
import {temporaryFolder} from '../helpers/temporary-folder.js';

test('a drawn layer is what the index of its tar is', async t => {
	const [layer] = drawnLayers(`
		d / 0700 @7
		d /etc 0750 3:4 @1.5 user.color=red
		+ /etc/motd 0600 12 @5
		+ /etc/empty
		l /bin -> usr/bin
		h /x => /etc/motd
		f /pipe
		c /null 0666 1:3
		b /sda 8:0 5:6
		- /etc/gone
		o /etc
		- /top
		o /
		c /device 0:0
		u /.wh..wh.plnk
	`);
	const file = path.join(temporaryFolder(t), 'layer.tar');
	fs.writeFileSync(file, await packLayer(layer));
	const source = openFile(file);
	const {offset, length, ...indexed} = indexTar(source);
	fs.closeSync(source.fd);
	const {offset: _offset, length: _length, ...drawn} = tableOf(layer);
	// What a whiteout's own attributes are means nothing.
	const counts = [...drawn.type.keys()].filter(index => drawn.type[index] < 7);
	t.deepEqual(counts.map(index => [indexed.mode[index], indexed.mtime[index]]), counts.map(index => [drawn.mode[index], drawn.mtime[index]]));
	for (const column of ['count', 'paths', 'pathStart', 'type', 'uid', 'gid', 'size', 'links', 'linkStart', 'devices', 'broken', 'warnings'] as const) {
		t.deepEqual(indexed[column], drawn[column], `the column “${column}”`);
	}

	t.deepEqual([...indexed.xattrs.get(1)!].map(([name, value]) => [name, Buffer.from(value).toString()]), [['user.color', 'red']]);
});

test('whiteouts and opaque markers hide what lower layers put there, whatever their place in the tar', t => {
	const overlay = overlayOf(`
		d /etc
		+ /etc/a 1
		+ /etc/b 2
		d /var
		+ /var/old 3
		--
		+ /etc/a 10
		- /etc/a
		- /etc/b
		+ /var/new 4
		o /var
	`);
	t.deepEqual(stateOf(overlay), ['d /etc', '+ /etc/a 10', 'd /var', '+ /var/new 4']);
	t.deepEqual(changesOf(overlay), ['M /etc/a', 'R /etc/b', 'A /var/new', 'R /var/old']);
	t.deepEqual(fatesOf(overlay), ['1 /etc/a 1 overwritten by 2', '1 /etc/b 2 removed by 2', '1 /var/old 3 removed by 2', '2 /etc/a 10 live', '2 /var/new 4 live']);
});

test('overlayfs\'s own marks count as well: a device 0/0 and an xattr', t => {
	const overlay = overlayOf(`
		+ /a/x 1
		+ /b/x 1
		+ /c/x 1
		+ /d/x 1
		+ /e 1
		--
		d /a trusted.overlay.opaque=y
		d /b user.overlay.opaque=y
		d /c trusted.overlay.opaque=x
		+ /d 1 trusted.overlay.opaque=y
		c /e 0:0
	`);
	t.deepEqual(stateOf(overlay), ['d /a trusted.overlay.opaque=y', 'd /b user.overlay.opaque=y', 'd /c trusted.overlay.opaque=x', '+ /c/x 1', '+ /d 1 trusted.overlay.opaque=y']);
});

test('a whiteout of what was never there is harmless, and one of the root means nothing', t => {
	const overlay = overlayOf(`
		+ /a 1
		--
		- /b
		c / 0:0
		o /c
	`);
	t.deepEqual(stateOf(overlay), ['+ /a 1', 'd /c (implicit)']);
	t.deepEqual(overlay.warnings, []);
});

test('an opaque root hides all', t => {
	const overlay = overlayOf(`
		d / 0700
		+ /a/b 1
		--
		+ /c 2
		o /
	`);
	t.deepEqual(stateOf(overlay), ['d / 0700', '+ /c 2']);
});

test('a directory over a directory merges; anything else replaces the whole subtree', t => {
	const overlay = overlayOf(`
		d /a 0700
		+ /a/x 1
		d /b
		+ /b/x 2
		d /c
		+ /c/x 3
		l /d -> a
		--
		d /a 0755 7:7
		+ /b 20
		l /c -> a
		d /d
		+ /d/y 4
	`);
	t.deepEqual(stateOf(overlay), ['d /a 7:7', '+ /a/x 1', '+ /b 20', 'l /c -> a', 'd /d', '+ /d/y 4']);
	t.deepEqual(changesOf(overlay), ['m /a', 'M /b', 'R /b/x', 'M /c', 'R /c/x', 'M /d', 'A /d/y']);
	t.deepEqual(fatesOf(overlay).slice(0, 3), ['1 /a/x 1 live', '1 /b/x 2 removed by 2', '1 /c/x 3 removed by 2']);
});

test('a parent that no layer lists is a directory; over a link or a file it replaces it, with a warning', t => {
	const overlay = overlayOf(`
		l /lib -> usr/lib
		+ /etc 5
		d /usr 0700 7:7
		--
		+ /lib/x.so 1
		+ /etc/motd 2
		+ /usr/lib/y.so 3
	`);
	t.deepEqual(stateOf(overlay), ['d /etc (implicit)', '+ /etc/motd 2', 'd /lib (implicit)', '+ /lib/x.so 1', 'd /usr 0700 7:7', 'd /usr/lib (implicit)', '+ /usr/lib/y.so 3']);
	t.deepEqual(changesOf(overlay), ['M /etc', 'A /etc/motd', 'M /lib', 'A /lib/x.so', 'A /usr/lib', 'A /usr/lib/y.so']);
	t.deepEqual(warningsOf(overlay), [
		'2 /lib: something below it is stored, but it is no directory: a directory replaces it',
		'2 /etc: something below it is stored, but it is no directory: a directory replaces it',
	]);
	t.is(overlay.facts(overlay.transitions.state(overlay.tree.find(Buffer.from('usr/lib')))).mode, 0o755);
});

test('a file that claims to be the root is no file, and its bytes are waste', t => {
	const overlay = overlayOf('+ / 7\n+ /a 1');
	t.deepEqual(stateOf(overlay), ['+ /a 1']);
	t.deepEqual(fatesOf(overlay), ['1 / 7 superseded by 1', '1 /a 1 live']);
	t.is(overlay.warnings.length, 1);
});

test('AUFS\'s own entries are no part of the file system', t => {
	t.deepEqual(stateOf(overlayOf('u /.wh..wh.plnk/1\n+ /a 1')), ['+ /a 1']);
});

test('a path twice in a layer: the last wins and the earlier bytes are superseded', t => {
	const overlay = overlayOf(`
		+ /a 1
		+ /a 2
		d /b
		+ /b/x 3
		+ /b 4
		d /b
	`);
	t.deepEqual(stateOf(overlay), ['+ /a 2', 'd /b']);
	t.deepEqual(fatesOf(overlay), ['1 /a 1 superseded by 1', '1 /a 2 live', '1 /b/x 3 superseded by 1', '1 /b 4 superseded by 1']);
	t.deepEqual(overlay.layer(1).bytes, {live: 2, overwritten: 0, rewritten: 0, removed: 0, superseded: 8, unknown: 0});
});

test('a hard link shares its bytes, which stay while any name for them stays', t => {
	const overlay = overlayOf(`
		+ /a 100
		h /b => /a
		h /c => /b
		--
		- /a
		--
		+ /c 5
		- /b
	`);
	t.deepEqual(stateOf(overlay, 2), ['h /b 100 => /a', 'h /c 100 => /b']);
	t.deepEqual(fatesOf(overlay), ['1 /a 100 removed by 3', '3 /c 5 live']);
	t.deepEqual(overlay.layer(1).bytes, {live: 0, overwritten: 0, rewritten: 0, removed: 100, superseded: 0, unknown: 0});
});

test('where its own name is gone, the first of the names by path bytes decides a content\'s fate', t => {
	const overlay = overlayOf(`
		+ /own 100
		h /a/z => /own
		h /a-b => /own
		--
		- /own
		--
		- /a/z
		+ /a-b 5
	`);
	t.deepEqual(fatesOf(overlay), ['1 /own 100 overwritten by 3', '3 /a-b 5 live']);
});

test('the own name decides before all others', t => {
	const overlay = overlayOf(`
		+ /m 100
		h /a => /m
		--
		+ /a 5
		- /m
	`);
	t.is(fatesOf(overlay)[0], '1 /m 100 removed by 2');
});

test('a hard link is what its path shows when it comes, else what its layer puts there later, else it dangles', t => {
	const overlay = overlayOf(`
		+ /low 10
		+ /both 20
		+ /gone 30
		+ /folder/file 40
		--
		h /to-low => /low
		h /to-both => /both
		+ /both 21
		h /to-gone => /gone
		- /gone
		h /to-missing => /missing
		h /to-file => /folder/file
		+ /folder 1
		d /directory
		h /to-directory => /directory
		h /to-later => /later
		+ /later 50
		h /to-itself => /to-itself
		h /loop-a => /loop-b
		h /loop-b => /loop-a
		h /to-link => /to-missing
		h /to-root => /
	`);
	t.deepEqual(stateOf(overlay).filter(line => line.startsWith('h')), [
		'h /loop-a => /loop-b',
		'h /loop-b => /loop-a',
		'h /to-both 20 => /both',
		'h /to-directory => /directory',
		'h /to-file 40 => /folder/file',
		'h /to-gone => /gone',
		'h /to-itself => /to-itself',
		'h /to-later 50 => /later',
		'h /to-link => /to-missing',
		'h /to-low 10 => /low',
		'h /to-missing => /missing',
		'h /to-root => /',
	]);
	t.deepEqual(fatesOf(overlay), [
		'1 /low 10 live',
		'1 /both 20 live',
		'1 /gone 30 removed by 2',
		'1 /folder/file 40 live',
		'2 /both 21 live',
		'2 /folder 1 live',
		'2 /later 50 live',
	]);
	const missing = (link: string, target: string) => `2 ${link}: it is a hard link to ${target}, which is not there: it is shown with no content`;
	const below = (link: string, target: string) => `2 ${link}: it is a hard link to ${target} of a lower layer, whose content it shares`;
	t.deepEqual(warningsOf(overlay).sort(), [
		missing('/loop-a', '/loop-b'),
		missing('/loop-b', '/loop-a'),
		below('/to-both', '/both'),
		missing('/to-directory', '/directory'),
		below('/to-file', '/folder/file'),
		missing('/to-gone', '/gone'),
		missing('/to-itself', '/to-itself'),
		missing('/to-link', '/to-missing'),
		below('/to-low', '/low'),
		missing('/to-missing', '/missing'),
		missing('/to-root', '/'),
	]);
});

test('a hard link to what is no file is what that is', t => {
	const overlay = overlayOf(`
		l /link -> a
		c /null 1:3
		+ /x 5
		h /to-link => /link
		h /to-null => /null
		--
		h /x => /link
	`);
	t.deepEqual(stateOf(overlay), ['l /link -> a', 'c /null 1:3', 'l /to-link -> a', 'c /to-null 1:3', 'l /x -> a']);
	t.deepEqual(fatesOf(overlay), ['1 /x 5 removed by 2']);
	t.deepEqual(overlay.finalCounts(), {paths: 5, files: 0});
});

test('what changed, and what was only restated', t => {
	const overlay = overlayOf(`
		d /folder @1
		l /link @1 -> a
		+ /empty @1
		c /device 1:3 @1
		f /pipe @1
		+ /same-size 5 @1
		+ /grown 5
		+ /type 5
		l /target -> a
		c /numbers 1:3
		d /mode
		d /owner
		d /xattr user.color=red
		+ /emptied 5
		--
		d /folder @2
		l /link @2 -> a
		+ /empty @2
		c /device 1:3 @2
		f /pipe @1.9
		+ /same-size 5 @1
		+ /grown 6
		l /type -> a
		l /target -> b
		c /numbers 1:5
		d /mode 0700
		d /owner 0:1
		d /xattr user.color=blue
		+ /emptied
	`);
	t.deepEqual(changesOf(overlay), [
		'm /device',
		'M /emptied',
		'· /empty',
		'· /folder',
		'M /grown',
		'· /link',
		'm /mode',
		'M /numbers',
		'm /owner',
		'· /pipe',
		'? /same-size',
		'M /target',
		'M /type',
		'm /xattr',
	]);
	const {added, modified, metadata, removed, unknown} = overlay.layer(2);
	t.deepEqual({added, modified, metadata, removed, unknown}, {added: 0, modified: 5, metadata: 4, removed: 0, unknown: 1});
});

test('same size is not same content: until bytes are compared it is unknown', t => {
	const overlay = overlayOf(`
		+ /a 5
		+ /b 5
		+ /c 5 broken
		+ /d 0
		+ /e 5
		--
		- /a
		+ /a 5
		+ /b 6
		+ /c 6
		+ /d 0
		h /e => /a
	`);
	t.deepEqual(fatesOf(overlay).filter(line => line.startsWith('1')), [
		'1 /a 5 unknown by 2',
		'1 /b 5 overwritten by 2',
		'1 /c 5 unknown by 2',
		'1 /d 0 rewritten by 2',
		'1 /e 5 unknown by 2',
	]);
});

test('the bytes of all fates add up to the sizes of the layers', t => {
	const overlay = overlayOf(`
		+ /a 1
		+ /a 2
		+ /b 4
		+ /c 8
		+ /d 16
		+ /e 32
		--
		+ /b 64
		- /c
		+ /d 16
		--
		o /
	`);
	t.deepEqual(overlay.bytes(), {live: 0, overwritten: 4, rewritten: 0, removed: 2 + 8 + 32 + 64 + 16, superseded: 1, unknown: 16, total: 143, wasted: 143});
	t.is(overlay.layer(1).size + overlay.layer(2).size + overlay.layer(3).size, 143);
	t.deepEqual(overlay.layer(3), {
		entries: 1, size: 0, added: 0, modified: 0, metadata: 0, removed: 4, unknown: 0, bytes: {live: 0, overwritten: 0, rewritten: 0, removed: 0, superseded: 0, unknown: 0},
	});
});

test('until all layers below are in, a layer is not overlaid', t => {
	const layers = drawnLayers('+ /a 1\n--\n+ /b 2\n--\n- /a');
	const overlay = new Overlay(3);
	const add = (layer: number) => {
		overlay.add(layer, tableOf(layers[layer - 1]));
		runNow(overlay.advance());
		return [overlay.ready, overlay.complete];
	};

	t.deepEqual(add(3), [0, false]);
	t.is(overlay.layer(3).entries, 1);
	t.is(overlay.layer(3).removed, 0);
	t.is(overlay.layer(2).entries, 0);
	t.is(overlay.bytes().total, 0);
	t.deepEqual(add(1), [1, false]);
	t.deepEqual(fatesOf(overlay), ['1 /a 1 live']);
	t.deepEqual(add(2), [3, true]);
	t.deepEqual(fatesOf(overlay), ['1 /a 1 removed by 3', '2 /b 2 live']);
});

test('an image without layers is complete, and a layer without entries changes nothing', t => {
	const overlay = new Overlay(0);
	t.true(overlay.complete);
	t.deepEqual(overlay.finalCounts(), {paths: 0, files: 0});
	const empty = overlayOf('+ /a 1\n--\n--\n--\n+ /b 2', [3, 2, 4, 1]);
	t.deepEqual(stateOf(empty, 3), ['+ /a 1']);
	t.deepEqual(stateOf(empty), ['+ /a 1', '+ /b 2']);
});

test('a layer that can\'t be read hides nothing, and what its table says is told', t => {
	const overlay = new Overlay(2);
	overlay.add(1, tableOf(drawnLayers('+ /a 1')[0]));
	overlay.add(2, emptyEntryTable([{message: 'it is not there', incomplete: true}]));
	runNow(overlay.advance());
	t.deepEqual(stateOf(overlay), ['+ /a 1']);
	t.deepEqual(overlay.warnings, [{layer: 2, path: undefined, message: 'it is not there', incomplete: true}]);
});

test('a layer warns of its entries a hundred times at most', t => {
	const overlay = overlayOf([drawnLayers(Array.from({length: 150}, (_, index) => `h /${index} => /missing`).join('\n'))[0]]);
	t.is(overlay.warnings.length, 101);
	t.is(overlay.warnings.at(-1)!.message, '50 more of its entries are odd in such ways');
});

test('ten thousand layers', t => {
	const overlay = new Overlay(10_000);
	for (let layer = 10_000; layer > 0; layer--) {
		overlay.add(layer, tableOf(drawnLayers(`+ /same ${layer}\n+ /own-${layer} 1`)[0]));
	}

	runNow(overlay.advance());
	t.true(overlay.complete);
	t.is(overlay.finalCounts().paths, 10_001);
	const {live, overwritten, total} = overlay.bytes();
	t.deepEqual({live, overwritten, total}, {live: 20_000, overwritten: 49_995_000, total: 50_015_000});
	const same = overlay.tree.find(Buffer.from('same'));
	t.is(overlay.facts(overlay.transitions.stateAfter(same, 5000)).size, 5000);
	t.is(overlay.hiddenBy(overlay.transitions.stateAfter(same, 5000)), 5001);
});

test('layers whose number has no room are left out, and that is told', t => {
	const overlay = new Overlay(70_000);
	for (let layer = 1; layer <= 70_000; layer++) {
		overlay.add(layer, emptyEntryTable());
	}

	runNow(overlay.advance());
	t.is(overlay.ready, maximumLayers);
	t.true(overlay.complete);
	t.is(overlay.warnings.length, 1);
	t.true(overlay.warnings[0].incomplete);
});

test('layers that come again are laid over the others as if they had come at once, be they empty before or of other files; paths keep their numbers', t => {
	const drawn = drawnLayers(`
		d /etc
		+ /etc/motd 12
		+ /gone 7
		--
		+ /etc/motd 3
		h /x => /etc/motd
		- /gone
		--
		+ /new 5
		- /etc/motd
	`);
	const whole = overlayOf(drawn);
	const ranges = [{from: 2, to: 2, changesOnly: true}, {from: 1, to: 3, changesOnly: false}];
	for (const before of [emptyEntryTable([{message: 'it can\'t be had', incomplete: true}]), tableOf(drawn[2])]) {
		const overlay = new Overlay(3);
		overlay.add(3, tableOf(drawn[2]));
		overlay.add(2, before);
		overlay.add(1, tableOf(drawn[0]));
		runNow(overlay.advance());
		const motd = overlay.tree.find(Buffer.from('etc/motd'));
		const again = overlay.without(new Set([2]));
		again.add(2, tableOf(drawn[1]));
		runNow(again.advance());
		t.true(again.complete);
		t.is(again.tree.find(Buffer.from('etc/motd')), motd);
		t.deepEqual(storyOf(again, ranges), storyOf(whole, ranges));
		t.deepEqual(again.warnings, whole.warnings);

		// None left out: nothing is to come.
		const same = again.without(new Set());
		runNow(same.advance());
		t.deepEqual(storyOf(same, ranges), storyOf(whole, ranges));
	}
});
