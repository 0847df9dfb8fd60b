import test from 'ava';
import {absent} from '../../../source/tree/entry-store.js';
import {Overlay} from '../../../source/tree/overlay.js';
import {findPaths} from '../../../source/tree/query/find-paths.js';
import {parseQuery} from '../../../source/tree/query/parse-query.js';
import type {Prepared} from '../../../source/tree/query/prepared.js';
import type {Query} from '../../../source/tree/query/query.js';
import {runNow} from '../../../source/archive/slices.js';
import {drawnEntry, drawnLayers, overlayOf, tableOf} from '../../helpers/draw-layers.js';
import {Random} from '../../helpers/random.js';
import {slowWord} from '../../helpers/slow-find.js';

function queryOf(text: string): Query {
	const parsed = parseQuery(text);
	if ('error' in parsed) {
		throw new Error(parsed.error.message);
	}

	return parsed.query;
}

function find(overlay: Overlay, text: string, prepared: Prepared = {}, limit = 100): string[] {
	const {paths, layers, gone, total} = runNow(findPaths(overlay, queryOf(text), prepared, {limit}));
	const lines = Array.from(paths, (path, index) => `${overlay.tree.path(path)} ${layers[index]}${gone[index] === 1 ? ' gone' : ''}`);
	return total === lines.length || limit < total ? lines : [`${total} are said to match`];
}

/** Paths alone. */
function found(overlay: Overlay, text: string, prepared?: Prepared): string[] {
	return find(overlay, text, prepared).map(line => line.split(' ', 1)[0]);
}

function filesOf(...paths: string[]): Overlay {
	return overlayOf([paths.map(path => ({...drawnEntry('+ /x'), path}))]);
}

const story = `
	d /etc 0755 @100
	+ /etc/passwd 0644 1000 @100
	+ /etc/shadow 0600 500 @100
	+ /usr/bin/su 04755 60000 @100
	+ /usr/lib/libx.so.6 2000000 @100
	l /usr/lib/libx.so -> libx.so.6
	h /usr/lib/libx.so.6.1 => /usr/lib/libx.so.6
	+ /var/cache/big.deb 0644 20000000 @100
	+ /twice 10
	+ /twice 20
	--
	+ /etc/passwd 0644 1100 1000:1000 @200
	- /var/cache/big.deb
	+ /tmp/x 01777 7 @200
	--
	+ /etc/shadow 0640 500 0:42 @300
	- /tmp/x
	d /srv 1000:1001 @300
`;

test('paths of all layers, with the layer that holds them last; those that are gone are told', t => {
	const overlay = overlayOf(story);
	t.deepEqual(find(overlay, 'big'), ['/var/cache/big.deb 1 gone']);
	t.deepEqual(find(overlay, 'passwd'), ['/etc/passwd 2']);
	t.deepEqual(find(overlay, '\'etc'), ['/etc 1', '/etc/passwd 2', '/etc/shadow 3']);
	t.deepEqual(find(overlay, 'zzz'), []);
	t.is(find(overlay, '').length, 17);
});

test('filters are held against each version', t => {
	const overlay = overlayOf(story);
	t.deepEqual(find(overlay, 'size:>10MB'), ['/var/cache/big.deb 1 gone']);
	t.deepEqual(find(overlay, 'size:1000'), ['/etc/passwd 1']);
	t.deepEqual(find(overlay, 'size:1k..1.1k'), ['/etc/passwd 2']);
	t.deepEqual(find(overlay, 'size:10'), ['/twice 1']);
	t.deepEqual(find(overlay, 'size:2M'), ['/usr/lib/libx.so.6 1', '/usr/lib/libx.so.6.1 1']);
	t.deepEqual(find(overlay, 'layer:2'), ['/etc/passwd 2', '/tmp 2', '/tmp/x 2 gone', '/var/cache/big.deb 2 gone']);
	t.deepEqual(find(overlay, 'layer:2.. type:f'), ['/etc/passwd 2', '/etc/shadow 3', '/tmp/x 3 gone', '/var/cache/big.deb 2 gone']);
	t.deepEqual(find(overlay, 'change:removed'), ['/tmp/x 3 gone', '/var/cache/big.deb 2 gone']);
	t.deepEqual(find(overlay, 'change:removed size:>10MB'), ['/var/cache/big.deb 2 gone']);
	t.deepEqual(find(overlay, 'change:modified'), ['/etc/passwd 2']);
	t.deepEqual(find(overlay, 'wasted'), ['/etc/passwd 1', '/etc/shadow 1', '/tmp/x 2 gone', '/twice 1', '/var/cache/big.deb 1 gone']);
	t.deepEqual(find(overlay, 'fate:superseded'), ['/twice 1']);
	t.deepEqual(find(overlay, 'type:symlink'), ['/usr/lib/libx.so 1']);
	t.deepEqual(find(overlay, 'type:hardlink'), ['/usr/lib/libx.so.6.1 1']);
	t.deepEqual(find(overlay, 'ext:so'), ['/usr/lib/libx.so 1', '/usr/lib/libx.so.6 1', '/usr/lib/libx.so.6.1 1']);
	t.deepEqual(find(overlay, 'owner:1000'), ['/etc/passwd 2', '/srv 3']);
	t.deepEqual(find(overlay, 'owner:1000:1001'), ['/srv 3']);
	t.deepEqual(find(overlay, 'owner::42'), ['/etc/shadow 3']);
	t.deepEqual(find(overlay, 'owner:root shadow'), ['/etc/shadow 3']);
	t.deepEqual(find(overlay, 'mode:setuid'), ['/usr/bin/su 1']);
	t.deepEqual(find(overlay, 'mode:sticky'), ['/tmp/x 2 gone']);
	t.deepEqual(find(overlay, 'mode:executable'), ['/tmp/x 2 gone', '/usr/bin/su 1']);
	t.deepEqual(find(overlay, 'mode:world-writable'), ['/tmp/x 2 gone']);
	t.deepEqual(find(overlay, 'mode:0600'), ['/etc/shadow 1']);
	t.deepEqual(find(overlay, 'newer:1970-01-01T00:05'), ['/etc/shadow 3', '/srv 3']);
	t.deepEqual(find(overlay, 'older:1970-01-01T00:03 etc'), ['/etc 1', '/etc/passwd 1', '/etc/shadow 1']);
});

test('all that is asked of a version must hold for one of them', t => {
	const overlay = overlayOf(story);
	t.deepEqual(find(overlay, 'layer:1 owner:1000'), []);
	t.deepEqual(find(overlay, 'layer:1 owner:0 passwd'), ['/etc/passwd 1']);
	t.deepEqual(find(overlay, 'passwd | size:>10MB'), ['/etc/passwd 2', '/var/cache/big.deb 1 gone']);
	t.deepEqual(find(overlay, '\'etc !type:d !layer:3'), ['/etc/passwd 2', '/etc/shadow 1']);
});

test('times before the image was made', t => {
	const overlay = overlayOf('+ /old @1000000\n+ /new @2000000');
	t.deepEqual(found(overlay, 'newer:5d'), ['/new']);
	t.deepEqual(found(overlay, 'older:5d'), ['/old']);
	t.deepEqual(found(overlay, 'newer:5d', {created: '1970-01-13T17:33:20Z'}), ['/new', '/old']);
	t.deepEqual(found(overlay, 'newer:5d', {created: '1970-01-01T00:00:00Z'}), ['/new']);
});

test('globs, as GLOBs of the command line', t => {
	const overlay = filesOf('/usr/lib/a.so', '/usr/lib/b.so.1', '/opt/x/deep/c.SO', '/opt/ünx.so', '/q');
	t.deepEqual(found(overlay, '*.so'), ['/opt/x/deep/c.SO', '/opt/ünx.so', '/usr/lib/a.so']);
	t.deepEqual(found(overlay, '?.so*'), ['/opt/x/deep/c.SO', '/usr/lib/a.so', '/usr/lib/b.so.1']);
	t.deepEqual(found(overlay, '?nx*'), ['/opt/ünx.so']);
	t.deepEqual(found(overlay, '/usr/*/*.so'), ['/usr/lib/a.so']);
	t.deepEqual(found(overlay, '**/deep/*'), ['/opt/x/deep/c.SO']);
	t.deepEqual(found(overlay, '[ab].so*'), ['/usr/lib/a.so', '/usr/lib/b.so.1']);
	t.deepEqual(found(overlay, '*.{so,SO}'), ['/opt/x/deep/c.SO', '/opt/ünx.so', '/usr/lib/a.so']);
	t.deepEqual(found(overlay, '!*.so* type:f'), ['/q']);
	t.deepEqual(found(overlay, '?'), ['/opt/x', '/q']);
	t.deepEqual(found(overlay, '*x*'), ['/opt/x', '/opt/ünx.so']);
});

test('what is prepared outside', t => {
	const overlay = overlayOf('+ /a 1\n+ /b 2\n+ /c 3');
	const path = (name: string) => overlay.tree.find(Buffer.from(name));
	const column = new Uint8Array(overlay.tree.count);
	column[path('a')] = 1;
	const expressions = new Map([['^/a', {matches: column, start: new Uint16Array(column.length), end: new Uint16Array(column.length)}]]);
	t.deepEqual(found(overlay, 're:^/a', {expressions}), ['/a']);
	t.deepEqual(found(overlay, '!re:^/a', {expressions}), ['/b', '/c']);
	t.deepEqual(found(overlay, 're:^/b', {expressions}), []);
	t.deepEqual(found(overlay, 'text:key', {texts: new Map([['key', new Set([overlay.transitions.state(path('c'))])]])}), ['/c']);
	const ownerOf = Int32Array.from({length: overlay.tree.count}, (_, index) => index === path('b') ? 0 : -1);
	const packages = {packages: [{name: 'FFmpeg:amd64'}], ownerOf} as unknown as Prepared['packages'];
	t.deepEqual(found(overlay, 'package:ffmpeg', {packages}), ['/b']);
	t.deepEqual(found(overlay, 'package:ff*', {packages}), ['/b']);
	t.deepEqual(found(overlay, 'package:ff', {packages}), []);
	t.deepEqual(found(overlay, 'package:ffmpeg'), []);
});

test('the whole query in the last name first, its start before its middle, short before long', t => {
	t.deepEqual(found(filesOf('/conf/x', '/etc/xconfx', '/etc/x-conf', '/etc/confx', '/etc/conf', '/usr/etc/conf', '/c/o/n/f'), 'conf'), [
		'/conf', '/etc/conf', '/usr/etc/conf', '/etc/confx', '/etc/x-conf', '/etc/xconfx', '/conf/x', '/c/o/n/f',
	]);
	t.deepEqual(found(filesOf('/usr/bin/bash', '/bashx', '/usr/share/doc/bash.txt'), 'bash'), ['/usr/bin/bash', '/usr/share/doc/bash.txt', '/bashx']);
});

test('a limit takes the best of all, and tells how many there are', t => {
	const overlay = filesOf(...Array.from({length: 3000}, (_, index) => `/some/folder/${index.toString(36)}/long-x${index.toString(36)}`), '/some/folder/x');
	const {paths, total} = runNow(findPaths(overlay, queryOf('x'), {}, {limit: 3}));
	t.is(overlay.tree.path(paths[0]), '/some/folder/x');
	t.is(paths.length, 3);
	t.true(total > 3000);
	t.is(runNow(findPaths(overlay, queryOf('x'), {}, {limit: Number.POSITIVE_INFINITY})).paths.length, total);
});

test('a longer word after a shorter one, and a tree that has grown, give what a new tree gives', t => {
	const picture = '+ /usr/lib/node/index.js\n+ /usr/lib/nodeindex\n+ /n/o/d/e\n--\n+ /usr/share/node-more';
	const overlay = new Overlay(2);
	const [first, second] = drawnLayers(picture);
	overlay.add(1, tableOf(first));
	runNow(overlay.advance());
	t.deepEqual(found(overlay, 'node'), ['/usr/lib/node', '/usr/lib/nodeindex', '/usr/lib/node/index.js', '/n/o/d/e']);
	overlay.add(2, tableOf(second));
	runNow(overlay.advance());
	for (const text of ['n', 'no', 'nod', 'node', 'nodei', 'nodeind', 'no', '/no', 'lib/n', 'usr node', 'usr !node']) {
		t.deepEqual(find(overlay, text), find(overlayOf(picture), text), `“${text}”`);
	}
});

test('a word of letters of several bytes grows letter by letter as it is found at once', t => {
	const overlay = filesOf('/srv/日本語ファイル.txt', '/srv/日.txt', '/srv/本日.txt', '/ü/ö', '/srv/a😀é');
	const expected = {日: ['/srv/日.txt', '/srv/日本語ファイル.txt', '/srv/本日.txt'], 日本: ['/srv/日本語ファイル.txt'], 日本語: ['/srv/日本語ファイル.txt'], ü: ['/ü', '/ü/ö'], üö: ['/ü/ö'], a: ['/srv/a😀é'], 'a😀': ['/srv/a😀é'], 'a😀é': ['/srv/a😀é']};
	for (const [text, paths] of Object.entries(expected)) {
		t.deepEqual(found(overlay, text).sort(), paths.sort(), text);
		t.deepEqual(found(filesOf(...found(overlay, '')), text).sort(), paths.sort(), `${text} at once`);
	}
});

test('random trees: what is found is what a plain search through all paths finds', t => {
	const random = new Random(5);
	const name = () => Array.from({length: 1 + random.below(3)}, () => random.pick(['a', 'b', 'ab', 'B', '-', '.', '1', 'ü'])).join('').replace(/^\.{1,2}$/, 'a');
	const word = () => `${random.pick(['', '', '', '\'', '^', '!', '!^'])}${random.chance(0.2) ? '/' : ''}${name()}${random.chance(0.2) ? `/${name()}` : ''}${random.pick(['', '', '', '$', '\'', '/'])}`;
	let matched = 0;
	for (let round = 0; round < 400; round++) {
		const overlay = filesOf(...Array.from({length: 1 + random.below(20)}, () => `/${Array.from({length: 1 + random.below(4)}, name).join('/')}`));
		const text = Array.from({length: 1 + random.below(3)}, word).join(random.pick([' ', ' ', ' | ']));
		const {tree, transitions, store} = overlay;
		const query = queryOf(text);
		const expected = Array.from({length: tree.count - 1}, (_, index) => index + 1)
			.filter(path => transitions.state(path) !== absent || store.paths(1).includes(path))
			.map(path => tree.path(path))
			.filter(path => query.groups.every(group => group.some(term => term.kind === 'text' && slowWord(path, term))))
			.sort();
		t.deepEqual(found(overlay, text).sort(), expected, `“${text}”`);
		matched += expected.length;
	}

	t.true(matched > 500);
});
