import {Buffer} from 'node:buffer';
import test from 'ava';
import {entryType} from '../../source/archive/entry-table.js';
import {absent, implicit, type EntryFacts} from '../../source/tree/entry-store.js';
import type {Overlay} from '../../source/tree/overlay.js';
import {entryName} from '../helpers/overlay-story.js';
import {overlayOf} from '../helpers/draw-layers.js';

function factsOf(overlay: Overlay, path: string): EntryFacts {
	return overlay.facts(overlay.transitions.state(overlay.tree.find(Buffer.from(path))));
}

test('what is known of an entry', t => {
	const overlay = overlayOf(`
		+ /etc/motd 0640 1:2 12 @1.5
		c /dev/null 0666 1:3
		h /link 0600 3:4 @9 => /etc/motd
		h /gone => /missing
		l /symlink -> ../x
	`);
	t.deepEqual(factsOf(overlay, 'etc/motd'), {
		type: entryType.file, mode: 0o640, uid: 1, gid: 2, user: '', group: '', size: 12, mtime: 1.5, link: '', layer: 1, device: undefined,
	});
	t.deepEqual(factsOf(overlay, 'dev/null').device, [1, 3]);
	t.is(factsOf(overlay, 'symlink').link, '../x');
	const {type, mode, uid, size, link, mtime} = factsOf(overlay, 'link');
	t.deepEqual({type, mode, uid, size, link, mtime}, {type: entryType.hardlink, mode: 0o600, uid: 3, size: 12, link: '/etc/motd', mtime: 9});
	t.is(factsOf(overlay, 'gone').size, 0);
	t.is(factsOf(overlay, 'gone').link, '/missing');
	for (const entry of [implicit, absent]) {
		t.is(overlay.facts(entry).type, entryType.directory);
		t.is(overlay.facts(entry).mode, 0o755);
		t.is(overlay.facts(entry).layer, 0);
		t.is(overlay.store.content(entry), absent);
		t.is(overlay.store.xattrs(entry), undefined);
	}
});

test('an entry is found in its layer, in whatever order layers came in, also where some have none', t => {
	const overlay = overlayOf('--\n+ /a 1\n+ /b 2\n--\n--\n+ /c 3\n--', [4, 1, 5, 3, 2]);
	const {store} = overlay;
	const found = Array.from({length: store.count}, (_, entry) => `${entryName(overlay, entry)} ${overlay.tree.path(store.pathOf(entry))} ${store.sizeOf(entry)}`);
	t.deepEqual(found.sort(), ['2#0 /a 1', '2#1 /b 2', '4#0 /c 3']);
	const [a, b, c] = ['a', 'b', 'c'].map(path => overlay.transitions.state(overlay.tree.find(Buffer.from(path))));
	t.true(store.compareOrder(a, b) < 0);
	t.true(store.compareOrder(c, b) > 0);
	t.is(store.compareOrder(c, c), 0);
	t.is(store.table(9).count, 0);
	t.is(store.paths(9).length, 0);
	t.false(store.has(9));
});

test('a reader of sizes goes from layer to layer', t => {
	const {store} = overlayOf('+ /a 1\n+ /b 2\n--\n--\n+ /c 3\n+ /d 4', [3, 2, 1]);
	const sizes = store.sizes();
	for (const entry of [0, 1, 2, 3, 1, 3, 0, 2]) {
		t.is(sizes(entry), store.sizeOf(entry));
	}
});
